package judges

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// opening is a rule of a security group: whom it lets through, and what.
type opening struct {
	group      *assembly.Resource // of the peer; nil where block is
	block      netip.Prefix
	protocol   string
	from, to   int
	everything bool
}

// place is a subnet: its addresses, and where its default route leads.
type place struct {
	block   netip.Prefix
	gateway string // the type of the target
	through *place // the subnet of a NAT gateway
}

// party is what has an address in the VPC.
type party struct {
	places  []*place
	groups  []*assembly.Resource
	address bool // one of the internet
}

// network is what the templates say of who reaches whom.
type network struct {
	*assembly.Assembly
	places  map[*assembly.Resource]*place
	in, out map[*assembly.Resource][]opening
}

func readNetwork(a *assembly.Assembly) *network {
	n := &network{a, map[*assembly.Resource]*place{}, map[*assembly.Resource][]opening{}, map[*assembly.Resource][]opening{}}
	for _, subnet := range a.OfType("AWS::EC2::Subnet") {
		block, _ := netip.ParsePrefix(a.Text(subnet.Stack, subnet.At("CidrBlock")))
		n.places[subnet] = &place{block: block}
	}
	for _, association := range a.OfType("AWS::EC2::SubnetRouteTableAssociation") {
		at, table := n.places[n.follow(association, "SubnetId")], n.follow(association, "RouteTableId")
		for _, route := range a.OfType("AWS::EC2::Route") {
			if n.follow(route, "RouteTableId") != table || route.At("DestinationCidrBlock") != "0.0.0.0/0" {
				continue
			}
			if nat := n.follow(route, "NatGatewayId"); nat != nil {
				at.gateway, at.through = nat.Type, n.places[n.follow(nat, "SubnetId")]
			} else if gateway := n.follow(route, "GatewayId"); gateway != nil {
				at.gateway = gateway.Type
			}
		}
	}
	for _, g := range a.OfType("AWS::EC2::SecurityGroup") {
		for _, rule := range assembly.List(g.At("SecurityGroupIngress")) {
			n.in[g] = append(n.in[g], n.opening(g, rule, "SourceSecurityGroupId"))
		}
		for _, rule := range assembly.List(g.At("SecurityGroupEgress")) {
			n.out[g] = append(n.out[g], n.opening(g, rule, "DestinationSecurityGroupId"))
		}
		if g.At("SecurityGroupEgress") == nil {
			// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ec2-security-group.html
			// What names no rule may send everything.
			n.out[g] = append(n.out[g], opening{block: anywhere, everything: true})
		}
	}
	for _, r := range a.OfType("AWS::EC2::SecurityGroupIngress") {
		g := n.follow(r, "GroupId")
		n.in[g] = append(n.in[g], n.opening(r, r.Properties, "SourceSecurityGroupId"))
	}
	for _, r := range a.OfType("AWS::EC2::SecurityGroupEgress") {
		g := n.follow(r, "GroupId")
		n.out[g] = append(n.out[g], n.opening(r, r.Properties, "DestinationSecurityGroupId"))
	}
	return n
}

var anywhere = netip.MustParsePrefix("0.0.0.0/0")

func (n *network) follow(r *assembly.Resource, path ...any) *assembly.Resource {
	target, _ := n.Follow(r.Stack, r.At(path...))
	return target.Resource
}

func (n *network) opening(r *assembly.Resource, rule any, peer string) opening {
	o := opening{protocol: fmt.Sprint(assembly.At(rule, "IpProtocol"))}
	o.block, _ = netip.ParsePrefix(n.Text(r.Stack, assembly.At(rule, "CidrIp")))
	if target, ok := n.Follow(r.Stack, assembly.At(rule, peer)); ok {
		o.group = target.Resource
	}
	number := func(name string) int {
		value, _ := strconv.ParseFloat(fmt.Sprint(assembly.At(rule, name)), 64)
		return int(value)
	}
	o.from, o.to = number("FromPort"), number("ToPort")
	// -1 is every protocol, whatever the ports say.
	o.everything = o.protocol == "-1"
	o.protocol = map[string]string{"6": "tcp", "17": "udp", "1": "icmp"}[o.protocol] + strings.Trim(o.protocol, "0123456789-")
	return o
}

// passes says whether a rule lets a packet through.
func (o opening) passes(protocol string, port int) bool {
	return o.everything || o.protocol == protocol && (protocol == "icmp" || o.from <= port && port <= o.to)
}

// between says whether the rules of the groups at one end let a packet through to, or from, the
// other. Several groups together allow what any allows.
func between(rules map[*assembly.Resource][]opening, here, there *party, protocol string, port int) bool {
	for _, g := range here.groups {
		for _, o := range rules[g] {
			if !o.passes(protocol, port) {
				continue
			}
			if o.group != nil && there != nil && slices.Contains(there.groups, o.group) {
				return true
			}
			if o.group != nil || !o.block.IsValid() {
				continue
			}
			if there == nil {
				// The internet is every address but private ones.
				if !private(o.block) {
					return true
				}
			} else if slices.ContainsFunc(there.places, func(p *place) bool { return o.block.Overlaps(p.block) }) {
				return true
			}
		}
	}
	return false
}

// private says whether all of a block is of no use on the internet.
func private(block netip.Prefix) bool {
	for _, text := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "255.255.255.255/32"} {
		if p := netip.MustParsePrefix(text); p.Bits() <= block.Bits() && p.Contains(block.Addr()) {
			return true
		}
	}
	return false
}

// reaches says whether a packet opens a connection; nil is the internet. Inside a VPC there is
// always a route, and what answers needs no rule.
func (n *network) reaches(from, to *party, protocol string, port int) bool {
	switch {
	case from == nil:
		arrives := func(p *place) bool { return to.address && p.gateway == "AWS::EC2::InternetGateway" }
		return slices.ContainsFunc(to.places, arrives) && between(n.in, to, nil, protocol, port)
	case to == nil:
		leaves := func(p *place) bool {
			if p.gateway == "AWS::EC2::NatGateway" {
				return p.through != nil && p.through.gateway == "AWS::EC2::InternetGateway"
			}
			return from.address && p.gateway == "AWS::EC2::InternetGateway"
		}
		return slices.ContainsFunc(from.places, leaves) && between(n.out, from, nil, protocol, port)
	}
	return between(n.out, from, to, protocol, port) && between(n.in, to, from, protocol, port)
}
