package security

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func webACLLogging(v *check.Review) {
	acl := v.Only("Security", "AWS::WAFv2::WebACL")
	for _, r := range v.Exactly(1, "AWS::WAFv2::LoggingConfiguration") {
		if !v.Listed(r, r.At("ResourceArn"), acl) {
			v.Add("%s is not for the web ACL", r)
		}
		destinations := assembly.List(r.At("LogDestinationConfigs"))
		if len(destinations) != 1 {
			v.Add("%s has %d destinations, want 1", r, len(destinations))
			continue
		}
		wafDestination(v, r, destinations[0])
	}
}

// wafDestination checks that v is the ARN of a log group without the ":*" that
// CloudFormation appends to it, and that WAF will take its name.
func wafDestination(v *check.Review, r *assembly.Resource, value any) {
	got := v.Text(r.Stack, value)
	for _, group := range v.OfType("AWS::Logs::LogGroup") {
		name := v.Text(group.Stack, group.At("LogGroupName"))
		prefix := "arn:aws:logs:" + v.Settings.Region + ":" + check.Account(r.Stack) + ":log-group:"
		if got != prefix+name && got != prefix+"${"+group.String()+"}" {
			continue
		}
		if !strings.HasPrefix(name, "aws-waf-logs-") {
			v.Add("%s is named %q, which WAF refuses: it must start with aws-waf-logs-", group, name)
		}
		return
	}
	v.Add("%s logs to %s, which is no log group's ARN", r, got)
}

func webACLRedaction(v *check.Review) {
	for _, r := range v.Exactly(1, "AWS::WAFv2::LoggingConfiguration") {
		var got []string
		for _, field := range assembly.List(r.At("RedactedFields")) {
			got = append(got, strings.ToLower(fmt.Sprint(assembly.At(field, "SingleHeader", "Name"))))
		}
		v.Texts(r.String()+" hides headers", got, []string{"authorization", "cookie"})
	}
}

// webACLDataProtection looks at what the redacted fields do not cover. An exception would
// show the header in the details of the rules that match.
func webACLDataProtection(v *check.Review) {
	acl := v.Only("Security", "AWS::WAFv2::WebACL")
	if acl == nil {
		return
	}
	path := []any{"DataProtectionConfig", "DataProtections"}
	hidden := assembly.List(acl.At(path...))
	if len(hidden) != 1 {
		v.Add("%s protects data in %d ways, want 1", acl, len(hidden))
		return
	}
	path = append(path, 0)
	at := func(steps ...any) []any { return append(slices.Clone(path), steps...) }
	v.Reads(acl, "SUBSTITUTION", at("Action")...)
	v.Reads(acl, "SINGLE_HEADER", at("Field", "FieldType")...)
	v.Texts(acl.String()+" protects headers", v.OneOrMany(acl.Stack, acl.At(at("Field", "FieldKeys")...)), []string{"authorization", "cookie"})
	v.Off(acl, at("ExcludeRuleMatchDetails")...)
	v.Off(acl, at("ExcludeRateBasedDetails")...)
}

// webACLLogFilter compares the whole filter: in the template it is JSON without a schema, so
// that CloudFormation would not refuse a misspelled key.
func webACLLogFilter(v *check.Review) {
	for _, r := range v.Exactly(1, "AWS::WAFv2::LoggingConfiguration") {
		if v.Settings.Firewall.LogAllowed {
			v.Absent(r, "LoggingFilter")
			continue
		}
		var kept []any
		// A rule of a managed group that an override makes count is found by the last.
		for _, action := range []string{"BLOCK", "COUNT", "EXCLUDED_AS_COUNT"} {
			kept = append(kept, map[string]any{"ActionCondition": map[string]any{"Action": action}})
		}
		want := map[string]any{"DefaultBehavior": "DROP", "Filters": []any{
			map[string]any{"Behavior": "KEEP", "Requirement": "MEETS_ANY", "Conditions": kept},
		}}
		if got := r.At("LoggingFilter"); !reflect.DeepEqual(got, any(want)) {
			v.Add("%s: LoggingFilter is %s, want %s", r, assembly.Written(got), assembly.Written(want))
		}
	}
}

// webACLMetrics checks what an operator sees of a web ACL without its logs.
func webACLMetrics(v *check.Review) {
	acl := v.Only("Security", "AWS::WAFv2::WebACL")
	names := map[string]bool{}
	watched := append(slices.Clone(assembly.List(acl.At("Rules"))), any(map[string]any{"VisibilityConfig": acl.At("VisibilityConfig")}))
	for _, part := range watched {
		shows := assembly.Map(assembly.At(part, "VisibilityConfig"))
		metric, _ := shows["MetricName"].(string)
		if metric == "" || names[metric] {
			v.Add("metric %q of the web ACL has no name of its own", metric)
		}
		names[metric] = true
		if shows["CloudWatchMetricsEnabled"] != true || shows["SampledRequestsEnabled"] != true {
			v.Add("metric %q of the web ACL is off or without samples", metric)
		}
	}
}

func webACLRuleNames(v *check.Review) {
	acl := v.Only("Security", "AWS::WAFv2::WebACL")
	for i, rule := range assembly.List(acl.At("Rules")) {
		name, _ := assembly.At(rule, "Name").(string)
		if name == "" {
			v.Add("rule %d of the web ACL has no name", i+1)
		}
		if group := managedGroup(rule); group != "" && group != name {
			v.Add("the web ACL runs %s as %q", group, name)
		}
		if metric := assembly.At(rule, "VisibilityConfig", "MetricName"); metric != name {
			v.Add("the metric of the web ACL's rule %q is %s", name, assembly.Written(metric))
		}
	}
}
