package config

import (
	"slices"
	"testing"
)

func TestEveryManagedRuleHasOneOwner(t *testing.T) {
	t.Parallel()
	wantRules := map[string]int{
		"AWSManagedRulesAmazonIpReputationList": 3,
		"AWSManagedRulesKnownBadInputsRuleSet":  12,
		"AWSManagedRulesCommonRuleSet":          22,
		"AWSManagedRulesSQLiRuleSet":            8,
	}
	var all []string
	for _, group := range ManagedRuleGroups() {
		if got, want := len(group.Rules), wantRules[group.Name]; got != want {
			t.Errorf("%s has %d rules, want %d", group.Name, got, want)
		}
		delete(wantRules, group.Name)
		all = append(all, group.Rules...)
	}
	if len(wantRules) > 0 {
		t.Errorf("groups are missing: %v", wantRules)
	}
	slices.Sort(all)
	if got := len(slices.Compact(slices.Clone(all))); got != len(all) {
		t.Errorf("%d rules share a name with another, so a counted rule would be overridden twice", len(all)-got)
	}
	if !slices.Contains(all, "SizeRestrictions_BODY") {
		t.Error("SizeRestrictions_BODY, which every environment counts, is in no group")
	}
}
