package security

import (
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

const acl = "Security/WebAcl"

func webACLBreaches() []checktest.Breach {
	overrides := func(path ...any) []any {
		return append([]any{"Rules", 3, "Statement", "ManagedRuleGroupStatement", "RuleActionOverrides"}, path...)
	}
	return []checktest.Breach{
		{Name: "a priority used twice", Check: webACLRules, Change: checktest.Set(acl, `41`, "Rules", 3, "Priority"), Want: "no priority of its own"},
		{Name: "the services' rules last", Check: webACLRules, Change: checktest.Set(acl, `300000`, "Rules", 1, "Priority"), Want: "has rules"},
		{Name: "an action on a group", Check: managedGroupsBlock, Change: checktest.Set(acl, `{"Block": {}}`, "Rules", 3, "Action"), Want: "has an action"},
		{Name: "a group that looks at some requests", Check: managedGroupsBlock, Change: checktest.Set(acl, `{"GeoMatchStatement": {}}`, "Rules", 3, "Statement", "ManagedRuleGroupStatement", "ScopeDownStatement"), Want: "weakened by ScopeDownStatement"},
		{Name: "body size that allows", Check: countedRules, Change: checktest.Set(acl, `{"Allow": {}}`, overrides(0, "ActionToUse")...), Want: "Count"},
		{Name: "another counted rule", Check: countedRules, Change: checktest.Settings(func(e *config.Environment) { e.Firewall.CountedRules = []string{"SQLi_BODY"} }), Want: "AWSManagedRulesSQLiRuleSet: rules that count"},
		{Name: "a counted rule in the wrong group", Check: countedRules, Change: checktest.Changes(
			checktest.Settings(func(e *config.Environment) { e.Firewall.CountedRules = []string{"SQLi_BODY"} }),
			checktest.Set(acl, `"SQLi_BODY"`, overrides(0, "Name")...),
		), Want: "AWSManagedRulesCommonRuleSet: rules that count"},

		{Name: "a filter in the spelling of the CDK", Check: webACLLogFilter, Change: checktest.Set("Security/WebAclLogging", `{"defaultBehavior": "DROP"}`, "LoggingFilter"), Want: "LoggingFilter is"},
		{Name: "a log of everything", Check: webACLLogFilter, Change: checktest.Set("Security/WebAclLogging", `null`, "LoggingFilter"), Want: "LoggingFilter is"},
		{Name: "a filter that nobody asked for", Check: webACLLogFilter, Change: checktest.Settings(func(e *config.Environment) { e.Firewall.LogAllowed = true }), Want: "want it absent"},
		{Name: "samples with cookies", Check: webACLDataProtection, Change: checktest.Set(acl, `null`, "DataProtectionConfig"), Want: "protects data in 0 ways"},
		{Name: "one cookie hidden", Check: webACLDataProtection, Change: checktest.Set(acl, `"SINGLE_COOKIE"`, "DataProtectionConfig", "DataProtections", 0, "Field", "FieldType"), Want: "want SINGLE_HEADER"},
		{Name: "a header in the details of rules", Check: webACLDataProtection, Change: checktest.Set(acl, `true`, "DataProtectionConfig", "DataProtections", 0, "ExcludeRuleMatchDetails"), Want: "ExcludeRuleMatchDetails is true"},
		{Name: "a log group that WAF refuses", Check: webACLLogging, Change: checktest.Set("Security/WebAclLogGroup", `"chassis-waf"`, "LogGroupName"), Want: "must start with aws-waf-logs-"},
		{Name: "a destination with a star", Check: webACLLogging, Change: checktest.Set("Security/WebAclLogging", `{"Fn::GetAtt": ["@WebAclLogGroup", "Arn"]}`, "LogDestinationConfigs", 0), Want: "no log group's ARN"},
	}
}

// allowing adds a rule like those of the stack: only the addresses may use admin-api.
func allowing(t *testing.T, p *check.Platform) {
	t.Helper()
	addresses := []string{"203.0.113.0/24", "198.51.100.7/32"}
	p.Settings.Services[1].AllowedCIDRs = addresses
	checktest.Put("Security/Allowed", "AWS::WAFv2::IPSet", `{"Addresses": ["203.0.113.0/24", "198.51.100.7/32"], "IPAddressVersion": "IPV4", "Scope": "REGIONAL"}`)(t, p)
	rules := checktest.Find(t, p, acl).At("Rules").([]any)
	rule := checktest.Decoded(t, `{"Name": "AdminAddresses", "Priority": 40, "Action": {"Block": {}}, "Statement": {"AndStatement": {"Statements": [null,
		{"NotStatement": {"Statement": {"IPSetReferenceStatement": {"Arn": {"Fn::GetAtt": ["Allowed", "Arn"]}}}}}]}}}`)
	assembly.List(assembly.At(rule, "Statement", "AndStatement", "Statements"))[0] = checktest.Decoded(t,
		assembly.Written(assembly.At(rules[1], "Statement", "RateBasedStatement", "ScopeDownStatement")))
	checktest.Find(t, p, acl).Properties["Rules"] = append(rules, rule)
}

func serviceRuleBreaches() []checktest.Breach {
	service := func(change func(*config.Service)) checktest.Change {
		return checktest.Settings(func(e *config.Environment) { change(&e.Services[1]) })
	}
	rate := func(value string, path ...any) checktest.Change {
		return checktest.Set(acl, value, append([]any{"Rules", 1, "Statement", "RateBasedStatement"}, path...)...)
	}
	match := func(value string, i int, path ...any) checktest.Change {
		return rate(value, append([]any{"ScopeDownStatement", "OrStatement", "Statements", i, "ByteMatchStatement"}, path...)...)
	}
	allow := func(value string, path ...any) checktest.Change {
		return checktest.Changes(allowing, checktest.Set(acl, value, append([]any{"Rules", 5, "Statement", "AndStatement", "Statements"}, path...)...))
	}
	set := []any{1, "NotStatement", "Statement", "IPSetReferenceStatement"}
	return []checktest.Breach{
		{Name: "another limit", Check: rateLimits, Change: service(func(s *config.Service) { s.RateLimitPerFiveMinutes = 200 }), Want: "Limit is 100, want 200"},
		{Name: "the address that a header says", Check: rateLimits, Change: rate(`{"HeaderName": "X-Forwarded-For", "FallbackBehavior": "NO_MATCH"}`, "ForwardedIPConfig"), Want: "ForwardedIPConfig"},
		{Name: "another priority", Check: serviceRulesBlock, Change: service(func(s *config.Service) { s.Priority = 30 }), Want: "the priority is 41, want 61"},
		{Name: "another path", Check: pathSpellings, Change: service(func(s *config.Service) { s.Path = "/admin/v2" }), Want: "is about /admin/v2x: true, want false"},
		{Name: "a path of other case", Check: pathSpellings, Change: match(`"NONE"`, 1, "TextTransformations", 2, "Type"), Want: "is about /ADMIN/: false"},
		{Name: "an encoded path", Check: pathSpellings, Change: match(`"NONE"`, 1, "TextTransformations", 0, "Type"), Want: "/%61%64%6d%69%6e/"},
		{Name: "a doubled slash", Check: pathSpellings, Change: match(`"NONE"`, 1, "TextTransformations", 1, "Type"), Want: "//admin/"},
		{Name: "no bare path", Check: pathSpellings, Change: match(`"/admin/"`, 0, "SearchString"), Want: "is about /admin: false, want true"},
		{Name: "more than the path", Check: pathSpellings, Change: match(`"STARTS_WITH"`, 0, "PositionalConstraint"), Want: "is about /adminx: true, want false"},
		{Name: "a statement nobody knows", Check: pathSpellings, Change: rate(`{"RegexMatchStatement": {}}`, "ScopeDownStatement"), Want: "RegexMatchStatement is not understood"},

		{Name: "addresses without a rule", Check: allowedAddresses, Change: service(func(s *config.Service) { s.AllowedCIDRs = []string{"10.0.0.0/8"} }), Want: "found no rule AdminAddresses"},
		{Name: "another address", Check: allowedAddresses, Change: checktest.Changes(allowing, checktest.Set("Security/Allowed", `"0.0.0.0/0"`, "Addresses", 1)), Want: "0.0.0.0/0"},
		{Name: "an address that the client writes", Check: allowedAddresses, Change: allow(`{"HeaderName": "X-Forwarded-For"}`, append(set, "IPSetForwardedIPConfig")...), Want: "want but a set of addresses"},
		{Name: "some of the paths", Check: pathSpellings, Change: allow(`"NONE"`, 0, "OrStatement", "Statements", 1, "ByteMatchStatement", "TextTransformations", 2, "Type"), Want: "AdminAddresses is about /ADMIN/: false"},
		{Name: "a third condition", Check: pathSpellings, Change: checktest.Changes(allowing, func(t *testing.T, p *check.Platform) {
			t.Helper()
			both := assembly.Map(checktest.Find(t, p, acl).At("Rules", 5, "Statement", "AndStatement"))
			both["Statements"] = append(both["Statements"].([]any), map[string]any{"GeoMatchStatement": map[string]any{}})
		}), Want: "cannot tell"},
		{Name: "an answer to everybody", Check: serviceRulesBlock, Change: checktest.Changes(allowing, checktest.Set(acl, `{"Count": {}}`, "Rules", 5, "Action")), Want: "AdminAddresses: action"},
	}
}
