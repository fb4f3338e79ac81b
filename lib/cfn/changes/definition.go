package changes

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// definition writes out all that a condition depends on, as a template defines it: the
// conditions that it uses, the values in mappings, and the types and defaults of
// parameters. Two that read the same may still differ behind one of these names.
func definition(a *assembly.Assembly, s *assembly.Stack, condition string) string {
	d := definitions{assembly: a, stack: s, seen: map[string]bool{}}
	d.condition(condition)
	return strings.Join(d.lines, "\n")
}

// definitions collects what a template says of each name, once.
type definitions struct {
	assembly *assembly.Assembly
	stack    *assembly.Stack
	seen     map[string]bool
	lines    []string
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
			for _, part := range []string{"Type", "Default"} {
				d.add("parameter", name+" "+part, assembly.At(d.stack.Parameters[name], part))
			}
		case key == "Fn::FindInMap":
			d.add("mapping", assembly.Written(m[key]), found(d.stack, m[key]))
		}
		d.inside(m[key])
	}
}

// found is what Fn::FindInMap may yield: the value, or all that is below the first key
// that only a deployment knows, with the default that the function may have.
func found(s *assembly.Stack, argument any) any {
	keys := assembly.List(argument)
	var value any = s.Mappings
	for _, key := range keys[:min(3, len(keys))] {
		name, known := key.(string)
		if !known {
			break
		}
		value = assembly.Map(value)[name]
	}
	if len(keys) > 3 {
		return []any{value, keys[3]}
	}
	return value
}

// mappingChanged says whether a value that reads the same looks up another one. What
// depends on a key that only a deployment knows may be another one.
func (c *comparison) mappingChanged(p *pair, v any) (why string, changes verdict) {
	for _, argument := range assembly.Arguments(v, "Fn::FindInMap") {
		was := c.before.Text(p.before.Stack, found(p.before.Stack, argument))
		is := c.after.Text(p.after.Stack, found(p.after.Stack, argument))
		if was == is {
			continue
		}
		verdict := will
		for _, key := range assembly.List(argument) {
			if _, known := key.(string); !known {
				verdict = may
			}
		}
		if verdict > changes {
			name, _ := assembly.At(argument, 0).(string)
			why, changes = fmt.Sprintf(" (mapping %s is changed)", name), verdict
		}
	}
	return why, changes
}
