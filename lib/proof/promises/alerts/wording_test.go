package alerts_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/pages"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/alerts"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

// inSlack is what Slack gets of a message of the alert topic, or nothing: the queue gives
// the message to the pipe, the pipe a list of one to the state machine, and its answer to
// the template.
func inSlack(t *testing.T, p check.Platform, message any) string {
	t.Helper()
	definition, err := alerts.WordingDefinition(p)
	if err != nil {
		t.Fatal(err)
	}
	input := []any{map[string]any{"messageId": "1", "body": message}}
	try := assembly.At(definition, "States", definition["StartAt"])
	branch := assembly.At(try, "Branches", 0)
	word := assembly.At(branch, "States", assembly.At(branch, "StartAt"), "Output")
	answer, err := checktest.Evaluation(t, word, map[string]any{"input": input})
	if err == nil {
		answer, err = checktest.Evaluation(t, assembly.At(try, "Output"), map[string]any{"result": []any{answer}})
	} else {
		next := checktest.Evaluate(t, assembly.At(try, "Catch", 0, "Output"), input)
		answer, err = checktest.Evaluation(t, assembly.At(definition, "States", assembly.At(try, "Catch", 0, "Next"), "Output"), map[string]any{"input": next})
	}
	if err != nil {
		t.Fatalf("%v: %v", message, err)
	}
	texts := assembly.List(answer)
	if answer == nil || len(texts) > 1 {
		t.Fatalf("%v is worded as %v, want a list of at most one", message, answer)
	}
	for _, text := range texts {
		for _, pipe := range p.OfType("AWS::Pipes::Pipe") {
			if pipe.At("Enrichment") != nil {
				template, _ := pipe.At("TargetParameters", "InputTemplate").(string)
				return fill(t, template, "text", fmt.Sprint(assembly.At(text, "text")))
			}
		}
	}
	return ""
}

