package changes

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Early is a stack that must be deployed alone before all others: as it is deployed it
// imports what another stack no longer exports, and CloudFormation refuses to remove an
// export that is in use. It deploys the exporting stack first, since the importing one
// depends on it, so a deployment of everything fails.
type Early struct {
	// Stack is the stack's id.
	Stack string
	// Gone are the exports that it lets go of.
	Gone []string
	// Missing are the exports that it begins to import and that do not exist yet. With one
	// of them it cannot be deployed first either.
	Missing []string
}

// String is one line for a person.
func (e Early) String() string {
	line := fmt.Sprintf("%s must be deployed first, alone (cdk deploy %s --exclusively): as deployed it imports %s, which would be gone",
		e.Stack, e.Stack, strings.Join(e.Gone, ", "))
	if len(e.Missing) > 0 {
		line += fmt.Sprintf("; but it cannot be, because it also wants %s: remove in one change, and add in another", strings.Join(e.Missing, ", "))
	}
	return line
}

// First returns the stacks that must be deployed before all others, in their order: a
// stack goes after those that import from it.
func First(before, after *assembly.Assembly) []Early {
	had, has := exports(before), exports(after)
	var found []Early
	for _, old := range slices.Backward(before.Stacks) {
		s := after.Stack(old.ID)
		if s == nil {
			continue // a deployment does not touch it
		}
		e := Early{Stack: s.ID}
		for _, name := range imports(before, old) { // perhaps those of stacks elsewhere, too
			if had[name] && !has[name] {
				e.Gone = append(e.Gone, name)
			}
		}
		if len(e.Gone) == 0 {
			continue
		}
		for _, name := range imports(after, s) {
			if has[name] && !had[name] {
				e.Missing = append(e.Missing, name)
			}
		}
		found = append(found, e)
	}
	return found
}

// exports are the names of all exports of an assembly, which are unique in a region.
func exports(a *assembly.Assembly) map[string]bool {
	names := map[string]bool{}
	for _, s := range a.Stacks {
		for _, output := range s.Outputs {
			if name := assembly.At(output, "Export", "Name"); name != nil {
				names[a.Text(s, name)] = true
			}
		}
	}
	return names
}

// imports are the names of the exports that a stack's template imports, sorted.
func imports(a *assembly.Assembly, s *assembly.Stack) []string {
	names := map[string]bool{}
	var collect func(v any)
	collect = func(v any) {
		if name := assembly.At(v, "Fn::ImportValue"); name != nil {
			names[a.Text(s, name)] = true
		}
		for _, item := range assembly.List(v) {
			collect(item)
		}
		for _, item := range assembly.Map(v) {
			collect(item)
		}
	}
	for _, r := range s.Resources {
		collect(r.Properties)
		collect(r.Metadata)
	}
	collect(s.Outputs)
	return slices.Sorted(maps.Keys(names))
}
