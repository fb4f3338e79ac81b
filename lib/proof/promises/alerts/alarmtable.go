package alerts

import (
	"fmt"
	"strings"

	"example.com/chassis/lib/proof/promises/check"
)

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
