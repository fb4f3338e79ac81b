package alerts

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// EventMessages are what the rules on events publish of the events of the corpus, by the
// section of the runbook.
func EventMessages(p check.Platform) map[string][]string {
	v := check.Examine(p).Review()
	rules := eventRulesBySection(v)
	messages := map[string][]string{}
	for id, events := range caughtEvents(v, rules, v.Settings.Services[0], "") {
		for _, event := range events {
			if message, err := told(v, rules[id], event); err == nil {
				messages[id] = append(messages[id], message)
			}
		}
	}
	return messages
}

func eventsAreReadable(v *check.Review) {
	rules := eventRulesBySection(v)
	for id, events := range caughtEvents(v, rules, v.Settings.Services[0], "") {
		for _, event := range events {
			for _, event := range []map[string]any{event, hostile(event)} {
				message, err := told(v, rules[id], event)
				if err == nil && !json.Valid([]byte(message)) {
					err = fmt.Errorf("%s is no JSON", message)
				}
				if err != nil {
					v.Add("%s: %v", rules[id], err)
				}
			}
		}
	}
}

// hostile is an event whose texts end in what JSON has to escape.
func hostile(value map[string]any) map[string]any {
	changed := map[string]any{}
	for key, value := range value {
		switch value := value.(type) {
		case map[string]any:
			changed[key] = hostile(value)
		case string:
			changed[key] = value + " \"quoted\"\n\\"
		default:
			changed[key] = value
		}
	}
	return changed
}

// told is what EventBridge makes of an event with a rule's template. A field that is a
// whole value gets its quotation marks and escapes from EventBridge, and has to be there;
// inside quotation marks it is put in as it is, or left out.
func told(v *check.Review, rule *assembly.Resource, event map[string]any) (string, error) {
	transformer := assembly.Map(rule.At("Targets", 0, "InputTransformer"))
	template := v.Text(rule.Stack, transformer["InputTemplate"])
	var message strings.Builder
	quotes := 0
	for {
		before, rest, found := strings.Cut(template, "<")
		message.WriteString(before)
		quotes += strings.Count(before, `"`)
		if !found {
			return message.String(), nil
		}
		name, after, _ := strings.Cut(rest, ">")
		template = after
		path, known := assembly.Map(transformer["InputPathsMap"])[name].(string)
		if !known {
			return "", fmt.Errorf("it tells <%s>, which it does not read", name)
		}
		value := within(event, path)
		inside := quotes%2 == 1
		switch {
		case inside && value != nil:
			fmt.Fprint(&message, value)
		case !inside && value == nil:
			return "", fmt.Errorf("%s is not in every event, so that <%s> has to stand inside quotation marks", path, name)
		case !inside:
			raw, err := json.Marshal(value)
			if err != nil {
				return "", err
			}
			message.Write(raw)
		}
	}
}

// endsAreTold makes of every alarm of the platform the event that CloudWatch sends.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
func endsAreTold(v *check.Review) {
	rule := eventRulesBySection(v)["alarm-over"]
	if rule == nil {
		return
	}
	pattern, ok := patternOf(v, rule)
	if !ok {
		return
	}
	another := strings.Replace(v.Settings.Describe(""), ":", "-another:", 1)
	for _, alarm := range ownAlarms(v) {
		description := v.Text(alarm.Stack, alarm.At("AlarmDescription"))
		theirs := another + strings.TrimPrefix(description, v.Settings.Describe(""))
		echo := echoes(v, alarm)
		for _, tc := range []struct {
			from, to, description string
			caught                bool
		}{
			{"ALARM", "OK", description, !echo},
			{"INSUFFICIENT_DATA", "OK", description, false},
			{"OK", "ALARM", description, false},
			{"ALARM", "INSUFFICIENT_DATA", description, false},
			{"ALARM", "OK", theirs, false},
		} {
			caught := pattern.Matches(map[string]any{
				"source": "aws.cloudwatch", "detail-type": "CloudWatch Alarm State Change",
				"detail": map[string]any{
					"alarmName":     v.Text(alarm.Stack, alarm.At("AlarmName")),
					"previousState": map[string]any{"value": tc.from}, "state": map[string]any{"value": tc.to},
					"configuration": map[string]any{"description": tc.description},
				},
			})
			if caught != tc.caught {
				v.Add("%s: %s going from %s to %s with the description %.40q is told: %t, want %t", rule, alarm, tc.from, tc.to, tc.description, caught, tc.caught)
			}
		}
	}
}

// echoes says whether an alarm counts what fails on the way of the message about its end.
// While that way is broken the message would fail too, and the alarm fire again.
func echoes(v *check.Review, alarm *assembly.Resource) bool {
	c := chainOf(v)
	way := map[string]bool{"TopicName " + check.Token(c.alerts, "TopicName"): true}
	for _, rule := range eventRules(v) {
		way["RuleName "+check.Token(rule, "")] = true
	}
	for _, d := range c.others {
		way["PipeName "+check.Token(d.pipe, "")] = true
	}
	return slices.ContainsFunc(parts.AlarmMetrics(v, alarm), func(m parts.AlarmMetric) bool {
		for dimension, value := range m.Dimensions {
			if way[dimension+" "+value] {
				return true
			}
		}
		return false
	})
}
