package reachability_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
	"example.com/chassis/lib/proof/reachability"
)

// between is the connection between two components.
func between(t *testing.T, m *reachability.Model, from, to string) reachability.Connection {
	t.Helper()
	i := slices.IndexFunc(m.Connections(), func(c reachability.Connection) bool { return c.From.Name == from && c.To.Name == to })
	if i < 0 {
		t.Fatalf("there is no %s or no %s", from, to)
	}
	return m.Connections()[i]
}

func TestAConnectionIsJudgedByRoutesAndByRulesAtBothEnds(t *testing.T) {
	t.Parallel()
	set := checktest.Set
	none := checktest.Changes()
	at := func(key, value string) checktest.Change {
		return set(tasks, value, "NetworkConfiguration", "AwsvpcConfiguration", key)
	}
	open := addRule("Ingress", "AdminApi", `"CidrIp": "0.0.0.0/0"`, `"FromPort": 8080, "ToPort": 8080`)
	inPublic := func(t *testing.T) checktest.Change {
		t.Helper()
		p := platform(t)
		return checktest.Changes(open, at("AssignPublicIp", `"ENABLED"`), subnetsOf(checktest.Find(t, &p, "Compute/Alb")))
	}
	ingress := func(block string) checktest.Change {
		return set("Network/Alb", `[{"CidrIp": "`+block+`", "IpProtocol": "tcp", `+port443+`}]`, "SecurityGroupIngress")
	}
	for name, tc := range map[string]struct {
		change   checktest.Change
		from, to string
		ports    string // that are allowed
		why      string // how packets get there, or why they do not
	}{
		"both rules":            {none, "admin-api", "Redis", "tcp 6379", "inside the VPC"},
		"two ports":             {none, "internet", "Alb", "tcp 80, tcp 443", "VpcIGW"},
		"two gateways":          {none, "admin-api", "internet", "tcp 443", "VpcPublicSubnet1NATGateway or VpcPublicSubnet2NATGateway"},
		"no rule out":           {none, "Alb", "Redis", "", "no rule lets group Alb send to Redis"},
		"no rule in":            {none, "admin-api", "Aurora", "", "no rule lets group Aurora receive from admin-api"},
		"no rule out of a host": {none, "Bastion", "admin-api", "", "no rule lets group AdminApi receive from Bastion"},
		"no route":              {none, "Redis", "internet", "", "no route to other networks in VpcIsolatedSubnet1RouteTable; no route to other networks in VpcIsolatedSubnet2RouteTable"},
		"no address":            {open, "internet", "admin-api", "", "admin-api has no public address"},
		"a private subnet":      {checktest.Changes(open, at("AssignPublicIp", `"ENABLED"`)), "internet", "admin-api", "", "leads to no internet gateway"},
		"a public subnet":       {inPublic(t), "internet", "admin-api", "tcp 8080", "VpcIGW"},
		"addresses of the VPC":  {addRule("Ingress", "Redis", `"CidrIp": "10.30.0.0/20"`, port443), "Bastion", "Redis", "tcp 443", "inside the VPC"},
		"the smaller range": {checktest.Changes(
			addRule("Ingress", "Redis", `"SourceSecurityGroupId": {"Ref": "@Bastion"}`, `"FromPort": 400, "ToPort": 500`), addRule("Egress", "Bastion", `"DestinationSecurityGroupId": {"Ref": "@Redis"}`, `"FromPort": 450, "ToPort": 600`),
		), "Bastion", "Redis", "tcp 443, tcp 450-500", "inside the VPC"},
		"no port in common":                         {addRule("Ingress", "Redis", `"SourceSecurityGroupId": {"Ref": "@Bastion"}`, `"FromPort": 80, "ToPort": 80`), "Bastion", "Redis", "", "have no port in common"},
		"private addresses are not of the internet": {ingress("172.16.0.0/12"), "internet", "Alb", "", "no rule lets group Alb receive from internet"},
		"a range beyond the private ones":           {ingress("10.0.0.0/7"), "internet", "Alb", "tcp 443", "VpcIGW"},
		"a gateway without an address":              {checktest.Changes(set("Network/VpcPublicSubnet1NATGateway", `"private"`, "ConnectivityType"), set("Network/VpcPublicSubnet2NATGateway", `"private"`, "ConnectivityType")), "admin-api", "internet", "", "VpcPublicSubnet1NATGateway has no public address"},
		"a gateway without the internet":            {checktest.Drop("Network/VpcVPCGW"), "internet", "Alb", "", "VpcIGW is attached to no VPC"},
		"an engine's own port":                      {set("Data/RedisReplicationGroup", `null`, "Port"), "admin-api", "Redis", "tcp 6379", "inside the VPC"},
	} {
		c := between(t, model(t, tc.change), tc.from, tc.to)
		ports := names(c.Allowed, reachability.Traffic.String)
		if why := c.Via + c.Why; ports != tc.ports || !strings.Contains(why, tc.why) {
			t.Errorf("%s: %s reaches %s on %q (%s), want %q (%s)", name, tc.from, tc.to, ports, why, tc.ports, tc.why)
		}
	}
}

func TestAccessThroughAPIsIsListed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change checktest.Change
		want   string
	}{
		"as it is":              {checktest.Changes(), "Bastion, Aurora"},
		"ECS Exec":              {checktest.Set(tasks, `true`, "EnableExecuteCommand"), "admin-api, Bastion, Aurora"},
		"no Data API":           {checktest.Set("Data/Aurora", `false`, "EnableHttpEndpoint"), "Bastion"},
		"a host without a role": {checktest.Set("Data/Bastion", `null`, "IamInstanceProfile"), "Aurora"},
	} {
		if got := names(model(t, tc.change).APIAccesses(), func(a reachability.APIAccess) string { return a.To }); got != tc.want {
			t.Errorf("%s: there is access to %s, want %s", name, got, tc.want)
		}
	}
}

// subnetsOf puts the tasks where another resource of their stack is.
func subnetsOf(r *assembly.Resource) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		assembly.Map(checktest.Find(t, p, tasks).At("NetworkConfiguration", "AwsvpcConfiguration"))["Subnets"] = r.At("Subnets")
	}
}
