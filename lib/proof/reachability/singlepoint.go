package reachability

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/config"
)

// SinglePoint is something of which there is one, because the settings say so, and without
// which something stops.
type SinglePoint struct {
	// Is says what there is one of.
	Is    string
	stops func(zone string, c Capability) bool
}

// Points are all single points of a platform.
type Points []SinglePoint

// Of returns the first that explains what the loss of a zone stops; empty when none does.
func (p Points) Of(zone string, c Capability) string {
	i := slices.IndexFunc(p, func(point SinglePoint) bool { return point.stops(zone, c) })
	if i < 0 {
		return ""
	}
	return p[i].Is
}

// SinglePoints lists what the settings give up, and what no setting gives: a second bastion,
// which no request needs, and read-only sessions where the last instance is the writer.
func SinglePoints(e config.Environment) Points {
	zones := e.Network.WorkloadZones
	if !e.SpansZones() {
		return Points{{"workloads in one zone, " + strings.Join(zones, ", "), func(zone string, c Capability) bool {
			return slices.Contains(zones, zone) && (c.Lacks == OtherSubnet || c.Lacks == OtherInstance || c.Lacks == SecondNode)
		}}}
	}
	points := Points{{"one bastion", func(_ string, c Capability) bool { return c.Of.Kind == Host && c.Lacks == OtherSubnet }}}
	add := func(given bool, lacks Lack, is string, args ...any) {
		if given {
			points = append(points, SinglePoint{fmt.Sprintf(is, args...), func(_ string, c Capability) bool { return c.Lacks == lacks }})
		}
	}
	add(e.Network.NATGateways < len(zones), OtherGateway, "%s for %d zones", counted(e.Network.NATGateways, "NAT gateway"), len(zones))
	add(!e.HasReaders(), OtherInstance, "one database instance")
	add(e.HasReaders() && without(1+e.Database.Readers, len(zones)) < 2, LastingReader, "%s of the database", counted(e.Database.Readers, "reader"))
	add(e.Cache.Nodes == 1, SecondNode, "one cache node")
	add(e.Cache.Nodes > 1 && !e.Cache.Failover, NodeFailover, "no failover of the cache")
	for _, s := range e.Services {
		if s.AlwaysRuns() && without(s.MinTasks, len(zones)) < 1 {
			points = append(points, SinglePoint{"one task of " + s.Name, func(_ string, c Capability) bool {
				return c.Of.Name == s.Name && c.Lacks == OtherTask
			}})
		}
	}
	return points
}

// without is how many of some things are left, which are spread over zones, when one fails.
func without(things, zones int) int { return things * (zones - 1) / zones }

// counted reads "one NAT gateway" or "2 NAT gateways".
func counted(n int, noun string) string {
	if n == 1 {
		return "one " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
