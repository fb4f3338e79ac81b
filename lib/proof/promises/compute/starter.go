package compute

import (
	"encoding/json"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// Calls of a starter.
const (
	listTasks = "arn:aws:states:::aws-sdk:ecs:listTasks"
	runTask   = "arn:aws:states:::aws-sdk:ecs:runTask"
)

// starter is all that the state machine that starts a job may say.
type starter struct {
	StartAt, QueryLanguage, Comment string
	TimeoutSeconds                  int
	States                          map[string]starterState
}

type starterState struct {
	Type, Resource, Next, Default, Output string
	Arguments                             map[string]any
	Retry                                 []starterRetry
	Seconds                               int
	Choices                               []struct{ Condition, Next string }
}

type starterRetry struct {
	ErrorEquals    []string
	MaxAttempts    int
	JitterStrategy string
}

// starterOf reads the definition of a job's state machine. What no promise reads, such as
// a Catch that hides failures, credentials or a state within a state, is refused.
func starterOf(v *check.Review, s parts.Service) (read starter, ok bool) {
	decoder := json.NewDecoder(strings.NewReader(v.Text(s.Starter.Stack, s.Starter.At("DefinitionString"))))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&read); err != nil {
		v.Add("%s: its definition cannot be read: %v", s.Starter, err)
		return read, false
	}
	return read, true
}

// calls returns the one state that makes a call.
func (d starter) calls(call string) (id string, state starterState, times int) {
	for at, candidate := range d.States {
		if candidate.Resource == call {
			id, state = at, candidate
			times++
		}
	}
	return id, state, times
}

func starterStartsOne(v *check.Review) {
	for _, s := range jobsOf(v) {
		if s.Starter == nil || s.Task == nil {
			continue
		}
		definition, ok := starterOf(v, s)
		if !ok {
			continue
		}
		starterCalls(v, s, definition)
		starterPaths(v, s, definition)
		exactly(v, s.Starter, s.Starter.Properties, "DefinitionString", "LoggingConfiguration", "RoleArn", "Tags", "TracingConfiguration")
		v.Reads(s.Starter, "ALL", "LoggingConfiguration", "Level")
		v.Reads(s.Starter, true, "LoggingConfiguration", "IncludeExecutionData")
		v.Reads(s.Starter, true, "TracingConfiguration", "Enabled")
		logs := v.Target(s.Starter, "AWS::Logs::LogGroup", "LoggingConfiguration", "Destinations", 0, "CloudWatchLogsLogGroup", "LogGroupArn")
		v.Reads(logs, v.Settings.JobsLogGroupName(), "LogGroupName")
	}
}

// starterCalls looks at what the machine asks ECS for.
func starterCalls(v *check.Review, s parts.Service, definition starter) {
	cluster := v.Only("Compute", "AWS::ECS::Cluster")
	if cluster == nil {
		return
	}
	for id, state := range definition.States {
		if state.Resource != "" && state.Resource != listTasks && state.Resource != runTask {
			v.Add("%s: %s calls %s", s.Starter, id, state.Resource)
		}
		if state.Resource == "" && state.Output != "" {
			v.Add("%s: %s passes %s on", s.Starter, id, state.Output)
		}
	}
	_, look, looks := definition.calls(listTasks)
	_, start, starts := definition.calls(runTask)
	if looks != 1 || starts != 1 {
		v.Add("%s lists tasks in %d states and starts some in %d, want one each", s.Starter, looks, starts)
		return
	}
	text := func(want map[string]string, arguments map[string]any, others ...string) {
		var keys []string
		for key, value := range want {
			keys = append(keys, key)
			if got := assembly.Written(arguments[key]); got != assembly.Written(value) && got != value {
				v.Add("%s: %s is %s, want %s", s.Starter, key, got, value)
			}
		}
		exactly(v, s.Starter, arguments, append(keys, others...)...)
	}
	text(map[string]string{"Cluster": check.Token(cluster, ""), "StartedBy": s.Name}, look.Arguments)
	text(map[string]string{
		"Cluster": check.Token(cluster, ""), "StartedBy": s.Name, "TaskDefinition": check.Token(s.Task, ""),
		"Count": "1", "LaunchType": "FARGATE", "PropagateTags": "TASK_DEFINITION",
	}, start.Arguments, "ClientToken", "NetworkConfiguration")
	runsIn(v, s.Starter, start.Arguments["NetworkConfiguration"], s.Service)
	// The minute in which a state was entered stays the same while its call is tried again,
	// and is that of another execution beside it.
	if token := start.Arguments["ClientToken"]; token != "{% '"+s.Name+"-' & $substring($states.context.State.EnteredTime, 0, 16) %}" {
		v.Add("%s: a call that is tried again, or made by two at once, may start a second task: its ClientToken is %v", s.Starter, token)
	}
	for id, state := range map[string]starterState{"listing": look, "starting": start} {
		if r := state.Retry; len(r) != 1 || !slices.Equal(r[0].ErrorEquals, []string{"States.ALL"}) || r[0].MaxAttempts < 3 || r[0].MaxAttempts > 6 {
			v.Add("%s: %s is tried again by %v, want a few times after any error", s.Starter, id, r)
		}
	}
}

