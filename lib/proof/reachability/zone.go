package reachability

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Loss is what the platform can still do while a zone is away.
type Loss struct {
	Zone         string
	Capabilities []Capability
}

// Capability is something that users or services need.
type Capability struct {
	Name string
	Kept bool
	// How is what keeps it, or what is missing.
	How string
}

// Losses takes each zone away, one at a time.
func (m *Model) Losses() []Loss {
	var losses []Loss
	for _, zone := range m.Zones() {
		rest := m.Without(zone)
		l := Loss{Zone: zone}
		for _, p := range m.Of(LoadBalancer) {
			l.add("requests to "+p.Name, rest.ingress(p))
		}
		for _, p := range m.Of(Service) {
			l.add(p.Name+" has its tasks", m.tasksWithout(p, rest, zone))
			l.add(p.Name+" reaches the internet", rest.egress(p))
		}
		for _, p := range m.Of(Proxy) {
			l.add(p.Name+" takes sessions", m.sessionsWithout(p, rest, zone))
		}
		for _, p := range m.Of(Database) {
			l.add(p.Name+" has a writer", m.writerWithout(p, zone))
		}
		for _, p := range m.Of(Cache) {
			l.add(p.Name+" has a primary", m.primaryWithout(p, rest.here(p), zone))
		}
		for _, p := range m.Of(Host) {
			l.add(p.Name+" runs", rest.stands(p))
		}
		losses = append(losses, l)
	}
	return losses
}

// outcome is what keeps a capability, or what is missing.
type outcome struct {
	kept bool
	how  string
}

func kept(format string, args ...any) outcome { return outcome{true, fmt.Sprintf(format, args...)} }
func gone(format string, args ...any) outcome { return outcome{false, fmt.Sprintf(format, args...)} }

func (l *Loss) add(name string, o outcome) {
	l.Capabilities = append(l.Capabilities, Capability{name, o.kept, o.how})
}

// Gone lists what is not kept.
func (l Loss) Gone() []Capability {
	return slices.DeleteFunc(slices.Clone(l.Capabilities), func(c Capability) bool { return c.Kept })
}

// here finds the party again in a model without a zone.
func (m *Model) here(p *Party) *Party {
	i := slices.IndexFunc(m.Parties, func(q *Party) bool { return q.Resource == p.Resource })
	if i < 0 {
		return nil
	}
	return m.Parties[i]
}

func (m *Model) stands(p *Party) outcome {
	if q := m.here(p); q != nil {
		return kept("in %s", zones(q.Subnets))
	}
	return gone("it stands in %s only", zones(p.Subnets))
}

func (m *Model) ingress(p *Party) outcome {
	q := m.here(p)
	if q == nil {
		return gone("it stands in %s only", zones(p.Subnets))
	}
	if c := m.Connection(m.internet(), q); q.Public && !c.Open() {
		return gone("%s", c.Why)
	}
	return kept("in %s", zones(q.Subnets))
}

// egress wants a way out of every subnet that is left: a task may start in each.
func (m *Model) egress(p *Party) outcome {
	q := m.here(p)
	if q == nil {
		return gone("it stands in %s only", zones(p.Subnets))
	}
	var ways []string
	for _, s := range q.Subnets {
		way, why := m.wayOutOf(s, q.Public)
		if why != "" {
			return gone("%s", why)
		}
		ways = append(ways, way)
	}
	if c := m.Connection(q, m.internet()); !c.Open() {
		return gone("%s", c.Why)
	}
	return kept("through %s", unique(ways, ", "))
}

// tasksWithout counts what is left of a service. ECS spreads tasks over the
// subnets' zones, and starts the missing ones where it can pull the image.
func (m *Model) tasksWithout(p *Party, rest *Model, zone string) outcome {
	least, zonesNow := m.leastTasks(p.Resource), len(zoneNames(p.Subnets))
	if least < 1 {
		return gone("the number of tasks cannot be read")
	}
	if !slices.ContainsFunc(p.Subnets, func(s *Subnet) bool { return s.Zone == zone }) {
		return kept("none of %d runs there", least)
	}
	q := rest.here(p)
	if q == nil {
		return gone("all %d run there", least)
	}
	if o := rest.egress(p); !o.kept {
		return gone("no task can start in %s: %s", zones(q.Subnets), o.how)
	}
	if left := least * (zonesNow - 1) / zonesNow; left > 0 {
		return kept("at least %d of %d run on, ECS starts the others in %s", left, least, zones(q.Subnets))
	}
	return gone("the last of %d may run there, until ECS starts another in %s", least, zones(q.Subnets))
}

