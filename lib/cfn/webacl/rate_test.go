package webacl_test

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/webacl"
)

func TestWhatIsCountedIsBlockedByAddressAndBeforeAnythingLetsItThrough(t *testing.T) {
	t.Parallel()
	const (
		scope     = `"ScopeDownStatement": {"ByteMatchStatement": {"FieldToMatch": {"UriPath": {}}, "PositionalConstraint": "STARTS_WITH", "SearchString": "/login", "TextTransformations": [{"Priority": 0, "Type": "NONE"}]}}`
		rate      = `{"Name": "Rate", "Priority": 5, "Action": {"Block": {}}, "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 100, ` + scope + `}}}`
		all       = `{"Name": "All", "Priority": 6, "Action": {"Block": {}}, "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 2000, "EvaluationWindowSec": 60}}}`
		onlyCount = `{"Name": "Watch", "Priority": 1, "Action": {"Count": {}}, "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 100}}}`
		awsGroup  = `{"Name": "Common", "Priority": 2, "OverrideAction": {"None": {}}, "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet", "RuleActionOverrides": [{"Name": "SizeRestrictions_BODY", "ActionToUse": {"Count": {}}}]}}}`
	)
	allow := func(priority string) string {
		return `{"Name": "Allowed", "Priority": ` + priority + `, "Action": {"Allow": {}}, "Statement": {"GeoMatchStatement": {}}}`
	}
	for name, tc := range map[string]struct {
		rules []string
		path  string
		want  string // the rate, empty for none
		fails string // what the error says, empty for none
	}{
		"its path":                             {[]string{rate}, "/login/x", "100 in 300 s", ""},
		"another path":                         {[]string{rate}, "/other", "", ""},
		"every path":                           {[]string{rate, all}, "/other", "2000 in 60 s", ""},
		"a managed group before":               {[]string{rate, awsGroup}, "/login", "100 in 300 s", ""},
		"a rule that only counts before it":    {[]string{onlyCount, rate}, "/other", "", ""},
		"an allow rule after it":               {[]string{rate, allow("9")}, "/other", "", ""},
		"an allow rule after it, listed first": {[]string{allow("9"), rate}, "/login", "100 in 300 s", ""},

		"an allow rule before it":        {[]string{rate, allow("1")}, "/login", "", "rule Allowed lets requests through before they are counted: it allows"},
		"an allow rule without priority": {[]string{rate, strings.Replace(allow("1"), `"Priority": 1, `, "", 1)}, "/login", "", "rule Allowed"},
		"an override": {
			[]string{rate, strings.Replace(awsGroup, `"ActionToUse": {"Count"`, `"ActionToUse": {"Allow"`, 1)},
			"/login", "", "it overrides SizeRestrictions_BODY to allow",
		},
		"a group of another vendor":   {[]string{rate, strings.Replace(awsGroup, `"AWS"`, `"Vendor"`, 1)}, "/login", "", "its rule group is not of AWS"},
		"a rule group of the account": {[]string{rate, `{"Name": "Own", "Priority": 1, "Statement": {"RuleGroupReferenceStatement": {}}}`}, "/login", "", "its rule group is not understood"},
		"by a header":                 {[]string{strings.Replace(rate, `"IP"`, `"FORWARDED_IP"`, 1)}, "/login", "", "rule Rate counts by FORWARDED_IP"},
		"a rule that only counts":     {[]string{onlyCount}, "/login", "", "no rate rule blocks"},
		"no rules":                    {nil, "/login", "", "no rate rule blocks"},
		"an odd scope":                {[]string{strings.Replace(rate, "UriPath", "Body", 1)}, "/login", "", "is not understood"},
	} {
		var rules []any
		if err := json.Unmarshal([]byte("["+strings.Join(tc.rules, ",")+"]"), &rules); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		rate, err := webacl.Counted(rules, tc.path)
		got := ""
		if rate != nil {
			got = rate.String()
		}
		if got != tc.want || (err == nil) != (tc.fails == "") || err != nil && !strings.Contains(err.Error(), tc.fails) {
			t.Errorf("%s: %s is counted at %q, %v; want %q, %q", name, tc.path, got, err, tc.want, tc.fails)
		}
	}
}
