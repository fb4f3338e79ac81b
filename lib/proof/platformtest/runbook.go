package platformtest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/alarms"
)

// MissingSections says where the sections of the runbook are not those of prod's alarms,
// of which it has all, and events.
func MissingSections(t *testing.T, runbook string) []string {
	t.Helper()
	wanted := map[string][]string{"Alarms": nil, "Events": nil}
	for _, a := range alarms.Table(defaults(t, config.Prod)) {
		wanted["Alarms"] = append(wanted["Alarms"], a.ID)
	}
	for _, e := range alarms.Events(defaults(t, config.Prod), func(_, _, name string) *string { return &name }) {
		wanted["Events"] = append(wanted["Events"], e.ID)
	}
	var found []string
	for chapter, want := range wanted {
		_, after, _ := strings.Cut(runbook, "\n## "+chapter+"\n")
		text, _, _ := strings.Cut(after, "\n## ")
		var got []string
		for _, heading := range heading.FindAllStringSubmatch(text, -1) {
			got = append(got, heading[1])
		}
		if !slices.Equal(got, want) {
			found = append(found, fmt.Sprintf("the runbook has under %s the sections %v, want %v", chapter, got, want))
		}
	}
	return found
}

var heading = regexp.MustCompile(`(?m)^### (.+)$`)

// AlarmTable says for the runbook when each alarm fires.
func AlarmTable(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	out.WriteString("| alarm | fires in prod | staging | dev |\n|---|---|---|---|\n")
	for _, a := range alarms.Table(defaults(t, config.Prod)) {
		fmt.Fprintf(&out, "| [%s](#%s) | %s | %s | %s |\n", a.ID, a.ID, a.Fires(), inEnvironment(t, config.Staging, a), inEnvironment(t, config.Dev, a))
	}
	return out.String()
}

// inEnvironment says how an environment has an alarm of prod.
func inEnvironment(t *testing.T, name string, a alarms.Alarm) string {
	t.Helper()
	for _, other := range alarms.Table(defaults(t, name)) {
		if other.ID == a.ID && other.Threshold != a.Threshold {
			return other.Fires()
		}
		if other.ID == a.ID {
			return "the same"
		}
	}
	return "none"
}

func defaults(t *testing.T, name string) config.Environment {
	t.Helper()
	e, err := config.Defaults(name, "")
	if err != nil {
		t.Fatal(err)
	}
	return e
}
