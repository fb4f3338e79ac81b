package security

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

// The managed rule groups, as AWS calls them. The one for known bad inputs knows
// Log4j; the common one does not.
const reputationGroup = "AWSManagedRulesAmazonIpReputationList"

var requestGroups = []string{"AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesSQLiRuleSet"}

// managedGroup is the name of the managed rule group that a rule runs, or "".
func managedGroup(rule any) string {
	name, _ := assembly.At(rule, "Statement", "ManagedRuleGroupStatement", "Name").(string)
	return name
}

func webACLRules(v *check.Review) {
	acl := v.Only("Security", "AWS::WAFv2::WebACL")
	if acl == nil {
		return
	}
	v.Reads(acl, v.Settings.WebACLName(), "Name")
	v.Reads(acl, "REGIONAL", "Scope")
	onlyKey(v, acl.String()+" default action", acl.At("DefaultAction"), "Allow")
	want := []string{reputationGroup}
	for _, s := range v.Settings.Services {
		for _, rule := range rulesOf(s) {
			want = append(want, rule.name)
		}
	}
	want = append(want, requestGroups...)
	var got []string
	rules := slices.Clone(assembly.List(acl.At("Rules")))
	slices.SortStableFunc(rules, func(a, b any) int { return cmp.Compare(rulePriority(a), rulePriority(b)) })
	for i, rule := range rules {
		name := fmt.Sprint(assembly.At(rule, "Name"))
		got = append(got, cmp.Or(managedGroup(rule), name))
		if rulePriority(rule) < 0 || i > 0 && rulePriority(rule) == rulePriority(rules[i-1]) {
			v.Add("%s: %s has no priority of its own", acl, name)
		}
	}
	if !slices.Equal(got, want) {
		v.Add("%s has rules %q, want %q", acl, got, want)
	}
}

// rulePriority is the place of a rule in the order of an ACL, or -1.
func rulePriority(rule any) float64 {
	if n, ok := assembly.At(rule, "Priority").(float64); ok {
		return n
	}
	return -1
}

// onlyKey complains unless v is a map with this one key and an empty map in it,
// which is how WAF spells an action without options.
func onlyKey(v *check.Review, what string, value any, key string) {
	m := assembly.Map(value)
	inner, isMap := m[key].(map[string]any)
	if len(m) != 1 || !isMap || len(inner) != 0 {
		v.Add("%s is %s, want {%q:{}}", what, assembly.Written(value), key)
	}
}

// managedGroups returns the rules of the web ACL that run a managed rule group,
// by the group's name.
func managedGroups(v *check.Review) map[string]any {
	v = v.Lookup()
	groups := map[string]any{}
	for _, rule := range assembly.List(v.Only("Security", "AWS::WAFv2::WebACL").At("Rules")) {
		if name := managedGroup(rule); name != "" {
			groups[name] = rule
		}
	}
	if want := 1 + len(requestGroups); len(groups) != want {
		v.Add("found %d managed rule groups, want %d", len(groups), want)
	}
	return groups
}

func managedGroupsBlock(v *check.Review) {
	groups := managedGroups(v)
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		rule := groups[name]
		onlyKey(v, name+": override action", assembly.At(rule, "OverrideAction"), "None")
		if action := assembly.At(rule, "Action"); action != nil {
			v.Add("%s has an action, which AWS refuses on a rule group: %s", name, assembly.Written(action))
		}
		if kinds := assembly.Map(assembly.At(rule, "Statement")); len(kinds) != 1 {
			v.Add("%s: statement has %d kinds, want 1", name, len(kinds))
		}
		group := assembly.Map(assembly.At(rule, "Statement", "ManagedRuleGroupStatement"))
		if group["VendorName"] != "AWS" {
			v.Add("%s is of vendor %s, want AWS", name, assembly.Written(group["VendorName"]))
		}
		for _, key := range slices.Sorted(maps.Keys(group)) {
			if !slices.Contains([]string{"VendorName", "Name", "RuleActionOverrides"}, key) {
				v.Add("%s is weakened by %s", name, key)
			}
		}
	}
}

// countedRules looks in each group for its own rules, because WAF ignores an override for
// a rule of another.
func countedRules(v *check.Review) {
	groups := managedGroups(v)
	for _, group := range config.ManagedRuleGroups() {
		var got, want []string
		for _, override := range assembly.List(assembly.At(groups[group.Name], "Statement", "ManagedRuleGroupStatement", "RuleActionOverrides")) {
			got = append(got, fmt.Sprint(assembly.At(override, "Name")))
			onlyKey(v, fmt.Sprintf("%s: action of %s", group.Name, assembly.At(override, "Name")), assembly.At(override, "ActionToUse"), "Count")
		}
		for _, rule := range v.Settings.Firewall.CountedRules {
			if slices.Contains(group.Rules, rule) {
				want = append(want, rule)
			}
		}
		v.Texts(group.Name+": rules that count", got, want)
	}
}
