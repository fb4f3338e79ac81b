package reachability

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// images are the parameters that say which image a task runs. Their default stands
// for not released yet.
func images(a *assembly.Assembly) []string {
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

// undecided lists the conditions that ask for something else than a release: the
// model looks at no other answer than the one by default.
func undecided(a *assembly.Assembly) []string {
	known := images(a)
	var found []string
	for _, s := range a.Stacks {
		for _, name := range slices.Sorted(maps.Keys(s.Conditions)) {
			for _, t := range a.References(s, s.Conditions[name]) {
				if t.Parameter != "" && !slices.Contains(known, t.Parameter) {
					found = append(found, fmt.Sprintf("%s: condition %s asks for parameter %s, of which the model knows the default only", s.ID, name, t.Parameter))
				}
			}
		}
	}
	return found
}

// beforeRelease looks at what is deployed while only some services are released, or
// none, and lists what is not there, or not the same, in the end: a way that is open
// until then would not be seen.
func (m *Model) beforeRelease(a *assembly.Assembly) error {
	all := images(a)
	if len(all) > 4 {
		return fmt.Errorf("%d images make too many states to look at", len(all))
	}
	for subset := range 1<<len(all) - 1 {
		var some []string
		for i, name := range all {
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
	slices.Sort(m.Unknown)
	m.Unknown = slices.Compact(m.Unknown)
	return nil
}
