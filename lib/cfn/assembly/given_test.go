package assembly_test

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

func TestParametersDecideWhatThereIs(t *testing.T) {
	t.Parallel()
	a := read(t, "conditions")
	for _, tc := range []struct {
		image                 string
		service               bool
		alarm, waits, outputs string
	}{
		{"none", false, `{"Actions":["first"],"Threshold":2}`, "Topic", "Topic"},
		{"app:1", true, `{"Actions":["first","second"],"Threshold":1,"Unit":"Count"}`, "Service Topic", "Service Topic"},
	} {
		given, err := a.Given(map[string]string{"Image": tc.image})
		if err != nil {
			t.Fatal(err)
		}
		s := given.Stack("Compute")
		if got := s.Resources["Service"] != nil; got != tc.service {
			t.Errorf("%s: the service exists: %t", tc.image, got)
		}
		alarm := s.Resources["Alarm"]
		if got, _ := json.Marshal(alarm.Properties); string(got) != tc.alarm {
			t.Errorf("%s: the alarm is %s, want %s", tc.image, got, tc.alarm)
		}
		if got := strings.Join(alarm.DependsOn, " "); got != tc.waits {
			t.Errorf("%s: the alarm waits for %s, want %s", tc.image, got, tc.waits)
		}
		if alarm.Stack != s {
			t.Errorf("%s: the alarm is of another assembly", tc.image)
		}
		for _, name := range []string{"Service", "Topic"} {
			if _, got := s.Outputs[name]; got != strings.Contains(tc.outputs, name) {
				t.Errorf("%s: output %s exists: %t", tc.image, name, got)
			}
		}
	}
	if text := a.Text(a.Stack("Compute"), a.Stack("Compute").Resources["Alarm"].At("Threshold")); !strings.HasPrefix(text, "${Fn::If") {
		t.Errorf("the assembly itself has changed: %s", text)
	}
}

func TestAnIfThatCannotBeDecidedIsAnError(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]string{
		"no such condition": `{"Fn::If": ["Nowhere", 1, 2]}`,
		"two branches":      `{"Fn::If": ["Given", 1]}`,
	} {
		s := &assembly.Stack{ID: "S", Conditions: map[string]any{}, Resources: map[string]*assembly.Resource{
			"R": {Type: "Custom::R", Properties: map[string]any{"P": []any{value(t, v)}}},
		}}
		if _, err := (&assembly.Assembly{Stacks: []*assembly.Stack{s}}).Given(nil); err == nil || !strings.Contains(err.Error(), "stack S") {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}
