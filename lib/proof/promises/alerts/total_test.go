package alerts_test

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/alerts"
	"example.com/chassis/lib/proof/promises/checktest"
)

// An event that nobody thought of must not lose the alert: whatever is in it, there is a
// text, which a pipe can put into JSON, and which SNS takes.
func TestNoShapeOfAFindingLosesItsAlert(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	definition, err := alerts.RelayDefinition(p)
	if err != nil {
		t.Fatal(err)
	}
	corpus, err := alerts.Scans(p, p.Settings.Services[0])
	if err != nil {
		t.Fatal(err)
	}
	arguments := assembly.At(definition, "States", "Publish", "Arguments")
	judged := 0
	for _, scan := range corpus {
		shapes := map[string]any{"itself": scan.Event}
		if scan.Name == "alert-basic-critical" || scan.Name == "alert-enhanced-critical" {
			shapes = checktest.Shapes(scan.Event)
		}
		for name, event := range shapes {
			judged++
			text, err := checktest.ByReference(t, assembly.At(arguments, "Message"), map[string]any{"input": event})
			message, _ := text.(string)
			if err != nil || !strings.Contains(message, ") has ") || len(message) > 10_000 || !json.Valid([]byte(`{"text":"`+message+`"}`)) {
				t.Errorf("%s, %s: the text is %.200q: %v", scan.Name, name, text, err)
			}
			text, err = checktest.ByReference(t, assembly.At(arguments, "MessageGroupId"), map[string]any{"input": event})
			group, _ := text.(string)
			// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
			if err != nil || group == "" || len([]rune(group)) > 128 {
				t.Errorf("%s, %s: the group is %.200q: %v", scan.Name, name, text, err)
			}
		}
	}
	if judged < 300 {
		t.Errorf("only %d shapes were judged", judged)
	}
}

// What the wording cannot read is told as it is, so that its second expression must stand
// everything, the first whatever has the form of an alarm or of an event of ours.
func TestNoShapeOfAMessageLosesItsAlert(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	definition, err := alerts.WordingDefinition(p)
	if err != nil {
		t.Fatal(err)
	}
	branch := assembly.At(definition, "States", definition["StartAt"], "Branches", 0)
	word := assembly.At(branch, "States", assembly.At(branch, "StartAt"), "Output")
	asItIs := assembly.At(definition, "States", "AsItIs", "Output")
	var alarm map[string]any
	if err := json.Unmarshal([]byte(alarmMessage(t, nil)), &alarm); err != nil {
		t.Fatal(err)
	}
	ours := map[string]any{"alert": "a", "resource": "b", "reason": "c", "container": "d", "task": "e", "what to do": "f"}
	for kind, message := range map[string]map[string]any{"an alarm": alarm, "an event": ours, "a message": {"body": "text"}} {
		for name, shape := range checktest.Shapes(message) {
			raw, err := json.Marshal(shape)
			if err != nil {
				t.Fatal(err)
			}
			bodies := map[string]any{"as text": string(raw), "read": shape}
			if kind == "a message" {
				bodies = map[string]any{"itself": assembly.At(shape, "body")}
			}
			for form, body := range bodies {
				input := []any{map[string]any{"body": body}}
				for state, expression := range map[string]any{"Word": word, "AsItIs": asItIs} {
					answer, err := checktest.ByReference(t, expression, map[string]any{"input": input})
					text, _ := assembly.At(answer, 0, "text").(string)
					if err != nil || len([]rune(text)) > 3000 || !json.Valid([]byte(`{"text":"`+text+`"}`)) {
						t.Errorf("%s, %s, %s: %s says %.200v: %v", kind, name, form, state, answer, err)
					}
				}
			}
		}
	}
}
