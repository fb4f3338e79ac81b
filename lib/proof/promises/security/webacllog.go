package security

import (
	"fmt"
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
		v.Absent(r, "LoggingFilter")
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
