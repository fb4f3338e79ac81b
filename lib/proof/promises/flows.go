package promises

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// internet is the party that has no security group.
const internet = "internet"

// groupNames are the parties that have one.
var groupNames = []string{"Alb", "ServiceApi", "AdminApi", "Bastion", "Proxy", "Aurora", "Redis"}

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

// noTraffic is the rule by which the CDK says that a group sends nothing: an
// impossible message to an impossible address, because a group without any
// egress rule is given one that allows everything.
const noTraffic = "255.255.255.255/32 icmp 252-86"

// rule is one rule of a security group, seen from the group.
type rule struct {
	source  *assembly.Resource
	group   string // of groupNames, or the logical id of one that is not
	inbound bool
	peer    string // a group's name, internet, or whatever else the rule says
	traffic string // "tcp 443"
	why     string
}

// String reads "into Proxy from ServiceApi tcp 5432" or "out of Proxy to Aurora tcp 5432".
func (r rule) String() string {
	if r.inbound {
		return fmt.Sprintf("into %s from %s %s", r.group, r.peer, r.traffic)
	}
	return fmt.Sprintf("out of %s to %s %s", r.group, r.peer, r.traffic)
}

// placeholder says whether the rule is the CDK's way of allowing nothing.
func (r rule) placeholder() bool {
	return !r.inbound && r.peer+" "+r.traffic == noTraffic
}

// rules returns the rules of all groups, those written into a group and those
// that stand beside it.
func rules(v *check.Review) []rule {
	var found []rule
	for _, r := range v.OfType("AWS::EC2::SecurityGroup") {
		for _, kind := range []string{"SecurityGroupIngress", "SecurityGroupEgress"} {
			for _, body := range assembly.List(r.At(kind)) {
				found = append(found, ruleOf(v, r, groupName(r), kind, body))
			}
		}
	}
	for _, kind := range []string{"SecurityGroupIngress", "SecurityGroupEgress"} {
		for _, r := range v.OfType("AWS::EC2::" + kind) {
			found = append(found, ruleOf(v, r, peerOf(v, r, r.At("GroupId")), kind, r.Properties))
		}
	}
	return found
}

func ruleOf(v *check.Review, source *assembly.Resource, group, kind string, value any) rule {
	r := rule{source: source, group: group, inbound: kind == "SecurityGroupIngress"}
	var peers []string
	body := assembly.Map(value)
	for _, key := range []string{
		"SourceSecurityGroupId", "DestinationSecurityGroupId", "SourceSecurityGroupName",
		"CidrIp", "CidrIpv6", "SourcePrefixListId", "DestinationPrefixListId",
	} {
		if body[key] != nil {
			peers = append(peers, peerOf(v, source, body[key]))
		}
	}
	r.peer = strings.Join(peers, " and ")
	r.traffic = fmt.Sprintf("%s %s", v.Text(source.Stack, body["IpProtocol"]), ports(v, source, body))
	r.why, _ = body["Description"].(string)
	return r
}

func ports(v *check.Review, source *assembly.Resource, body map[string]any) string {
	from, to := v.Text(source.Stack, body["FromPort"]), v.Text(source.Stack, body["ToPort"])
	if from == to {
		return from
	}
	return from + "-" + to
}

// peerOf names what v, a value in the template of r, stands for in a rule.
func peerOf(v *check.Review, r *assembly.Resource, value any) string {
	if t, ok := v.Follow(r.Stack, value); ok && check.Is(t.Resource, "AWS::EC2::SecurityGroup") && (t.Attribute == "GroupId" || t.Attribute == "") {
		return groupName(t.Resource)
	}
	text := v.Text(r.Stack, value)
	if text == "0.0.0.0/0" {
		return internet
	}
	return text
}

// groupName is the party whose group r is.
func groupName(r *assembly.Resource) string {
	if name := assembly.Construct(r.LogicalID); r.Stack.ID == "Network" && slices.Contains(groupNames, name) {
		return name
	}
	return r.String()
}

