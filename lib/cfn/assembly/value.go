package assembly

import (
	"maps"
	"slices"
)

// At returns the value inside v that the path of string keys and int indexes
// leads to, or nil when there is none. A template under test may have any
// shape, so nothing here panics.
func At(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			v = Map(v)[step]
		case int:
			list := List(v)
			if step < 0 || step >= len(list) {
				return nil
			}
			v = list[step]
		default:
			return nil
		}
	}
	return v
}

// List returns v as a list, or nil.
func List(v any) []any {
	list, _ := v.([]any)
	return list
}

// Map returns v as a map, or nil.
func Map(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// Arguments returns what each use of an intrinsic function inside v is given, in a stable
// order.
func Arguments(v any, function string) []any {
	if !Uses(v, function) { // most values do not, and need no order
		return nil
	}
	var found []any
	for _, item := range List(v) {
		found = append(found, Arguments(item, function)...)
	}
	m := Map(v)
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if key == function {
			found = append(found, m[key])
		}
		found = append(found, Arguments(m[key], function)...)
	}
	return found
}

// Uses says whether an intrinsic function is anywhere inside v.
func Uses(v any, function string) bool {
	for _, item := range List(v) {
		if Uses(item, function) {
			return true
		}
	}
	for key, item := range Map(v) {
		if key == function || Uses(item, function) {
			return true
		}
	}
	return false
}

// Intrinsic returns the function and argument of a template's intrinsic
// function: a map whose one key is Ref or starts with Fn::.
func Intrinsic(v any) (function string, argument any, ok bool) {
	m := Map(v)
	if len(m) != 1 {
		return "", nil, false
	}
	for function, argument := range m {
		if function == "Ref" || len(function) > 4 && function[:4] == "Fn::" {
			return function, argument, true
		}
	}
	return "", nil, false
}
