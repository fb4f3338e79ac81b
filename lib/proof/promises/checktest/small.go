package checktest

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/promises/check"
)

// smallAs turns the small platform, a prod, into another environment.
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
