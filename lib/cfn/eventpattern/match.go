// Package eventpattern says whether an Amazon EventBridge event pattern matches an
// event, so that a rule can be tried on a corpus of events without an AWS account.
// What it has no documented case for, it refuses: a test must not pass on a guess.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
package eventpattern

import (
	"slices"
	"strings"
)

// Pattern is a pattern that was compiled, to be tried on events.
type Pattern struct{ either []object }

// Compile reads a pattern, which is decoded JSON and may hold Go's own numbers. It refuses
// one that is malformed, or that holds an operator or an operand unknown here.
func Compile(pattern map[string]any) (Pattern, error) {
	compiled, err := compile(pattern, false)
	if err != nil {
		return Pattern{}, err
	}
	return Pattern{compiled.expanded()}, nil
}

// Matches says whether the pattern matches event, which is decoded JSON. Exact numbers
// compare by value: decoding to float64 has already lost how they were written, which the
// documentation's "300 is not 300.0" is about.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
func (p Pattern) Matches(event map[string]any) bool {
	return slices.ContainsFunc(p.either, func(o object) bool { return o.match(event, []map[string]any{event}) })
}

// object is a pattern or a part of one. All of its fields must match, and one
// alternative of each $or.
type object struct {
	fields []field
	ors    [][]object
}

// field holds the pattern below a name, or the tests of a leaf.
type field struct {
	name  string
	below *object
	tests []test
	// absent stands for {"exists": false}, which has no value to test.
	absent bool
}

// test is a value or an operator, tried on one leaf of an event.
type test func(leaf any) bool

// match tries one object of the event; the pattern has no $or. Its peers are all objects
// at the same path, itself included: a field is absent only when none of them has it.
// EventBridge looks at the fields in the order of their names. One that it has found in an
// item of a list leaves only this item for those after it.
// https://github.com/aws/event-ruler/blob/main/src/main/software/amazon/event/ruler/ArrayMembership.java
func (o object) match(one map[string]any, peers []map[string]any) bool {
	for _, f := range o.fields {
		if !f.match(one, peers) {
			return false
		}
		if f.found(one) {
			peers = []map[string]any{one}
		}
	}
	return true
}

func (f field) match(one map[string]any, peers []map[string]any) bool {
	if f.below != nil {
		here, everywhere := objects(one[f.name]), []map[string]any{}
		for _, peer := range peers {
			everywhere = append(everywhere, objects(peer[f.name])...)
		}
		if len(here) == 0 {
			// No object is one without fields: it may still match {"exists": false}.
			here = []map[string]any{nil}
		}
		return slices.ContainsFunc(here, func(o map[string]any) bool { return f.below.match(o, everywhere) })
	}
	for _, leaf := range leaves(one, f.name) {
		if slices.ContainsFunc(f.tests, func(passes test) bool { return passes(leaf) }) {
			return true
		}
	}
	return f.absent && !slices.ContainsFunc(peers, func(o map[string]any) bool { return len(leaves(o, f.name)) > 0 })
}

// found reports whether what has matched is a value of this object.
func (f field) found(one map[string]any) bool {
	if f.below == nil {
		return len(leaves(one, f.name)) > 0
	}
	return slices.ContainsFunc(objects(one[f.name]), func(inner map[string]any) bool {
		return slices.ContainsFunc(f.below.fields, func(g field) bool { return g.found(inner) })
	})
}

// expanded returns the pattern as the patterns without $or that it stands for: EventBridge
// makes a rule of each combination of alternatives, with the fields around them.
// https://github.com/aws/event-ruler#the-or-primitive
func (o object) expanded() []object {
	all := []object{{}}
	combine := func(more []object) {
		var combined []object
		for _, one := range all {
			for _, other := range more {
				combined = append(combined, one.merged(other))
			}
		}
		all = combined
	}
	for _, f := range o.fields {
		choices := []object{{fields: []field{f}}}
		if f.below != nil {
			choices = nil
			for _, below := range f.below.expanded() {
				choices = append(choices, object{fields: []field{{name: f.name, below: &below}}})
			}
		}
		combine(choices)
	}
	for _, alternatives := range o.ors {
		var choices []object
		for _, a := range alternatives {
			choices = append(choices, a.expanded()...)
		}
		combine(choices)
	}
	return all
}

// merged returns a pattern with the fields of both, in the order of their names. Fields
// below one name are about the same item of a list.
func (o object) merged(other object) object {
	all := object{fields: slices.Clone(o.fields)}
	for _, f := range other.fields {
		i := slices.IndexFunc(all.fields, func(g field) bool { return g.name == f.name && g.below != nil && f.below != nil })
		if i < 0 {
			all.fields = append(all.fields, f)
			continue
		}
		below := all.fields[i].below.merged(*f.below)
		all.fields[i] = field{name: f.name, below: &below}
	}
	slices.SortStableFunc(all.fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
	return all
}

// objects flattens lists, as EventBridge does, and leaves out what is no object.
func objects(value any) []map[string]any {
	switch v := value.(type) {
	case map[string]any:
		return []map[string]any{v}
	case []any:
		var found []map[string]any
		for _, item := range v {
			found = append(found, objects(item)...)
		}
		return found
	}
	return nil
}

// leaves flattens the lists of a field and leaves out its objects, which only a
// longer path would reach. An empty list has no leaf, so it counts as absent.
func leaves(o map[string]any, name string) []any {
	value, there := o[name]
	if !there {
		return nil
	}
	return flat(value)
}

func flat(value any) []any {
	switch v := value.(type) {
	case map[string]any:
		return nil
	case []any:
		var found []any
		for _, item := range v {
			found = append(found, flat(item)...)
		}
		return found
	}
	return []any{value}
}
