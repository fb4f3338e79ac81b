package network

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// allowedFlows is who may open a TCP connection to whom, and on which port.
var allowedFlows = []struct {
	from, to string
	port     int
}{
	{parts.Internet, "Alb", 80},
	{parts.Internet, "Alb", 443},
	{"Alb", "ServiceApi", 8080},
	{"Alb", "AdminApi", 8080},
	{"ServiceApi", "Proxy", 5432},
	{"AdminApi", "Proxy", 5432},
	{"Bastion", "Proxy", 5432},
	{"Proxy", "Aurora", 5432},
	{"ServiceApi", "Redis", 6379},
	{"AdminApi", "Redis", 6379},
	{"ServiceApi", parts.Internet, 443},
	{"AdminApi", parts.Internet, 443},
	{"Bastion", parts.Internet, 443},
}

func sevenGroups(v *check.Review) {
	var got []string
	for _, r := range v.OfType("AWS::EC2::SecurityGroup") {
		got = append(got, parts.GroupName(r))
		v.Target(r, "AWS::EC2::VPC", "VpcId")
		if why, _ := r.At("GroupDescription").(string); why == "" {
			v.Add("%s has no description", r)
		}
	}
	v.Texts("security groups", got, parts.GroupNames)
}

func flowsAreTheTable(v *check.Review) {
	var got, want []string
	for _, r := range parts.Rules(v) {
		if !r.Placeholder() {
			got = append(got, r.String())
		}
	}
	for _, flow := range allowedFlows {
		traffic := fmt.Sprintf("tcp %d", flow.port)
		if flow.from != parts.Internet {
			want = append(want, parts.Rule{Group: flow.from, Peer: flow.to, Traffic: traffic}.String())
		}
		if flow.to != parts.Internet {
			want = append(want, parts.Rule{Group: flow.to, Peer: flow.from, Traffic: traffic, Inbound: true}.String())
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

// everyGroupLimitsEgress wants the limit inside the group: a rule that stands
// beside it comes later than the one that AWS adds.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html
func everyGroupLimitsEgress(v *check.Review) {
	for _, r := range v.Exactly(len(parts.GroupNames), "AWS::EC2::SecurityGroup") {
		if len(assembly.List(r.At("SecurityGroupEgress"))) == 0 {
			v.Add("%s has no egress rule of its own, so AWS creates it with one that allows everything", r)
		}
	}
}

func rulesHaveReasons(v *check.Review) {
	rules := parts.Rules(v)
	if len(rules) == 0 {
		v.Add("found no security group rule")
	}
	for _, r := range rules {
		if strings.TrimSpace(r.Reason) == "" || strings.HasPrefix(r.Reason, "from ") || strings.HasPrefix(r.Reason, "to ") {
			v.Add("%s: %s has no reason, only %q", r.Source, r, r.Reason)
		}
	}
}

func workloadsHaveTheirGroup(v *check.Review) {
	for _, kind := range []struct {
		t    string
		path []any
		want []string // the groups of the resources of the type, one each
	}{
		{"AWS::ElasticLoadBalancingV2::LoadBalancer", []any{"SecurityGroups"}, []string{"Alb"}},
		{"AWS::ECS::Service", append(slices.Clone(ecsNetwork), "SecurityGroups"), []string{"ServiceApi", "AdminApi"}},
		{"AWS::EC2::Instance", []any{"SecurityGroupIds"}, []string{"Bastion"}},
		{"AWS::RDS::DBProxy", []any{"VpcSecurityGroupIds"}, []string{"Proxy"}},
		{"AWS::RDS::DBProxyEndpoint", []any{"VpcSecurityGroupIds"}, []string{"Proxy"}[:parts.ProxyEndpoints(v)]},
		{"AWS::RDS::DBCluster", []any{"VpcSecurityGroupIds"}, []string{"Aurora"}},
		{"AWS::ElastiCache::ReplicationGroup", []any{"SecurityGroupIds"}, []string{"Redis"}},
	} {
		var got []string
		for _, r := range v.OfType(kind.t) {
			var groups []string
			for _, item := range assembly.List(r.At(kind.path...)) {
				groups = append(groups, parts.PeerOf(v, r, item))
			}
			got = append(got, strings.Join(groups, " and "))
		}
		v.Texts("security groups of "+kind.t, got, kind.want)
	}
	ownGroups(v)
}

// ownGroups checks that a service has the group of its own name.
func ownGroups(v *check.Review) {
	for _, r := range v.OfType("AWS::ECS::Service") {
		for _, item := range assembly.List(r.At(append(slices.Clone(ecsNetwork), "SecurityGroups")...)) {
			if group := parts.PeerOf(v, r, item); !strings.HasPrefix(r.LogicalID, group) {
				v.Add("%s has the group of %s", r, group)
			}
		}
	}
}
