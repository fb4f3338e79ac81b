package parts

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Internet is every peer without a security group.
const Internet = "internet"

// GroupNames are the security groups by their constructs.
var GroupNames = []string{"Alb", "ServiceApi", "AdminApi", "Bastion", "Proxy", "Aurora", "Redis"}

// noTraffic is the rule by which the CDK says that a group sends nothing: an
// impossible message to an impossible address, because a group without any
// egress rule is given one that allows everything.
const noTraffic = "255.255.255.255/32 icmp 252-86"

// Rule is one rule of a security group, seen from the group.
type Rule struct {
	Source  *assembly.Resource
	Group   string // of GroupNames, or the logical id of one that is not
	Inbound bool
	Peer    string // a group's name, internet, or whatever else the rule says
	Traffic string // "tcp 443"
	Reason  string
}

// String reads "into Proxy from ServiceApi tcp 5432" or "out of Proxy to Aurora tcp 5432".
func (r Rule) String() string {
	if r.Inbound {
		return fmt.Sprintf("into %s from %s %s", r.Group, r.Peer, r.Traffic)
	}
	return fmt.Sprintf("out of %s to %s %s", r.Group, r.Peer, r.Traffic)
}

// Placeholder says whether the rule is the CDK's way of allowing nothing.
func (r Rule) Placeholder() bool {
	return !r.Inbound && r.Peer+" "+r.Traffic == noTraffic
}

// Rules returns the rules of all groups, those written into a group and those
// that stand beside it.
func Rules(v *check.Review) []Rule {
	var found []Rule
	for _, r := range v.OfType("AWS::EC2::SecurityGroup") {
		for _, kind := range []string{"SecurityGroupIngress", "SecurityGroupEgress"} {
			for _, body := range assembly.List(r.At(kind)) {
				found = append(found, ruleOf(v, r, GroupName(r), kind, body))
			}
		}
	}
	for _, kind := range []string{"SecurityGroupIngress", "SecurityGroupEgress"} {
		for _, r := range v.OfType("AWS::EC2::" + kind) {
			found = append(found, ruleOf(v, r, PeerOf(v, r, r.At("GroupId")), kind, r.Properties))
		}
	}
	return found
}

func ruleOf(v *check.Review, source *assembly.Resource, group, kind string, value any) Rule {
	r := Rule{Source: source, Group: group, Inbound: kind == "SecurityGroupIngress"}
	var peers []string
	body := assembly.Map(value)
	for _, key := range []string{
		"SourceSecurityGroupId", "DestinationSecurityGroupId", "SourceSecurityGroupName",
		"CidrIp", "CidrIpv6", "SourcePrefixListId", "DestinationPrefixListId",
	} {
		if body[key] != nil {
			peers = append(peers, PeerOf(v, source, body[key]))
		}
	}
	r.Peer = strings.Join(peers, " and ")
	r.Traffic = fmt.Sprintf("%s %s", v.Text(source.Stack, body["IpProtocol"]), ports(v, source, body))
	r.Reason, _ = body["Description"].(string)
	return r
}

func ports(v *check.Review, source *assembly.Resource, body map[string]any) string {
	from, to := v.Text(source.Stack, body["FromPort"]), v.Text(source.Stack, body["ToPort"])
	if from == to {
		return from
	}
	return from + "-" + to
}

// PeerOf names what value, one in the template of r, stands for in a rule.
func PeerOf(v *check.Review, r *assembly.Resource, value any) string {
	if t, ok := v.Follow(r.Stack, value); ok && check.Is(t.Resource, "AWS::EC2::SecurityGroup") && (t.Attribute == "GroupId" || t.Attribute == "") {
		return GroupName(t.Resource)
	}
	text := v.Text(r.Stack, value)
	if text == "0.0.0.0/0" {
		return Internet
	}
	return text
}

// GroupName is the construct of r, or the whole name of a group that is not among ours.
func GroupName(r *assembly.Resource) string {
	if name := assembly.Construct(r.LogicalID); r.Stack.ID == "Network" && slices.Contains(GroupNames, name) {
		return name
	}
	return r.String()
}
