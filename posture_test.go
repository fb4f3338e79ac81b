package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/platformtest"
	"example.com/chassis/lib/proof/reachability"
)

// What the templates prove is written down, so that a review sees what a change
// opens, closes or leaves without a zone.
func TestEveryTheoremHoldsOfEveryPlatform(t *testing.T) {
	requirements := read(t, "README.md")
	for _, settings := range append(platforms(), everyOption(), everySetting()) {
		p := platformtest.Synth(t, settings)
		m, err := reachability.New(p.Assembly, p.Env)
		if err != nil {
			t.Fatal(err)
		}
		report := m.Report()
		for _, v := range report.Theorems {
			// Who asks for one gateway has the others depend on it.
			asked := settings["natGateways"] == "1" && slices.Contains([]string{"own-gateway", "zone-loss"}, v.ID)
			for _, wrong := range v.Wrong {
				if !asked {
					t.Errorf("%s: %s: %s", label(settings), v.ID, wrong)
				}
			}
			if v.For != "" && !strings.Contains(requirements, "\n| "+v.For+" |") {
				t.Errorf("theorem %s is for %s, of which no promise is", v.ID, v.For)
			}
		}
		if len(settings) == 1 {
			golden(t, "docs/posture/"+p.Env+".md", report.Markdown())
		}
	}
}

// golden compares a page with what it must be, and writes it with -update.
func golden(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, name); got != want {
		t.Errorf("%s is not what the templates say; if that is meant, run go test . -update and read the difference. It must be\n%s", name, want)
	}
}
