package network

import (
	"strings"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// groupsOfTheSettings leaves what the groups allow to the promises of the models.
func groupsOfTheSettings(v *check.Review) {
	var got []string
	for _, g := range v.Network().Groups {
		got = append(got, g.Stack.ID+"/"+g.Name)
		v.Target(g.Resource, "AWS::EC2::VPC", "VpcId")
		if why, _ := g.At("GroupDescription").(string); why == "" {
			v.Add("%s has no description", g.Resource)
		}
	}
	var want []string
	for _, name := range append([]string{"Alb", "Bastion", "Proxy", "Aurora", "Redis"}, serviceIDs(v)...) {
		want = append(want, config.NetworkStack+"/"+name)
	}
	v.Texts("security groups", got, want)
}

func serviceIDs(v *check.Review) []string {
	var ids []string
	for _, s := range v.Settings.Services {
		ids = append(ids, s.ID())
	}
	return ids
}

// alwaysRunning are the services that ECS keeps running. Where a job and a migration run
// is for the promises about them.
func alwaysRunning(v *check.Review) []string {
	var ids []string
	for _, s := range v.Settings.Services {
		if s.AlwaysRuns() {
			ids = append(ids, s.ID())
		}
	}
	return ids
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
	var endpoints []string
	if v.Settings.HasReaders() {
		endpoints = []string{"Proxy"}
	}
	for kind, want := range map[string][]string{ // the groups of the resources of the type, one each
		parts.LoadBalancer:     {"Alb"},
		"AWS::ECS::Service":    alwaysRunning(v),
		parts.Instance:         {"Bastion"},
		parts.DBProxy:          {"Proxy"},
		parts.DBProxyEndpoint:  endpoints,
		parts.DBCluster:        {"Aurora"},
		parts.ReplicationGroup: {"Redis"},
	} {
		var got []string
		for _, r := range v.OfType(kind) {
			var names []string
			for _, g := range v.Network().GroupsOf(r) {
				names = append(names, g.Name)
			}
			got = append(got, strings.Join(names, " and "))
		}
		v.Texts("security groups of "+kind, got, want)
	}
	for _, s := range parts.Services(v) {
		for _, g := range v.Network().GroupsOf(s.ECS) {
			if g.Name != s.ID() {
				v.Add("%s has the group of %s", s.ECS, g)
			}
		}
	}
}
