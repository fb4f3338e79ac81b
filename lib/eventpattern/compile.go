package eventpattern

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// compile reads a pattern as a whole, so that a mistake shows even where an event
// would never get to it.
func compile(pattern map[string]any) (object, error) {
	var o object
	if len(pattern) == 0 {
		return o, fmt.Errorf("an empty pattern matches nothing that EventBridge accepts")
	}
	for _, name := range slices.Sorted(maps.Keys(pattern)) {
		if name == "$or" {
			alternatives, err := compileOr(pattern[name])
			if err != nil {
				return o, err
			}
			o.alternatives = append(o.alternatives, alternatives)
			continue
		}
		f, err := compileField(name, pattern[name])
		if err != nil {
			return o, fmt.Errorf("%s: %w", name, err)
		}
		o.fields = append(o.fields, f)
	}
	return o, nil
}

func compileOr(value any) ([]object, error) {
	list, _ := value.([]any)
	if len(list) < 2 {
		return nil, fmt.Errorf("$or must list two patterns or more, got %v", value)
	}
	var alternatives []object
	for _, item := range list {
		pattern, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("$or must list patterns, got %v", item)
		}
		o, err := compile(pattern)
		if err != nil {
			return nil, err
		}
		alternatives = append(alternatives, o)
	}
	return alternatives, nil
}

func compileField(name string, value any) (field, error) {
	f := field{name: name}
	switch v := value.(type) {
	case map[string]any:
		below, err := compile(v)
		f.below = &below
		return f, err
	case []any:
		if len(v) == 0 {
			return f, fmt.Errorf("an empty list matches nothing")
		}
		for _, item := range v {
			t, err := compileTest(item)
			if err != nil {
				return f, err
			}
			f.tests = append(f.tests, t)
		}
		return f, nil
	}
	return f, fmt.Errorf("a pattern's leaf is a list, got %v", value)
}

func compileTest(value any) (test, error) {
	operator, ok := value.(map[string]any)
	if !ok {
		return exactly(value)
	}
	if len(operator) != 1 {
		return nil, fmt.Errorf("one operator at a time, got %v", value)
	}
	for name, operand := range operator {
		switch name {
		case "prefix":
			return affix(name, operand, strings.HasPrefix)
		case "suffix":
			return affix(name, operand, strings.HasSuffix)
		case "equals-ignore-case":
			return affix(name, operand, strings.EqualFold)
		case "exists":
			return exists(operand)
		case "anything-but":
			return anythingBut(operand)
		case "numeric":
			return numeric(operand)
		}
		return nil, fmt.Errorf("unknown operator %q", name)
	}
	return nil, nil
}
