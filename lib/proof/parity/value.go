package parity

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// comparison collects the differences. The stack or resource that is compared at
// the moment has a side for each environment that has it.
type comparison struct {
	environments []Environment
	ids          ids
	at           Difference
	sides        []side
	found        []Difference
}

// side is a stack or a resource in one environment.
type side struct {
	environment Environment
	ids         ids
	stack       *assembly.Stack
	contents    any // resolved
}

// compareSides compares what a stack or a resource is where it exists. It should
// have as many sides as wanted.
func (c *comparison) compareSides(at Difference, sides []side, wanted int) {
	c.at, c.sides = at, sides
	if len(sides) < wanted {
		there := make([]any, len(sides))
		for i := range there {
			there[i] = Present
		}
		c.note("", there)
	}
	contents, types := make([]any, len(sides)), make([]any, len(sides))
	for i, s := range sides {
		contents[i], types[i] = s.contents, assembly.At(s.contents, "Type")
	}
	if every(types, func(t any) bool { return t == types[0] }) {
		c.compare("", contents)
	} else { // two types have no property that means the same
		c.compare("Type", types)
	}
}

// note records what the sides have at a path, or as a whole.
func (c *comparison) note(path string, values []any) {
	d := c.at
	d.Path = path
	for _, env := range c.environments {
		value := Value{Environment: env.Name, Text: Nowhere}
		if path == "" {
			value.Text = Absent
		}
		for i, s := range c.sides {
			switch {
			case s.environment.Name != env.Name:
			case values[i] == nil:
				value.Text = Absent
			default:
				value.Text, value.There = written(values[i]), true
			}
		}
		d.Values = append(d.Values, value)
	}
	c.found = append(c.found, d)
}

// compare notes how the sides' values at a path differ, as deep inside them as
// possible. A value that is nil is not there.
func (c *comparison) compare(path string, values []any) {
	switch {
	case every(values, func(v any) bool { return v == nil }):
	case slices.Contains(values, nil):
		c.note(path, values)
	case every(values, isObject):
		c.compareObjects(path, values)
	case every(values, isList):
		c.compareLists(path, values)
	default:
		c.compareTexts(path, values)
	}
}

func (c *comparison) compareObjects(path string, values []any) {
	keys := map[string]bool{}
	for _, v := range values {
		for key := range assembly.Map(v) {
			keys[key] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		inside := make([]any, len(values))
		for i, v := range values {
			inside[i] = assembly.At(v, key)
		}
		c.compare(strings.TrimPrefix(path+"."+key, "."), inside)
	}
}

// compareTexts compares what has no parts that all sides show. A text may be JSON
// all the same, such as a dashboard, and then has parts again.
func (c *comparison) compareTexts(path string, values []any) {
	nested := func(v any) bool { return isList(v) || isObject(v) }
	if slices.ContainsFunc(values, nested) {
		c.note(path, values)
		return
	}
	first := written(values[0])
	if every(values, func(v any) bool { return written(v) == first }) {
		return
	}
	decoded := make([]any, len(values))
	for i, v := range values {
		if json.Unmarshal([]byte(written(v)), &decoded[i]) != nil {
			break
		}
	}
	known := len(c.found)
	if every(decoded, isObject) || every(decoded, isList) {
		c.compare(path, decoded)
	}
	if len(c.found) == known {
		c.note(path, values)
	}
}

func every(values []any, is func(any) bool) bool {
	return !slices.ContainsFunc(values, func(v any) bool { return !is(v) })
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok
}

func isObject(v any) bool {
	_, ok := v.(map[string]any)
	return ok
}