func sevenGroups(v *check.Review) {
	var got []string
	for _, r := range v.OfType("AWS::EC2::SecurityGroup") {
		got = append(got, groupName(r))
		if vpc, _ := v.Follow(r.Stack, r.At("VpcId")); !check.Is(vpc.Resource, "AWS::EC2::VPC") {
			v.Add("%s is not in the VPC of this template", r)
		}
		if why, _ := r.At("GroupDescription").(string); why == "" {
			v.Add("%s has no description", r)
		}
	}
	v.Texts("security groups", got, groupNames)
}

func flowsAreTheTable(v *check.Review) {
	var got, want []string
	for _, r := range rules(v) {
		if !r.placeholder() {
			got = append(got, r.String())
		}
	}
	for _, flow := range allowedFlows {
		traffic := fmt.Sprintf("tcp %d", flow.port)
		if flow.from != internet {
			want = append(want, rule{group: flow.from, peer: flow.to, traffic: traffic}.String())
		}
		if flow.to != internet {
			want = append(want, rule{group: flow.to, peer: flow.from, traffic: traffic, inbound: true}.String())
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
	groups := v.OfType("AWS::EC2::SecurityGroup")
	v.Count(groups, len(groupNames), "security group")
	for _, r := range groups {
		if len(assembly.List(r.At("SecurityGroupEgress"))) == 0 {
			v.Add("%s has no egress rule of its own, so AWS creates it with one that allows everything", r)
		}
	}
}

func rulesHaveReasons(v *check.Review) {
	rules := rules(v)
	if len(rules) == 0 {
		v.Add("found no security group rule")
	}
	for _, r := range rules {
		if strings.TrimSpace(r.why) == "" || strings.HasPrefix(r.why, "from ") || strings.HasPrefix(r.why, "to ") {
			v.Add("%s: %s has no reason, only %q", r.source, r, r.why)
		}
	}
}

func workloadsHaveTheirGroup(v *check.Review) {
	for _, kind := range []struct {
		t    string
		path []any
		want []string // the groups that resources of the type wear, one each
	}{
		{"AWS::ElasticLoadBalancingV2::LoadBalancer", []any{"SecurityGroups"}, []string{"Alb"}},
		{"AWS::ECS::Service", append(slices.Clone(ecsNetwork), "SecurityGroups"), []string{"ServiceApi", "AdminApi"}},
		{"AWS::EC2::Instance", []any{"SecurityGroupIds"}, []string{"Bastion"}},
		{"AWS::RDS::DBProxy", []any{"VpcSecurityGroupIds"}, []string{"Proxy"}},
		{"AWS::RDS::DBProxyEndpoint", []any{"VpcSecurityGroupIds"}, []string{"Proxy"}[:proxyEndpoints(v)]},
		{"AWS::RDS::DBCluster", []any{"VpcSecurityGroupIds"}, []string{"Aurora"}},
		{"AWS::ElastiCache::ReplicationGroup", []any{"SecurityGroupIds"}, []string{"Redis"}},
	} {
		var got []string
		for _, r := range v.OfType(kind.t) {
			var worn []string
			for _, item := range assembly.List(r.At(kind.path...)) {
				worn = append(worn, peerOf(v, r, item))
			}
			got = append(got, strings.Join(worn, " and "))
		}
		v.Texts("groups worn by "+kind.t, got, kind.want)
	}
	ownGroups(v)
}

// ownGroups checks that a service wears the group of its own name.
func ownGroups(v *check.Review) {
	for _, r := range v.OfType("AWS::ECS::Service") {
		for _, item := range assembly.List(r.At(append(slices.Clone(ecsNetwork), "SecurityGroups")...)) {
			if group := peerOf(v, r, item); !strings.HasPrefix(r.LogicalID, group) {
				v.Add("%s wears the group of %s", r, group)
			}
		}
	}
}
