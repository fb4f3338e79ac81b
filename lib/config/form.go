package config

import (
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"

	"example.com/chassis/lib/config/input"
)

// form is what a value must look like, for an editor. A number, a flag and a list may
// also be written as text, and null removes what is below.
type form struct {
	// kind is the type in JSON schema, or of each entry of a list.
	kind string
	list bool
	// text is what a value looks like that is written as text; empty for any text.
	text string
	// bounds are the conditions on the value or on each entry.
	bounds map[string]any
	// choices are the only values.
	choices []any
	// entries are the conditions on a list as a whole.
	entries map[string]any
	// zeroIsOff lets 0 stand beside the bounds.
	zeroIsOff bool
}

var (
	textForm    = form{kind: "string", bounds: map[string]any{"minLength": 1}}
	wholeForm   = form{kind: "integer", text: `^[+-]?[0-9]+$`}
	decimalForm = form{kind: "number", text: `^[+-]?[0-9]+(\.[0-9]+)?$`}
	flagForm    = form{kind: "boolean", text: `^(true|false)$`}
	wordsForm   = form{kind: "string", list: true, text: `^\s*\[`}
	tableForm   = form{kind: "object", bounds: map[string]any{
		"additionalProperties": map[string]any{"type": []string{"string", "null"}},
	}}
)

// several is the form of a list.
func (f form) several() form {
	f.list, f.bounds = true, map[string]any{}
	return f
}

// schema is the form in the words of JSON schema.
func (f form) schema() map[string]any {
	var schema map[string]any
	switch kind := f.one(); {
	case f.list && f.kind == "string":
		schema = map[string]any{"type": []string{"array", "string", "null"}, "items": kind}
	case f.list:
		schema = map[string]any{"type": []string{"array", "string", "null"}, "items": withText(kind, f.kind, f.text)}
	case len(f.choices) > 0 && f.kind != "string":
		schema = map[string]any{"anyOf": []any{kind, map[string]any{"type": "string", "pattern": f.text}, map[string]any{"type": "null"}}}
	case len(f.choices) > 0:
		schema = map[string]any{"enum": append(slices.Clone(f.choices), nil)}
	case f.kind == "string" || f.kind == "object":
		schema = kind
		schema["type"] = []string{f.kind, "null"}
	default:
		schema = withText(kind, f.kind, f.text, "null")
	}
	switch {
	case f.list && f.text != "" && f.kind == "string":
		schema["pattern"] = f.text
	case f.list:
		schema["uniqueItems"] = true
	}
	maps.Copy(schema, f.entries)
	return schema
}

// one is the form of one value that is not written as text.
func (f form) one() map[string]any {
	if len(f.choices) > 0 {
		return map[string]any{"enum": f.choices}
	}
	schema := map[string]any{"type": f.kind}
	bounds := schema
	if f.zeroIsOff {
		bounds = map[string]any{}
		schema["anyOf"] = []any{map[string]any{"const": 0}, bounds}
	}
	maps.Copy(bounds, f.bounds)
	return schema
}

// withText lets the value be written as text too. Bounds of numbers do not look at it.
func withText(schema map[string]any, kind, pattern string, more ...string) map[string]any {
	schema["type"] = append([]string{kind, "string"}, more...)
	schema["pattern"] = pattern
	return schema
}

// A bound is written once, with the field: it refuses a value here, and an editor refuses
// it by the schema.

// between bounds a number.
func (f field[O]) between(lowest, highest float64) field[O] {
	f = f.hinted("minimum", lowest).hinted("maximum", highest)
	off := ""
	if f.form.zeroIsOff {
		off = "0 or "
	}
	return f.must(func(value any, fail reporter) {
		if got := float(value); (got < lowest || got > highest) && (off == "" || got != 0) {
			fail("%s must be %sbetween %s and %s, got %s", f.name, off, number(lowest), number(highest), number(got))
		}
	})
}

