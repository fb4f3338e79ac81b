package check

import (
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// DependsOn complains unless CloudFormation creates r after another resource, and
// deletes it before.
func (v *Review) DependsOn(r, earlier *assembly.Resource) {
	if r == nil || earlier == nil {
		return
	}
	if !v.Precedes(earlier, r) {
		v.Add("%s does not depend on %s, so it may be created first", r, earlier)
	}
}

// Precedes says whether r waits for another resource, or for one that does.
func (p Platform) Precedes(earlier, r *assembly.Resource) bool {
	seen := map[*assembly.Resource]bool{}
	for queue := p.waitsFor(r); len(queue) > 0; queue = queue[1:] {
		next := queue[0]
		if next == earlier {
			return true
		}
		// A chain breaks at a resource that does not exist.
		there := next.Condition == "" || next.Condition == r.Condition
		if there && !seen[next] {
			queue = append(queue, p.waitsFor(next)...)
		}
		seen[next] = true
	}
	return false
}

// waitsFor returns what r refers to, in other stacks too, or names in DependsOn.
func (p Platform) waitsFor(r *assembly.Resource) []*assembly.Resource {
	var found []*assembly.Resource
	for _, t := range p.References(r.Stack, r.Properties) {
		if t.Resource != nil {
			found = append(found, t.Resource)
		}
	}
	for _, id := range r.DependsOn {
		if earlier := r.Stack.Resources[id]; earlier != nil {
			found = append(found, earlier)
		}
	}
	return found
}

// Calls returns every use of an intrinsic function anywhere inside value.
func Calls(value any, function string) []any {
	var found []any
	for _, item := range assembly.List(value) {
		found = append(found, Calls(item, function)...)
	}
	entries := assembly.Map(value)
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		if key == function {
			found = append(found, value)
		}
		found = append(found, Calls(entries[key], function)...)
	}
	return found
}