// leastTasks is the lower limit of the service's auto scaling, or its number of
// tasks when nothing scales it.
func (m *Model) leastTasks(service *assembly.Resource) int {
	for _, target := range m.OfType("AWS::ApplicationAutoScaling::ScalableTarget") {
		for _, t := range m.References(target.Stack, target.At("ResourceId")) {
			if t.Resource == service {
				n, _ := strconv.Atoi(m.text(target, "MinCapacity"))
				return n
			}
		}
	}
	n, _ := strconv.Atoi(m.text(service, "DesiredCount"))
	return n
}

// sessionsWithout looks at what a proxy's sessions need beside the proxy: one that
// only reads goes to readers, and never to the writer, which the last instance is.
func (m *Model) sessionsWithout(p *Party, rest *Model, zone string) outcome {
	if !m.readsOnly(p) {
		return rest.stands(p)
	}
	left := 0
	for _, instance := range m.OfType("AWS::RDS::DBInstance") {
		if at := m.text(instance, "AvailabilityZone"); at != "" && at != zone {
			left++
		}
	}
	if left < 2 {
		return gone("the one instance that is left is the writer, and read-only sessions go to readers")
	}
	return rest.stands(p)
}

func (m *Model) readsOnly(p *Party) bool {
	return p.Kind == Proxy && m.text(p.Resource, "TargetRole") == "READ_ONLY"
}

// writerWithout looks for an instance in another zone, which Aurora promotes.
func (m *Model) writerWithout(p *Party, zone string) outcome {
	var left []string
	for _, instance := range m.instances(p.Resource) {
		switch at := m.text(instance, "AvailabilityZone"); at {
		case "":
			return gone("%s has no zone of its own, so it may be there", name(instance))
		case zone:
		default:
			left = append(left, fmt.Sprintf("%s in %s", name(instance), at))
		}
	}
	if len(left) == 0 {
		return gone("its only instance is there")
	}
	return kept("%s, promoted if the writer is gone", strings.Join(left, ", "))
}

// primaryWithout wants a replica that takes over by itself.
func (m *Model) primaryWithout(p, rest *Party, zone string) outcome {
	nodes, _ := strconv.Atoi(m.text(p.Resource, "NumCacheClusters"))
	chosen := items(p.Resource.At("PreferredCacheClusterAZs"))
	switch {
	case !slices.ContainsFunc(p.Subnets, func(s *Subnet) bool { return s.Zone == zone }):
		return kept("no node is there")
	case rest == nil:
		return gone("all nodes are there")
	case nodes < 2:
		return gone("its only node is there, or in another zone: ElastiCache chose")
	case !m.flag(p.Resource, false, "AutomaticFailoverEnabled") || !m.flag(p.Resource, false, "MultiAZEnabled"):
		return gone("no replica takes over by itself")
	case len(chosen) > 0 && !slices.ContainsFunc(chosen, func(at any) bool { return m.Text(p.Resource.Stack, at) != zone }):
		return gone("all nodes are there")
	default:
		return kept("ElastiCache keeps its %d nodes in different zones; one in %s takes over", nodes, zones(rest.Subnets))
	}
}

// zonesOf are the zones in which a party runs: those of its subnets, or for a
// database those of its instances, which stand in some of them.
func (m *Model) zonesOf(p *Party) []string {
	if p.Kind != Database {
		return zoneNames(p.Subnets)
	}
	var names []string
	for _, instance := range m.instances(p.Resource) {
		names = append(names, cmp.Or(m.text(instance, "AvailabilityZone"), "wherever RDS likes"))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// zoneNames are the zones of subnets, each once.
func zoneNames(subnets []*Subnet) []string {
	var names []string
	for _, s := range subnets {
		names = append(names, s.Zone)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// zones joins the zones of subnets.
func zones(subnets []*Subnet) string { return strings.Join(zoneNames(subnets), ", ") }
