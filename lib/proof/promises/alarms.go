package promises

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// alarms are the promises about what is watched; that each alarm reaches people is
// among the alerts.
func alarms() []check.Promise {
	return []check.Promise{
		{ID: "R2.8", Says: "The platform has exactly the alarms of its table, each on its metric and dimensions with its threshold; dev and throw-away instances a smaller set.", Check: alarmsOfTheTable},
		{ID: "R2.8", Says: "No alarm is one that cannot fire or cannot be quiet: statistic, dimensions, period, threshold and missing data fit what AWS publishes.", Check: alarmsCanFire},
		{ID: "R2.8", Says: "Every alarm says when it fires and names its section of the runbook.", Check: alarmsNameTheRunbook},
	}
}

// watchedAlarm is a row of the table: an alarm's end of the name, its condition,
// and what it measures.
type watchedAlarm struct {
	id, condition string
	// expression is empty for a single metric. Otherwise each metric begins with its
	// id in the expression.
	expression string
	metrics    []string
	// everywhere includes dev and throw-away instances.
	everywhere bool
}

// cacheCPU is what small nodes, with two cores, and others read.
func cacheCPU(p check.Platform, minutes func(string, int, int) string) watchedAlarm {
	beyond, metric := "> 45", "CPUUtilization"
	for _, group := range p.OfType("AWS::ElastiCache::ReplicationGroup") {
		if strings.HasSuffix(p.Text(group.Stack, group.At("CacheNodeType")), "xlarge") {
			beyond, metric = "> 80", "EngineCPUUtilization"
		}
	}
	return nodes(p, "cache-cpu", minutes(beyond, 10, 10), "cpu", "AWS/ElastiCache "+metric+" Average", false)
}

// credits is about nodes that may not be busy all the time, as all of ours are by
// default.
func credits(p check.Platform) watchedAlarm {
	row := nodes(p, "cache-credits", "< 5 in 12 of 12 × 300 s, notBreaching", "credits", "AWS/ElastiCache CPUCreditBalance Minimum", false)
	row.expression = strings.Replace(row.expression, "MAX(", "MIN(", 1)
	return row
}

