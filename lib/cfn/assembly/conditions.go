package assembly

import (
	"encoding/json"
	"fmt"
)

// Holds says whether a condition of the stack is true when its parameters have
// these values, or else their defaults. No condition is always true.
func (s *Stack) Holds(condition string, values map[string]string) (bool, error) {
	if condition == "" {
		return true, nil
	}
	holds, err := s.evaluate(map[string]any{"Condition": condition}, values, 0)
	if err != nil {
		return false, fmt.Errorf("condition %s of stack %s: %w", condition, s.ID, err)
	}
	return holds, nil
}

// evaluate computes an expression of a template's Conditions section.
func (s *Stack) evaluate(expression any, values map[string]string, depth int) (bool, error) {
	if depth > maxDepth {
		return false, fmt.Errorf("is nested too deeply")
	}
	entries := Map(expression)
	if len(entries) != 1 {
		return false, fmt.Errorf("is %s, want one function", Written(expression))
	}
	for function, argument := range entries {
		arguments := List(argument)
		switch {
		case function == "Condition":
			name, _ := argument.(string)
			definition, ok := s.Conditions[name]
			if !ok {
				return false, fmt.Errorf("refers to %q, which is not defined", name)
			}
			return s.evaluate(definition, values, depth+1)
		case function == "Fn::Not" && len(arguments) == 1:
			holds, err := s.evaluate(arguments[0], values, depth+1)
			return !holds, err
		case function == "Fn::Equals" && len(arguments) == 2:
			left, err := s.constant(arguments[0], values)
			if err != nil {
				return false, err
			}
			right, err := s.constant(arguments[1], values)
			return left == right, err
		case (function == "Fn::And" || function == "Fn::Or") && len(arguments) > 0:
			return s.evaluateAll(function == "Fn::And", arguments, values, depth)
		}
	}
	return false, fmt.Errorf("is %s, which is no function of conditions", Written(expression))
}

// evaluateAll computes Fn::And and Fn::Or.
func (s *Stack) evaluateAll(and bool, expressions []any, values map[string]string, depth int) (bool, error) {
	result := and
	for _, expression := range expressions {
		holds, err := s.evaluate(expression, values, depth+1)
		if err != nil {
			return false, err
		}
		if holds != and {
			result = holds
		}
	}
	return result, nil
}

// constant is a text in a condition: written out, or the value of a parameter.
func (s *Stack) constant(v any, values map[string]string) (string, error) {
	if text, ok := v.(string); ok {
		return text, nil
	}
	name, ok := At(v, "Ref").(string)
	if !ok {
		return "", fmt.Errorf("compares %s, which only a deployment knows", Written(v))
	}
	if value, given := values[name]; given {
		return value, nil
	}
	if value := s.pseudo(name); value != "" {
		return value, nil
	}
	value, ok := At(s.Parameters[name], "Default").(string)
	if !ok {
		return "", fmt.Errorf("compares parameter %s, which has no default", name)
	}
	return value, nil
}

// Written shows a value as the template has it.
func Written(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}
