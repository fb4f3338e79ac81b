// Package eventpattern says whether an EventBridge event pattern matches an event,
// so that a rule can be tried with a corpus of events. It knows the operators whose
// documented cases it is tested with, and refuses a pattern with any other.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
package eventpattern

import (
	"slices"
)

// Match says whether a pattern matches an event; both are decoded JSON. A pattern
// that EventBridge would refuse, or that holds an operator unknown here, is an
// error, whatever the event.
func Match(pattern, event map[string]any) (bool, error) {
	compiled, err := compile(pattern)
	if err != nil {
		return false, err
	}
	return compiled.match(event), nil
}

// object is a pattern, or a part of one: all of its fields and all of its
// alternatives must match.
type object struct {
	fields       []field
	alternatives [][]object // of each $or, one must match
}

// field matches when the objects or the tests below its name do.
type field struct {
	name  string
	below *object
	tests []test // one must pass
}

// test is one value or operator of a leaf. An absent field is passed as absent.
type test func(value any) bool

// absent is the value of a field that an event does not have.
type absent struct{}

func (o object) match(event any) bool {
	// A list of objects matches by any of its items.
	if list, ok := event.([]any); ok {
		return slices.ContainsFunc(list, o.match)
	}
	fields, _ := event.(map[string]any)
	for _, f := range o.fields {
		if !f.match(fields) {
			return false
		}
	}
	for _, or := range o.alternatives {
		if !slices.ContainsFunc(or, func(alternative object) bool { return alternative.match(event) }) {
			return false
		}
	}
	return true
}

func (f field) match(event map[string]any) bool {
	value, there := event[f.name]
	if f.below != nil {
		return f.below.match(value)
	}
	values := []any{absent{}}
	if list, ok := value.([]any); ok {
		// Any item of a list may match; an empty one is as good as absent.
		if len(list) > 0 {
			values = list
		}
	} else if there {
		values = []any{value}
	}
	return slices.ContainsFunc(f.tests, func(passes test) bool { return slices.ContainsFunc(values, passes) })
}