// alarmTable is what each alarm of a platform reads, by its whole name.
func alarmTable(p check.Platform) map[string]string {
	const elb, insights = "AWS/ApplicationELB", "ECS/ContainerInsights"
	minutes := func(beyond string, breaches, periods int) string {
		return fmt.Sprintf("%s in %d of %d × 60 s, notBreaching", beyond, breaches, periods)
	}
	slow := func(beyond string, breaches, periods int) string {
		return fmt.Sprintf("%s in %d of %d × 300 s, notBreaching", beyond, breaches, periods)
	}
	onBalancer, onTargets := "LoadBalancer=balancer", "LoadBalancer=balancer, TargetGroup=OWNER targets"
	onTasks := "ClusterName=cluster, ServiceName=OWNER"
	platform := []watchedAlarm{
		{"balancer-errors", minutes("> 5", 3, 5), "IF(FILL(errors, 0) + FILL(passed, 0) >= 20, 100 * FILL(errors, 0) / (FILL(errors, 0) + FILL(passed, 0)), 0)", []string{
			"errors " + elb + " HTTPCode_ELB_5XX_Count Sum of " + onBalancer, "passed " + elb + " RequestCount Sum of " + onBalancer,
		}, false},
		{"error-rate", minutes("> 1", 3, 5), "IF(passed >= 100, 100 * FILL(errors, 0) / passed, 0)", []string{
			"errors " + elb + " HTTPCode_Target_5XX_Count Sum of " + onBalancer, "passed " + elb + " RequestCount Sum of " + onBalancer,
		}, false},
		{"rejected-connections", slow("> 0", 1, 1), "", []string{elb + " RejectedConnectionCount Sum of " + onBalancer}, false},
		{"database-at-ceiling", minutes("> 90", 15, 15), "", []string{"AWS/RDS ACUUtilization Maximum of DBClusterIdentifier=database"}, false},
		{"database-connections", minutes("> "+check.ByEnv[string]{Dev: "657", Staging: "1332", Prod: "1600"}.Of(p), 5, 5), "", []string{
			"AWS/RDS DatabaseConnections Maximum of DBClusterIdentifier=database",
		}, true},
		{"deadlocks", minutes("> 0.05", 3, 5), "", []string{"AWS/RDS Deadlocks Average of DBClusterIdentifier=database, Role=WRITER"}, false},
		{"borrow-latency", minutes("> 1000000", 3, 5), "", []string{"AWS/RDS DatabaseConnectionsBorrowLatency Average of ProxyName=proxy"}, false},
		{"proxy-failures", minutes("> 5", 3, 5), "", []string{"AWS/RDS DatabaseConnectionsSetupFailed Sum of ProxyName=proxy"}, true},
		{"proxy-clients", minutes("> "+check.ByEnv[string]{Dev: "80", Staging: "200", Prod: "1000"}.Of(p), 15, 15), "", []string{
			"AWS/RDS ClientConnections Sum of ProxyName=proxy",
		}, false},
		nodes(p, "cache-memory", "> 80 in 5 of 5 × 60 s, breaching", "memory", "AWS/ElastiCache DatabaseMemoryUsagePercentage Maximum", true),
		nodes(p, "cache-evictions", slow("> 0", 3, 3), "evictions", "AWS/ElastiCache Evictions Sum", false),
		cacheCPU(p, minutes),
		credits(p),
		gateways(p, "nat-ports", slow("> 0", 1, 1), "refused", "AWS/NATGateway ErrorPortAllocation Sum"),
		gateways(p, "nat-drops", slow("> 100", 3, 3), "dropped", "AWS/NATGateway PacketsDropCount Sum"),
		{"blocked-requests", slow("> 1000", 2, 2), "", []string{"AWS/WAFV2 BlockedRequests Sum of Region=ap-northeast-2, Rule=ALL, WebACL=web ACL"}, false},
		{"certificate-expires", "< 30 in 1 of 1 × 86400 s, ignore", "", []string{"AWS/CertificateManager DaysToExpiry Minimum of CertificateArn=certificate"}, true},
	}
	if p.Env != "dev" && !p.Ephemeral() {
		platform = append(platform, watchedAlarm{"replica-lag", minutes("> 1000", 5, 5), "", []string{"AWS/RDS AuroraReplicaLagMaximum Maximum of DBClusterIdentifier=database"}, false})
	}
	if p.Env == "prod" {
		platform = append(platform, nodes(p, "cache-lag", "> 5 in 5 of 5 × 60 s, breaching", "lag", "AWS/ElastiCache ReplicationLag Maximum", false))
		failover := nodes(p, "cache-failover", minutes("> 0", 1, 3), "primary", "AWS/ElastiCache IsMaster Maximum", false)
		failover.expression = "MAX([ABS(DIFF(primary1)), ABS(DIFF(primary2))])"
		platform = append(platform, failover)
	}
	var rules []string
	for i, rule := range []string{"DeploymentFailed", "TaskDied", "DatabaseFailover"} {
		rules = append(rules, fmt.Sprintf("failed%d AWS/Events FailedInvocations Sum of RuleName=AlarmsEvents%s", i+1, rule))
	}
	platform = append(platform, watchedAlarm{"events-failed", slow("> 0", 1, 1), "MAX([failed1, failed2, failed3])", rules, true})

	services := []watchedAlarm{
		{"slow-answers", minutes("> 2", 5, 5), "IF(requests >= 20, latency, 0)", []string{
			"latency " + elb + " TargetResponseTime p99 of " + onTargets, "requests " + elb + " RequestCount Sum of " + onTargets,
		}, false},
		{"server-errors", minutes("> 1", 2, 3), "IF(errors > 10, 100 * errors / requests, 0)", []string{
			"errors " + elb + " HTTPCode_Target_5XX_Count Sum of " + onTargets, "requests " + elb + " RequestCount Sum of " + onTargets,
		}, true},
		{"unhealthy-targets", minutes("> 50", 5, 5), "IF(unhealthy + FILL(healthy, 0) > 0, 100 * unhealthy / (unhealthy + FILL(healthy, 0)), 0)", []string{
			"healthy " + elb + " HealthyHostCount Average of " + onTargets, "unhealthy " + elb + " UnHealthyHostCount Average of " + onTargets,
		}, true},
		{"no-headroom", minutes("> 60", 10, 10), "IF(running >= " + check.ByEnv[string]{Dev: "4", Staging: "10", Prod: "50"}.Of(p) + ", cpu, 0)", []string{
			"cpu AWS/ECS CPUUtilization Average of " + onTasks, "running " + insights + " RunningTaskCount Minimum of " + onTasks,
		}, false},
		{"tasks-missing", "> 0 in 15 of 15 × 60 s, breaching", "desired - FILL(running, 0)", []string{
			"desired " + insights + " DesiredTaskCount Maximum of " + onTasks, "running " + insights + " RunningTaskCount Minimum of " + onTasks,
		}, true},
		{"memory-high", minutes("> 90", 10, 10), "", []string{"AWS/ECS MemoryUtilization Maximum of " + onTasks}, false},
	}
	table := map[string]string{}
	add := func(owner string, rows []watchedAlarm) {
		for _, row := range rows {
			if name := p.Prefix("-") + "-" + row.id; row.everywhere || p.Env != "dev" && !p.Ephemeral() {
				if owner != "" {
					name = p.Prefix("-") + "-" + owner + "-" + row.id
				}
				table[name] = strings.ReplaceAll(row.String(), "OWNER", owner)
			}
		}
	}
	add("", platform)
	add("service-api", services)
	add("admin-api", services)
	return table
}

func (row watchedAlarm) String() string {
	return row.condition + " | " + row.expression + " | " + strings.Join(row.metrics, "; ")
}

// nodes is a row about the worst of the cache's nodes.
func nodes(p check.Platform, id, condition, name, metric string, everywhere bool) watchedAlarm {
	if p.Env != "prod" {
		return watchedAlarm{id, condition, "", []string{metric + " of CacheClusterId=cache-001"}, everywhere}
	}
	return watchedAlarm{id, condition, "MAX([" + name + "1, " + name + "2])", []string{
		name + "1 " + metric + " of CacheClusterId=cache-001", name + "2 " + metric + " of CacheClusterId=cache-002",
	}, everywhere}
}

