// Package reachability proves from a synthesized cloud assembly what can reach what on
// the network, what survives the loss of a zone and which requests reach which
// service. It reads templates only: it knows the rules of the network and of the
// load balancer, and nothing of the code that defined them.
//
// What it does not know it lists as unknown. A proof with something unknown in it
// is none.
package reachability

import (
	"fmt"
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// Model is an assembly as it is deployed with everything released, seen as a
// network.
type Model struct {
	*assembly.Assembly
	// Env is the name of the environment.
	Env string
	// Unknown lists what the templates contain and the model does not understand.
	Unknown []string

	Subnets []*Subnet
	Parties []*Party
	// Requests are the ways of requests from the internet to the services.
	Requests []Request

	rules []*Rule
	lost  string // the zone that is away
}

// New reads a model from the assembly of an environment.
func New(a *assembly.Assembly, env string) (*Model, error) {
	if env == "" {
		return nil, fmt.Errorf("the environment has no name")
	}
	released, err := a.Given(withAll(images(a)))
	if err != nil {
		return nil, err
	}
	m := build(released, env, "")
	if err := m.beforeRelease(a); err != nil {
		return nil, err
	}
	m.Unknown = slices.Concat(a.Unknown(), m.Unknown, undecided(a))
	if len(m.Subnets) == 0 && len(m.Unknown) == 0 {
		return nil, fmt.Errorf("the assembly has no subnet: it is not of a platform with a network")
	}
	return m, nil
}

// Without returns the model while a zone is away.
func (m *Model) Without(zone string) *Model { return build(m.Assembly, m.Env, zone) }

// Zones are those that have a subnet.
func (m *Model) Zones() []string {
	zones := map[string]bool{}
	for _, s := range m.Subnets {
		zones[s.Zone] = true
	}
	return slices.Sorted(maps.Keys(zones))
}

func build(a *assembly.Assembly, env, lost string) *Model {
	m := &Model{Assembly: a, Env: env, lost: lost}
	m.Subnets = m.readSubnets()
	m.rules = m.readRules()
	m.Parties = m.readParties()
	m.Requests = m.readRequests()
	if lost == "" {
		m.refuse()
	}
	slices.Sort(m.Unknown)
	m.Unknown = slices.Compact(m.Unknown)
	return m
}

func (m *Model) unknown(r *assembly.Resource, format string, args ...any) {
	m.Unknown = append(m.Unknown, fmt.Sprintf("%s (%s): %s", r, r.Type, fmt.Sprintf(format, args...)))
}

func is(r *assembly.Resource, t string) bool { return r != nil && r.Type == t }

// name is the construct's name inside a logical id: without the CDK's hash.
func name(r *assembly.Resource) string { return assembly.Construct(r.LogicalID) }
