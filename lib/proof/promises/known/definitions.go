package known

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func definitions() []check.Promise {
	return []check.Promise{
		{ID: "R2.7", Says: "The state machines are those that relay findings, word alerts, release images and start jobs, as the settings ask for them, and no others.", Check: machinesOfTheSettings},
		{ID: "R2.7", Says: "No step of a state machine makes a call that no promise knows, gives it another argument, or acts with the credentials of another role.", Check: knownSteps},
		{ID: "R2.7", Says: "What the relay, the wording and the release do, they do step by step and to the letter as it was tried.", Check: asRecorded},
	}
}

// machinesOfTheSettings counts, since others may have the form of these.
func machinesOfTheSettings(v *check.Review) {
	want := 1
	if v.Settings.Alerts.SlackWebhookSecret != "" {
		want++
	}
	if len(v.Settings.Pipeline.Repositories) > 0 {
		want++
	}
	for _, job := range v.Settings.Jobs() {
		if !job.Overlap {
			want++
		}
	}
	v.Count(slices.DeleteFunc(v.OfType(parts.StateMachine), notOurs), want, parts.StateMachine)
}

// What a state machine may say. States have their shapes by their types.
// https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html
var (
	machine = parsed("Comment QueryLanguage StartAt States* TimeoutSeconds")
	branch  = parsed("StartAt States*")
	states  = map[string]*shape{
		"Choice":   parsed("Choices[Condition Next] Default Type"),
		"Fail":     parsed("Cause Error Type"),
		"Parallel": parsed("Branches* Catch[ErrorEquals[] Next Output*] End Next Output* Type"),
		"Pass":     parsed("End Next Output* QueryLanguage Type"),
		"Succeed":  parsed("Type"),
		"Task": parsed(`Arguments* Catch[ErrorEquals[] Next Output*] End Next Output* Resource
			Retry[BackoffRate ErrorEquals[] IntervalSeconds JitterStrategy MaxAttempts MaxDelaySeconds] Type`),
		"Wait": parsed("Next Seconds Type"),
	}
	// calls are the ends of what a Task does, with the arguments that a promise reads.
	calls = map[string]*shape{
		"sns:publish":                           parsed("Message MessageDeduplicationId MessageGroupId TopicArn"),
		"aws-sdk:cloudformation:describeStacks": parsed("StackName"),
		"aws-sdk:cloudformation:updateStack":    parsed("Capabilities[] Parameters StackName UsePreviousTemplate"),
		"aws-sdk:ecs:listTasks":                 parsed("Cluster StartedBy"),
		"aws-sdk:ecs:runTask": parsed(`ClientToken Cluster Count LaunchType NetworkConfiguration{AwsvpcConfiguration{AssignPublicIp SecurityGroups[] Subnets[]}}
			PropagateTags StartedBy TaskDefinition`),
	}
)

func knownSteps(v *check.Review) {
	for _, r := range v.Some(parts.StateMachine) {
		if !ours(r) {
			continue
		}
		var definition map[string]any
		if parts.Definition(v, r, &definition) {
			steps(v, r, machine, definition)
		}
	}
}

// steps looks at a machine, or at a branch of one.
func steps(v *check.Review, r *assembly.Resource, of *shape, definition map[string]any) {
	strange := of.strange("", definition)
	all := assembly.Map(definition["States"])
	for _, id := range slices.Sorted(maps.Keys(all)) {
		state := assembly.Map(all[id])
		kind, _ := state["Type"].(string)
		shape, given := states[kind]
		if !given {
			v.Add("%s: no promise knows the type %q of its step %s", r, kind, id)
			continue
		}
		strange = append(strange, shape.strange(id, state)...)
		if kind == "Task" {
			strange = append(strange, called(id, state)...)
		}
		for _, inner := range assembly.List(state["Branches"]) {
			steps(v, r, branch, assembly.Map(inner))
		}
	}
	for _, place := range strange {
		v.Add("%s: no promise knows its %s", r, place)
	}
}

// called lists what is strange about the call of a step.
func called(id string, state map[string]any) []string {
	resource, _ := state["Resource"].(string)
	_, call, found := strings.Cut(resource, ":states:::")
	arguments, given := calls[call]
	if !found || !given {
		return []string{id + ".Resource " + resource}
	}
	return arguments.strange(id+".Arguments", state["Arguments"])
}
