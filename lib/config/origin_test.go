package config

import (
	"slices"
	"strings"
	"testing"
)

// Which environment may start from what: prod never from live data, and from a
// snapshot only beside the running one.
func TestWhoMayStartFromWhat(t *testing.T) {
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

func TestTheClusterIsNamedAfterItsOrigin(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for name, set := range map[string]given{
		"fresh":                  {},
		"a snapshot":             {"restoreSnapshotId": "a"},
		"another snapshot":       {"restoreSnapshotId": "b"},
		"a clone":                {"cloneSourceClusterId": "a"},
		"another clone":          {"cloneSourceClusterId": "b"},
		"an instance":            {"instance": "a"},
		"the longest of clones":  {"instance": strings.Repeat("a", 20), "cloneSourceClusterId": "a"},
		"a clone in an instance": {"instance": "a", "cloneSourceClusterId": "a"},
	} {
		e, err := loadFor(Staging, set)
		if err != nil {
			t.Fatal(err)
		}
		id := e.ClusterIdentifier()
		if other, twice := seen[id]; twice {
			t.Errorf("%s and %s are both named %s", name, other, id)
		}
		seen[id] = name
		if len(id) > 63 || !clusterName.MatchString(id) {
			t.Errorf("RDS does not take the name %s", id)
		}
	}
	e, err := Defaults(Prod, "")
	if got, want := e.ClusterIdentifier(), "chassis-prod-e3b0c442"; err != nil || got != want {
		t.Errorf("the cluster of prod is named %s, want %s as ever", got, want)
	}
}

// What the long-lived environment started from is nothing that its instances should
// repeat, or an instance could not be a clone where staging is a restored one.
func TestInstancesDoNotInheritAnOrigin(t *testing.T) {
	t.Parallel()
	section := map[string]any{"environments": map[string]any{"staging": map[string]any{"restoreSnapshotId": "pseudonymised"}}}
	load := func(set given) Origin {
		context := Context{"env": "staging"}
		for name, value := range section {
			context[name] = value
		}
		for name, value := range set {
			context[name] = value
		}
		e, err := Load(context)
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

func TestACloneSaysThatItsDataIsLive(t *testing.T) {
	t.Parallel()
	e, err := loadFor(Staging, given{"cloneSourceClusterId": "chassis-prod-e3b0c442", "domainName": "a.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`environment "staging": the database is a clone of chassis-prod-e3b0c442, and its data is not pseudonymised`}
	if got := e.Notes(); !slices.Equal(got, want) {
		t.Errorf("the notes are %q, want %q", got, want)
	}
}