// starterPaths looks at which way the machine goes. That this does what is promised is
// tested by running it.
func starterPaths(v *check.Review, s parts.Service, definition starter) {
	look, listing, _ := definition.calls(listTasks)
	start, starting, _ := definition.calls(runTask)
	wrong := func(format string, args ...any) { v.Add("%s: "+format, append([]any{s.Starter}, args...)...) }
	if definition.StartAt != look {
		wrong("it begins at %s, not at %s", definition.StartAt, look)
	}
	if definition.QueryLanguage != "JSONata" {
		wrong("its expressions are read as %q", definition.QueryLanguage)
	}
	if definition.TimeoutSeconds <= 0 || definition.TimeoutSeconds > 30*60 {
		wrong("it may take %d s, want some, and half an hour at most", definition.TimeoutSeconds)
	}
	free, begun := definition.States[listing.Next], definition.States[starting.Next]
	for what, way := range map[string]struct {
		state                     starterState
		output, counts, condition string
	}{
		"what runs":    {free, listing.Output, "{% {'running': $count($states.result.TaskArns)} %}", "{% $states.input.running > 0 %}"},
		"what started": {begun, starting.Output, "{% {'refused': $count($states.result.Failures)} %}", "{% $states.input.refused = 0 %}"},
	} {
		if way.output != way.counts {
			wrong("%s is %s, want %s", what, way.output, way.counts)
		}
		if len(way.state.Choices) != 1 || way.state.Choices[0].Condition != way.condition || definition.States[way.state.Choices[0].Next].Type != "Succeed" {
			wrong("after %s it goes on by %v, want to succeed if %s and nothing else", what, way.state.Choices, way.condition)
		}
	}
	pause := definition.States[begun.Default]
	if free.Default != start || pause.Type != "Wait" || pause.Seconds < 60 || pause.Seconds > 300 || pause.Next != look {
		wrong("want %s where nothing runs, and where nothing was started a pause and another %s", start, look)
	}
	for id, state := range definition.States {
		ways := []string{state.Next, state.Default}
		for _, choice := range state.Choices {
			ways = append(ways, choice.Next)
		}
		if slices.Contains(ways, start) && id != listing.Next {
			wrong("%s leads to %s without a look", id, start)
		}
	}
}

func starterRole(v *check.Review) {
	cluster := v.Only("Compute", "AWS::ECS::Cluster")
	for _, s := range jobsOf(v) {
		if s.StarterRole == nil || cluster == nil {
			continue
		}
		parts.StateMachineMay(v, s.StarterRole, append(mayRun(v, s), "ecs:ListTasks on *"+inCluster(cluster))...)
	}
}
