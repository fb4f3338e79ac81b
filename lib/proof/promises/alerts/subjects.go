package alerts

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// referred are the dimensions that refer to a resource, with its type and the attribute
// that CloudWatch knows it by.
var referred = map[string]struct{ resourceType, attribute string }{
	"LoadBalancer":    {parts.LoadBalancer, "LoadBalancerFullName"},
	"TargetGroup":     {parts.TargetGroup, "TargetGroupFullName"},
	"ClusterName":     {"AWS::ECS::Cluster", ""},
	"ServiceName":     {"AWS::ECS::Service", "Name"},
	"NatGatewayId":    {"AWS::EC2::NatGateway", ""},
	"RuleName":        {"AWS::Events::Rule", ""},
	"StateMachineArn": {parts.StateMachine, ""},
	"TopicName":       {"AWS::SNS::Topic", "TopicName"},
	"QueueName":       {queueType, "QueueName"},
	"PipeName":        {pipeType, ""},
}

// everySubject are the values that each dimension may have: what there is in the platform.
func everySubject(v *check.Review) map[string][]string {
	found := map[string][]string{
		"Region": {v.Settings.Region}, "Rule": {"ALL"}, "Role": {"WRITER"},
		"DBClusterIdentifier": {v.Settings.ClusterIdentifier()}, "ProxyName": {v.Settings.ProxyName()}, "WebACL": {v.Settings.WebACLName()},
	}
	for dimension, of := range referred {
		for _, r := range own(v.OfType(of.resourceType)) {
			found[dimension] = append(found[dimension], check.Token(r, of.attribute))
		}
	}
	for _, group := range own(v.OfType(parts.ReplicationGroup)) {
		for i := range v.Settings.Cache.Nodes {
			found["CacheClusterId"] = append(found["CacheClusterId"], fmt.Sprintf("%s-%03d", check.Token(group, ""), i+1))
		}
	}
	for _, group := range own(v.OfType(parts.ScheduleGroup)) {
		found["ScheduleGroup"] = append(found["ScheduleGroup"], v.Text(group.Stack, group.At("Name")))
	}
	for _, listener := range own(v.OfType(parts.Listener)) {
		if arn := listener.At("Certificates", 0, "CertificateArn"); arn != nil {
			found["CertificateArn"] = append(found["CertificateArn"], v.Text(listener.Stack, arn))
		}
	}
	return found
}

func alarmsHaveSubjects(v *check.Review) {
	subjects := everySubject(v)
	var rules []string
	for _, alarm := range ownAlarms(v) {
		metrics := parts.AlarmMetrics(v, alarm)
		haveSubjects(v, alarm.String(), metrics, subjects)
		oneIsEnough(v, alarm, metrics)
		for _, m := range metrics {
			if m.Name == "FailedInvocations" {
				rules = append(rules, m.Dimensions["RuleName"])
			}
		}
	}
	for _, rule := range append(eventRules(v), findingsRule(v)) {
		if !slices.Contains(rules, token(rule, "")) {
			v.Add("no alarm watches whether %s fails", rule)
		}
	}
	for _, acl := range own(v.OfType("AWS::WAFv2::WebACL")) {
		// Whichever of the two the dimension holds.
		v.Reads(acl, v.Settings.WebACLName(), "Name")
		v.Reads(acl, v.Settings.WebACLName(), "VisibilityConfig", "MetricName")
	}
}

// haveSubjects complains about metrics of something that is not there, and about one of
// several gateways or nodes without the others.
func haveSubjects(v *check.Review, what string, metrics []parts.AlarmMetric, subjects map[string][]string) {
	covered := map[string][]string{} // by metric and dimension
	for _, m := range metrics {
		for dimension, value := range m.Dimensions {
			if !slices.Contains(subjects[dimension], value) {
				v.Add("%s looks at %s %s, want one of %q", what, dimension, value, subjects[dimension])
			}
			if dimension == "NatGatewayId" || dimension == "CacheClusterId" {
				key := m.Name + " by " + dimension
				covered[key] = append(covered[key], value)
			}
		}
	}
	for key, values := range covered {
		_, dimension, _ := strings.Cut(key, " by ")
		v.Texts(what+": "+key, values, subjects[dimension])
	}
}

// oneIsEnough complains unless each of several gateways, nodes or rules fires the alarm
// while all others are well.
func oneIsEnough(v *check.Review, alarm *assembly.Resource, metrics []parts.AlarmMetric) {
	if len(metrics) < 2 || metrics[0].Name != metrics[1].Name {
		return
	}
	definition := definitionOf(v, metrics[0])
	good, bad := definition.lowest, definition.largest()
	if alarm.At("ComparisonOperator") == "LessThanThreshold" {
		good, bad = bad, good
	}
	for _, ill := range metrics {
		values := map[string]any{}
		for _, m := range metrics {
			values[m.ID] = good
		}
		values[ill.ID] = bad
		if result, err := metricMath(parts.Expression(alarm), values); err == nil && !breaches(v, alarm, result) {
			v.Add("%s: %s alone does not fire it", alarm, ill.ID)
		}
	}
}

// serviceAlarms are the alarms on one service.
func serviceAlarms(v *check.Review, s config.Service) []*assembly.Resource {
	// A recipient of findings, whose alarms are in another stack, may have the same name.
	return slices.DeleteFunc(own(v.Stack("Compute").OfType(parts.Alarm)), func(alarm *assembly.Resource) bool {
		owner, _ := parts.AlarmOwner(v, alarm)
		return owner != s.Name
	})
}

func servicesAreWatchedAlike(v *check.Review) {
	first := map[string]string{} // what each section's alarm says for the first service that has it
	for _, s := range parts.Services(v) {
		var got []string
		for _, alarm := range serviceAlarms(v, s.Service) {
			ownSubjects(v, alarm, s)
			if slices.Contains(alarmsOn(v, "AWS/ECS CPUUtilization"), alarm) { // not of every service, and limited by its settings
				continue
			}
			section := parts.AlarmSection(v, alarm)
			got = append(got, section)
			if s.Starter != nil {
				section += " with a state machine"
			}
			// How long it has to last may follow how long a task of the service may take to start.
			text := comparison(v, alarm) + " " + missingData(alarm) + " " + strings.ReplaceAll(v.Text(alarm.Stack, alarm.At("AlarmDescription")), when(v, alarm), "time")
			if first[section] == "" {
				first[section] = text
			}
			if text != first[section] {
				v.Add("%s is about\n  %s, and that of another service about\n  %s", alarm, text, first[section])
			}
		}
		v.Texts("alarms of "+s.Name, got, sections(v, s.Service))
	}
}

// ownSubjects complains about an alarm of a service that looks at what is another's.
func ownSubjects(v *check.Review, alarm *assembly.Resource, s parts.Service) {
	for _, m := range parts.AlarmMetrics(v, alarm) {
		for dimension, want := range map[string]string{
			"TargetGroup": token(s.Targets, "TargetGroupFullName"), "ServiceName": token(s.ECS, "Name"),
			"QueueName": token(s.Unstarted, "QueueName"), "StateMachineArn": token(s.Starter, ""),
		} {
			if got := m.Dimensions[dimension]; got != "" && got != want {
				v.Add("%s of %s looks at %s %s, want %s", alarm, s.Name, dimension, got, want)
			}
		}
	}
}

func token(r *assembly.Resource, attribute string) string {
	if r == nil {
		return ""
	}
	return check.Token(r, attribute)
}
