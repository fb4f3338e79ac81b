package promises

func webACLFaults() []fault {
	const acl = "Security/WebAcl"
	rate := func(path ...any) []any {
		return append([]any{"Rules", 1, "Statement", "RateBasedStatement"}, path...)
	}
	match := func(i int, path ...any) []any {
		return append(rate("ScopeDownStatement", "OrStatement", "Statements", i, "ByteMatchStatement"), path...)
	}
	return []fault{
		{name: "an ACL for CloudFront", check: webACLRules, change: set(acl, `"CLOUDFRONT"`, "Scope"), want: "REGIONAL"},
		{name: "an ACL that blocks by default", check: webACLRules, change: set(acl, `{"Block": {}}`, "DefaultAction"), want: "default action"},
		{name: "a priority used twice", check: webACLRules, change: set(acl, `20`, "Rules", 3, "Priority"), want: "no priority of its own"},
		{name: "no group for Log4j", check: webACLRules, change: set(acl, `"AWSManagedRulesLinuxRuleSet"`, "Rules", 4, "Statement", "ManagedRuleGroupStatement", "Name"), want: "AWSManagedRulesLinuxRuleSet"},
		{name: "the rate rule last", check: webACLRules, change: set(acl, `50`, "Rules", 1, "Priority"), want: "has rules"},
		{name: "a rule without a priority", check: webACLRules, change: set(acl, `null`, "Rules", 0, "Priority"), want: "no priority of its own"},
		{name: "a group that counts", check: managedGroupsBlock, change: set(acl, `{"Count": {}}`, "Rules", 3, "OverrideAction"), want: "AWSManagedRulesSQLiRuleSet: override action"},
		{name: "an override that names nothing", check: managedGroupsBlock, change: set(acl, `{}`, "Rules", 3, "OverrideAction"), want: "AWSManagedRulesSQLiRuleSet: override action"},
		{name: "an action on a group", check: managedGroupsBlock, change: set(acl, `{"Block": {}}`, "Rules", 3, "Action"), want: "has an action"},
		{name: "a group that looks at some requests", check: managedGroupsBlock, change: set(acl, `{"GeoMatchStatement": {}}`, "Rules", 3, "Statement", "ManagedRuleGroupStatement", "ScopeDownStatement"), want: "weakened by ScopeDownStatement"},
		{name: "body size that blocks", check: onlyBodySizeCounts, change: set(acl, `null`, "Rules", 2, "Statement", "ManagedRuleGroupStatement", "RuleActionOverrides"), want: "SizeRestrictions_BODY"},
		{name: "body size that allows", check: onlyBodySizeCounts, change: set(acl, `{"Allow": {}}`, "Rules", 2, "Statement", "ManagedRuleGroupStatement", "RuleActionOverrides", 0, "ActionToUse"), want: "Count"},
		{name: "another counted rule", check: onlyBodySizeCounts, change: set(acl, `[{"Name": "SQLi_BODY", "ActionToUse": {"Count": {}}}]`, "Rules", 3, "Statement", "ManagedRuleGroupStatement", "RuleActionOverrides"), want: "SQLi_BODY"},

		{name: "a higher limit", check: adminRateLimit, change: set(acl, `1000`, rate("Limit")...), want: "Limit is 1000"},
		{name: "a shorter window", check: adminRateLimit, change: set(acl, `60`, rate("EvaluationWindowSec")...), want: "EvaluationWindowSec is 60"},
		{name: "a limit for all together", check: adminRateLimit, change: set(acl, `"CONSTANT"`, rate("AggregateKeyType")...), want: "CONSTANT"},
		{name: "a rate rule that counts", check: adminRateLimit, change: set(acl, `{"Count": {}}`, "Rules", 1, "Action"), want: "action"},
		{name: "transformations in another order", check: adminRateTransformations, change: set(acl, `5`, match(0, "TextTransformations", 0, "Priority")...), want: "/admin transforms by [NORMALIZE_PATH LOWERCASE URL_DECODE]"},
		{name: "two transformations at once", check: adminRateTransformations, change: set(acl, `1`, match(0, "TextTransformations", 0, "Priority")...), want: "no priority of its own"},
		{name: "a path of other case", check: adminRateSpellings, change: set(acl, `"NONE"`, match(1, "TextTransformations", 2, "Type")...), want: "/ADMIN/"},
		{name: "an encoded path", check: adminRateSpellings, change: set(acl, `"NONE"`, match(1, "TextTransformations", 0, "Type")...), want: "/%61dmin/"},
		{name: "a doubled slash", check: adminRateSpellings, change: set(acl, `"NONE"`, match(1, "TextTransformations", 1, "Type")...), want: "//admin/"},
		{name: "no bare path", check: adminRateSpellings, change: set(acl, `"/admin/"`, match(0, "SearchString")...), want: "counts /admin: false, want true"},
		{name: "the administrator too", check: adminRateSpellings, change: set(acl, `"STARTS_WITH"`, match(0, "PositionalConstraint")...), want: "counts /administrator: true, want false"},
		{name: "a statement nobody knows", check: adminRateSpellings, change: set(acl, `{"RegexMatchStatement": {}}`, rate("ScopeDownStatement")...), want: "RegexMatchStatement is not understood"},
		{name: "a rate rule for every path", check: adminRateSpellings, change: set(acl, `null`, rate("ScopeDownStatement")...), want: "cannot tell"},

		{name: "logs of some requests", check: webACLLogging, change: set("Security/WebAclLogging", `{"DefaultBehavior": "DROP"}`, "LoggingFilter"), want: "LoggingFilter"},
		{name: "a log group that WAF refuses", check: webACLLogging, change: set("Security/WebAclLogGroup", `"chassis-waf"`, "LogGroupName"), want: "must start with aws-waf-logs-"},
		{name: "a destination with a star", check: webACLLogging, change: set("Security/WebAclLogging", `{"Fn::GetAtt": ["WebAclLogGroup", "Arn"]}`, "LogDestinationConfigs", 0), want: "no log group's ARN"},
		{name: "logs of no ACL", check: webACLLogging, change: set("Security/WebAclLogging", `"arn"`, "ResourceArn"), want: "not for the web ACL"},
		{name: "a rule without a metric", check: webACLMetrics, change: set(acl, `null`, "Rules", 3, "VisibilityConfig"), want: "has no name of its own"},
		{name: "an ACL without samples", check: webACLMetrics, change: set(acl, `false`, "VisibilityConfig", "SampledRequestsEnabled"), want: "without samples"},
		{name: "a rule without a name", check: webACLRuleNames, change: set(acl, `null`, "Rules", 1, "Name"), want: "rule 2 of the web ACL has no name"},
		{name: "a group under another name", check: webACLRuleNames, change: set(acl, `"Attacks"`, "Rules", 3, "Name"), want: `runs AWSManagedRulesSQLiRuleSet as "Attacks"`},
		{name: "a metric under another name", check: webACLRuleNames, change: set(acl, `"Requests"`, "Rules", 1, "VisibilityConfig", "MetricName"), want: `rule "AdminRate" is "Requests"`},
		{name: "cookies in the logs", check: webACLRedaction, change: set("Security/WebAclLogging", `[{"SingleHeader": {"Name": "authorization"}}]`, "RedactedFields"), want: "cookie"},
	}
}
