package network

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// internet is every address, as a rule names it.
const internet = "0.0.0.0/0"

// allowedFlows is who may open a TCP connection to whom, and on which port.
var allowedFlows = []struct {
	from, to string
	port     int
}{
	{internet, "Alb", 80},
	{internet, "Alb", 443},
	{"Alb", "ServiceApi", 8080},
	{"Alb", "AdminApi", 8080},
	{"ServiceApi", "Proxy", 5432},
	{"AdminApi", "Proxy", 5432},
	{"Bastion", "Proxy", 5432},
	{"Proxy", "Aurora", 5432},
	{"ServiceApi", "Redis", 6379},
	{"AdminApi", "Redis", 6379},
	{"ServiceApi", internet, 443},
	{"AdminApi", internet, 443},
	{"Bastion", internet, 443},
}

func sevenGroups(v *check.Review) {
	var got, want []string
	for _, g := range v.Network().Groups {
		got = append(got, g.Stack.ID+"/"+g.Name)
		v.Target(g.Resource, "AWS::EC2::VPC", "VpcId")
		if why, _ := g.At("GroupDescription").(string); why == "" {
			v.Add("%s has no description", g.Resource)
		}
	}
	for _, name := range []string{"Alb", "ServiceApi", "AdminApi", "Bastion", "Proxy", "Aurora", "Redis"} {
		want = append(want, "Network/"+name)
	}
	v.Texts("security groups", got, want)
}

// flowsAreTheTable sees the rule, too, that AWS adds to a group without an egress rule
// inside the group: rules that stand beside it come later.
func flowsAreTheTable(v *check.Review) {
	var got, want []string
	for _, r := range v.Network().Rules {
		if !r.Placeholder {
			got = append(got, r.String())
		}
	}
	for _, flow := range allowedFlows {
		if flow.from != internet {
			want = append(want, fmt.Sprintf("out of %s to %s tcp %d", flow.from, flow.to, flow.port))
		}
		if flow.to != internet {
			want = append(want, fmt.Sprintf("into %s from %s tcp %d", flow.to, flow.from, flow.port))
		}
	}
	for _, text := range got {
		if !slices.Contains(want, text) {
			v.Add("traffic that no flow explains: %s", text)
		}
	}
	for _, text := range want {
		if n := len(slices.DeleteFunc(slices.Clone(got), func(g string) bool { return g != text })); n != 1 {
			v.Add("found %d rules, want 1: %s", n, text)
		}
	}
}

func rulesHaveReasons(v *check.Review) {
	rules := v.Network().Rules
	if len(rules) == 0 {
		v.Add("found no security group rule")
	}
	for _, r := range rules {
		if strings.TrimSpace(r.Description) == "" || strings.HasPrefix(r.Description, "from ") || strings.HasPrefix(r.Description, "to ") {
			v.Add("%s: %s has no reason, only %q", r.Source, r, r.Description)
		}
	}
}

func workloadsHaveTheirGroup(v *check.Review) {
	for kind, want := range map[string][]string{ // the groups of the resources of the type, one each
		parts.LoadBalancer:     {"Alb"},
		"AWS::ECS::Service":    {"ServiceApi", "AdminApi"},
		parts.Instance:         {"Bastion"},
		parts.DBProxy:          {"Proxy"},
		parts.DBProxyEndpoint:  []string{"Proxy"}[:parts.ProxyEndpoints(v)],
		parts.DBCluster:        {"Aurora"},
		parts.ReplicationGroup: {"Redis"},
	} {
		var got []string
		for _, r := range v.OfType(kind) {
			var names []string
			for _, g := range v.Network().GroupsOf(r) {
				names = append(names, g.Name)
				if kind == "AWS::ECS::Service" && !strings.HasPrefix(r.LogicalID, g.Name) {
					v.Add("%s has the group of %s", r, g)
				}
			}
			got = append(got, strings.Join(names, " and "))
		}
		v.Texts("security groups of "+kind, got, want)
	}
}
