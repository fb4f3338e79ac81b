// Package reachability models the network of a synthesized cloud assembly: what can
// reach what, what still works when a zone fails, and which requests reach which
// service. It reads templates only: it knows the rules of the network and of the
// load balancer, and nothing of the code that defined them.
//
// What it does not know it lists as unknown, and a model with something unknown
// proves nothing.
package reachability

import (
	"fmt"
	"slices"
	"sync"

	"example.com/chassis/lib/cfn/assembly"
)

// Model is the network of an assembly as it is deployed with everything released, with
// the components that use it.
type Model struct {
	*Network
	// Declared are the resources of types that the model does not know, which a team
	// declares to be off the network.
	Declared   []Declaration
	Components []*Component
	// Requests are the paths of requests from the internet to the services.
	Requests []Request

	rules       []*Rule // those that let something through
	connections func() []Connection
	without     string // the zone that is left out
}

// New reads a model from an assembly. It reads any: what is wrong with one is in Unknown.
func New(a *assembly.Assembly) *Model {
	parameters := imageParameters(a)
	released, err := a.Given(withAll(parameters))
	if err != nil {
		released = a
	}
	m := build(ReadNetwork(released), "")
	if err != nil {
		m.Unknown = append(m.Unknown, err.Error())
	}
	m.beforeRelease(a, parameters)
	if len(m.Subnets) == 0 {
		m.Unknown = append(m.Unknown, "the assembly has no subnet: it is not of a platform with a network")
	}
	slices.Sort(m.Unknown)
	m.Unknown = append(a.Unknown(), slices.Compact(m.Unknown)...)
	return m
}

// Without returns the model when a zone fails.
func (m *Model) Without(zone string) *Model {
	n := *m.Network
	n.Unknown = nil
	n.Subnets = slices.DeleteFunc(slices.Clone(n.Subnets), func(s *Subnet) bool { return s.Zone == zone })
	return build(&n, zone)
}

// Zones are those that have a subnet.
func (m *Model) Zones() []string {
	return slices.DeleteFunc(zoneNames(m.Subnets), func(zone string) bool { return zone == "" })
}

func build(n *Network, without string) *Model {
	m := &Model{Network: n, rules: n.Allowing(), without: without}
	m.connections = sync.OnceValue(m.readConnections)
	m.Components = m.readComponents()
	m.Requests = m.readRequests()
	if without == "" {
		m.readUnknown()
	}
	return m
}

func (n *Network) unknown(r *assembly.Resource, format string, args ...any) {
	n.Unknown = append(n.Unknown, fmt.Sprintf("%s (%s): %s", r, r.Type, fmt.Sprintf(format, args...)))
}
