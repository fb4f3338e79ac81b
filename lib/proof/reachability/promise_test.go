package reachability_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/reachability"
)

func TestEveryPromiseHoldsOfAGoodPlatform(t *testing.T) {
	t.Parallel()
	for _, v := range model(t, nil).Verdicts() {
		for _, wrong := range v.Wrong {
			t.Errorf("%s: %s", v.ID, wrong)
		}
	}
}

func TestEveryPromiseCanFail(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{}
	for _, fault := range faults {
		tried[fault.promise] = true
		found := ""
		for _, v := range model(t, fault.changes).Verdicts() {
			if v.ID == fault.promise {
				found = strings.Join(v.Wrong, "\n")
			}
		}
		if !strings.Contains(found, fault.want) {
			t.Errorf("%s: %s says %q, want %q", fault.name, fault.promise, found, fault.want)
		}
	}
	for _, v := range model(t, nil).Verdicts() {
		if !tried[v.ID] {
			t.Errorf("no fault is tried on %s", v.ID)
		}
	}
}

// One promise is for prod; the others are for every environment.
func TestOnlyProdMustSurviveAZone(t *testing.T) {
	t.Parallel()
	count := func(env string) int {
		m := model(t, nil)
		m.Env = env
		return len(m.Verdicts())
	}
	if dev, prod := count("dev"), count("prod"); dev != prod-1 {
		t.Errorf("dev has %d promises and prod %d", dev, prod)
	}
}

// A false alarm costs the proof its readers.
func TestWhatDoesNoHarmFailsNothing(t *testing.T) {
	t.Parallel()
	alone := `{"Type": "AWS::ECS::Service", "Properties": {"TaskDefinition": {"Ref": "AdminTask"}, "NetworkConfiguration": {"AwsvpcConfiguration": {"AssignPublicIp": "DISABLED",
		"SecurityGroups": [` + imported("AdminGroup") + `], "Subnets": [` + imported("PrivateA") + "," + imported("PrivateC") + `]}}, "DesiredCount": 2}}`
	for name, changes := range map[string]edits{
		"a service without requests":       {"App/Worker": alone},
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

func TestWhatIsNoWholePlatformIsUnknown(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(*assembly.Assembly)
		want   string
	}{
		"no network": {func(a *assembly.Assembly) { a.Stacks = nil }, "the assembly has no subnet: it is not of a platform with a network"},
		"a resource before a release": {func(a *assembly.Assembly) {
			a.Stack("App").Conditions["AdminNotYet"] = not("AdminGiven")
			a.Stack("App").Resources["WebAcl"].Condition = "AdminNotYet"
		}, "App/WebAcl (AWS::WAFv2::WebACL): exists only before a release, which the model does not look at"},
		"a resource between two releases": {func(a *assembly.Assembly) {
			a.Stack("App").Conditions["OnlyService"] = map[string]any{"Fn::And": []any{map[string]any{"Condition": "ServiceGiven"}, not("AdminGiven")}}
			a.Stack("App").Resources["AlbHttp"].Condition = "OnlyService"
		}, "App/AlbHttp (AWS::ElasticLoadBalancingV2::Listener): exists only before a release, which the model does not look at"},
		"another property before a release": {func(a *assembly.Assembly) {
			a.Stack("App").Resources["Alb"].Properties["Scheme"] = map[string]any{"Fn::If": []any{"AdminGiven", "internet-facing", "internal"}}
		}, "App/Alb (AWS::ElasticLoadBalancingV2::LoadBalancer): is something else before a release, which the model does not look at"},
		"a condition on a parameter that is no image": {func(a *assembly.Assembly) {
			a.Stack("Network").Parameters = map[string]any{"Mode": map[string]any{"Default": "no"}}
			a.Stack("Network").Conditions = map[string]any{"Open": map[string]any{"Fn::Equals": []any{map[string]any{"Ref": "Mode"}, "yes"}}}
			a.Stack("Network").Resources["ServiceFromAlb"].Condition = "Open"
		}, "Network: condition Open depends on parameter Mode, of which the model knows the default only"},
		"a condition that is not defined": {func(a *assembly.Assembly) {
			a.Stack("App").Resources["Alb"].Condition = "Nowhere"
		}, "App/Alb: condition Nowhere is not defined"},
	} {
		a := platform(t, nil)
		tc.change(a)
		if m := reachability.New(a, "prod"); !slices.Contains(m.Unknown, tc.want) {
			t.Errorf("%s: unknown is %q, want %q", name, m.Unknown, tc.want)
		}
	}
	if m := reachability.New(platform(t, nil), ""); !slices.Contains(m.Unknown, "the environment has no name") {
		t.Errorf("an environment without a name: %q", m.Unknown)
	}
}

func not(condition string) any {
	return map[string]any{"Fn::Not": []any{map[string]any{"Condition": condition}}}
}
