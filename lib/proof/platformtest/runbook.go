package platformtest

import (
	"fmt"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/alarms"
)

// Runbook is what the runbook must have: a section for each alarm and each event.
type Runbook struct{ Alarms, Events []string }

// Sections returns those of prod, which has every alarm.
func Sections(t *testing.T) Runbook {
	t.Helper()
	var r Runbook
	for _, a := range alarms.Table(defaults(t, config.Prod)) {
		r.Alarms = append(r.Alarms, a.ID)
	}
	for _, e := range alarms.Events(defaults(t, config.Prod), func(_, _, name string) *string { return &name }) {
		r.Events = append(r.Events, e.ID)
	}
	return r
}

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
