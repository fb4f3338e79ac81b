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
		admin     = `"ScopeDownStatement": {"ByteMatchStatement": {"FieldToMatch": {"UriPath": {}}, "PositionalConstraint": "STARTS_WITH", "SearchString": "/admin", "TextTransformations": [{"Priority": 0, "Type": "NONE"}]}}`
		rate      = `{"Name": "Rate", "Priority": 5, "Action": {"Block": {}}, "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 100, ` + admin + `}}}`
		all       = `{"Name": "All", "Priority": 6, "Action": {"Block": {}}, "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 2000, "EvaluationWindowSec": 60}}}`
		onlyCount = `{"Name": "Watch", "Priority": 1, "Action": {"Count": {}}, "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 100}}}`
		awsGroup  = `{"Name": "Common", "Priority": 2, "OverrideAction": {"None": {}}, "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet", "RuleActionOverrides": [{"Name": "SizeRestrictions_BODY", "ActionToUse": {"Count": {}}}]}}}`
	)
	allow := func(priority string) string {
		return `{"Name": "Friends", "Priority": ` + priority + `, "Action": {"Allow": {}}, "Statement": {"GeoMatchStatement": {}}}`
	}
	for name, tc := range map[string]struct {
		rules []string
		path  string
		want  string // the rate, empty for none
		fails string // what the error says, empty for none
	}{
		"its path":                       {[]string{rate}, "/admin/x", "100 in 300 s", ""},
		"another path":                   {[]string{rate}, "/service", "", ""},
		"every path":                     {[]string{rate, all}, "/service", "2000 in 60 s", ""},
		"a managed group before":         {[]string{rate, awsGroup}, "/admin", "100 in 300 s", ""},
		"a rule that watches":            {[]string{onlyCount, rate}, "/service", "", ""},
		"friends after it":               {[]string{rate, allow("9")}, "/service", "", ""},
		"friends after it, listed first": {[]string{allow("9"), rate}, "/admin", "100 in 300 s", ""},

		"friends before it":     {[]string{rate, allow("1")}, "/admin", "", "rule Friends lets requests through before they are counted: it allows"},
		"friends without order": {[]string{rate, strings.Replace(allow("1"), `"Priority": 1, `, "", 1)}, "/admin", "", "rule Friends"},
		"an override": {
			[]string{rate, strings.Replace(awsGroup, `"ActionToUse": {"Count"`, `"ActionToUse": {"Allow"`, 1)},
			"/admin", "", "it overrides SizeRestrictions_BODY to allow",
		},
		"somebody else's group": {[]string{rate, strings.Replace(awsGroup, `"AWS"`, `"Vendor"`, 1)}, "/admin", "", "its rule group is not of AWS"},
		"one's own group":       {[]string{rate, `{"Name": "Own", "Priority": 1, "Statement": {"RuleGroupReferenceStatement": {}}}`}, "/admin", "", "its rule group is not understood"},
		"by a header":           {[]string{strings.Replace(rate, `"IP"`, `"FORWARDED_IP"`, 1)}, "/admin", "", "rule Rate counts by FORWARDED_IP"},
		"only watched":          {[]string{onlyCount}, "/admin", "", "no rate rule blocks"},
		"no rules":              {nil, "/admin", "", "no rate rule blocks"},
		"an odd scope":          {[]string{strings.Replace(rate, "UriPath", "Body", 1)}, "/admin", "", "is not understood"},
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
