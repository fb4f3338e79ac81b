package delivery

import (
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func releaseKeepsTheTemplate(v *check.Review) {
	if !delivers(v) {
		v.Count(v.WithText(parts.StateMachine, v.Settings.ReleaseName(), "StateMachineName"), 0, "state machine of the release")
		return
	}
	machine := parts.ReleaseMachine(v)
	if machine == nil {
		return
	}
	releaseOnlyUpdates(v, machine)
	releaseMay(v, machine)
}

// Calls of the release.
const (
	describeStacks = "cloudformation:describeStacks"
	updateStack    = "cloudformation:updateStack"
)

// definition is what the promises read of a state machine.
type definition struct {
	StartAt string
	States  map[string]struct {
		Resource, Default string
		Arguments, Output map[string]any
		Choices           []struct{ Condition, Next string }
	}
}

// releaseDefinition is that of the release.
func releaseDefinition(v *check.Review, machine *assembly.Resource) (read definition, ok bool) {
	ok = parts.Definition(v, machine, &read)
	return read, ok
}

func releaseTakesOwnImages(v *check.Review) {
	if !delivers(v) {
		return // releaseKeepsTheTemplate asks for no state machine then
	}
	machine := parts.ReleaseMachine(v)
	if machine == nil {
		return
	}
	definition, ok := releaseDefinition(v, machine)
	if !ok {
		return
	}
	images := v.Settings.Platform + "/"
	if v.Settings.Instance == "" {
		images += v.Settings.Label() + "/"
	}
	mistake, _ := definition.States[definition.StartAt].Output["mistake"].(string)
	for _, part := range []string{
		"$arn := $split($states.context.Execution.Id, ':'); ",
		"$from := $arn[4] & '.dkr.ecr.' & $arn[3] & '.amazonaws.com/" + images + "'; ",
		"or $substring($string($lookup($input, $)), 0, $length($from)) != $from]; $exists($keys($input)) and $not($exists($wrong)) ? '' : ",
	} {
		if !strings.Contains(mistake, part) {
			v.Add("%s takes other images than those that begin with %s: its mistake lacks %s", machine, images, part)
		}
	}
	// Only an update without a mistake may follow.
	for id, state := range definition.States {
		for _, choice := range state.Choices {
			if choice.Next == "Update" && choice.Condition != "{% $states.input.mistake = '' %}" || state.Default == "Update" {
				v.Add("%s: %s goes on to the update if %s", machine, id, choice.Condition)
			}
		}
	}
}

func releaseOnlyUpdates(v *check.Review, machine *assembly.Resource) {
	definition, ok := releaseDefinition(v, machine)
	if !ok {
		return
	}
	var calls []string
	for id, state := range definition.States {
		if state.Resource == "" {
			continue
		}
		_, call, _ := strings.Cut(state.Resource, ":aws-sdk:")
		calls = append(calls, call)
		if state.Arguments["StackName"] != v.Settings.StackName(config.ComputeStack) {
			v.Add("%s: %s is about the stack %v", machine, id, state.Arguments["StackName"])
		}
		if call == updateStack {
			updateKeepsTheRest(v, machine, state.Arguments)
		}
	}
	v.Texts(machine.String()+": calls", calls, []string{describeStacks, describeStacks, updateStack})
	// The deployed stack may be older or newer than the template of this one.
	if first := definition.States[definition.StartAt]; first.Output["names"] != "{% [$states.result.Stacks[0].Parameters.ParameterKey] %}" {
		v.Add("%s does not begin with the parameters that the stack has, but with %v", machine, first.Output["names"])
	}
}

func updateKeepsTheRest(v *check.Review, machine *assembly.Resource, arguments map[string]any) {
	if arguments["UsePreviousTemplate"] != true || arguments["TemplateBody"] != nil || arguments["TemplateURL"] != nil {
		v.Add("%s does not keep the template of the stack", machine)
	}
	// A parameter that is not passed on would fall back to its default, and one that is
	// written in may be absent.
	parameters, _ := arguments["Parameters"].(string)
	if !strings.Contains(parameters, "[$map($states.input.names, function($name)") || !strings.Contains(parameters, "{'ParameterKey': $name, 'UsePreviousValue': true}") ||
		strings.Contains(parameters, "'ParameterKey': '") {
		v.Add("%s does not pass on every parameter of the stack: %s", machine, parameters)
	}
}

func releaseMay(v *check.Review, machine *assembly.Resource) {
	role := v.Target(machine, "AWS::IAM::Role", "RoleArn")
	here := v.Settings.Region + ":" + check.Account(machine.Stack)
	stack := " on arn:aws:cloudformation:" + here + ":stack/" + v.Settings.StackName(config.ComputeStack) + "/*"
	want := []string{
		describeStacks + stack, updateStack + stack,
		"iam:PassRole on " + bootstrapRole(v, machine.Stack, "cfn-exec-role") + " if StringEquals iam:PassedToService cloudformation.amazonaws.com",
		"ssm:GetParameters on arn:aws:ssm:" + here + ":parameter/cdk-bootstrap/" + machine.Stack.Qualifier() + "/version",
	}
	parts.StateMachineMay(v, role, want...)
}
