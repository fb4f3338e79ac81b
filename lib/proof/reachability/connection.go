package reachability

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Connection says whether one party can open a TCP connection to another.
type Connection struct {
	From, To *Party
	// Allowed is the traffic that gets through, empty when none does.
	Allowed []Traffic
	// Out and In are the rules that let it through, one of each for every entry of
	// Allowed; nil at the end that is outside the VPC.
	Out, In []*Rule
	// Way is how the packets get there, when they do: in the VPC, or by a gateway.
	Way string
	// Why is the reason when nothing gets through.
	Why string
}

// Open says whether anything gets through.
func (c Connection) Open() bool { return len(c.Allowed) > 0 }

// Listening returns the ports among the allowed ones on which the other side
// listens. What is outside may listen on all.
func (c Connection) Listening() []string {
	var ports []string
	for _, t := range c.Allowed {
		if c.To.Kind == Internet {
			ports = append(ports, t.String())
			continue
		}
		for _, port := range c.To.Ports {
			if t.has(port) {
				ports = append(ports, "tcp "+strconv.Itoa(port))
			}
		}
	}
	return once(ports)
}

// Connections judges every pair of parties, in the order of the parties.
func (m *Model) Connections() []Connection {
	var all []Connection
	for _, from := range m.Parties {
		for _, to := range m.Parties {
			if from != to {
				all = append(all, m.Connection(from, to))
			}
		}
	}
	return all
}

// Connection judges one pair.
func (m *Model) Connection(from, to *Party) Connection {
	c := Connection{From: from, To: to}
	if c.Way, c.Why = m.way(from, to); c.Why != "" {
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
			c.Why = fmt.Sprintf("no rule lets %s take anything from %s", groupNames(to), from.Name)
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
		c.Why = fmt.Sprintf("what %s may send and what %s may take have no port in common", groupNames(from), groupNames(to))
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
	return out.Traffic.and(in.Traffic)
}

// way says how packets get from one party to the other, or why they do not.
func (m *Model) way(from, to *Party) (way, why string) {
	switch {
	case to.Kind == Internet:
		return m.wayOut(from)
	case from.Kind == Internet:
		return m.wayIn(to)
	}
	for _, a := range from.Subnets {
		for _, b := range to.Subnets {
			if a.VPC == b.VPC {
				return "inside the VPC", ""
			}
		}
	}
	return "", "they are in different VPCs"
}

// wayIn is the way from the internet: through an internet gateway, to an address
// that the internet knows.
func (m *Model) wayIn(to *Party) (way, why string) {
	if !to.Public {
		return "", to.Name + " has no public address"
	}
	for _, s := range to.Subnets {
		if s.Tier() != "public" {
			why = fmt.Sprintf("the route table of %s leads to no internet gateway", name(s.Resource))
			continue
		}
		if why = m.leaves(s.Gateway); why == "" {
			return name(s.Gateway), ""
		}
	}
	return "", why
}

// wayOut is the way to the internet from any of the party's subnets.
func (m *Model) wayOut(from *Party) (way, why string) {
	var ways, reasons []string
	for _, s := range from.Subnets {
		gateway, reason := m.wayOutOf(s, from.Public)
		if reason == "" {
			ways = append(ways, gateway)
		} else {
			reasons = append(reasons, reason)
		}
	}
	if len(ways) > 0 {
		return unique(ways, " or "), ""
	}
	return "", unique(reasons, "; ")
}

// wayOutOf is the way to the internet from one subnet.
func (m *Model) wayOutOf(s *Subnet, public bool) (way, why string) {
	switch {
	case s.Gateway == nil:
		return "", fmt.Sprintf("no route to other networks in %s", tableName(s))
	case s.Tier() == "public" && !public:
		return "", fmt.Sprintf("%s leads to an internet gateway, which wants a public address", tableName(s))
	}
	return name(s.Gateway), m.leaves(s.Gateway)
}

func tableName(s *Subnet) string {
	if s.Table == nil {
		return "the main route table"
	}
	return name(s.Table)
}

// rulesOf returns the rules of a party's groups about another party.
func (m *Model) rulesOf(p, peer *Party, inbound bool) []*Rule {
	var found []*Rule
	for _, r := range m.rules {
		if r.Inbound == inbound && slices.Contains(p.Groups, r.Group) && r.about(peer) {
			found = append(found, r)
		}
	}
	return found
}

// about says whether the rule's other end includes the party. A range of addresses
// that holds only some of its subnets does.
func (r *Rule) about(p *Party) bool {
	switch {
	case r.nothing():
		return false
	case r.Peer != nil:
		return slices.Contains(p.Groups, r.Peer)
	case p.Kind == Internet:
		// A range of private addresses is nobody's in the internet.
		return !r.Block.Addr().IsPrivate() || !private(r)
	}
	return slices.ContainsFunc(p.Subnets, func(s *Subnet) bool { return s.Block.Overlaps(r.Block) })
}

// private says whether all of the rule's addresses are private: 10.0.0.0/4 begins
// with private ones and goes beyond.
func private(r *Rule) bool {
	shortest := map[byte]int{10: 8, 172: 12, 192: 16}[r.Block.Addr().As4()[0]]
	return shortest > 0 && r.Block.Bits() >= shortest
}

func groupNames(p *Party) string {
	names := make([]string, len(p.Groups))
	for i, g := range p.Groups {
		names[i] = name(g)
	}
	return "group " + strings.Join(names, " and ")
}

// once leaves repetitions out and keeps the order.
func once(texts []string) []string {
	var kept []string
	for _, text := range texts {
		if !slices.Contains(kept, text) {
			kept = append(kept, text)
		}
	}
	return kept
}

// unique joins the texts, each once.
func unique(texts []string, separator string) string { return strings.Join(once(texts), separator) }

// serves says whether a party forwards to another by itself: a proxy to its
// databases.
func (m *Model) serves(proxy, database *assembly.Resource) bool {
	for _, targets := range m.OfType("AWS::RDS::DBProxyTargetGroup") {
		for _, item := range items(targets.At("DBClusterIdentifiers")) {
			if m.referred(targets, targets.At("DBProxyName"), "AWS::RDS::DBProxy") == proxy && m.referred(targets, item, database.Type) == database {
				return true
			}
		}
	}
	return false
}
