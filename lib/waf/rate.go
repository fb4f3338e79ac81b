package waf

import (
	"cmp"
	"fmt"
	"slices"

	"example.com/chassis/lib/assembly"
)

// Counted says whether a rate rule among a web ACL's rules counts a request with this
// path by the address that it comes from, and blocks it when there are too many. It
// refuses rules that may let a request through before it is counted.
func Counted(rules []any, requestPath string) (bool, error) {
	rules = slices.Clone(rules)
	slices.SortStableFunc(rules, func(a, b any) int { return cmp.Compare(priority(a), priority(b)) })
	seen := 0
	for i, rule := range rules {
		rate := assembly.At(rule, "Statement", "RateBasedStatement")
		// One that only counts stops nobody.
		if rate == nil || assembly.At(rule, "Action", "Block") == nil {
			continue
		}
		seen++
		if by := assembly.At(rate, "AggregateKeyType"); by != "IP" {
			return false, fmt.Errorf("rule %v counts by %v, not by address", assembly.At(rule, "Name"), by)
		}
		for _, earlier := range rules[:i] {
			if why := letsThrough(earlier); why != "" {
				return false, fmt.Errorf("rule %v lets requests through before they are counted: %s", assembly.At(earlier, "Name"), why)
			}
		}
		scope := assembly.At(rate, "ScopeDownStatement")
		if scope == nil {
			return true, nil
		}
		if counted, err := Matches(scope, requestPath); counted || err != nil {
			return counted, err
		}
	}
	if seen == 0 {
		return false, fmt.Errorf("no rate rule blocks")
	}
	return false, nil
}

// priority is where a rule stands; one without a number stands before all.
func priority(rule any) float64 {
	n, ok := assembly.At(rule, "Priority").(float64)
	if !ok {
		return -1
	}
	return n
}

// letsThrough says how a rule may end the evaluation with the request allowed. The
// rule groups of AWS itself allow nothing unless an override says so.
// https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-actions.html
func letsThrough(rule any) string {
	group := assembly.At(rule, "Statement", "ManagedRuleGroupStatement")
	switch {
	case assembly.At(rule, "Action", "Allow") != nil:
		return "it allows"
	case assembly.At(rule, "Statement", "RuleGroupReferenceStatement") != nil:
		return "its rule group is not understood"
	case group != nil && assembly.At(group, "VendorName") != "AWS":
		return "its rule group is not of AWS"
	}
	for _, override := range assembly.List(assembly.At(group, "RuleActionOverrides")) {
		if assembly.At(override, "ActionToUse", "Allow") != nil {
			return fmt.Sprintf("it overrides %v to allow", assembly.At(override, "Name"))
		}
	}
	return ""
}
