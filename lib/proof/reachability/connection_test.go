package reachability_test

import (
	"strings"
	"testing"
)

func TestAConnectionIsJudgedByRoutesAndByRulesAtBothEnds(t *testing.T) {
	t.Parallel()
	open := edits{"Network/In": rule("Ingress", "ServiceGroup", "0.0.0.0/0", "8080")}
	public := edits{"App/ServiceTasks " + network + "AssignPublicIp": `"ENABLED"`}
	for name, tc := range map[string]struct {
		changes  edits
		from, to string
		ports    string // that are allowed
		via, why string
	}{
		"both rules":            {nil, "service-api", "Redis", "tcp 6379", "inside the VPC", ""},
		"two ports":             {nil, "internet", "Alb", "tcp 80, tcp 443", "Igw", ""},
		"two gateways":          {nil, "admin-api", "internet", "tcp 443", "NatA or NatC", ""},
		"no rule out":           {nil, "Alb", "Redis", "", "", "no rule lets group AlbGroup send to Redis"},
		"no rule in":            {nil, "service-api", "Aurora", "", "", "no rule lets group AuroraGroup receive from service-api"},
		"no rule out of a host": {nil, "Bastion", "service-api", "", "", "no rule lets group ServiceGroup receive from Bastion"},
		"no route":              {nil, "Redis", "internet", "", "", "no route to other networks in IsolatedATable; no route to other networks in IsolatedCTable"},
		"no address":            {open, "internet", "service-api", "", "", "service-api has no public address"},
		"a private subnet":      {with(open, public), "internet", "service-api", "", "", "the route table of PrivateC leads to no internet gateway"},
		"an address in public": {
			with(open, public, edits{"App/ServiceTasks " + network + "Subnets": "[" + imported("PublicC") + "]"}),
			"internet", "service-api", "tcp 8080", "Igw", "",
		},
		"no address in public": {
			edits{"App/ServiceTasks " + network + "Subnets": "[" + imported("PublicC") + "]"},
			"service-api", "internet", "", "", "PublicCTable leads to an internet gateway, which needs a public address",
		},
		"addresses of the VPC": {
			edits{"Network/In": rule("Ingress", "RedisGroup", "10.0.2.0/24", "443")},
			"Bastion", "Redis", "tcp 443", "inside the VPC", "",
		},
		"ports that differ": {
			edits{"Network/RedisFromService FromPort": "6380", "Network/RedisFromService ToPort": "6380"},
			"service-api", "Redis", "", "", "have no port in common",
		},
		"the smaller range": {
			edits{"Network/RedisFromService FromPort": "6000", "Network/ServiceToRedis ToPort": "7000"},
			"service-api", "Redis", "tcp 6379", "inside the VPC", "",
		},
		"private addresses are not of the internet": {
			edits{"Network/AlbGroup SecurityGroupIngress": `[{"CidrIp": "172.16.0.0/12", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}]`},
			"internet", "Alb", "", "", "no rule lets group AlbGroup receive from internet",
		},
		"a range beyond the private ones": {
			edits{"Network/AlbGroup SecurityGroupIngress": `[{"CidrIp": "10.0.0.0/7", "IpProtocol": "6", "FromPort": 443, "ToPort": 443}]`},
			"internet", "Alb", "tcp 443", "Igw", "",
		},
		"a number for UDP": {
			edits{"Network/Udp": strings.Replace(rule("Ingress", "AlbGroup", "0.0.0.0/0", "443"), `"tcp"`, `"17"`, 1)},
			"internet", "Alb", "tcp 80, tcp 443, udp 443", "Igw", "",
		},
		"every port of TCP": {
			edits{"Network/AlbGroup SecurityGroupIngress": `[{"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp"}]`},
			"internet", "Alb", "tcp", "Igw", "",
		},
	} {
		c := between(t, model(t, tc.changes), tc.from, tc.to)
		var ports []string
		for _, traffic := range c.Allowed {
			ports = append(ports, traffic.String())
		}
		if got := strings.Join(ports, ", "); got != tc.ports {
			t.Errorf("%s: %s reaches %s on %q, want %q", name, tc.from, tc.to, got, tc.ports)
		}
		if c.Open() && c.Via != tc.via {
			t.Errorf("%s: it passes %q, want %q", name, c.Via, tc.via)
		}
		if tc.via == "" && !strings.Contains(c.Why, tc.why) {
			t.Errorf("%s: the reason is %q, want %q", name, c.Why, tc.why)
		}
	}
}

// What the model reads may have any shape: it says so, and does not panic.
func TestOddTemplatesAreUnknownAndNoPanic(t *testing.T) {
	t.Parallel()
	for _, odd := range []string{`null`, `"x"`, `[]`, `{}`, `3`, `[{"Ref": "Nowhere"}]`, `{"Fn::If": ["No", 1, 2]}`} {
		for _, where := range []string{
			"Network/Vpc CidrBlock", "Network/PublicA CidrBlock", "Network/PublicA VpcId", "Network/PublicA AvailabilityZone",
			"Network/PublicAAssociation RouteTableId", "Network/PrivateARoute NatGatewayId", "Network/NatA SubnetId", "Network/S3 ServiceName",
			"Network/AlbGroup SecurityGroupIngress", "Network/AlbGroup SecurityGroupEgress", "Network/ServiceFromAlb GroupId",
			"Network/ServiceFromAlb SourceSecurityGroupId", "Network/ServiceFromAlb FromPort", "Network/ServiceFromAlb IpProtocol",
			"App/Alb Subnets", "App/Alb SecurityGroups", "App/AlbHttps Port", "App/AlbHttps DefaultActions", "App/AlbHttps LoadBalancerArn",
			"App/AdminRule Conditions", "App/AdminRule Actions", "App/AdminRule Priority", "App/AdminTasks LoadBalancers", "App/AdminTasks TaskDefinition",
			"App/AdminTask ContainerDefinitions", "App/AdminScaling MinCapacity", "App/AdminScaling ResourceId", "App/Aurora DBSubnetGroupName", "App/Aurora Port",
			"App/AuroraReader DBClusterIdentifier", "App/Proxy EngineFamily", "App/Proxy VpcSubnetIds", "App/ProxyTargets DBProxyName", "App/Redis Port",
			"App/Bastion IamInstanceProfile", "App/Bastion SubnetId", "App/WebAcl Rules", "App/WebAclAssociation WebACLArn",
		} {
			m := model(t, edits{where: odd})
			m.Verdicts()
			if r := m.Report(); len(r.Text()) == 0 || len(r.Markdown()) == 0 {
				t.Errorf("%s as %s: the report is empty", where, odd)
			}
		}
	}
}
