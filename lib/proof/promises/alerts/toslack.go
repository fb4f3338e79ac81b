package alerts

import (
	"encoding/json"
	"errors"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// alertsToSlack are the promises about what the alert topic gets besides findings. What
// the words are is tried with the messages.
func alertsToSlack() []check.Promise {
	return []check.Promise{
		{ID: "R8.9", Says: "With Slack, and only then, one standard queue subscribes to the alert topic, with raw messages; a message that cannot be delivered waits 14 days in a dead-letter queue.", Check: alertsAreQueued},
		{ID: "R8.9", Says: "One pipe hands each message of that queue, worded by a state machine, to the API destination of the findings.", Check: alertsReachSlack},
		{ID: "R8.9", Says: "That state machine is an express one, only computes, answers before the queue shows the message again, tells what it cannot read as it is, traces and logs.", Check: alertsAreWorded},
	}
}

func alertsAreQueued(v *check.Review) {
	c := chainOf(v)
	if n, want := len(c.others), count(v.Settings.Alerts.SlackWebhookSecret != ""); n != want {
		v.Add("%d queues subscribe to the alert topic, want %d", n, want)
	}
	for _, d := range c.others {
		subscribes(v, d)
		for _, queue := range []*assembly.Resource{d.queue, d.undelivered} {
			v.Absent(queue, "FifoQueue") // SNS would refuse it
		}
	}
}

func alertsReachSlack(v *check.Review) {
	c := chainOf(v)
	if len(c.deliveries) == 0 {
		return
	}
	for _, d := range c.others {
		if d.pipe == nil {
			continue
		}
		runs(v, d.pipe)
		v.Target(d.pipe, parts.StateMachine, "Enrichment")
		v.Reads(d.pipe, `{"text":<$.text>}`, "TargetParameters", "InputTemplate")
		destination := v.Target(d.pipe, destinationType, "Target")
		for _, other := range v.OfType(destinationType) {
			if other != destination && !other.Below(config.AdditionsStack) {
				v.Add("%s is a second destination beside %s", other, destination)
			}
		}
	}
}

// WordingDefinition is the definition of the state machine that words alerts for Slack.
func WordingDefinition(p check.Platform) (map[string]any, error) {
	v := check.Examine(p).Review()
	machine := chainOf(v).wording(v)
	if machine == nil {
		return nil, errors.New("no state machine words alerts")
	}
	var definition map[string]any
	err := json.Unmarshal([]byte(v.Shown(machine, machine.At("DefinitionString"))), &definition)
	return definition, err
}

func alertsAreWorded(v *check.Review) {
	c := chainOf(v)
	machine := c.wording(v)
	if machine == nil {
		if len(c.others) > 0 {
			v.Add("nothing words the alerts for Slack")
		}
		return
	}
	v.Reads(machine, "EXPRESS", "StateMachineType")
	v.Reads(machine, true, "TracingConfiguration", "Enabled")
	v.Reads(machine, "ALL", "LoggingConfiguration", "Level")
	v.Target(machine, "AWS::Logs::LogGroup", "LoggingConfiguration", "Destinations", 0, "CloudWatchLogsLogGroup", "LogGroupArn")
	definition, err := WordingDefinition(v.Platform)
	if err != nil {
		v.Add("%s has no readable definition: %v", machine, err)
		return
	}
	if seconds, _ := definition["TimeoutSeconds"].(float64); seconds == 0 || seconds >= v.Number(c.others[0].queue, "VisibilityTimeout") {
		v.Add("%s may take %v s, and the queue shows the message again before", machine, seconds)
	}
	try, instead := "", ""
	for name, state := range assembly.Map(definition["States"]) {
		switch kind := assembly.At(state, "Type"); kind {
		case "Parallel":
			try = name
			if assembly.At(state, "Catch", 0, "ErrorEquals", 0) == "States.ALL" {
				instead, _ = assembly.At(state, "Catch", 0, "Next").(string)
			}
		case "Pass":
		default:
			v.Add("%s: %s is a state of the type %v, want one that only computes", machine, name, kind)
		}
	}
	if try == "" || definition["StartAt"] != try || assembly.At(definition, "States", instead) == nil {
		v.Add("%s fails with what it cannot read, and tells nobody", machine)
	}
}
