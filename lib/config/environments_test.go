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
	e, err := Defaults(Prod, "")
	if got, want := e.ClusterIdentifier(), "chassis-prod-e3b0c442"; err != nil || got != want {
		t.Errorf("the cluster of prod is named %s, want %s as ever", got, want)
	}
}

func TestEveryEnvironmentAndInstanceIsValidByDefault(t *testing.T) {
	t.Parallel()
	for _, name := range Names() {
		for _, instance := range []string{"", "pr-42"} {
			e, err := Defaults(name, instance)
			if err != nil {
				t.Fatalf("%s %q has no defaults: %v", name, instance, err)
			}
			if err := errors.Join(e.everyProblem()...); err != nil {
				t.Errorf("the defaults of %s %q are refused: %v", name, instance, err)
			}
		}
	}
	if _, err := Defaults("qa", ""); err == nil {
		t.Error("an environment that does not exist has defaults")
	}
	if err := errors.Join(Environment{Name: "qa"}.everyProblem()...); err == nil || !strings.Contains(err.Error(), "env must be dev, staging or prod") {
		t.Errorf("an environment that does not exist is valid: %v", err)
	}
}

func TestTwoAccountsHaveTwoRegistries(t *testing.T) {
	t.Parallel()
	cdkJSON := `{"context": {"environments": {"prod": {"enhancedScanning": true, "account": "111111111111"}, "dev": {"enhancedScanning": true, "account": "222222222222"}}}}`
	if e, err := read(cdkJSON, `{"env": "dev"}`); err != nil || !e.Registry.EnhancedScanning {
		t.Errorf("enhancedScanning is %t with %v, want it on for both", e.Registry.EnhancedScanning, err)
	}
}
