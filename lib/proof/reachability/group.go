package reachability

import (
	"net/netip"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

const securityGroup = "AWS::EC2::SecurityGroup"

// Group is a security group.
type Group struct {
	// Resource is nil for a group that the templates do not define.
	*assembly.Resource
	// Name is the name of its construct, or what the template says in place of a group
	// that it defines: sg-1234.
	Name string
}

// String is the name.
func (g *Group) String() string { return g.Name }

// group returns the group that v, a property of r, names.
func (n *Network) group(r *assembly.Resource, v any) *Group {
	if t, ok := n.Follow(r.Stack, v); ok && is(t.Resource, securityGroup) && (t.Attribute == "GroupId" || t.Attribute == "") {
		if i := slices.IndexFunc(n.Groups, func(g *Group) bool { return g.Resource == t.Resource }); i >= 0 {
			return n.Groups[i]
		}
	}
	return &Group{Name: n.Text(r.Stack, v)}
}

// Peer is the other end of a rule: a group or addresses.
type Peer struct {
	Group  *Group
	Block  netip.Prefix
	others []string // what the model does not know
}

// String is the group's name, 0.0.0.0/0 or whatever else the rule names.
func (p Peer) String() string {
	var texts []string
	if p.Group != nil {
		texts = append(texts, p.Group.Name)
	}
	if p.Block.IsValid() {
		texts = append(texts, p.Block.String())
	}
	return strings.Join(append(texts, p.others...), " and ")
}

// readable says whether the peer is one group of the templates or addresses of IPv4.
func (p Peer) readable() bool {
	group := p.Group != nil && p.Group.Resource != nil
	block := p.Block.IsValid() && p.Block.Addr().Is4()
	return group != block && (p.Group != nil) != p.Block.IsValid() && len(p.others) == 0
}

// peer reads the other end of a rule.
func (n *Network) peer(source *assembly.Resource, inbound bool, body map[string]any) Peer {
	side := "Destination"
	if inbound {
		side = "Source"
	}
	var p Peer
	for _, key := range []string{
		"SourceSecurityGroupId", "DestinationSecurityGroupId", "SourceSecurityGroupName",
		"CidrIp", "CidrIpv6", "SourcePrefixListId", "DestinationPrefixListId",
	} {
		v := body[key]
		switch {
		case v == nil:
		case key == side+"SecurityGroupId":
			p.Group = n.group(source, v)
		case key == "CidrIp" && n.block(source, v).IsValid():
			p.Block = n.block(source, v)
		default:
			p.others = append(p.others, n.Text(source.Stack, v))
		}
	}
	return p
}
