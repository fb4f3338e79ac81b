package alerts

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// A message sends people to a section of the runbook, so it must be there.
func TestTheRunbookHasASectionForEveryAlarmAndEvent(t *testing.T) {
	t.Parallel()
	want := map[string][]string{}
	for _, p := range []check.Platform{recorded.Platform(t), recorded.Kinds(t)} {
		v := check.Examine(p).Review()
		want["Events"] = append(want["Events"], eventSections(v.Settings)...)
		for _, alarm := range ownAlarms(v) {
			want["Alarms"] = append(want["Alarms"], parts.AlarmSection(v, alarm))
		}
	}
	runbook, err := os.ReadFile(filepath.Join(recorded.Root(t), "docs/runbook.md"))
	if err != nil {
		t.Fatal(err)
	}
	heading := regexp.MustCompile(`(?m)^### (.+)$`)
	for chapter, sections := range want {
		_, after, _ := strings.Cut(string(runbook), "\n## "+chapter+"\n")
		text, _, _ := strings.Cut(after, "\n## ")
		var got []string
		for _, match := range heading.FindAllStringSubmatch(text, -1) {
			got = append(got, match[1])
		}
		slices.Sort(got)
		slices.Sort(sections)
		if sections := slices.Compact(sections); !slices.Equal(got, sections) {
			t.Errorf("the runbook has under %s the sections %v, want %v", chapter, got, sections)
		}
	}
}

// The page of the alerts says what each kind of work is watched for.
func TestThePageOfAlertsHasTheAlarmsOfEachKindOfWork(t *testing.T) {
	t.Parallel()
	v := check.Examine(recorded.Kinds(t)).Review()
	want := map[string][]string{}
	for _, alarm := range alarmsOn(v, "AWS/Scheduler InvocationsFailedToBeSentToDeadLetterCount") {
		want[config.Job] = append(want[config.Job], parts.AlarmSection(v, alarm))
	}
	for _, s := range v.Settings.Services {
		for _, alarm := range serviceAlarms(v, s) {
			want[s.Kind] = append(want[s.Kind], parts.AlarmSection(v, alarm))
		}
	}
	page, err := os.ReadFile(filepath.Join(recorded.Root(t), "docs/alerts.md"))
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile("`([a-z-]+)`")
	for kind, sections := range want {
		_, after, _ := strings.Cut(string(page), "\n| `"+kind+"` | ")
		cell, _, _ := strings.Cut(after, " | ")
		var got []string
		for _, match := range name.FindAllStringSubmatch(cell, -1) {
			got = append(got, match[1])
		}
		slices.Sort(got)
		slices.Sort(sections)
		if sections := slices.Compact(sections); !slices.Equal(got, sections) {
			t.Errorf("docs/alerts.md has for %s the alarms %v, want %v", kind, got, sections)
		}
	}
}
