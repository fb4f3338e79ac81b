package config

import (
	"maps"
	"slices"
	"testing"
)

// Prod never starts from live data, and only its instances start from a snapshot.
func TestEachEnvironmentHasItsAllowedOrigins(t *testing.T) {
	t.Parallel()
	const snapshot, clone = "restoreSnapshotId", "cloneSourceClusterId"
	for _, tc := range []struct {
		env, instance string
		accepts       []string
	}{
		{Dev, "", []string{snapshot, clone}},
		{Dev, "try", []string{snapshot, clone}},
		{Staging, "", []string{snapshot, clone}},
		{Staging, "pr-42", []string{snapshot, clone}},
		{Prod, "", nil},
		{Prod, "dr", []string{snapshot}},
	} {
		for _, mode := range []string{snapshot, clone} {
			set := given{mode: "chassis-source"}
			if tc.instance != "" {
				set["instance"] = tc.instance
			}
			_, err := loadFor(tc.env, set)
			if accepted, want := err == nil, slices.Contains(tc.accepts, mode); accepted != want {
				t.Errorf("%s %s with %s: accepted %t, want %t (%v)", tc.env, tc.instance, mode, accepted, want, err)
			}
		}
	}
}

// An instance must not take the origin of its environment: beside a restored staging, an
// instance could not be a clone.
func TestInstancesDoNotInheritAnOrigin(t *testing.T) {
	t.Parallel()
	load := func(set given) Origin {
		run := given{"env": "staging"}
		maps.Copy(run, set)
		e, err := read(`{"context": {"environments": {"staging": {"restoreSnapshotId": "pseudonymised"}}}}`, marshal(run))
		if err != nil {
			t.Fatal(err)
		}
		return e.Database.Origin
	}
	if got := load(nil); got.SnapshotID != "pseudonymised" {
		t.Errorf("staging starts from %+v, want the snapshot of its section", got)
	}
	if got := load(given{"instance": "pr-42"}); !got.Fresh() {
		t.Errorf("an instance starts from %+v, want nothing", got)
	}
	if got := load(given{"instance": "pr-42", "cloneSourceClusterId": "live"}); got != (Origin{CloneSource: "live"}) {
		t.Errorf("an instance starts from %+v, want the clone that it asks for", got)
	}
}
