package eventpattern

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// reserved are the operators' names. EventBridge takes an $or for an ordinary field
// if an alternative has a field of such a name, so the pattern would mean another
// thing than it says.
// https://github.com/aws/event-ruler#the-or-primitive
var reserved = []string{
	"exactly", "prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "numeric", "exists", "cidr",
}

// compile reads the whole pattern before any event, so that a mistake shows even
// where an event would never get to it.
func compile(pattern map[string]any, inOr bool) (object, error) {
	var o object
	if len(pattern) == 0 {
		return o, errors.New("a pattern needs a field")
	}
	for _, name := range slices.Sorted(maps.Keys(pattern)) {
		if name == "$or" {
			alternatives, err := compileOr(pattern[name])
			if err != nil {
				return o, fmt.Errorf("$or: %w", err)
			}
			o.ors = append(o.ors, alternatives)
			continue
		}
		if inOr && slices.Contains(reserved, name) {
			return o, fmt.Errorf("%s: the name of an operator is no field inside $or", name)
		}
		f, err := compileField(name, pattern[name], inOr)
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
		return nil, fmt.Errorf("want a list of two patterns or more, got %v", value)
	}
	alternatives := make([]object, len(list))
	for i, item := range list {
		pattern, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("want an object for each alternative, got %v", item)
		}
		var err error
		if alternatives[i], err = compile(pattern, true); err != nil {
			return nil, err
		}
	}
	return alternatives, nil
}

func compileField(name string, value any, inOr bool) (field, error) {
	f := field{name: name}
	switch v := value.(type) {
	case map[string]any:
		below, err := compile(v, inOr)
		f.below = &below
		return f, err
	case []any:
		if len(v) == 0 {
			return f, errors.New("an empty list matches nothing")
		}
		for _, item := range v {
			if err := f.add(item); err != nil {
				return f, err
			}
		}
		return f, nil
	}
	return f, fmt.Errorf("want a list of values or a nested pattern, got %v", value)
}

// add reads one item of a leaf's list: a value or an operator.
func (f *field) add(item any) error {
	operator, ok := item.(map[string]any)
	if !ok {
		return f.keep(exactly(item))
	}
	name, operand, err := only(operator)
	if err != nil {
		return err
	}
	switch name {
	case "exists":
		want, ok := operand.(bool)
		if !ok {
			return fmt.Errorf("exists takes true or false, got %v", operand)
		}
		if !want {
			f.absent = true
			return nil
		}
		return f.keep(func(any) bool { return true }, nil)
	case "prefix":
		return f.keep(affix(name, operand, strings.HasPrefix))
	case "suffix":
		return f.keep(affix(name, operand, strings.HasSuffix))
	case "anything-but":
		return f.keep(anythingBut(operand))
	case "cidr":
		return f.keep(cidr(operand))
	case "numeric":
		return f.keep(numeric(operand))
	}
	return f.keep(textual(name, operand))
}

func (f *field) keep(t test, err error) error {
	f.tests = append(f.tests, t)
	return err
}

// only returns the one operator of an object.
func only(operator map[string]any) (name string, operand any, err error) {
	if len(operator) != 1 {
		return "", nil, fmt.Errorf("want one operator, got %v", operator)
	}
	for name, operand = range operator {
		break
	}
	return name, operand, nil
}
