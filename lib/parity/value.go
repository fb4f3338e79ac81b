package parity

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/assembly"
)

// comparison collects the differences. The stack or resource that is compared at
// the moment has a side for each environment that has it.
type comparison struct {
	environments []Environment
	at           Difference
	sides        []side
	found        []Difference
}

// side is a stack or a resource in one environment.
type side struct {
	environment Environment
	stack       *assembly.Stack
	contents    map[string]any
}

// text is what a value amounts to: references by what they refer to, through
// exports too, and the environment's own name as <env>.
func (s side) text(v any) string {
	text := s.environment.Assembly.Text(s.stack, v)
	return withoutHashes(withoutName(s.environment.Name, text))
}

// compareSides compares what a stack or a resource is where it exists. It should
// have as many sides as wanted.
func (c *comparison) compareSides(at Difference, sides []side, wanted int) {
	c.at, c.sides = at, sides
	if len(sides) < wanted {
		there := make([]string, len(sides))
		for i := range there {
			there[i] = Present
		}
		c.note("", there)
	}
	contents, types := make([]any, len(sides)), make([]any, len(sides))
	for i, s := range sides {
		contents[i], types[i] = s.contents, s.contents["Type"]
	}
	if same(c.texts(types)) {
		c.compare("", contents)
	} else { // two types have no property that means the same
		c.compare("Type", types)
	}
}

// note records what the sides have at a path, or as a whole.
func (c *comparison) note(path string, texts []string) {
	d := c.at
	d.Path = path
	for _, env := range c.environments {
		value := Value{Environment: env.Name, Text: Nowhere}
		if path == "" {
			value.Text = Absent
		}
		for i, s := range c.sides {
			if s.environment.Name == env.Name {
				value.Text = texts[i]
			}
		}
		d.Values = append(d.Values, value)
	}
	c.found = append(c.found, d)
}

// compare notes how the sides' values at a path differ, as deep inside them as
// possible. A value that is nil, or AWS::NoValue, is not there.
func (c *comparison) compare(path string, values []any) {
	values = slices.Clone(values)
	for i, v := range values {
		if assembly.At(v, "Ref") == "AWS::NoValue" {
			values[i] = nil
		}
	}
	switch {
	case every(values, func(v any) bool { return v == nil }):
	case slices.Contains(values, nil):
		c.note(path, c.texts(values))
	case every(values, isObject):
		c.compareObjects(path, values)
	case every(values, isList):
		c.compareLists(path, values)
	default:
		c.compareTexts(path, values)
	}
}

func (c *comparison) compareObjects(path string, values []any) {
	members := make([]map[string]any, len(values))
	keys := map[string]bool{}
	for i, v := range values {
		members[i] = map[string]any{}
		for key, member := range assembly.Map(v) {
			key = withoutName(c.sides[i].environment.Name, key)
			members[i][key], keys[key] = member, true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		inside := make([]any, len(values))
		for i := range members {
			inside[i] = members[i][key]
		}
		c.compare(strings.TrimPrefix(path+"."+key, "."), inside)
	}
}

// compareTexts compares what has no parts that a template shows. A text may be JSON
// all the same, such as a dashboard, and then has parts again.
func (c *comparison) compareTexts(path string, values []any) {
	texts := c.texts(values)
	if same(texts) {
		return
	}
	decoded := make([]any, len(texts))
	for i, text := range texts {
		if json.Unmarshal([]byte(text), &decoded[i]) != nil {
			break
		}
	}
	if every(decoded, isObject) || every(decoded, isList) {
		c.compare(path, decoded)
		return
	}
	c.note(path, texts)
}

func (c *comparison) texts(values []any) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		if texts[i] = Absent; v != nil {
			texts[i] = c.sides[i].text(v)
		}
	}
	return texts
}

func same(texts []string) bool {
	return !slices.ContainsFunc(texts, func(text string) bool { return text != texts[0] })
}

func every(values []any, is func(any) bool) bool {
	return !slices.ContainsFunc(values, func(v any) bool { return !is(v) })
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok
}

// isObject says whether v has members, which an intrinsic function has not.
func isObject(v any) bool {
	_, isMap := v.(map[string]any)
	_, _, isFunction := assembly.Intrinsic(v)
	return isMap && !isFunction
}
