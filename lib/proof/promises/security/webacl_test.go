package security

import "example.com/chassis/lib/proof/promises/checktest"

func webACLBreaches() []checktest.Breach {
	const acl = "Security/WebAcl"
	rate := func(path ...any) []any {
		return append([]any{"Rules", 1, "Statement", "RateBasedStatement"}, path...)
	}
	match := func(i int, path ...any) []any {
		return append(rate("ScopeDownStatement", "OrStatement", "Statements", i, "ByteMatchStatement"), path...)
	}
	return []checktest.Breach{
		{Name: "an ACL for CloudFront", Check: webACLRules, Change: checktest.Set(acl, `"CLOUDFRONT"`, "Scope"), Want: "REGIONAL"},
		{Name: "an ACL that blocks by default", Check: webACLRules, Change: checktest.Set(acl, `{"Block": {}}`, "DefaultAction"), Want: "default action"},
		{Name: "a priority used twice", Check: webACLRules, Change: checktest.Set(acl, `20`, "Rules", 3, "Priority"), Want: "no priority of its own"},
		{Name: "no group for Log4j", Check: webACLRules, Change: checktest.Set(acl, `"AWSManagedRulesLinuxRuleSet"`, "Rules", 4, "Statement", "ManagedRuleGroupStatement", "Name"), Want: "AWSManagedRulesLinuxRuleSet"},
		{Name: "the rate rule last", Check: webACLRules, Change: checktest.Set(acl, `50`, "Rules", 1, "Priority"), Want: "has rules"},
		{Name: "a rule without a priority", Check: webACLRules, Change: checktest.Set(acl, `null`, "Rules", 0, "Priority"), Want: "no priority of its own"},
		{Name: "a group that counts", Check: managedGroupsBlock, Change: checktest.Set(acl, `{"Count": {}}`, "Rules", 3, "OverrideAction"), Want: "AWSManagedRulesSQLiRuleSet: override action"},
		{Name: "an override that names nothing", Check: managedGroupsBlock, Change: checktest.Set(acl, `{}`, "Rules", 3, "OverrideAction"), Want: "AWSManagedRulesSQLiRuleSet: override action"},
		{Name: "an action on a group", Check: managedGroupsBlock, Change: checktest.Set(acl, `{"Block": {}}`, "Rules", 3, "Action"), Want: "has an action"},
		{Name: "a group that looks at some requests", Check: managedGroupsBlock, Change: checktest.Set(acl, `{"GeoMatchStatement": {}}`, "Rules", 3, "Statement", "ManagedRuleGroupStatement", "ScopeDownStatement"), Want: "weakened by ScopeDownStatement"},
		{Name: "body size that blocks", Check: onlyBodySizeCounts, Change: checktest.Set(acl, `null`, "Rules", 2, "Statement", "ManagedRuleGroupStatement", "RuleActionOverrides"), Want: "SizeRestrictions_BODY"},
		{Name: "body size that allows", Check: onlyBodySizeCounts, Change: checktest.Set(acl, `{"Allow": {}}`, "Rules", 2, "Statement", "ManagedRuleGroupStatement", "RuleActionOverrides", 0, "ActionToUse"), Want: "Count"},
		{Name: "another counted rule", Check: onlyBodySizeCounts, Change: checktest.Set(acl, `[{"Name": "SQLi_BODY", "ActionToUse": {"Count": {}}}]`, "Rules", 3, "Statement", "ManagedRuleGroupStatement", "RuleActionOverrides"), Want: "SQLi_BODY"},

		{Name: "a higher limit", Check: adminRateLimit, Change: checktest.Set(acl, `1000`, rate("Limit")...), Want: "Limit is 1000"},
		{Name: "a shorter window", Check: adminRateLimit, Change: checktest.Set(acl, `60`, rate("EvaluationWindowSec")...), Want: "EvaluationWindowSec is 60"},
		{Name: "a limit for all together", Check: adminRateLimit, Change: checktest.Set(acl, `"CONSTANT"`, rate("AggregateKeyType")...), Want: "CONSTANT"},
		{Name: "a rate rule that counts", Check: adminRateLimit, Change: checktest.Set(acl, `{"Count": {}}`, "Rules", 1, "Action"), Want: "action"},
		{Name: "transformations in another order", Check: adminRateTransformations, Change: checktest.Set(acl, `5`, match(0, "TextTransformations", 0, "Priority")...), Want: "/admin transforms by [NORMALIZE_PATH LOWERCASE URL_DECODE]"},
		{Name: "two transformations at once", Check: adminRateTransformations, Change: checktest.Set(acl, `1`, match(0, "TextTransformations", 0, "Priority")...), Want: "no priority of its own"},
		{Name: "a path of other case", Check: adminRateSpellings, Change: checktest.Set(acl, `"NONE"`, match(1, "TextTransformations", 2, "Type")...), Want: "/ADMIN/"},
		{Name: "an encoded path", Check: adminRateSpellings, Change: checktest.Set(acl, `"NONE"`, match(1, "TextTransformations", 0, "Type")...), Want: "/%61dmin/"},
		{Name: "a doubled slash", Check: adminRateSpellings, Change: checktest.Set(acl, `"NONE"`, match(1, "TextTransformations", 1, "Type")...), Want: "//admin/"},
		{Name: "no bare path", Check: adminRateSpellings, Change: checktest.Set(acl, `"/admin/"`, match(0, "SearchString")...), Want: "counts /admin: false, want true"},
		{Name: "the administrator too", Check: adminRateSpellings, Change: checktest.Set(acl, `"STARTS_WITH"`, match(0, "PositionalConstraint")...), Want: "counts /administrator: true, want false"},
		{Name: "a statement nobody knows", Check: adminRateSpellings, Change: checktest.Set(acl, `{"RegexMatchStatement": {}}`, rate("ScopeDownStatement")...), Want: "RegexMatchStatement is not understood"},
		{Name: "a rate rule for every path", Check: adminRateSpellings, Change: checktest.Set(acl, `null`, rate("ScopeDownStatement")...), Want: "cannot tell"},

		{Name: "logs of some requests", Check: webACLLogging, Change: checktest.Set("Security/WebAclLogging", `{"DefaultBehavior": "DROP"}`, "LoggingFilter"), Want: "LoggingFilter"},
		{Name: "a log group that WAF refuses", Check: webACLLogging, Change: checktest.Set("Security/WebAclLogGroup", `"chassis-waf"`, "LogGroupName"), Want: "must start with aws-waf-logs-"},
		{Name: "a destination with a star", Check: webACLLogging, Change: checktest.Set("Security/WebAclLogging", `{"Fn::GetAtt": ["WebAclLogGroup", "Arn"]}`, "LogDestinationConfigs", 0), Want: "no log group's ARN"},
		{Name: "logs of no ACL", Check: webACLLogging, Change: checktest.Set("Security/WebAclLogging", `"arn"`, "ResourceArn"), Want: "not for the web ACL"},
		{Name: "a rule without a metric", Check: webACLMetrics, Change: checktest.Set(acl, `null`, "Rules", 3, "VisibilityConfig"), Want: "has no name of its own"},
		{Name: "an ACL without samples", Check: webACLMetrics, Change: checktest.Set(acl, `false`, "VisibilityConfig", "SampledRequestsEnabled"), Want: "without samples"},
		{Name: "a rule without a name", Check: webACLRuleNames, Change: checktest.Set(acl, `null`, "Rules", 1, "Name"), Want: "rule 2 of the web ACL has no name"},
		{Name: "a group under another name", Check: webACLRuleNames, Change: checktest.Set(acl, `"Attacks"`, "Rules", 3, "Name"), Want: `runs AWSManagedRulesSQLiRuleSet as "Attacks"`},
		{Name: "a metric under another name", Check: webACLRuleNames, Change: checktest.Set(acl, `"Requests"`, "Rules", 1, "VisibilityConfig", "MetricName"), Want: `rule "AdminRate" is "Requests"`},
		{Name: "cookies in the logs", Check: webACLRedaction, Change: checktest.Set("Security/WebAclLogging", `[{"SingleHeader": {"Name": "authorization"}}]`, "RedactedFields"), Want: "cookie"},
	}
}
