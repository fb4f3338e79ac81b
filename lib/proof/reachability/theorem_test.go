package reachability_test

import (
	"strings"
	"testing"
)

func TestEveryTheoremHoldsOfAGoodPlatform(t *testing.T) {
	t.Parallel()
	for _, v := range model(t, nil).Verdicts() {
		for _, wrong := range v.Wrong {
			t.Errorf("%s: %s", v.ID, wrong)
		}
	}
}

func TestEveryTheoremCanFail(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{}
	for _, fault := range faults {
		tried[fault.theorem] = true
		found := ""
		for _, v := range model(t, fault.changes).Verdicts() {
			if v.ID == fault.theorem {
				found = strings.Join(v.Wrong, "\n")
			}
		}
		if !strings.Contains(found, fault.want) {
			t.Errorf("%s: %s says %q, want %q", fault.name, fault.theorem, found, fault.want)
		}
	}
	for _, v := range model(t, nil).Verdicts() {
		if !tried[v.ID] {
			t.Errorf("no fault is tried on %s", v.ID)
		}
	}
}

// Zones are a matter of prod; the others are of every environment.
func TestOnlyProdMustSurviveAZone(t *testing.T) {
	t.Parallel()
	count := func(env string) int {
		m := model(t, nil)
		m.Env = env
		return len(m.Verdicts())
	}
	if dev, prod := count("dev"), count("prod"); dev != prod-2 {
		t.Errorf("dev has %d theorems and prod %d", dev, prod)
	}
}

// A proof that cries at what does no harm is soon switched off.
func TestWhatDoesNoHarmFailsNothing(t *testing.T) {
	t.Parallel()
	alone := `{"Type": "AWS::ECS::Service", "Properties": {"TaskDefinition": {"Ref": "AdminTask"}, "NetworkConfiguration": {"AwsvpcConfiguration": {"AssignPublicIp": "DISABLED",
		"SecurityGroups": [` + imported("AdminGroup") + `], "Subnets": [` + imported("PrivateA") + "," + imported("PrivateC") + `]}}, "DesiredCount": 2}}`
	for name, changes := range map[string]edits{
		"a service that nobody asks":       {"App/Worker": alone},
		"a helper beside the service":      {"App/AdminTask ContainerDefinitions": `[{"Name": "admin-api", "Image": {"Ref": "AdminImage"}, "PortMappings": [{"ContainerPort": 8080}]}, {"Name": "statsd", "PortMappings": [{"ContainerPort": 8125, "Protocol": "udp"}]}]`},
		"a target group in a list":         {"App/AdminRule Actions": `[{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "AdminTargets"}}]}}]`},
		"the VPC's addresses by reference": {"Network/RedisFromService": `{"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": {"Fn::GetAtt": ["RedisGroup", "GroupId"]}, "CidrIp": {"Fn::GetAtt": ["Vpc", "CidrBlock"]}, "IpProtocol": "tcp", "FromPort": 6379, "ToPort": 6379}}`},
		"flags as text":                    {"App/Redis MultiAZEnabled": `"true"`, "App/AuroraWriter PubliclyAccessible": `"false"`, "Network/PublicA MapPublicIpOnLaunch": `"false"`},
		"ports as text":                    {"Network/ServiceToRedis FromPort": `"6379"`, "App/AlbHttps Port": `"443"`},
		"a load balancer inside": {
			"App/InsideTls": strings.Replace(second["App/Alb2Https"], "Alb2", "Inside", 1), "App/InsideRule": strings.Replace(second["App/Alb2Rule"], "Alb2Https", "InsideTls", 1),
			"App/Inside": `{"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internal", "SecurityGroups": [` + imported("AlbGroup") + `], "Subnets": [` + imported("PrivateA") + `, ` + imported("PrivateC") + `]}}`,
		},
	} {
		for _, v := range model(t, changes).Verdicts() {
			for _, wrong := range v.Wrong {
				t.Errorf("%s: %s: %s", name, v.ID, wrong)
			}
		}
	}
}
