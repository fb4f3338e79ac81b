package changes

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// definitions collects what a template says of each name that a condition depends on, once:
// the conditions that it uses and the values in mappings. Two conditions that read the same
// may still differ behind one of these names.
type definitions struct {
	assembly *assembly.Assembly
	stack    *assembly.Stack
	seen     map[string]bool
	lines    []string
	// parameters are those that decide.
	parameters []string
}

// definition writes out all that a condition depends on, as a template defines it.
func definition(a *assembly.Assembly, s *assembly.Stack, condition string) definitions {
	d := definitions{assembly: a, stack: s, seen: map[string]bool{}}
	d.condition(condition)
	return d
}

func (d *definitions) add(what, name string, value any) bool {
	key := what + " " + name
	if d.seen[key] {
		return false
	}
	d.seen[key] = true
	d.lines = append(d.lines, key+": "+d.assembly.Text(d.stack, value))
	return true
}

func (d *definitions) condition(name string) {
	if d.add("condition", name, d.stack.Conditions[name]) {
		d.inside(d.stack.Conditions[name])
	}
}

// inside collects what an expression of a condition uses.
func (d *definitions) inside(v any) {
	for _, item := range assembly.List(v) {
		d.inside(item)
	}
	m := assembly.Map(v)
	for _, key := range slices.Sorted(maps.Keys(m)) {
		name, isName := m[key].(string)
		switch {
		case key == "Condition" && isName:
			d.condition(name)
		case key == "Ref" && isName && d.stack.Parameters[name] != nil:
			d.parameters = append(d.parameters, name)
		case key == "Fn::FindInMap":
			value, _ := d.found(m[key])
			d.add("mapping", assembly.Written(m[key]), value)
		}
		d.inside(m[key])
	}
}

// found is what Fn::FindInMap may yield: the value, or all that is below the first key
// that only a deployment knows, with the default that the function may have. Sure is set
// where no such key is on the way.
func (d *definitions) found(argument any) (value any, sure bool) {
	keys := assembly.List(argument)
	value, sure = d.stack.Mappings, true
	for _, key := range keys[:min(3, len(keys))] {
		// The region of a stack is often known.
		name := d.assembly.Text(d.stack, key)
		if strings.Contains(name, "${") {
			sure = false
			break
		}
		value = assembly.Map(value)[name]
	}
	if len(keys) > 3 {
		return []any{value, keys[3]}, sure
	}
	return value, sure
}

// mappingChanged says whether a value that reads the same looks up another one. What
// depends on a key that only a deployment knows may be another one.
func (c *comparison) mappingChanged(before *assembly.Stack, place assembly.Place) (why string, changes verdict) {
	for _, argument := range assembly.Arguments(place.Value, "Fn::FindInMap") {
		was, _ := (&definitions{assembly: c.before, stack: before}).found(argument)
		is, sure := (&definitions{assembly: c.after, stack: place.Stack}).found(argument)
		if c.before.Text(before, was) == c.after.Text(place.Stack, is) {
			continue
		}
		verdict := may
		if sure {
			verdict = will
		}
		if verdict > changes {
			name, _ := assembly.At(argument, 0).(string)
			why, changes = fmt.Sprintf(" (mapping %s is changed)", name), verdict
		}
	}
	return why, changes
}
