package config

import (
	"strings"
	"testing"
)

func TestFargateOffersExactlyTheTableOfAWS(t *testing.T) {
	t.Parallel()
	// How many memory sizes AWS lists for each CPU value.
	want := map[int]int{256: 3, 512: 4, 1024: 7, 2048: 13, 4096: 23, 8192: 12, 16384: 12}
	e := shipped(Prod, "")
	for cpu, sizes := range want {
		got := 0
		for memory := 512; memory <= 131072; memory += 512 {
			e.Tasks.CPUUnits, e.Tasks.MemoryMiB = cpu, memory
			if len(e.everyProblem()) == 0 {
				got++
			}
		}
		if got != sizes {
			t.Errorf("cpu %d is accepted with %d memory sizes, want %d", cpu, got, sizes)
		}
	}
}

// CloudFormation reads the pattern with Java.
func TestTheImagePatternUsesNothingThatJavaReadsDifferently(t *testing.T) {
	t.Parallel()
	if !strings.HasPrefix(ImagePattern, "^") || !strings.HasSuffix(ImagePattern, "$") {
		t.Errorf("%s is not anchored", ImagePattern)
	}
	for _, construct := range []string{"(?", `\p`, `\Q`, "[[", "&&", `\z`} {
		if strings.Contains(ImagePattern, construct) {
			t.Errorf("%s has %s, which Go and Java read differently", ImagePattern, construct)
		}
	}
}
