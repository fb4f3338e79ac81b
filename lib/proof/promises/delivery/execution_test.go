package delivery

import (
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

// execution is one of the release, against a stack that is made up.
type execution struct {
	t     *testing.T
	input any
	// looks are the answers to describeStacks; the last stays.
	looks []stack
	// refusals are the answers to updateStack, until it accepts.
	refusals []string
	// updates are the parameters of each updateStack, as "AImage=a:1 BImage" when
	// BImage keeps its value.
	updates []string
}

// run is how the execution of a state machine ends.
func (e *execution) run(definition any) string {
	e.t.Helper()
	return checktest.Machine{
		Definition: definition, Input: e.input, Call: e.call,
		Context: func(string) map[string]any {
			return map[string]any{"Execution": map[string]any{"Input": e.input, "Id": "arn:aws:states:r:1:execution:release:x"}}
		},
	}.Run(e.t)
}

// call answers for CloudFormation, with a result or with a refusal.
func (e *execution) call(resource string, arguments any) (any, string) {
	switch _, action, _ := strings.Cut(resource, "aws-sdk:"); action {
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
