package assembly

import (
	"fmt"
	"maps"
	"slices"
)

// noValue is what takes a property away.
const noValue = "AWS::NoValue"

// Given returns the assembly as CloudFormation deploys it with these values of the
// parameters, whichever stack has them, and the defaults of the others: resources
// and outputs whose condition is false are gone, and so is every Fn::If. The
// assembly itself stays as it is.
func (a *Assembly) Given(parameters map[string]string) (*Assembly, error) {
	given := &Assembly{Missing: a.Missing}
	for _, s := range a.Stacks {
		stack, err := s.given(parameters)
		if err != nil {
			return nil, err
		}
		given.Stacks = append(given.Stacks, stack)
	}
	return given, nil
}

func (s *Stack) given(parameters map[string]string) (*Stack, error) {
	g := *s
	g.Conditions, g.Outputs, g.Resources = nil, map[string]any{}, map[string]*Resource{}
	choice := choice{stack: s, parameters: parameters}
	for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
		r := *s.Resources[id]
		if !choice.holds(r.Condition) {
			continue
		}
		r.Stack, r.Condition = &g, ""
		r.Properties = Map(choice.of(r.Properties))
		g.Resources[id] = &r
	}
	for _, id := range slices.Sorted(maps.Keys(s.Outputs)) {
		if condition, _ := At(s.Outputs[id], "Condition").(string); choice.holds(condition) {
			g.Outputs[id] = choice.of(s.Outputs[id])
		}
	}
	if choice.err != nil {
		return nil, fmt.Errorf("stack %s: %w", s.ID, choice.err)
	}
	// What waited for a resource that is not there waits for nothing.
	for _, r := range g.Resources {
		r.DependsOn = slices.DeleteFunc(slices.Clone(r.DependsOn), func(id string) bool { return g.Resources[id] == nil && s.Resources[id] != nil })
	}
	return &g, nil
}

// choice decides every Fn::If of a stack. It keeps the first error.
type choice struct {
	stack      *Stack
	parameters map[string]string
	err        error
}

func (c *choice) holds(condition string) bool {
	holds, err := c.stack.Holds(condition, c.parameters)
	if c.err == nil {
		c.err = err
	}
	return holds
}

// of returns a copy of v in which each Fn::If is its outcome.
func (c *choice) of(v any) any {
	if function, argument, _ := Intrinsic(v); function == "Fn::If" {
		condition, _ := At(argument, 0).(string)
		if branches := List(argument); condition != "" && len(branches) == 3 {
			if c.holds(condition) {
				return c.of(branches[1])
			}
			return c.of(branches[2])
		}
		c.err = fmt.Errorf("%s is no Fn::If", Written(v))
	}
	switch v := v.(type) {
	case []any:
		list := make([]any, 0, len(v))
		for _, item := range v {
			if chosen := c.of(item); !nothing(chosen) {
				list = append(list, chosen)
			}
		}
		return list
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, item := range v {
			if chosen := c.of(item); !nothing(chosen) {
				m[key] = chosen
			}
		}
		return m
	}
	return v
}

func nothing(v any) bool {
	function, argument, _ := Intrinsic(v)
	return function == "Ref" && argument == noValue
}
