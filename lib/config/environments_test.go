package config

import (
	"errors"
	"strings"
	"testing"
)

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
	if got, want := shipped(Prod, "").ClusterIdentifier(), "chassis-prod-e3b0c442"; got != want {
		t.Errorf("the cluster of prod is named %s, want %s as ever", got, want)
	}
}

func TestEveryEnvironmentAndInstanceIsValidByDefault(t *testing.T) {
	t.Parallel()
	for _, name := range Likes() {
		for _, instance := range []string{"", "pr-42"} {
			if err := errors.Join(shipped(name, instance).everyProblem()...); err != nil {
				t.Errorf("the defaults of %s %q are refused: %v", name, instance, err)
			}
		}
	}
}

func TestTwoAccountsHaveTwoRegistries(t *testing.T) {
	t.Parallel()
	cdkJSON := `{"context": {"environments": {"prod": {"enhancedScanning": true, "account": "111111111111"}, "dev": {"enhancedScanning": true, "account": "222222222222"}}}}`
	if e, err := read(cdkJSON, `{"env": "dev"}`); err != nil || !e.Registry.EnhancedScanning {
		t.Errorf("enhancedScanning is %t with %v, want it on for both", e.Registry.EnhancedScanning, err)
	}
}
