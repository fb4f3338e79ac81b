package checktest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Machine runs a state machine as Step Functions would.
type Machine struct {
	// Definition is that of the machine, decoded.
	Definition any
	// Input is what the execution is given.
	Input any
	// Context is what the machine knows of its execution, for the state that it enters.
	Context func(state string) map[string]any
	// Call answers for an AWS service, with a result or with a refusal.
	Call func(resource string, arguments any) (result any, refusal string)
}

// longestRun is the number of states after which a run has no end.
const longestRun = 100

// Run is how an execution ends.
func (m Machine) Run(t *testing.T) string {
	t.Helper()
	input, id := m.Input, fmt.Sprint(assembly.At(m.Definition, "StartAt"))
	for range longestRun {
		state := assembly.At(m.Definition, "States", id)
		variables := map[string]any{"input": input, "context": m.Context(id)}
		next := assembly.At(state, "Next")
		switch kind := assembly.At(state, "Type"); kind {
		case "Succeed":
			return id
		case "Fail":
			return fmt.Sprint(fill(t, assembly.At(state, "Error"), variables), ": ", fill(t, assembly.At(state, "Cause"), variables))
		case "Choice":
			next = choose(t, state, variables)
		case "Task":
			result, refusal := m.try(t, state, variables)
			if refusal != "" {
				state = assembly.At(state, "Catch", 0)
				if state == nil {
					return id + ": " + refusal
				}
				next = assembly.At(state, "Next")
				variables["errorOutput"] = map[string]any{"Cause": refusal}
			}
			variables["result"] = result
			input = result
			if output := assembly.At(state, "Output"); output != nil {
				input = fill(t, output, variables)
			}
		case "Wait":
		default:
			t.Fatalf("%s is a %v", id, kind)
		}
		id, _ = next.(string)
	}
	return "endless"
}

// choose is where a Choice leads to.
func choose(t *testing.T, state any, variables map[string]any) any {
	t.Helper()
	for _, choice := range assembly.List(assembly.At(state, "Choices")) {
		if fill(t, assembly.At(choice, "Condition"), variables) == true {
			return assembly.At(choice, "Next")
		}
	}
	return assembly.At(state, "Default")
}

// try makes the call of a Task, again after each refusal where the state tries again
// whatever happens.
func (m Machine) try(t *testing.T, state any, variables map[string]any) (result any, refusal string) {
	t.Helper()
	attempts := 1
	for _, retry := range assembly.List(assembly.At(state, "Retry")) {
		if more, _ := assembly.At(retry, "MaxAttempts").(float64); slices.Contains(assembly.List(assembly.At(retry, "ErrorEquals")), any("States.ALL")) {
			attempts += int(more)
		}
	}
	for range attempts {
		result, refusal = m.Call(fmt.Sprint(assembly.At(state, "Resource")), fill(t, assembly.At(state, "Arguments"), variables))
		if refusal == "" {
			break
		}
	}
	return result, refusal
}

// fill computes the JSONata expressions, "{% … %}", that a value holds. Step Functions
// gives them their input in $states.
func fill(t *testing.T, value any, variables map[string]any) any {
	t.Helper()
	if fields, ok := value.(map[string]any); ok {
		filled := map[string]any{}
		for name, field := range fields {
			filled[name] = fill(t, field, variables)
		}
		return filled
	}
	text, _ := value.(string)
	if !strings.HasPrefix(text, "{% ") {
		return value
	}
	got, err := Evaluation(t, text, variables)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// InDefinition replaces a text in the definition of a state machine, between its references.
func InDefinition(name, old, text string) Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		parts, changed := assembly.List(Find(t, p, name).At("DefinitionString", "Fn::Join", 1)), false
		for i, part := range parts {
			if s, isText := part.(string); isText && strings.Contains(s, old) {
				parts[i], changed = strings.ReplaceAll(s, old, text), true
			}
		}
		if !changed {
			t.Fatalf("the definition of %s has no %s", name, old)
		}
	}
}
