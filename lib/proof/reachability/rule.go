package reachability

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Rule is one rule of a security group, seen from the group.
type Rule struct {
	// Source is the resource that holds it: the group, or a rule of its own.
	Source  *assembly.Resource
	Group   *Group
	Inbound bool
	Peer    Peer
	// Traffic is the zero value when it cannot be read.
	Traffic     Traffic
	Description string
	// Placeholder says that it is the rule by which the CDK says that a group sends
	// nothing: an impossible message to an address that no host has.
	Placeholder bool
	// Unreadable says that the model cannot tell what it allows.
	Unreadable bool
}

// String reads "into Proxy from ServiceApi tcp 5432" or "out of Proxy to Aurora
// tcp 5432".
func (r *Rule) String() string { return r.ends() + " " + r.Traffic.String() }

func (r *Rule) ends() string {
	if r.Inbound {
		return fmt.Sprintf("into %s from %s", r.Group, r.Peer)
	}
	return fmt.Sprintf("out of %s to %s", r.Group, r.Peer)
}

// Allowing returns the rules that let something through.
func (n *Network) Allowing() []*Rule {
	return slices.DeleteFunc(slices.Clone(n.Rules), func(r *Rule) bool { return r.Placeholder || r.Unreadable || r.Group.Resource == nil })
}

func (n *Network) readRules() []*Rule {
	var found []*Rule
	add := func(source *assembly.Resource, group *Group, inbound bool, body any) {
		found = append(found, n.rule(source, group, inbound, assembly.Map(body)))
	}
	for _, group := range n.Groups {
		egress := items(group.At("SecurityGroupEgress"))
		if len(egress) == 0 {
			// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
			add(group.Resource, group, false, map[string]any{
				"CidrIp": everywhere, "IpProtocol": "-1", "Description": "what AWS adds to a group without a rule for what goes out",
			})
		}
		for _, body := range items(group.At("SecurityGroupIngress")) {
			add(group.Resource, group, true, body)
		}
		for _, body := range egress {
			add(group.Resource, group, false, body)
		}
	}
	for _, direction := range []string{"Ingress", "Egress"} {
		for _, r := range n.OfType(securityGroup + direction) {
			group := n.group(r, r.At("GroupId"))
			if group.Resource == nil {
				n.unknown(r, "names no security group of the templates")
			}
			add(r, group, direction == "Ingress", r.Properties)
		}
	}
	ends := map[*Rule]string{}
	for _, r := range found {
		ends[r] = r.ends()
	}
	slices.SortStableFunc(found, func(a, b *Rule) int {
		return cmp.Or(strings.Compare(ends[a], ends[b]), cmp.Compare(a.Traffic.From, b.Traffic.From))
	})
	return found
}

// ruleProperties are what the model understands of a rule.
const ruleProperties = "CidrIp Description DestinationSecurityGroupId FromPort GroupId IpProtocol SourceSecurityGroupId ToPort"

var ruleKeys = strings.Fields(ruleProperties)

func (n *Network) rule(source *assembly.Resource, group *Group, inbound bool, body map[string]any) *Rule {
	r := &Rule{Source: source, Group: group, Inbound: inbound, Peer: n.peer(source, inbound, body)}
	for _, key := range slices.Sorted(maps.Keys(body)) {
		if !slices.Contains(ruleKeys, key) {
			n.unknown(source, "the model does not know the rule's property %s", key)
		}
	}
	r.Description, _ = body["Description"].(string)
	read := func(key string) string { return n.Text(source.Stack, body[key]) }
	protocol, from, to := read("IpProtocol"), read("FromPort"), read("ToPort")
	r.Placeholder = !inbound && strings.Join([]string{r.Peer.String(), protocol, from, to}, " ") == "255.255.255.255/32 icmp 252 86"
	var ok bool
	r.Traffic, ok = readTraffic(protocol, from, to)
	if !ok || !r.Peer.readable() {
		r.Unreadable = true
		n.unknown(source, "the rule's peer or traffic cannot be read: %s", assembly.Written(body))
	}
	return r
}
