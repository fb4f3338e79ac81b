package promises

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

func webACLLogging(p Platform) []string {
	var f findings
	acl := p.webACL(&f)
	configurations := p.OfType("AWS::WAFv2::LoggingConfiguration")
	f.count(configurations, 1, "web ACL logging configuration")
	for _, r := range configurations {
		if !p.listed(r, r.At("ResourceArn"), acl) {
			f.add("%s is not for the web ACL", r)
		}
		f.property(r, nil, "LoggingFilter")
		destinations := assembly.List(r.At("LogDestinationConfigs"))
		if len(destinations) != 1 {
			f.add("%s has %d destinations, want 1", r, len(destinations))
			continue
		}
		f.wafDestination(p, r, destinations[0])
	}
	return f
}

// wafDestination checks that v is the ARN of a log group without the ":*" that
// CloudFormation appends to it, and that WAF will take its name.
func (f *findings) wafDestination(p Platform, r *assembly.Resource, v any) {
	got := p.Text(r.Stack, v)
	for _, group := range p.OfType("AWS::Logs::LogGroup") {
		name := p.Text(group.Stack, group.At("LogGroupName"))
		prefix := "arn:aws:logs:" + region + ":" + account(r) + ":log-group:"
		if got != prefix+name && got != prefix+"${"+group.String()+"}" {
			continue
		}
		if !strings.HasPrefix(name, "aws-waf-logs-") {
			f.add("%s is named %q, which WAF refuses: it must start with aws-waf-logs-", group, name)
		}
		return
	}
	f.add("%s logs to %s, which is no log group's ARN", r, got)
}

func webACLRedaction(p Platform) []string {
	var f findings
	configurations := p.OfType("AWS::WAFv2::LoggingConfiguration")
	f.count(configurations, 1, "web ACL logging configuration")
	for _, r := range configurations {
		var got []string
		for _, field := range assembly.List(r.At("RedactedFields")) {
			got = append(got, strings.ToLower(fmt.Sprint(assembly.At(field, "SingleHeader", "Name"))))
		}
		f.texts(r.String()+" hides headers", got, []string{"authorization", "cookie"})
	}
	return f
}

// webACLMetrics checks what an operator sees of a web ACL without its logs.
func webACLMetrics(p Platform) []string {
	var f findings
	acl := p.webACL(&f)
	names := map[string]bool{}
	watched := append(slices.Clone(assembly.List(acl.At("Rules"))), any(map[string]any{"VisibilityConfig": acl.At("VisibilityConfig")}))
	for _, v := range watched {
		shows := assembly.Map(assembly.At(v, "VisibilityConfig"))
		metric, _ := shows["MetricName"].(string)
		if metric == "" || names[metric] {
			f.add("metric %q of the web ACL has no name of its own", metric)
		}
		names[metric] = true
		if shows["CloudWatchMetricsEnabled"] != true || shows["SampledRequestsEnabled"] != true {
			f.add("metric %q of the web ACL is off or without samples", metric)
		}
	}
	if len(names) != 6 {
		f.add("found %d metrics of the web ACL, want 6", len(names))
	}
	return f
}

func webACLRuleNames(p Platform) []string {
	var f findings
	acl := p.webACL(&f)
	for i, rule := range assembly.List(acl.At("Rules")) {
		name, _ := assembly.At(rule, "Name").(string)
		if name == "" {
			f.add("rule %d of the web ACL has no name", i+1)
		}
		if group := managedGroup(rule); group != "" && group != name {
			f.add("the web ACL runs %s as %q", group, name)
		}
		if metric := assembly.At(rule, "VisibilityConfig", "MetricName"); metric != name {
			f.add("the metric of the web ACL's rule %q is %s", name, shown(metric))
		}
	}
	return f
}
