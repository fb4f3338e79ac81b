package reachability

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// InsideVPC is the way of packets that pass no gateway.
const InsideVPC = "inside the VPC"

// Connection says whether one component can open a connection to another.
type Connection struct {
	From, To *Component
	// Allowed is the traffic that gets through, empty when none does.
	Allowed []Traffic
	// Out and In are the rules that let it through, one of each for every entry of
	// Allowed; nil at the end that is outside the VPC.
	Out, In []*Rule
	// Via is what the packets pass when they get there: the VPC, or a gateway.
	Via string
	// Why is the reason when nothing gets through.
	Why string
}

// Open says whether anything gets through.
func (c Connection) Open() bool { return len(c.Allowed) > 0 }

// Listening returns the ports among the allowed ones on which the other side
// listens. The internet may listen on all.
func (c Connection) Listening() []string {
	var ports []string
	for _, t := range c.Allowed {
		if c.To.Kind == Internet {
			ports = append(ports, t.String())
			continue
		}
		for _, port := range c.To.Ports {
			if t.includes(port) {
				ports = append(ports, "tcp "+strconv.Itoa(port))
			}
		}
	}
	return unique(ports)
}

// Connections judges every pair of components, in their order.
func (m *Model) Connections() []Connection { return m.connections() }

func (m *Model) readConnections() []Connection {
	var all []Connection
	for _, from := range m.Components {
		for _, to := range m.Components {
			if from != to {
				all = append(all, m.Connection(from, to))
			}
		}
	}
	return all
}

// Connection judges one pair.
func (m *Model) Connection(from, to *Component) Connection {
	c := Connection{From: from, To: to}
	if c.Via, c.Why = m.via(from, to); c.Why != "" {
		return c
	}
	out, in := []*Rule{nil}, []*Rule{nil}
	if from.Kind != Internet {
		if out = m.rulesOf(from, to, false); len(out) == 0 {
			c.Why = fmt.Sprintf("no rule lets %s send to %s", groupNames(from), to.Name)
			return c
		}
	}
	if to.Kind != Internet {
		if in = m.rulesOf(to, from, true); len(in) == 0 {
			c.Why = fmt.Sprintf("no rule lets %s receive from %s", groupNames(to), from.Name)
			return c
		}
	}
	for _, o := range out {
		for _, i := range in {
			if traffic, ok := both(o, i); ok {
				c.Allowed, c.Out, c.In = append(c.Allowed, traffic), append(c.Out, o), append(c.In, i)
			}
		}
	}
	if len(c.Allowed) == 0 {
		c.Why = fmt.Sprintf("what %s may send and what %s may receive have no port in common", groupNames(from), groupNames(to))
	}
	return c
}

// both is the traffic that two rules allow, of which one may be missing.
func both(out, in *Rule) (Traffic, bool) {
	switch {
	case out == nil:
		return in.Traffic, true
	case in == nil:
		return out.Traffic, true
	}
	return out.Traffic.intersect(in.Traffic)
}

// via says how packets get from one component to the other, or why they do not.
func (m *Model) via(from, to *Component) (via, why string) {
	switch {
	case to.Kind == Internet:
		return m.toInternet(from)
	case from.Kind == Internet:
		return m.fromInternet(to)
	}
	for _, a := range from.Subnets {
		for _, b := range to.Subnets {
			if a.VPC == b.VPC {
				return InsideVPC, ""
			}
		}
	}
	return "", "they are in different VPCs"
}

// fromInternet is the path from the internet: through an internet gateway, to a public
// address.
func (m *Model) fromInternet(to *Component) (via, why string) {
	if !to.Public {
		return "", to.Name + " has no public address"
	}
	for _, s := range to.Subnets {
		if !is(s.Gateway, internetGateway) {
			why = fmt.Sprintf("the route table of %s leads to no internet gateway", name(s.Resource))
			continue
		}
		if why = m.egress(s.Gateway); why == "" {
			return name(s.Gateway), ""
		}
	}
	return "", why
}

// toInternet is the path to the internet from any of the component's subnets.
func (m *Model) toInternet(from *Component) (via, why string) {
	var gateways, reasons []string
	for _, s := range from.Subnets {
		gateway, reason := m.gatewayOf(s, from.Public)
		if reason == "" {
			gateways = append(gateways, gateway)
		} else {
			reasons = append(reasons, reason)
		}
	}
	if len(gateways) > 0 {
		return joinUnique(gateways, " or "), ""
	}
	return "", joinUnique(reasons, "; ")
}

// gatewayOf is the gateway by which packets leave one subnet for the internet.
func (m *Model) gatewayOf(s *Subnet, public bool) (via, why string) {
	table := "the main route table"
	if s.Table != nil {
		table = name(s.Table)
	}
	switch {
	case s.Gateway == nil:
		return "", "no route to other networks in " + table
	case is(s.Gateway, internetGateway) && !public:
		return "", table + " leads to an internet gateway, which needs a public address"
	}
	return name(s.Gateway), m.egress(s.Gateway)
}

// rulesOf returns the rules of a component's groups about another component.
func (m *Model) rulesOf(c, peer *Component, inbound bool) []*Rule {
	var found []*Rule
	for _, r := range m.rules {
		if r.Inbound == inbound && slices.Contains(c.Groups, r.Group) && r.about(peer) {
			found = append(found, r)
		}
	}
	return found
}

// about says whether the rule's peer includes the component. A range of addresses
// that holds only some of its subnets does.
func (r *Rule) about(c *Component) bool {
	switch {
	case r.Peer.Group != nil:
		return slices.Contains(c.Groups, r.Peer.Group)
	case c.Kind == Internet:
		return !private(r.Peer.Block)
	}
	return slices.ContainsFunc(c.Subnets, func(s *Subnet) bool { return s.Block.Overlaps(r.Peer.Block) })
}

// private says whether all of a block's addresses are private, so that no host of the
// internet has one: 10.0.0.0/4 begins with private ones and goes beyond.
func private(block netip.Prefix) bool {
	shortest := map[byte]int{10: 8, 172: 12, 192: 16}[block.Addr().As4()[0]]
	return block.Addr().IsPrivate() && block.Bits() >= shortest
}

func groupNames(c *Component) string {
	names := make([]string, len(c.Groups))
	for i, g := range c.Groups {
		names[i] = g.Name
	}
	return "group " + strings.Join(names, " and ")
}

// unique leaves repetitions out and keeps the order.
func unique(texts []string) []string {
	var kept []string
	for _, text := range texts {
		if !slices.Contains(kept, text) {
			kept = append(kept, text)
		}
	}
	return kept
}

// joinUnique joins the texts, each once.
func joinUnique(texts []string, separator string) string {
	return strings.Join(unique(texts), separator)
}
