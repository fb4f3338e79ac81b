package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest"
	"example.com/chassis/lib/stacks/alarms"
)

const runbook = "docs/runbook.md"

// headings lists the sections of a chapter of the runbook, in its order.
func headings(t *testing.T, chapter string) []string {
	t.Helper()
	_, after, found := strings.Cut(read(t, runbook), "\n## "+chapter+"\n")
	if !found {
		t.Fatalf("%s has no chapter %s", runbook, chapter)
	}
	text, _, _ := strings.Cut(after, "\n## ")
	var ids []string
	for _, heading := range regexp.MustCompile(`(?m)^### (.+)$`).FindAllStringSubmatch(text, -1) {
		ids = append(ids, heading[1])
	}
	return ids
}

// widest is the environment that has every alarm.
func widest(t *testing.T) config.Environment {
	t.Helper()
	e, err := config.Defaults(config.Prod, "")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestTheRunbookHasASectionForEveryAlarmAndEvent(t *testing.T) {
	var rows, events []string
	for _, a := range alarms.Table(widest(t)) {
		rows = append(rows, a.ID)
	}
	for _, e := range alarms.Events(widest(t), func(_, _, name string) *string { return &name }) {
		events = append(events, e.ID)
	}
	for chapter, want := range map[string][]string{
		"Alarms": rows, "Events": events,
		"Procedures": {
			"zone-failure", "restore-to-a-point-in-time", "rotate-the-redis-token", "export-in-use", "a-stuck-deployment", "teardown",
		},
	} {
		if got := headings(t, chapter); !slices.Equal(got, want) {
			t.Errorf("%s has under %s the sections\n%s\nwant\n%s", runbook, chapter, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// Whatever a message or the README sends somebody to must be there.
func TestEverySectionOfTheRunbookThatIsNamedExists(t *testing.T) {
	there := slices.Concat(headings(t, "Alarms"), headings(t, "Events"), headings(t, "Procedures"))
	named := map[string]bool{}
	link := regexp.MustCompile(`docs/runbook\.md#([a-z0-9-]+)`)
	for _, s := range platformtest.Synth(t, everyOption()).Stacks {
		for _, r := range s.Resources {
			for _, path := range [][]any{{"AlarmDescription"}, {"Targets", 0, "InputTransformer", "InputTemplate"}} {
				if text, _ := r.At(path...).(string); text != "" {
					for _, match := range link.FindAllStringSubmatch(text, -1) {
						named[match[1]] = true
					}
				}
			}
		}
	}
	if len(named) < 30 {
		t.Fatalf("the templates name %d sections, want one for every alarm", len(named))
	}
	for _, file := range []string{"README.md", "docs/release.md"} {
		for _, match := range regexp.MustCompile(`runbook\.md#([a-z0-9-]+)`).FindAllStringSubmatch(read(t, file), -1) {
			named[match[1]] = true
		}
	}
	for id := range named {
		if !slices.Contains(there, id) {
			t.Errorf("%s has no section %s", runbook, id)
		}
	}
}

// The runbook says when each alarm fires, as the code has it.
func TestTheRunbookListsTheAlarmsAsTheCodeHasThem(t *testing.T) {
	var want strings.Builder
	want.WriteString("\n| alarm | fires in prod | staging | dev |\n|---|---|---|---|\n")
	for _, a := range alarms.Table(widest(t)) {
		fmt.Fprintf(&want, "| [%s](#%s) | %s | %s | %s |\n", a.ID, a.ID, a.Fires(), there(t, config.Staging, a), there(t, config.Dev, a))
	}
	text := read(t, runbook)
	before, rest, opened := strings.Cut(text, "<!-- alarms -->")
	got, after, closed := strings.Cut(rest, "<!-- /alarms -->")
	if !opened || !closed {
		t.Fatalf("%s has no table of alarms", runbook)
	}
	if *update && got != want.String() {
		got = want.String()
		if err := os.WriteFile(runbook, []byte(before+"<!-- alarms -->"+got+"<!-- /alarms -->"+after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got != want.String() {
		t.Errorf("%s differs from lib/stacks/alarms; run with -update. The table must be\n%s", runbook, want.String())
	}
}

// there says how an environment has an alarm.
func there(t *testing.T, name string, a alarms.Alarm) string {
	t.Helper()
	e, err := config.Defaults(name, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range alarms.Table(e) {
		if other.ID == a.ID && other.Threshold != a.Threshold {
			return other.Fires()
		}
		if other.ID == a.ID {
			return "the same"
		}
	}
	return "none"
}
