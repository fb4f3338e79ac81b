// Package checktest tests promises on two hand-made platforms, which keep them, and on
// breaches, which are changes to these platforms.
package checktest

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Base is a hand-made platform that keeps some promises.
type Base struct {
	dir    string
	change func(t *testing.T, p *check.Platform, env string)
	// envs are the environments that it can be.
	envs []string
	// odd are values of the wrong shape, and skip how the types begin that are spared them.
	odd  []any
	skip string
}

var (
	oddList = []any{nil, 1.5, map[string]any{"Ref": 1.0}}
	oddMap  = map[string]any{"Statement": []any{nil}, "x": nil}
)

// Small keeps the promises about the network, about security and about the alerts on
// scans. Whole is a prod that keeps those about data, compute, alarms and what becomes
// of a platform.
var (
	Small = Base{
		dir: "../checktest/testdata/small", change: smallAs, envs: []string{"prod", "dev", "staging", "staging pr-42"},
		odd: []any{"text", oddList, oddMap},
	}
	Whole = Base{
		dir: "../checktest/testdata/whole", change: wholeAs, envs: []string{"prod", "prod of a pinned account"},
		odd:  []any{oddList, oddMap},
		skip: "AWS::EC2::", // the small platform sees to them
	}
)

// As reads the platform as an environment, prod when empty.
func (b Base) As(t *testing.T, env string) *check.Platform {
	t.Helper()
	p := environment(env)
	var err error
	if p.Assembly, err = assembly.Read(b.dir); err != nil {
		t.Fatal(err)
	}
	b.change(t, &p, env)
	return &p
}

func environment(env string) check.Platform {
	switch env {
	case "dev", "staging":
		return check.Platform{Env: env}
	case "staging pr-42":
		return check.Platform{Env: "staging", Instance: "pr-42"}
	}
	return check.Platform{Env: "prod"}
}

func smallAs(t *testing.T, p *check.Platform, env string) {
	t.Helper()
	switch {
	case env == "dev":
		singleZone(t, p)
	case p.Env == "staging":
		oneGateway(t, p)
	}
	if p.Ephemeral() {
		Drop("Data/ProxyReader")(t, p)
	}
	addressed(t, p)
	alertsFrom(t, p)
	for _, name := range []string{"Service", "Admin"} {
		Set("Security/"+name+"ImagesRepository", `"`+p.Prefix("/")+"/"+strings.ToLower(name)+`"`, "RepositoryName")(t, p)
	}
}

// addressed gives VPC and subnets the addresses of their environment.
func addressed(t *testing.T, p *check.Platform) {
	t.Helper()
	first := map[string]string{"dev": "10.10.", "staging": "10.20.", "prod": "10.30."}[p.Env]
	for name, rest := range map[string]string{
		"Vpc": "0.0/16", "PublicA": "0.0/24", "PublicC": "1.0/24", "PrivateA": "8.0/21", "PrivateC": "16.0/21",
		"IsolatedA": "24.0/24", "IsolatedC": "25.0/24",
	} {
		Set("Network/"+name, `"`+first+rest+`"`, "CidrBlock")(t, p)
	}
}

func oneGateway(t *testing.T, p *check.Platform) {
	t.Helper()
	Set("Network/PrivateCRoute", `{"Ref": "NatA"}`, "NatGatewayId")(t, p)
	Drop("Network/NatC")(t, p)
	Drop("Network/EipC")(t, p)
}

// singleZone leaves in ap-northeast-2c what AWS demands there.
func singleZone(t *testing.T, p *check.Platform) {
	t.Helper()
	oneGateway(t, p)
	Drop("Data/AuroraReader")(t, p)
	Drop("Data/ProxyReader")(t, p)
	Set("Data/RedisSubnets", `[{"Fn::ImportValue": "IsolatedA"}]`, "SubnetIds")(t, p)
	for _, service := range []string{"ServiceApi", "AdminApi"} {
		Set("Compute/"+service+"Service", `[{"Fn::ImportValue": "PrivateA"}]`, "NetworkConfiguration", "AwsvpcConfiguration", "Subnets")(t, p)
	}
}

// alertsFrom names the repositories of p in the rule, and p in the sender of mails.
func alertsFrom(t *testing.T, p *check.Platform) {
	t.Helper()
	raw, err := json.Marshal(Find(t, p, "Security/FindingsScanFinished").At("EventPattern", "detail", "repository-name"))
	if err != nil {
		t.Fatal(err)
	}
	names := strings.ReplaceAll(string(raw), "chassis/prod", p.Prefix("/"))
	Set("Security/FindingsScanFinished", names, "EventPattern", "detail", "repository-name")(t, p)
	Set("Security/Alerts", `"Chassis `+p.Label()+` alerts"`, "DisplayName")(t, p)
}
