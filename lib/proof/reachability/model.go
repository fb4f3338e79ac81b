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
	"maps"
	"reflect"
	"slices"
	"sync"

	"example.com/chassis/lib/cfn/assembly"
)

// Model is the network of an assembly as it is deployed with everything released, with
// the components that use it.
type Model struct {
	*Network
	// Env is the name of the environment.
	Env        string
	Components []*Component
	// Requests are the paths of requests from the internet to the services.
	Requests []Request

	rules       []*Rule // those that let something through
	connections func() []Connection
	without     string // the zone that is left out
}

// New reads a model from the assembly of an environment. It reads any assembly: what is
// wrong with one is in Unknown.
func New(a *assembly.Assembly, env string) *Model {
	parameters := imageParameters(a)
	released, err := a.Given(withAll(parameters))
	if err != nil {
		released = a
	}
	m := build(ReadNetwork(released), env, "")
	if err == nil {
		err = m.beforeRelease(a, parameters)
	}
	if err != nil {
		m.Unknown = append(m.Unknown, err.Error())
	}
	if env == "" {
		m.Unknown = append(m.Unknown, "the environment has no name")
	}
	if len(m.Subnets) == 0 {
		m.Unknown = append(m.Unknown, "the assembly has no subnet: it is not of a platform with a network")
	}
	slices.Sort(m.Unknown)
	m.Unknown = slices.Concat(a.Unknown(), slices.Compact(m.Unknown), undecided(a, parameters))
	return m
}

// Without returns the model when a zone fails.
func (m *Model) Without(zone string) *Model {
	n := *m.Network
	n.Unknown = nil
	n.Subnets = slices.DeleteFunc(slices.Clone(n.Subnets), func(s *Subnet) bool { return s.Zone == zone })
	return build(&n, m.Env, zone)
}

// Zones are those that have a subnet.
func (m *Model) Zones() []string {
	return slices.DeleteFunc(zoneNames(m.Subnets), func(zone string) bool { return zone == "" })
}

func build(n *Network, env, without string) *Model {
	m := &Model{Network: n, Env: env, rules: n.allowing(), without: without}
	m.connections = sync.OnceValue(m.readConnections)
	m.Components = m.readComponents()
	m.Requests = m.readRequests()
	if without == "" {
		m.readUnknown()
	}
	return m
}

// imageParameters say which image a task runs. Their default means not released yet.
func imageParameters(a *assembly.Assembly) []string {
	var found []string
	for _, task := range a.OfType("AWS::ECS::TaskDefinition") {
		for _, container := range assembly.List(task.At("ContainerDefinitions")) {
			for _, t := range a.References(task.Stack, assembly.At(container, "Image")) {
				if t.Parameter != "" {
					found = append(found, t.Parameter)
				}
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// withAll gives these parameters another value than their default.
func withAll(parameters []string) map[string]string {
	values := map[string]string{}
	for _, name := range parameters {
		values[name] = "released"
	}
	return values
}

// undecided lists the conditions that depend on another parameter than an image: the
// model looks at its default only.
func undecided(a *assembly.Assembly, images []string) []string {
	var found []string
	for _, s := range a.Stacks {
		for _, name := range slices.Sorted(maps.Keys(s.Conditions)) {
			for _, t := range a.References(s, s.Conditions[name]) {
				if t.Parameter != "" && !slices.Contains(images, t.Parameter) {
					found = append(found, fmt.Sprintf("%s: condition %s depends on parameter %s, of which the model knows the default only", s.ID, name, t.Parameter))
				}
			}
		}
	}
	return found
}

// beforeRelease looks at what is deployed while only some services are released, or
// none, and lists what is not there, or not the same, in the end: the model would not
// see a connection that is possible until then.
func (m *Model) beforeRelease(a *assembly.Assembly, images []string) error {
	if len(images) > 4 {
		return fmt.Errorf("%d images make too many states to look at", len(images))
	}
	a = conditional(a)
	for subset := range 1<<len(images) - 1 {
		var some []string
		for i, name := range images {
			if subset&(1<<i) != 0 {
				some = append(some, name)
			}
		}
		given, err := a.Given(withAll(some))
		if err != nil {
			return err
		}
		for _, s := range given.Stacks {
			for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
				r, later := s.Resources[id], m.Stack(s.ID).Resources[id]
				_, on := onNetwork[r.Type]
				switch {
				case later == nil:
					m.unknown(r, "exists only before a release, which the model does not look at")
				case on && !reflect.DeepEqual(r.Properties, later.Properties):
					m.unknown(r, "is something else before a release, which the model does not look at")
				}
			}
		}
	}
	return nil
}

// conditional returns the assembly with only the resources that depend on a condition.
func conditional(a *assembly.Assembly) *assembly.Assembly {
	some := &assembly.Assembly{}
	for _, s := range a.Stacks {
		stack := *s
		stack.Outputs = nil
		stack.Resources = map[string]*assembly.Resource{}
		for id, r := range s.Resources {
			if r.Condition != "" || assembly.Uses(r.Properties, "Fn::If") {
				stack.Resources[id] = r
			}
		}
		some.Stacks = append(some.Stacks, &stack)
	}
	return some
}

func (n *Network) unknown(r *assembly.Resource, format string, args ...any) {
	n.Unknown = append(n.Unknown, fmt.Sprintf("%s (%s): %s", r, r.Type, fmt.Sprintf(format, args...)))
}
