package security

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/webacl"
	"example.com/chassis/lib/proof/promises/check"
)

// The managed rule groups, as AWS calls them. The one for known bad inputs knows
// Log4j; the common one does not.
const (
	reputationGroup = "AWSManagedRulesAmazonIpReputationList"
	commonGroup     = "AWSManagedRulesCommonRuleSet"
	sqliGroup       = "AWSManagedRulesSQLiRuleSet"
	badInputsGroup  = "AWSManagedRulesKnownBadInputsRuleSet"
	rateRule        = "AdminRate"
)

// countedRules are the managed rules that count instead of blocking, by group.
var countedRules = map[string][]string{commonGroup: {"SizeRestrictions_BODY"}}

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
	v.Reads(acl, "REGIONAL", "Scope")
	onlyKey(v, acl.String()+" default action", acl.At("DefaultAction"), "Allow")
	var got []string
	rules := slices.Clone(assembly.List(acl.At("Rules")))
	slices.SortStableFunc(rules, func(a, b any) int { return cmp.Compare(rulePriority(a), rulePriority(b)) })
	for i, rule := range rules {
		name := managedGroup(rule)
		if name == "" {
			name = fmt.Sprint(assembly.At(rule, "Name"))
		}
		got = append(got, name)
		if rulePriority(rule) < 0 || i > 0 && rulePriority(rule) == rulePriority(rules[i-1]) {
			v.Add("%s: %s has no priority of its own", acl, name)
		}
	}
	if want := []string{reputationGroup, rateRule, badInputsGroup, commonGroup, sqliGroup}; !slices.Equal(got, want) {
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
	if len(groups) != 4 {
		v.Add("found %d managed rule groups, want 4", len(groups))
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

func onlyBodySizeCounts(v *check.Review) {
	groups := managedGroups(v)
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		rule := groups[name]
		var got []string
		for _, override := range assembly.List(assembly.At(rule, "Statement", "ManagedRuleGroupStatement", "RuleActionOverrides")) {
			got = append(got, fmt.Sprint(assembly.At(override, "Name")))
			onlyKey(v, fmt.Sprintf("%s: action of %s", name, assembly.At(override, "Name")), assembly.At(override, "ActionToUse"), "Count")
		}
		v.Texts(name+": rules with another action", got, countedRules[name])
	}
}

// adminRule finds the rate rule.
func adminRule(v *check.Review) any {
	v = v.Lookup()
	var found []any
	for _, rule := range assembly.List(v.Only("Security", "AWS::WAFv2::WebACL").At("Rules")) {
		if assembly.At(rule, "Statement", "RateBasedStatement") != nil {
			found = append(found, rule)
		}
	}
	if len(found) != 1 {
		v.Add("found %d rate rules, want 1", len(found))
		return nil
	}
	return found[0]
}

func adminRateLimit(v *check.Review) {
	rule := adminRule(v)
	if rule == nil {
		return
	}
	onlyKey(v, "the rate rule's action", assembly.At(rule, "Action"), "Block")
	if override := assembly.At(rule, "OverrideAction"); override != nil {
		v.Add("the rate rule overrides its action: %s", assembly.Written(override))
	}
	rate := assembly.At(rule, "Statement", "RateBasedStatement")
	for key, want := range map[string]any{"Limit": 100.0, "EvaluationWindowSec": 300.0, "AggregateKeyType": "IP"} {
		if got := assembly.At(rate, key); got != want {
			v.Add("the rate rule's %s is %s, want %s", key, assembly.Written(got), assembly.Written(want))
		}
	}
}

// adminPath is what the rate rule compares requests with.
func adminPath(v *check.Review) any {
	return assembly.At(adminRule(v), "Statement", "RateBasedStatement", "ScopeDownStatement")
}

func adminRateTransformations(v *check.Review) {
	matches := webacl.ByteMatches(adminPath(v))
	if len(matches) == 0 {
		v.Add("found no comparison of a path")
	}
	for _, match := range matches {
		got, err := webacl.Transformations(match)
		if err != nil {
			v.Add("comparison with %v: %v", assembly.At(match, "SearchString"), err)
		}
		if want := []string{"URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"}; !slices.Equal(got, want) {
			v.Add("comparison with %v transforms by %v, want %v", assembly.At(match, "SearchString"), got, want)
		}
	}
}

// adminPaths says of request paths whether the load balancer, which matches
// them after its own normalisation, would send them to admin-api.
var adminPaths = []struct {
	path    string
	counted bool
}{
	{"/admin", true},
	{"/admin/", true},
	{"/admin/users", true},
	{"/%61dmin/", true},
	{"//admin/", true},
	{"/./admin/", true},
	{"/ADMIN/", true},
	{"/Admin", true},
	{"/service/../admin/users", true},
	{"/service/%2e%2e/admin", true},
	{"/", false},
	{"/service", false},
	{"/service/admin/", false},
	{"/administrator", false},
	{"/admin-api", false},
	{"/health", false},
}

func adminRateSpellings(v *check.Review) {
	statement := adminPath(v)
	for _, tc := range adminPaths {
		counted, err := webacl.Matches(statement, tc.path)
		switch {
		case err != nil:
			v.Add("cannot tell what the rate rule counts: %v", err)
			return
		case counted != tc.counted:
			v.Add("the rate rule counts %s: %t, want %t", tc.path, counted, tc.counted)
		}
	}
}
