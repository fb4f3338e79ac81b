package promises

import (
	"fmt"

	"example.com/chassis/lib/assembly"
)

// existing returns the resources of a stack that CloudFormation creates when its
// parameters have these values.
func (v *review) existing(s *assembly.Stack, values map[string]string) map[*assembly.Resource]bool {
	found := map[*assembly.Resource]bool{}
	for _, r := range s.Resources {
		if v.holds(s, r.Condition, values) {
			found[r] = true
		}
	}
	return found
}

// holds says whether a condition of a stack is true, and complains about one
// that it cannot judge. No condition is always true.
func (v *review) holds(s *assembly.Stack, condition string, values map[string]string) bool {
	if condition == "" {
		return true
	}
	holds, err := evaluate(s, map[string]any{"Condition": condition}, values, 0)
	if err != nil {
		v.add("condition %s of stack %s: %v", condition, s.ID, err)
	}
	return holds
}

// evaluate computes an expression of a template's Conditions section.
func evaluate(s *assembly.Stack, expression any, values map[string]string, depth int) (bool, error) {
	if depth > 16 {
		return false, fmt.Errorf("is nested too deeply")
	}
	entries := assembly.Map(expression)
	if len(entries) != 1 {
		return false, fmt.Errorf("is %s, want one function", shown(expression))
	}
	for function, argument := range entries {
		arguments := assembly.List(argument)
		switch {
		case function == "Condition":
			name, _ := argument.(string)
			definition, ok := s.Conditions[name]
			if !ok {
				return false, fmt.Errorf("refers to %q, which is not defined", name)
			}
			return evaluate(s, definition, values, depth+1)
		case function == "Fn::Not" && len(arguments) == 1:
			holds, err := evaluate(s, arguments[0], values, depth+1)
			return !holds, err
		case function == "Fn::Equals" && len(arguments) == 2:
			left, err := constant(s, arguments[0], values)
			if err != nil {
				return false, err
			}
			right, err := constant(s, arguments[1], values)
			return left == right, err
		case (function == "Fn::And" || function == "Fn::Or") && len(arguments) > 0:
			return evaluateAll(s, function == "Fn::And", arguments, values, depth)
		}
	}
	return false, fmt.Errorf("is %s, which is no function of conditions", shown(expression))
}

// evaluateAll computes Fn::And and Fn::Or.
func evaluateAll(s *assembly.Stack, and bool, expressions []any, values map[string]string, depth int) (bool, error) {
	result := and
	for _, expression := range expressions {
		holds, err := evaluate(s, expression, values, depth+1)
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
func constant(s *assembly.Stack, v any, values map[string]string) (string, error) {
	if text, ok := v.(string); ok {
		return text, nil
	}
	name, ok := assembly.At(v, "Ref").(string)
	if !ok {
		return "", fmt.Errorf("compares %s, which only a deployment knows", shown(v))
	}
	if value, given := values[name]; given {
		return value, nil
	}
	value, ok := assembly.At(s.Parameters[name], "Default").(string)
	if !ok {
		return "", fmt.Errorf("compares parameter %s, which has no default", name)
	}
	return value, nil
}