// inSteps bounds a number to the multiples of a step.
func (f field[O]) inSteps(lowest, highest, step float64) field[O] {
	f = f.hinted("minimum", lowest).hinted("maximum", highest).hinted("multipleOf", step)
	return f.must(func(value any, fail reporter) {
		if got := float(value); got < lowest || got > highest || math.Mod(got, step) != 0 {
			fail("%s must be between %s and %s in steps of %s, got %s", f.name, number(lowest), number(highest), number(step), number(got))
		}
	})
}

// oneOf leaves the choice between some values.
func (f field[O]) oneOf(choices []any) field[O] {
	return f.offering(choices).must(func(value any, fail reporter) {
		if !slices.Contains(choices, value) {
			fail("%s must be %s, got %s", f.name, oneOf(choices), input.JSON(value))
		}
	})
}

// matching requires a text of a pattern, which wanted says for people.
func (f field[O]) matching(pattern *regexp.Regexp, wanted string) field[O] {
	return f.shaped(pattern).must(func(value any, fail reporter) {
		if text, ok := value.(string); ok && text != "" && !pattern.MatchString(text) {
			fail("%s must be %s, got %q", f.name, wanted, text)
		}
	})
}

// longest bounds the length of a text.
func (f field[O]) longest(characters int) field[O] {
	return f.hinted("maxLength", characters).must(func(value any, fail reporter) {
		if text, ok := value.(string); ok && len(text) > characters {
			fail("%s must have at most %d characters, got %d", f.name, characters, len(text))
		}
	})
}

// most bounds the length of a list.
func (f field[O]) most(entries int) field[O] {
	f = f.entries("maxItems", entries)
	f.checks = append(slices.Clone(f.checks), func(value any, fail reporter) {
		if got := reflect.ValueOf(value).Len(); got > entries {
			fail("%s must have at most %d entries, got %d", f.name, entries, got)
		}
	})
	return f
}

// must adds a check of the value, or of each value in a list.
func (f field[O]) must(check func(value any, fail reporter)) field[O] {
	f.checks = append(slices.Clone(f.checks), func(value any, fail reporter) {
		if !f.form.list {
			check(value, fail)
			return
		}
		for i, list := 0, reflect.ValueOf(value); i < list.Len(); i++ {
			check(list.Index(i).Interface(), fail)
		}
	})
	return f
}

// check runs the checks on an object's value, up to the first that fails.
func (f field[O]) check(o O, fail reporter) {
	failed := false
	for _, check := range f.checks {
		check(f.get(o), func(format string, args ...any) {
			failed = true
			fail(format, args...)
		})
		if failed {
			return
		}
	}
}

// The following tell editors only, where a rule says more to the user.

// hinted adds a condition of JSON schema on a value, or on each entry of a list.
func (f field[O]) hinted(condition string, value any) field[O] {
	f.form.bounds = input.Merge(f.form.bounds, map[string]any{condition: value})
	return f
}

// entries adds a condition of JSON schema on a list.
func (f field[O]) entries(condition string, value any) field[O] {
	f.form.entries = input.Merge(f.form.entries, map[string]any{condition: value})
	return f
}

// shaped gives the pattern of a text.
func (f field[O]) shaped(pattern *regexp.Regexp) field[O] {
	return f.hinted("pattern", pattern.String())
}

// never gives a pattern that a text must not have.
func (f field[O]) never(pattern *regexp.Regexp) field[O] {
	return f.hinted("not", map[string]any{"type": "string", "pattern": pattern.String()})
}

// offering gives the only values.
func (f field[O]) offering(choices []any) field[O] {
	f.form.choices = choices
	return f
}

// anyOf makes choices of values of a type.
func anyOf[T any](values []T) []any {
	choices := make([]any, len(values))
	for i, value := range values {
		choices[i] = value
	}
	return choices
}

func float(value any) float64 {
	if whole, ok := value.(int); ok {
		return float64(whole)
	}
	decimal, _ := value.(float64)
	return decimal
}
