package changes

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Early is a stack that must be deployed alone before all others: as it is deployed it
// imports what another stack no longer exports, and CloudFormation refuses to remove or to
// change an export that is in use. It deploys the exporting stack first, since the importing
// one depends on it, so a deployment of everything fails.
type Early struct {
	// Stack is the stack's id.
	Stack string
	// Gone are the exports that it lets go of.
	Gone []string
	// Missing are the exports that it begins to import and that do not exist yet, and Still
	// those that it goes on to import although they would be gone, or another value. With one
	// of them it cannot be deployed first either.
	Missing, Still []string
	// Left is set when the new side has no such stack. A deployment leaves it as it is.
	Left bool
}

// Impossible reports whether no order of the stacks deploys.
func (e Early) Impossible() bool { return len(e.Missing)+len(e.Still) > 0 || e.Left }

// String is one line for a person.
func (e Early) String() string {
	if e.Left {
		return fmt.Sprintf("%s is not in the new assembly, and as deployed it imports %s, which would be gone: delete it first (cdk destroy %s)",
			e.Stack, some(e.Gone), e.Stack)
	}
	if len(e.Gone)+len(e.Missing) == 0 {
		return fmt.Sprintf("%s imports %s, which would be gone or another value: CloudFormation refuses that while it is in use; let go of it in one change, and change it in another",
			e.Stack, some(e.Still))
	}
	line := fmt.Sprintf("%s must be deployed first, alone (cdk deploy %s --exclusively): as deployed it imports %s, which would be gone",
		e.Stack, e.Stack, some(e.Gone))
	if wants := slices.Concat(e.Missing, e.Still); len(wants) > 0 {
		line += fmt.Sprintf("; but it cannot be, because it also wants %s: remove in one change, and add in another", some(wants))
	}
	return line
}

// some joins names, and counts the rest of many.
func some(names []string) string {
	const most = 6
	if rest := len(names) - most; rest > 1 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), rest)
	}
	return strings.Join(names, ", ")
}

// first are the stacks that go before all others.
func (c *comparison) first() []Early {
	had, has := exports(c.before), exports(c.after)
	var found []Early
	for _, old := range slices.Backward(c.before.Stacks) {
		s := c.after.Stack(old.ID)
		e := Early{Stack: outermost(old).ID, Left: s == nil}
		is := imports(c.after, s)
		for _, name := range imports(c.before, old) { // perhaps those of stacks elsewhere, too
			export := had.of(old, name)
			switch {
			case export == nil || c.stays(export, has.of(old, name)):
			case slices.Contains(is, name):
				e.Still = append(e.Still, name)
			default:
				e.Gone = append(e.Gone, name)
			}
		}
		if len(e.Gone)+len(e.Still) == 0 {
			continue
		}
		for _, name := range is {
			if has.of(s, name) != nil && had.of(s, name) == nil {
				e.Missing = append(e.Missing, name)
			}
		}
		if len(e.Gone) == 0 {
			e.Missing = nil
		}
		found = append(found, e)
	}
	return found
}

// outermost is the stack that a nested one is in, which is what can be deployed.
func outermost(s *assembly.Stack) *assembly.Stack {
	for s.Parent != nil {
		s = s.Parent.Stack
	}
	return s
}

// export is an output that other stacks may import.
type export struct {
	stack  *assembly.Stack
	output any
}

// exported are all exports of an assembly, by their names, which are unique in a region.
type exported map[string][]*export

func exports(a *assembly.Assembly) exported {
	found := exported{}
	for _, s := range a.Stacks {
		for _, output := range s.Outputs {
			if name := assembly.At(output, "Export", "Name"); name != nil {
				found[a.Text(s, name)] = append(found[a.Text(s, name)], &export{s, output})
			}
		}
	}
	return found
}

// of is the export with a name that a stack may import, or nil.
func (e exported) of(s *assembly.Stack, name string) *export {
	for _, export := range e[name] {
		if export.stack.Together(s) {
			return export
		}
	}
	return nil
}

// stays reports whether an export keeps its value, as far as the templates say.
func (c *comparison) stays(was, is *export) bool {
	if is == nil {
		return false
	}
	old := c.before.Stack(is.stack.ID)
	if old == nil {
		return true // another stack has it now, whatever that means
	}
	if condition, _ := assembly.At(is.output, "Condition").(string); condition != "" && c.conditionChanged(old, is.stack, condition) {
		return false
	}
	v := assembly.At(is.output, "Value")
	_, changes := most(nil, c.behind(is.stack, v))
	return changes != will && c.before.Text(was.stack, assembly.At(was.output, "Value")) == c.after.Text(is.stack, v)
}

// imports are the names of the exports that a stack's template imports, sorted.
func imports(a *assembly.Assembly, s *assembly.Stack) []string {
	if s == nil {
		return nil
	}
	names := map[string]bool{}
	collect := func(v any) {
		for _, argument := range assembly.Arguments(v, "Fn::ImportValue") {
			names[a.Text(s, argument)] = true
		}
	}
	for _, r := range s.Resources {
		collect(r.Properties)
		collect(r.Metadata)
	}
	collect(s.Outputs)
	return slices.Sorted(maps.Keys(names))
}
