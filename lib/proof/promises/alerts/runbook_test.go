package alerts

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// A message sends people to a section of the runbook, so it must be there.
func TestTheRunbookHasASectionForEveryAlarmAndEvent(t *testing.T) {
	t.Parallel()
	v := check.Examine(recorded.Platform(t)).Review()
	want := map[string][]string{"Events": eventSections}
	for _, alarm := range ownAlarms(v) {
		want["Alarms"] = append(want["Alarms"], parts.AlarmSection(v, alarm))
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