// alarmMessage is what CloudWatch publishes about an alarm.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
func alarmMessage(t *testing.T, changes map[string]any) string {
	t.Helper()
	message := map[string]any{
		"AlarmName":        "chassis-prod-deadlocks",
		"AlarmDescription": "Chassis prod: Transactions block each other: more than 0 1/s in one period of 5 min. One of them fails. What to do: docs/runbook.md#deadlocks",
		"AWSAccountId":     "123456789012", "NewStateValue": "ALARM", "OldStateValue": "OK",
		"NewStateReason":  "Threshold Crossed: 1 datapoint [0.2 (20/11/26 02:31:00)] was greater than the threshold (0.0).",
		"StateChangeTime": "2026-11-20T02:36:09.123+0000", "Region": "Asia Pacific (Seoul)",
		"AlarmArn": "arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:chassis-prod-deadlocks",
		"Trigger":  map[string]any{"MetricName": "Deadlocks"},
	}
	maps.Copy(message, changes)
	raw, err := json.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// R8.9: what the e-mails hold and Slack gets, for an alarm and for every event of the
// corpus that people must hear of.
func TestGeneratedAlertsReadAsTheyShould(t *testing.T) {
	p := recorded.Platform(t)
	var got strings.Builder
	fmt.Fprintf(&got, "an alarm\n  Slack   %s\n\n", inSlack(t, p, alarmMessage(t, nil)))
	messages := alerts.EventMessages(p)
	const run = "run-failed" // where there are jobs or migrations
	messages[run] = alerts.EventMessages(recorded.Kinds(t))[run]
	for _, id := range slices.Sorted(maps.Keys(messages)) {
		for _, message := range messages[id] {
			fmt.Fprintf(&got, "%s\n  e-mail  %s\n  Slack   %s\n\n", id, message, inSlack(t, p, message))
		}
	}
	if err := pages.Generated(filepath.Join(recorded.Root(t), "lib/proof/platformtest/testdata/alerts.golden"), got.String()); err != nil {
		t.Error(err)
	}
}

// docs/alerts.md shows an alarm, its end and an event.
func TestGeneratedExamplesAreWhatSlackGets(t *testing.T) {
	p := recorded.Platform(t)
	messages := alerts.EventMessages(p)
	if len(messages["alarm-over"]) == 0 || len(messages["task-died"]) < 2 {
		t.Fatalf("the rules tell of %v", messages)
	}
	over, died := messages["alarm-over"][0], messages["task-died"][1]
	for name, text := range map[string]string{
		"alarm in Slack": inSlack(t, p, alarmMessage(t, nil)),
		"end":            over, "end in Slack": inSlack(t, p, over), "event": died, "event in Slack": inSlack(t, p, died),
	} {
		if err := pages.GeneratedPart(filepath.Join(recorded.Root(t), "docs/alerts.md"), name, "\n    "+text+"\n\n"); err != nil {
			t.Error(err)
		}
	}
}

func TestSlackGetsWhatIsNoFindingAsItIs(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	for name, tc := range map[string]struct {
		message any
		want    string
	}{
		"a team's text":        {"Import of 5 orders failed", "Import of 5 orders failed"},
		"several lines":        {"one\r\n\ttwo\n\nthree", "one two three"},
		"quotation marks":      {`He said "no" in C:\temp`, "He said 'no' in C:/temp"},
		"markup of Slack":      {"<!channel> a & b", "&lt;!channel&gt; a &amp; b"},
		"JSON of a team":       {`{"orders": 5}`, "{'orders': 5}"},
		"only like JSON":       {`{"orders": 5`, "{'orders': 5"},
		"JSON that is read":    {map[string]any{"orders": 5.0}, "{'orders':5}"},
		"a very long text":     {strings.Repeat("a", 5000), strings.Repeat("a", 3000)},
		"an image, no finding": {"Chassis prod: image of the day", "Chassis prod: image of the day"},
		"the end of an alarm by an action": {
			alarmMessage(t, map[string]any{"NewStateValue": "OK", "AlarmDescription": nil, "NewStateReason": "1 < 2"}),
			"OVER chassis-prod-deadlocks | 1 &lt; 2 | 2026-11-20T02:36:09.123+0000 | See https://ap-northeast-2.console.aws.amazon.com/cloudwatch/home?region=ap-northeast-2#alarmsV2:alarm/chassis-prod-deadlocks",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, want := inSlack(t, p, tc.message), `{"text":"`+tc.want+`"}`; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// A finding has a way of its own to Slack, and the mails' pipe publishes it as well.
func TestAFindingReachesSlackOnce(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	for _, s := range p.Settings.Services {
		corpus, err := alerts.Scans(p, s)
		if err != nil {
			t.Fatal(err)
		}
		for _, scan := range corpus {
			if !scan.Alerts {
				continue
			}
			if got := inSlack(t, p, render(t, p, scan.Event).Mail); got != "" {
				t.Errorf("%s of %s reaches Slack a second time: %s", scan.Name, s.Name, got)
			}
		}
	}
}

// A count or a list of tags that is null must not lose the alert.
func TestAnIncompleteScanIsToldAllTheSame(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	corpus, err := alerts.Scans(p, p.Settings.Services[0])
	if err != nil {
		t.Fatal(err)
	}
	event := corpus[slices.IndexFunc(corpus, func(s alerts.Scan) bool { return s.Name == "alert-basic-critical" })].Event
	detail := assembly.Map(event["detail"])
	for name, tc := range map[string]struct {
		tags, counts any
		want         string
	}{
		"no tags":         {nil, map[string]any{"CRITICAL": 1.0}, ", untagged ("},
		"no list of tags": {"1.4.2", map[string]any{"CRITICAL": 1.0}, ":1.4.2 ("},
		"no number":       {[]any{"1.4.2", nil}, map[string]any{"CRITICAL": 1.0, "HIGH": nil}, ") has 1 CRITICAL and 0 HIGH findings."},
		"no numbers":      {[]any{}, nil, ") has 0 CRITICAL and 0 HIGH findings."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			event := maps.Clone(event)
			detail := maps.Clone(detail)
			event["detail"], detail["image-tags"], detail["finding-severity-counts"] = detail, tc.tags, tc.counts
			if got := render(t, p, event).Mail; !strings.Contains(got, tc.want) {
				t.Errorf("got %s, want %q in it", got, tc.want)
			}
		})
	}
}
