package reachability

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// ZoneLoss is what the platform can still do when a zone fails.
type ZoneLoss struct {
	Zone         string
	Capabilities []Capability
}

// Capability is something that users or services need.
type Capability struct {
	// Of is the component that has it.
	Of   *Component `json:"-"`
	Name string
	outcome
}

// ZoneLosses judges the loss of each zone, one at a time.
func (m *Model) ZoneLosses() []ZoneLoss {
	var losses []ZoneLoss
	for _, zone := range m.Zones() {
		rest := m.Without(zone)
		l := ZoneLoss{Zone: zone}
		for _, c := range m.Of(LoadBalancer) {
			l.add(c, "requests to", rest.receives(c))
		}
		for _, c := range m.Of(Service) {
			l.add(c, "has its tasks", m.tasksWithout(c, rest, zone))
			l.add(c, "reaches the internet", rest.sends(c))
		}
		for _, c := range append(m.Of(Job), m.Of(Migration)...) {
			l.add(c, "starts", rest.starts(c))
		}
		for _, c := range m.Of(Proxy) {
			l.add(c, "accepts sessions", m.sessionsWithout(c, rest, zone))
		}
		for _, c := range m.Of(Database) {
			l.add(c, "has a writer", m.writerWithout(c, zone))
		}
		for _, c := range m.Of(Cache) {
			l.add(c, "has a primary", m.primaryWithout(c, rest.same(c), zone))
		}
		for _, c := range m.Of(Host) {
			l.add(c, "runs", rest.runs(c))
		}
		losses = append(losses, l)
	}
	return losses
}

// outcome is whether a capability is kept, and why.
type outcome struct {
	Kept bool
	// How is why it is kept or lost, for a person.
	How string
	// Lacks is what would keep it.
	Lacks Lack
}

// Lack is what a lost capability would need.
type Lack string

// What may be missing. A loss that has another reason lacks nothing of these.
const (
	OtherSubnet   Lack = "a subnet in another zone"
	OtherGateway  Lack = "a gateway in another zone"
	OtherTask     Lack = "a task in another zone"
	OtherInstance Lack = "an instance in another zone"
	LastingReader Lack = "a reader that stays one"
	SecondNode    Lack = "a second node"
	NodeFailover  Lack = "failover between nodes"
)

func kept(format string, args ...any) outcome {
	return outcome{Kept: true, How: fmt.Sprintf(format, args...)}
}

func lost(lacks Lack, format string, args ...any) outcome {
	return outcome{false, fmt.Sprintf(format, args...), lacks}
}

func (l *ZoneLoss) add(c *Component, does string, o outcome) {
	name := c.Name + " " + does
	if c.Kind == LoadBalancer {
		name = does + " " + c.Name
	}
	l.Capabilities = append(l.Capabilities, Capability{c, name, o})
}

// Lost lists what is not kept.
func (l ZoneLoss) Lost() []Capability {
	return slices.DeleteFunc(slices.Clone(l.Capabilities), func(c Capability) bool { return c.Kept })
}

// same finds the component again in a model without a zone.
func (m *Model) same(c *Component) *Component {
	i := slices.IndexFunc(m.Components, func(other *Component) bool { return other.Resource == c.Resource })
	if i < 0 {
		return nil
	}
	return m.Components[i]
}

func (m *Model) runs(c *Component) outcome {
	if left := m.same(c); left != nil {
		return kept("in %s", zones(left.Subnets))
	}
	return lost(OtherSubnet, "it is in %s only", zones(c.Subnets))
}

// receives says whether requests still reach the component.
func (m *Model) receives(c *Component) outcome {
	left := m.same(c)
	if left == nil {
		return lost(OtherSubnet, "it is in %s only", zones(c.Subnets))
	}
	if connection := m.Connection(m.internet(), left); left.Public && !connection.Open() {
		return lost("", "%s", connection.Why)
	}
	return kept("in %s", zones(left.Subnets))
}

// sends wants a path to the internet from every subnet that is left: a task may start
// in each.
func (m *Model) sends(c *Component) outcome {
	left := m.same(c)
	if left == nil {
		return lost(OtherSubnet, "it is in %s only", zones(c.Subnets))
	}
	var gateways []string
	for _, s := range left.Subnets {
		gateway, why := m.gatewayOf(s, left.Public)
		if why != "" {
			return lost(OtherGateway, "%s", why)
		}
		gateways = append(gateways, gateway)
	}
	if connection := m.Connection(left, m.internet()); !connection.Open() {
		return lost("", "%s", connection.Why)
	}
	return kept("through %s", joinUnique(gateways, ", "))
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
func (m *Model) sessionsWithout(c *Component, rest *Model, zone string) outcome {
	if !m.readsOnly(c) {
		return rest.runs(c)
	}
	left := 0
	for _, instance := range m.OfType("AWS::RDS::DBInstance") {
		if at := m.text(instance, "AvailabilityZone"); at != "" && at != zone {
			left++
		}
	}
	if left < 2 {
		return lost(LastingReader, "the one instance that is left is the writer, and read-only sessions go to readers")
	}
	return rest.runs(c)
}

func (m *Model) readsOnly(c *Component) bool {
	return c.Kind == Proxy && m.text(c.Resource, "TargetRole") == "READ_ONLY"
}

// writerWithout looks for an instance in another zone, which Aurora promotes.
func (m *Model) writerWithout(c *Component, zone string) outcome {
	var left []string
	for _, instance := range m.instances(c.Resource) {
		switch at := m.text(instance, "AvailabilityZone"); at {
		case "":
			return lost("", "%s has no zone of its own, so it may be in that zone", name(instance))
		case zone:
		default:
			left = append(left, fmt.Sprintf("%s in %s", name(instance), at))
		}
	}
	if len(left) == 0 {
		return lost(OtherInstance, "its only instance is there")
	}
	return kept("%s, promoted if the writer is gone", strings.Join(left, ", "))
}

// primaryWithout wants a replica that takes over by itself.
func (m *Model) primaryWithout(c, rest *Component, zone string) outcome {
	nodes, _ := strconv.Atoi(m.text(c.Resource, "NumCacheClusters"))
	chosen := items(c.Resource.At("PreferredCacheClusterAZs"))
	switch {
	case !slices.ContainsFunc(c.Subnets, func(s *Subnet) bool { return s.Zone == zone }):
		return kept("no node is there")
	case rest == nil:
		return lost(OtherSubnet, "all nodes are there")
	case nodes < 2:
		return lost(SecondNode, "its only node is there, or in another zone: ElastiCache chose")
	case !m.flag(c.Resource, false, "AutomaticFailoverEnabled") || !m.flag(c.Resource, false, "MultiAZEnabled"):
		return lost(NodeFailover, "no replica takes over by itself")
	case len(chosen) > 0 && !slices.ContainsFunc(chosen, func(at any) bool { return m.Text(c.Resource.Stack, at) != zone }):
		return lost("", "all nodes are there")
	default:
		return kept("ElastiCache keeps its %d nodes in different zones; one in %s takes over", nodes, zones(rest.Subnets))
	}
}

// zones joins the zones of subnets.
func zones(subnets []*Subnet) string { return strings.Join(zoneNames(subnets), ", ") }
