package reachability

import (
	"cmp"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Rule is one rule of a security group, seen from the group.
type Rule struct {
	// Source is the resource that holds it, the group or a rule of its own.
	Source, Group *assembly.Resource
	Inbound       bool
	// Peer is the group at the other end, or nil when Block is.
	Peer    *assembly.Resource
	Block   netip.Prefix
	Traffic Traffic
	// Why is its description.
	Why string
}

// String reads "into Proxy from ServiceApi tcp 5432" or "out of Proxy to Aurora
// tcp 5432".
func (r *Rule) String() string { return r.ends() + " " + r.Traffic.String() }

func (r *Rule) ends() string {
	peer := r.Block.String()
	if r.Peer != nil {
		peer = name(r.Peer)
	}
	if r.Inbound {
		return fmt.Sprintf("into %s from %s", name(r.Group), peer)
	}
	return fmt.Sprintf("out of %s to %s", name(r.Group), peer)
}

// broadcast is an address that no host has (RFC 919). The CDK writes a rule with it
// into a group that sends nothing, because AWS opens a group without any.
var broadcast = netip.MustParsePrefix("255.255.255.255/32")

// nothing says whether the rule allows nothing.
func (r *Rule) nothing() bool { return r.Peer == nil && r.Block == broadcast }

// Traffic is a range of ports of a protocol, or everything.
type Traffic struct {
	Protocol string // tcp, udp, icmp or all
	From, To int
}

func (t Traffic) String() string {
	switch {
	case t.Protocol == allProtocols:
		return "everything"
	case t.From == 0 && t.To == maxPort:
		return t.Protocol
	case t.From == t.To:
		return t.Protocol + " " + strconv.Itoa(t.From)
	}
	return fmt.Sprintf("%s %d-%d", t.Protocol, t.From, t.To)
}

const (
	allProtocols = "all"
	maxPort      = 65535
)

// and is the traffic that both allow.
func (t Traffic) and(u Traffic) (Traffic, bool) {
	if t.Protocol == allProtocols {
		return u, true
	}
	if u.Protocol == allProtocols {
		return t, true
	}
	both := Traffic{t.Protocol, max(t.From, u.From), min(t.To, u.To)}
	return both, t.Protocol == u.Protocol && both.From <= both.To
}

// has says whether a TCP port is in the traffic.
func (t Traffic) has(port int) bool {
	_, ok := t.and(Traffic{"tcp", port, port})
	return ok
}

func (m *Model) readRules() []*Rule {
	var found []*Rule
	add := func(source, group *assembly.Resource, inbound bool, v any) {
		if rule := m.rule(source, group, inbound, assembly.Map(v)); rule != nil {
			found = append(found, rule)
		}
	}
	for _, group := range m.OfType("AWS::EC2::SecurityGroup") {
		if len(items(group.At("SecurityGroupEgress"))) == 0 {
			// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
			add(group, group, false, map[string]any{"CidrIp": everywhere, "IpProtocol": "-1", "Description": "what AWS adds to a group without a rule for what goes out"})
		}
		for _, body := range items(group.At("SecurityGroupIngress")) {
			add(group, group, true, body)
		}
		for _, body := range items(group.At("SecurityGroupEgress")) {
			add(group, group, false, body)
		}
	}
	for t, inbound := range map[string]bool{"AWS::EC2::SecurityGroupIngress": true, "AWS::EC2::SecurityGroupEgress": false} {
		for _, r := range m.OfType(t) {
			group := m.referred(r, r.At("GroupId"), "AWS::EC2::SecurityGroup")
			if group == nil {
				m.unknown(r, "names no security group of the templates")
				continue
			}
			add(r, group, inbound, r.Properties)
		}
	}
	slices.SortStableFunc(found, func(a, b *Rule) int {
		return cmp.Or(strings.Compare(a.ends(), b.ends()), cmp.Compare(a.Traffic.From, b.Traffic.From))
	})
	return found
}

// ruleProperties are what the model understands of a rule.
const ruleProperties = "CidrIp Description DestinationSecurityGroupId FromPort GroupId IpProtocol SourceSecurityGroupId ToPort"

func (m *Model) rule(source, group *assembly.Resource, inbound bool, body map[string]any) *Rule {
	r := &Rule{Source: source, Group: group, Inbound: inbound}
	for _, key := range slices.Sorted(maps.Keys(body)) {
		if !slices.Contains(strings.Fields(ruleProperties), key) {
			m.unknown(source, "the model does not know the rule's property %s", key)
		}
	}
	peer := body["SourceSecurityGroupId"]
	if !inbound {
		peer = body["DestinationSecurityGroupId"]
	}
	r.Why, _ = body["Description"].(string)
	r.Peer = m.referred(source, peer, "AWS::EC2::SecurityGroup")
	r.Block = m.block(source, body["CidrIp"])
	read := func(key string) string { return m.Text(source.Stack, body[key]) }
	var ok bool
	r.Traffic, ok = traffic(read("IpProtocol"), read("FromPort"), read("ToPort"))
	if !ok || (r.Peer == nil) != r.Block.IsValid() || r.Block.IsValid() && !r.Block.Addr().Is4() {
		m.unknown(source, "the rule's peer or traffic cannot be read: %s", assembly.Written(body))
		return nil
	}
	return r
}

// traffic reads a rule's protocol and ports, and knows the numbers of protocols
// that CloudFormation takes in the place of names.
func traffic(protocol, from, to string) (Traffic, bool) {
	switch protocol {
	case "-1":
		return Traffic{allProtocols, 0, maxPort}, true
	case "6":
		protocol = "tcp"
	case "17":
		protocol = "udp"
	case "1":
		protocol = "icmp"
	}
	switch protocol {
	case "icmp":
		return Traffic{protocol, 0, maxPort}, true
	case "tcp", "udp":
		if from == "" && to == "" {
			return Traffic{protocol, 0, maxPort}, true
		}
		first, err := strconv.Atoi(from)
		last, err2 := strconv.Atoi(to)
		return Traffic{protocol, first, last}, err == nil && err2 == nil && first >= 0 && last <= maxPort && first <= last
	}
	return Traffic{}, false
}
