package alerts

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// alarms are the promises about what is watched; that each alarm reaches people is
// among the alerts.
func alarms() []check.Promise {
	return []check.Promise{
		{ID: "R2.8", Says: "The platform has exactly the alarms of its table, each on its metric and dimensions with its threshold; dev and throw-away instances a smaller set.", Check: alarmsOfTheTable},
		{ID: "R2.8", Says: "Every alarm can fire and can be quiet: statistic, dimensions, period, threshold and missing data fit what AWS publishes.", Check: alarmsCanFire},
		{ID: "R2.8", Says: "Every alarm says when it fires and names its section of the runbook.", Check: alarmsNameTheRunbook},
	}
}

// eventRules are those that tell of events by themselves; the rule on scans starts
// a chain of its own.
func eventRules(v *check.Review) []*assembly.Resource {
	return v.Stack("Compute").OfType("AWS::Events::Rule")
}

func alarmsOfTheTable(v *check.Review) {
	want := alarmTable(v.Platform)
	tableNames := tableNames(v)
	for _, alarm := range v.OfType(parts.Alarm) {
		name := v.Text(alarm.Stack, alarm.At("AlarmName"))
		if strings.Contains(name, "-findings-") { // of the chain, which has promises of its own
			continue
		}
		row, ok := want[name]
		delete(want, name)
		switch got := alarmText(v, alarm, tableNames); {
		case !ok:
			v.Add("%s: the table has no alarm %s", alarm, name)
		case got != row:
			v.Add("%s (%s)\n  is   %s\n  want %s", alarm, name, got, row)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		v.Add("there is no alarm %s", name)
	}
}

// alarmText is an alarm's condition and metrics in the words of the table.
func alarmText(v *check.Review, alarm *assembly.Resource, tableNames *strings.Replacer) string {
	row := watchedAlarm{}
	periods := map[string]bool{}
	for _, m := range parts.AlarmMetrics(v, alarm) {
		periods[strconv.FormatFloat(m.Period, 'f', -1, 64)] = true
		var dimensions []string
		for _, name := range slices.Sorted(maps.Keys(m.Dimensions)) {
			dimensions = append(dimensions, name+"="+tableNames.Replace(m.Dimensions[name]))
		}
		row.metrics = append(row.metrics, strings.TrimSpace(fmt.Sprintf("%s %s %s %s of %s", m.ID, m.Namespace, m.Name, m.Statistic, strings.Join(dimensions, ", "))))
	}
	slices.Sort(row.metrics)
	row.expression = parts.Expression(alarm)
	for _, item := range assembly.List(alarm.At("Metrics")) {
		if assembly.At(item, "MetricStat") != nil && assembly.At(item, "ReturnData") != false {
			v.Add("%s compares %v too, and not only the expression", alarm, assembly.At(item, "Id"))
		}
	}
	beyond := map[string]string{"GreaterThanThreshold": ">", "LessThanThreshold": "<"}[v.Text(alarm.Stack, alarm.At("ComparisonOperator"))]
	row.condition = fmt.Sprintf("%s %s in %v of %v × %s s, %v", beyond, v.Text(alarm.Stack, alarm.At("Threshold")),
		assembly.Written(alarm.At("DatapointsToAlarm")), assembly.Written(alarm.At("EvaluationPeriods")),
		strings.Join(slices.Sorted(maps.Keys(periods)), " or "), alarm.At("TreatMissingData"))
	return row.String()
}

// tableNames replaces references by what the table calls them.
func tableNames(v *check.Review) *strings.Replacer {
	var pairs []string
	add := func(r *assembly.Resource, attribute, noun string) {
		if r != nil {
			pairs = append(pairs, check.Token(r, attribute), noun)
		}
	}
	add(v.Only("Compute", parts.LoadBalancer), "LoadBalancerFullName", "balancer")
	for _, s := range parts.Services(v) {
		add(s.Targets, "TargetGroupFullName", s.Name+" targets")
		add(s.ECS, "Name", s.Name)
	}
	add(v.Only("Compute", "AWS::ECS::Cluster"), "", "cluster")
	add(v.Only("Data", "AWS::ElastiCache::ReplicationGroup"), "", "cache")
	for _, rule := range eventRules(v) {
		add(rule, "", assembly.Construct(rule.LogicalID))
	}
	for _, gateway := range v.OfType("AWS::EC2::NatGateway") {
		if subnet := v.Target(gateway, "AWS::EC2::Subnet", "SubnetId"); subnet != nil {
			add(gateway, "", "gateway "+strings.TrimPrefix(fmt.Sprint(subnet.At("AvailabilityZone")), "ap-northeast-2"))
		}
	}
	for _, listener := range v.OfType("AWS::ElasticLoadBalancingV2::Listener") {
		if arn := listener.At("Certificates", 0, "CertificateArn"); arn != nil {
			pairs = append(pairs, v.Text(listener.Stack, arn), "certificate")
		}
	}
	if database := v.Only("Data", "AWS::RDS::DBCluster"); database != nil {
		pairs = append(pairs, v.Text(database.Stack, database.At("DBClusterIdentifier")), "database")
	}
	if proxy := v.Only("Data", "AWS::RDS::DBProxy"); proxy != nil {
		pairs = append(pairs, v.Text(proxy.Stack, proxy.At("DBProxyName")), "proxy")
	}
	if acl := v.Only("Security", "AWS::WAFv2::WebACL"); acl != nil {
		metric := v.Text(acl.Stack, acl.At("VisibilityConfig", "MetricName"))
		pairs = append(pairs, metric, "web ACL")
		// Whichever of the two the dimension holds.
		v.Reads(acl, metric, "Name")
	}
	return strings.NewReplacer(pairs...)
}

func alarmsNameTheRunbook(v *check.Review) {
	for _, alarm := range v.Some(parts.Alarm) {
		name := v.Text(alarm.Stack, alarm.At("AlarmName"))
		text := v.Text(alarm.Stack, alarm.At("AlarmDescription"))
		_, anchor, found := strings.Cut(text, " What to do: docs/runbook.md#")
		if !found || anchor == "" || !strings.HasSuffix(name, "-"+anchor) {
			v.Add("%s says %q, which does not end in its section of the runbook", alarm, text)
		}
		if !strings.Contains(text, " than ") {
			v.Add("%s says %q, which is no condition", alarm, text)
		}
	}
}
