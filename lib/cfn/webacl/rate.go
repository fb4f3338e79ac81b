package webacl

import (
	"cmp"
	"fmt"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// Rate is how many requests an address may send in a time, as the rule has it.
type Rate struct{ Limit, Seconds int }

// String reads "100 in 300 s".
func (r Rate) String() string { return fmt.Sprintf("%d in %d s", r.Limit, r.Seconds) }

// Counted returns the rate at which a rule among a web ACL's rules blocks the address
// that a request with this path comes from, or nil when none counts it. It refuses
// rules that may let a request through before it is counted.
func Counted(rules []any, requestPath string) (*Rate, error) {
	rules = slices.Clone(rules)
	slices.SortStableFunc(rules, func(a, b any) int { return cmp.Compare(priority(a), priority(b)) })
	seen := 0
	for i, rule := range rules {
		rate := assembly.At(rule, "Statement", "RateBasedStatement")
		// One that only counts blocks no request.
		if rate == nil || assembly.At(rule, "Action", "Block") == nil {
			continue
		}
		seen++
		if by := assembly.At(rate, "AggregateKeyType"); by != "IP" {
			return nil, fmt.Errorf("rule %v counts by %v, not by address", assembly.At(rule, "Name"), by)
		}
		for _, earlier := range rules[:i] {
			if why := letsThrough(earlier); why != "" {
				return nil, fmt.Errorf("rule %v lets requests through before they are counted: %s", assembly.At(earlier, "Name"), why)
			}
		}
		limit, _ := assembly.At(rate, "Limit").(float64)
		seconds, given := assembly.At(rate, "EvaluationWindowSec").(float64)
		if !given {
			seconds = 300 // which is AWS's default
		}
		scope := assembly.At(rate, "ScopeDownStatement")
		counted := scope == nil
		if !counted {
			var err error
			if counted, err = Matches(scope, requestPath); err != nil {
				return nil, err
			}
		}
		if counted {
			return &Rate{int(limit), int(seconds)}, nil
		}
	}
	if seen == 0 {
		return nil, fmt.Errorf("no rate rule blocks")
	}
	return nil, nil
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