// gateways is a row about the worst of the NAT gateways.
func gateways(p check.Platform, id, condition, name, metric string) watchedAlarm {
	if p.Env != "prod" {
		return watchedAlarm{id, condition, "", []string{metric + " of NatGatewayId=gateway a"}, false}
	}
	return watchedAlarm{id, condition, "MAX([" + name + "1, " + name + "2])", []string{
		name + "1 " + metric + " of NatGatewayId=gateway a", name + "2 " + metric + " of NatGatewayId=gateway c",
	}, false}
}

// eventRules are those that tell of events by themselves; the rule on scans starts
// a chain of its own.
func eventRules(v *check.Review) []*assembly.Resource {
	return v.Stack("Compute").OfType("AWS::Events::Rule")
}

func alarmsOfTheTable(v *check.Review) {
	want := alarmTable(v.Platform)
	tableNames := tableNames(v)
	for _, alarm := range v.OfType(Alarm) {
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
	for _, m := range alarmMetrics(v, alarm) {
		periods[strconv.FormatFloat(m.period, 'f', -1, 64)] = true
		var dimensions []string
		for _, name := range slices.Sorted(maps.Keys(m.dimensions)) {
			dimensions = append(dimensions, name+"="+tableNames.Replace(m.dimensions[name]))
		}
		row.metrics = append(row.metrics, strings.TrimSpace(fmt.Sprintf("%s %s %s %s of %s", m.id, m.namespace, m.name, m.statistic, strings.Join(dimensions, ", "))))
	}
	slices.Sort(row.metrics)
	row.expression = expression(v, alarm)
	beyond := map[string]string{"GreaterThanThreshold": ">", "LessThanThreshold": "<"}[v.Text(alarm.Stack, alarm.At("ComparisonOperator"))]
	row.condition = fmt.Sprintf("%s %s in %v of %v × %s s, %v", beyond, v.Text(alarm.Stack, alarm.At("Threshold")),
		assembly.Written(alarm.At("DatapointsToAlarm")), assembly.Written(alarm.At("EvaluationPeriods")),
		strings.Join(slices.Sorted(maps.Keys(periods)), " or "), alarm.At("TreatMissingData"))
	return row.String()
}

// alarmMetric is one metric that an alarm looks at.
type alarmMetric struct {
	id, namespace, name, statistic string
	period                         float64
	dimensions                     map[string]string
}

// alarmMetrics are the metrics of an alarm, whichever way they are written.
func alarmMetrics(v *check.Review, alarm *assembly.Resource) []alarmMetric {
	read := func(id string, statistic, period, metric any) alarmMetric {
		m := alarmMetric{id: id, dimensions: v.Entries(alarm, assembly.At(metric, "Dimensions"), "Name", "Value")}
		m.namespace, _ = assembly.At(metric, "Namespace").(string)
		m.name, _ = assembly.At(metric, "MetricName").(string)
		m.statistic, _ = statistic.(string)
		m.period, _ = period.(float64)
		return m
	}
	if alarm.At("Metrics") == nil {
		statistic := alarm.At("Statistic")
		if statistic == nil {
			statistic = alarm.At("ExtendedStatistic")
		}
		return []alarmMetric{read("", statistic, alarm.At("Period"), alarm.Properties)}
	}
	var list []alarmMetric
	for _, item := range assembly.List(alarm.At("Metrics")) {
		if stat := assembly.At(item, "MetricStat"); stat != nil {
			id, _ := assembly.At(item, "Id").(string)
			list = append(list, read(id, assembly.At(stat, "Stat"), assembly.At(stat, "Period"), assembly.At(stat, "Metric")))
			if assembly.At(item, "ReturnData") != false {
				v.Add("%s compares %s too, and not only the expression", alarm, id)
			}
		}
	}
	return list
}

// expression is what an alarm computes of its metrics; empty for one.
func expression(v *check.Review, alarm *assembly.Resource) string {
	var found []string
	for _, item := range assembly.List(alarm.At("Metrics")) {
		if text, ok := assembly.At(item, "Expression").(string); ok && assembly.At(item, "ReturnData") != false {
			found = append(found, text)
		}
	}
	return strings.Join(found, " and ")
}

// tableNames replaces references by what the table calls them.
func tableNames(v *check.Review) *strings.Replacer {
	var pairs []string
	add := func(r *assembly.Resource, attribute, noun string) {
		if r != nil {
			pairs = append(pairs, check.Token(r, attribute), noun)
		}
	}
	add(v.Only("Compute", LoadBalancer), "LoadBalancerFullName", "balancer")
	for _, s := range Services(v) {
		add(s.targets, "TargetGroupFullName", s.name+" targets")
		add(s.ecs, "Name", s.name)
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
	for _, alarm := range v.OfType(Alarm) {
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
	if len(v.OfType(Alarm)) == 0 {
		v.Add("found no alarm")
	}
}
