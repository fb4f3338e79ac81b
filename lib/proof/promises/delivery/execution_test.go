package delivery

import (
	"fmt"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/checktest"
)

// stack is what CloudFormation answers when it is asked for the stack.
type stack struct {
	status     string
	parameters []string
}

// execution runs a state machine as Step Functions would, against a stack that is made
// up.
type execution struct {
	t      *testing.T
	states any
	input  any
	// looks are the answers to describeStacks; the last stays.
	looks []stack
	// refusals are the answers to updateStack, until it accepts.
	refusals []string
	// updates are the parameters of each updateStack, as "AImage=a:1 BImage" when
	// BImage keeps its value.
	updates []string
}

// run is how the execution ends that begins at a state.
func (e *execution) run(id string) string {
	input := e.input
	for range 100 {
		state := assembly.At(e.states, id)
		variables := map[string]any{"input": input, "context": map[string]any{"Execution": map[string]any{"Input": e.input, "Id": "arn:aws:states:r:1:execution:release:x"}}}
		next := assembly.At(state, "Next")
		switch kind := assembly.At(state, "Type"); kind {
		case "Succeed":
			return id
		case "Fail":
			return fmt.Sprint(e.fill(assembly.At(state, "Error"), variables), ": ", e.fill(assembly.At(state, "Cause"), variables))
		case "Choice":
			next = assembly.At(state, "Default")
			for _, choice := range assembly.List(assembly.At(state, "Choices")) {
				if e.fill(assembly.At(choice, "Condition"), variables) == true {
					next = assembly.At(choice, "Next")
					break
				}
			}
		case "Task":
			result, refusal := e.call(assembly.At(state, "Resource"), e.fill(assembly.At(state, "Arguments"), variables))
			if refusal != "" {
				state = assembly.At(state, "Catch", 0)
				next = assembly.At(state, "Next")
				variables["errorOutput"] = map[string]any{"Cause": refusal}
			}
			variables["result"] = result
			input = result
			if output := assembly.At(state, "Output"); output != nil {
				input = e.fill(output, variables)
			}
		case "Wait":
		default:
			e.t.Fatalf("%s is a %v", id, kind)
		}
		id, _ = next.(string)
	}
	return "endless"
}

// call answers for CloudFormation, with a result or with a refusal.
func (e *execution) call(resource, arguments any) (any, string) {
	switch _, action, _ := strings.Cut(fmt.Sprint(resource), "aws-sdk:"); action {
	case describeStacks:
		now := e.looks[0]
		if len(e.looks) > 1 {
			e.looks = e.looks[1:]
		}
		described := map[string]any{"StackStatus": now.status}
		for _, name := range now.parameters {
			described["Parameters"] = append(assembly.List(described["Parameters"]), map[string]any{"ParameterKey": name, "ParameterValue": "old:1"})
		}
		return map[string]any{"Stacks": []any{described}}, ""
	case updateStack:
		e.updates = append(e.updates, inShort.Replace(assembly.Written(assembly.At(arguments, "Parameters"))))
		if len(e.refusals) > 0 {
			refusal := e.refusals[0]
			e.refusals = e.refusals[1:]
			return nil, refusal
		}
		return map[string]any{"StackId": "arn"}, ""
	default:
		e.t.Fatalf("nobody answers %v", resource)
		return nil, ""
	}
}

// inShort shortens a list of parameters, and leaves what CloudFormation would not take.
var inShort = strings.NewReplacer(own, "", `[{"ParameterKey":"`, "", `,{"ParameterKey":"`, " ", `","ParameterValue":"`, "=", `","UsePreviousValue":true}`, "", `"}`, "", "]", "")

// fill computes the JSONata expressions, "{% … %}", that a value holds. Step Functions
// gives them their input in $states.
func (e *execution) fill(value any, variables map[string]any) any {
	e.t.Helper()
	if fields, ok := value.(map[string]any); ok {
		filled := map[string]any{}
		for name, field := range fields {
			filled[name] = e.fill(field, variables)
		}
		return filled
	}
	text, _ := value.(string)
	if !strings.HasPrefix(text, "{% ") {
		return value
	}
	got, err := checktest.Evaluation(e.t, text, variables)
	if err != nil {
		e.t.Fatal(err)
	}
	return got
}
