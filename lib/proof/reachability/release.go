package reachability

import (
	"maps"
	"reflect"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
)

// imageParameters say which image a task runs. One without an image means not released yet.
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

// beforeRelease lists what may be deployed while only some services are released, and is
// not there, or not the same, in the end: the model would not see a connection that is
// possible until then. A condition that only waits for an image adds what depends on it,
// and takes nothing away.
func (m *Model) beforeRelease(a *assembly.Assembly, images []string) {
	for _, s := range a.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			if slices.Contains(offNetwork, r.Type) {
				continue
			}
			if r.Condition != "" && !waits(s, r.Condition, images) {
				m.unknown(r, "its condition %s does not only wait for an image, and the model looks at the platform with everything released", r.Condition)
			}
			if assembly.Uses(r.Properties, "Fn::If") {
				m.unknown(r, "may be something else before a release, which the model does not look at")
			}
		}
	}
}

// waits says whether a condition holds as soon as one of the images is given, and has no
// other reason.
func waits(s *assembly.Stack, condition string, images []string) bool {
	return slices.ContainsFunc(images, func(image string) bool {
		return reflect.DeepEqual(s.Conditions[condition], map[string]any{
			"Fn::Not": []any{map[string]any{"Fn::Equals": []any{map[string]any{"Ref": image}, config.NoImage}}},
		})
	})
}
