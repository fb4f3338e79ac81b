package changes

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// values returns what the steps lead to inside v, every item of lists and maps
// that stand between. An intrinsic function on the way is returned itself: what it
// will yield is not known.
func values(v any, steps []string) []any {
	if _, _, computed := assembly.Intrinsic(v); computed || len(steps) == 0 {
		return []any{v}
	}
	var found []any
	for _, item := range assembly.List(v) {
		found = append(found, values(item, steps)...)
	}
	if inner, ok := assembly.Map(v)[steps[0]]; ok {
		return append(found, values(inner, steps[1:])...)
	}
	return found
}

// text renders what the path leads to in r, references followed by name, and is
// empty for what is not there.
func text(a *assembly.Assembly, r *assembly.Resource, steps []string) string {
	var texts []string
	for _, v := range values(r.Properties, steps) {
		if assembly.At(v, "Ref") == "AWS::NoValue" {
			continue
		}
		texts = append(texts, a.Text(r.Stack, v))
	}
	return strings.Join(texts, "\n")
}

// conditions returns the names of the conditions that decide inside v.
func conditions(v any) []string {
	var names []string
	for _, argument := range assembly.Arguments(v, "Fn::If") {
		if name, ok := assembly.At(argument, 0).(string); ok {
			names = append(names, name)
		}
	}
	return names
}

// conditionChanged reports whether a condition, or what it depends on, is not defined
// alike on both sides.
func (c *comparison) conditionChanged(before, after *assembly.Stack, name string) bool {
	was, is := definition(c.before, before, name), definition(c.after, after, name)
	return !slices.Equal(was.lines, is.lines) ||
		slices.ContainsFunc(is.parameters, func(parameter string) bool { return c.parameterChanged(before, after, parameter) })
}

// parameterChanged reports whether a parameter has another type or default, or gets another
// value from the stack around.
func (c *comparison) parameterChanged(before, after *assembly.Stack, name string) bool {
	if after.Parent != nil && before.Parent != nil {
		steps := []string{"Parameters", name}
		if text(c.before, before.Parent, steps) != text(c.after, after.Parent, steps) {
			return true
		}
		if p := c.byAfter[after.Parent]; p != nil && p.before != nil {
			if _, changes := c.cause(p, steps); changes != no {
				return true
			}
		}
	}
	for _, key := range []string{"Type", "Default"} {
		if c.before.Text(before, assembly.At(before.Parameters[name], key)) != c.after.Text(after, assembly.At(after.Parameters[name], key)) {
			return true
		}
	}
	return false
}
