package changes

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

// Whoever adds a type that holds data says what may lose it in place, or why nothing may.
func TestEachTypeWithDataHasItsPropertiesOrAReason(t *testing.T) {
	t.Parallel()
	for _, kind := range assembly.DataTypes() {
		_, expires := lifecycles[kind]
		listed := expires || len(measures(kind))+len(overwritten[kind]) > 0
		if reason := nothingInPlace[kind]; listed == (reason != "") {
			t.Errorf("%s: has properties: %t, and the reason why it has none: %q", kind, listed, reason)
		}
		if stateless[kind] {
			t.Errorf("%s holds data and is listed as a type that holds none", kind)
		}
	}
}

// A path with a slip would never be found.
func TestThePropertiesOfTheTablesExist(t *testing.T) {
	t.Parallel()
	listed := slices.Concat(slices.Collect(maps.Keys(retentions)), slices.Collect(maps.Keys(safeguards)), slices.Collect(maps.Keys(wanted)),
		slices.Collect(maps.Keys(lifecycles)), slices.Collect(maps.Keys(emptiers)), slices.Collect(maps.Keys(unsaid)), slices.Collect(maps.Keys(holdsWith)))
	for _, kind := range listed {
		if _, known := kinds()[kind]; !known {
			t.Errorf("the table of types has no %s", kind)
		}
	}
	for kind := range stateless {
		if _, known := kinds()[kind]; !known && kind[:5] == "AWS::" && kind != "AWS::CDK::Metadata" {
			t.Errorf("the table of types has no %s", kind)
		}
	}
}

// The registry has every property.
func TestThePathsOfTheTablesExist(t *testing.T) {
	t.Parallel()
	r := readRegistry(t)
	for kind := range r.Types {
		for _, m := range measures(kind) {
			// What is inside a policy is free.
			if path := strings.Join(m.steps(), "."); !r.Types[kind].has(path) && path != "ArchivePolicy.MessageRetentionPeriod" {
				t.Errorf("%s has no %s", kind, path)
			}
		}
	}
}

// Of two words the tables must know which is the better one.
func TestTheWordsOfTheTablesContainTheDefault(t *testing.T) {
	t.Parallel()
	for kind, all := range safeguards {
		for _, g := range all {
			if words := strings.Fields(g.words); len(words) < 2 || g.absent != "" && !slices.Contains(words, g.absent) {
				t.Errorf("%s %s: %q is none of %q", kind, g.property, g.absent, words)
			}
		}
	}
}
