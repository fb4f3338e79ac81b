package promises

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/webacl"
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

// webACL finds the one web ACL.
func (p Platform) webACL(f *findings) *assembly.Resource {
	acls := p.OfType("AWS::WAFv2::WebACL")
	f.count(acls, 1, "web ACL")
	if len(acls) != 1 {
		return nil
	}
	return acls[0]
}

// managedGroup is the name of the managed rule group that a rule runs, or "".
func managedGroup(rule any) string {
	name, _ := assembly.At(rule, "Statement", "ManagedRuleGroupStatement", "Name").(string)
	return name
}

func webACLRules(p Platform) []string {
	var f findings
	acl := p.webACL(&f)
	if acl == nil {
		return f
	}
	f.property(acl, "REGIONAL", "Scope")
	f.onlyKey(acl.String()+" default action", acl.At("DefaultAction"), "Allow")
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
			f.add("%s: %s has no priority of its own", acl, name)
		}
	}
	if want := []string{reputationGroup, rateRule, badInputsGroup, commonGroup, sqliGroup}; !slices.Equal(got, want) {
		f.add("%s has rules %q, want %q", acl, got, want)
	}
	return f
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
func (f *findings) onlyKey(what string, v any, key string) {
	m := assembly.Map(v)
	inner, isMap := m[key].(map[string]any)
	if len(m) != 1 || !isMap || len(inner) != 0 {
		f.add("%s is %s, want {%q:{}}", what, shown(v), key)
	}
}

// managedGroups returns the rules of the web ACL that run a managed rule group,
// by the group's name.
func (p Platform) managedGroups(f *findings) map[string]any {
	groups := map[string]any{}
	for _, rule := range assembly.List(p.webACL(f).At("Rules")) {
		if name := managedGroup(rule); name != "" {
			groups[name] = rule
		}
	}
	if len(groups) != 4 {
		f.add("found %d managed rule groups, want 4", len(groups))
	}
	return groups
}

func managedGroupsBlock(p Platform) []string {
	var f findings
	groups := p.managedGroups(&f)
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		rule := groups[name]
		f.onlyKey(name+": override action", assembly.At(rule, "OverrideAction"), "None")
		if action := assembly.At(rule, "Action"); action != nil {
			f.add("%s has an action, which AWS refuses on a rule group: %s", name, shown(action))
		}
		if kinds := assembly.Map(assembly.At(rule, "Statement")); len(kinds) != 1 {
			f.add("%s: statement has %d kinds, want 1", name, len(kinds))
		}
		group := assembly.Map(assembly.At(rule, "Statement", "ManagedRuleGroupStatement"))
		if group["VendorName"] != "AWS" {
			f.add("%s is of vendor %s, want AWS", name, shown(group["VendorName"]))
		}
		for _, key := range slices.Sorted(maps.Keys(group)) {
			if !slices.Contains([]string{"VendorName", "Name", "RuleActionOverrides"}, key) {
				f.add("%s is weakened by %s", name, key)
			}
		}
	}
	return f
}

func onlyBodySizeCounts(p Platform) []string {
	var f findings
	groups := p.managedGroups(&f)
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		rule := groups[name]
		var got []string
		for _, override := range assembly.List(assembly.At(rule, "Statement", "ManagedRuleGroupStatement", "RuleActionOverrides")) {
			got = append(got, fmt.Sprint(assembly.At(override, "Name")))
			f.onlyKey(fmt.Sprintf("%s: action of %s", name, assembly.At(override, "Name")), assembly.At(override, "ActionToUse"), "Count")
		}
		f.texts(name+": rules with another action", got, countedRules[name])
	}
	return f
}

// adminRule finds the rate rule.
func (p Platform) adminRule(f *findings) any {
	var found []any
	for _, rule := range assembly.List(p.webACL(f).At("Rules")) {
		if assembly.At(rule, "Statement", "RateBasedStatement") != nil {
			found = append(found, rule)
		}
	}
	if len(found) != 1 {
		f.add("found %d rate rules, want 1", len(found))
		return nil
	}
	return found[0]
}

func adminRateLimit(p Platform) []string {
	var f findings
	rule := p.adminRule(&f)
	if rule == nil {
		return f
	}
	f.onlyKey("the rate rule's action", assembly.At(rule, "Action"), "Block")
	if override := assembly.At(rule, "OverrideAction"); override != nil {
		f.add("the rate rule overrides its action: %s", shown(override))
	}
	rate := assembly.At(rule, "Statement", "RateBasedStatement")
	for key, want := range map[string]any{"Limit": 100.0, "EvaluationWindowSec": 300.0, "AggregateKeyType": "IP"} {
		if got := assembly.At(rate, key); got != want {
			f.add("the rate rule's %s is %s, want %s", key, shown(got), shown(want))
		}
	}
	slices.Sort(f)
	return f
}

// adminPath is what the rate rule compares requests with.
func (p Platform) adminPath(f *findings) any {
	return assembly.At(p.adminRule(f), "Statement", "RateBasedStatement", "ScopeDownStatement")
}

func adminRateTransformations(p Platform) []string {
	var f findings
	matches := webacl.ByteMatches(p.adminPath(&f))
	if len(matches) == 0 {
		f.add("found no comparison of a path")
	}
	for _, match := range matches {
		got, err := webacl.Transformations(match)
		if err != nil {
			f.add("comparison with %v: %v", assembly.At(match, "SearchString"), err)
		}
		if want := []string{"URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"}; !slices.Equal(got, want) {
			f.add("comparison with %v transforms by %v, want %v", assembly.At(match, "SearchString"), got, want)
		}
	}
	return f
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

func adminRateSpellings(p Platform) []string {
	var f findings
	statement := p.adminPath(&f)
	for _, tc := range adminPaths {
		counted, err := webacl.Matches(statement, tc.path)
		switch {
		case err != nil:
			f.add("cannot tell what the rate rule counts: %v", err)
			return f
		case counted != tc.counted:
			f.add("the rate rule counts %s: %t, want %t", tc.path, counted, tc.counted)
		}
	}
	return f
}
