package eventpattern

import (
	"encoding/json"
	"fmt"
	"slices"
)

// exactly matches a text, number, truth value or null. Numbers are compared as
// numbers, so 300 matches 300.0, and texts with their case.
func exactly(want any) (test, error) {
	if n, ok := number(want); ok {
		return func(value any) bool {
			got, ok := number(value)
			return ok && got == n
		}, nil
	}
	switch want.(type) {
	case nil, string, bool:
		return func(value any) bool { return plain(value) && value == want }, nil
	}
	return nil, fmt.Errorf("a value is a text, a number, true, false or null, got %v", want)
}

// plain keeps lists and objects away from ==, which they would make panic.
func plain(value any) bool {
	switch value.(type) {
	case nil, string, bool:
		return true
	}
	return false
}

// number reads what JSON decoders and Go code make of a number.
func number(value any) (float64, bool) {
	switch n := value.(type) {
	case float64:
		return n, true
	case int:
		return float64(n), true
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	}
	return 0, false
}

// affix compares texts.
func affix(name string, operand any, matches func(value, want string) bool) (test, error) {
	want, ok := operand.(string)
	if !ok || want == "" {
		return nil, fmt.Errorf("%s takes a text, got %v", name, operand)
	}
	return func(value any) bool {
		got, ok := value.(string)
		return ok && matches(got, want)
	}, nil
}

// exists works on leaves only: of an object, the fields would have to be named.
func exists(operand any) (test, error) {
	want, ok := operand.(bool)
	if !ok {
		return nil, fmt.Errorf("exists takes true or false, got %v", operand)
	}
	return func(value any) bool {
		_, isAbsent := value.(absent)
		_, isObject := value.(map[string]any)
		return want == (!isAbsent && !isObject)
	}, nil
}

// anythingBut matches a value that is there and is none of the operand.
func anythingBut(operand any) (test, error) {
	list, ok := operand.([]any)
	if !ok {
		list = []any{operand}
	}
	var unwanted []test
	for _, item := range list {
		t, err := compileTest(item)
		if _, operator := item.(map[string]any); operator && ok {
			err = fmt.Errorf("anything-but takes one operator or several values, got %v", operand)
		}
		if err != nil {
			return nil, err
		}
		unwanted = append(unwanted, t)
	}
	if len(unwanted) == 0 {
		return nil, fmt.Errorf("anything-but takes a value, got %v", operand)
	}
	return func(value any) bool {
		if _, isAbsent := value.(absent); isAbsent {
			return false
		}
		return !slices.ContainsFunc(unwanted, func(matches test) bool { return matches(value) })
	}, nil
}

// numeric compares with one bound or with two: [">", 0, "<=", 5].
func numeric(operand any) (test, error) {
	list, _ := operand.([]any)
	if len(list) != 2 && len(list) != 4 {
		return nil, fmt.Errorf("numeric takes one comparison or two, got %v", operand)
	}
	var bounds []func(float64) bool
	for i := 0; i < len(list); i += 2 {
		limit, isNumber := number(list[i+1])
		if !isNumber {
			return nil, fmt.Errorf("numeric compares with a number, got %v", list[i+1])
		}
		switch list[i] {
		case "=":
			bounds = append(bounds, func(n float64) bool { return n == limit })
		case "<":
			bounds = append(bounds, func(n float64) bool { return n < limit })
		case "<=":
			bounds = append(bounds, func(n float64) bool { return n <= limit })
		case ">":
			bounds = append(bounds, func(n float64) bool { return n > limit })
		case ">=":
			bounds = append(bounds, func(n float64) bool { return n >= limit })
		default:
			return nil, fmt.Errorf("numeric knows <, <=, =, >= and >, got %v", list[i])
		}
	}
	return func(value any) bool {
		n, isNumber := number(value)
		return isNumber && !slices.ContainsFunc(bounds, func(holds func(float64) bool) bool { return !holds(n) })
	}, nil
}
