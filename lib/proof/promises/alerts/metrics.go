package alerts

import (
	"maps"
	"math"
	"slices"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// metricDefinition is what AWS says of a metric: in which range its values lie in
// its unit, how often it comes, which statistics mean something, and under which
// sets of dimensions it can be found.
type metricDefinition struct {
	unit            string
	lowest, highest float64
	seconds         float64
	statistics      []string
	dimensions      [][]string
	// sparse metrics come only when something happens, or while something runs.
	sparse bool
}

var (
	unbounded  = math.Inf(1)
	byTargets  = [][]string{{"LoadBalancer"}, {"LoadBalancer", "TargetGroup"}}
	byService  = [][]string{{"ClusterName", "ServiceName"}}
	byInstance = [][]string{{"DBClusterIdentifier"}, {"DBClusterIdentifier", "Role"}, {"DBInstanceIdentifier"}}
	byNode     = [][]string{{"CacheClusterId"}, {"CacheClusterId", "CacheNodeId"}}
	byQueue    = [][]string{{"QueueName"}}
	byGroup    = [][]string{{"ScheduleGroup"}}
	// A count of requests is one for each request: only their sum means something.
	summed  = []string{"Sum"}
	levels  = []string{"Average", "Minimum", "Maximum"}
	byProxy = [][]string{{"ProxyName"}, {"ProxyName", "TargetGroup"}, {"EndpointName", "ProxyName"}}
)

// metricDefinitions are taken from each service's page of metrics:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-enhanced-observability-metrics-ECS.html
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.monitoring.html
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway-cloudwatch.html
// https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
// https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
// https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
var metricDefinitions = map[string]metricDefinition{
	"AWS/ApplicationELB HTTPCode_ELB_5XX_Count":    {"count", 0, unbounded, 60, summed, [][]string{{"LoadBalancer"}}, true},
	"AWS/ApplicationELB HTTPCode_Target_5XX_Count": {"count", 0, unbounded, 60, summed, byTargets, true},
	"AWS/ApplicationELB HTTPCode_Target_4XX_Count": {"count", 0, unbounded, 60, summed, byTargets, true},
	"AWS/ApplicationELB RequestCount":              {"count", 0, unbounded, 60, summed, byTargets, true},
	"AWS/ApplicationELB RejectedConnectionCount":   {"count", 0, unbounded, 60, summed, [][]string{{"LoadBalancer"}}, true},
	"AWS/ApplicationELB TargetResponseTime":        {"s", 0, unbounded, 60, []string{"Average", "p50", "p90", "p99"}, byTargets, true},
	"AWS/ApplicationELB HealthyHostCount":          {"count", 0, unbounded, 60, levels, byTargets[1:], true},
	"AWS/ApplicationELB UnHealthyHostCount":        {"count", 0, unbounded, 60, levels, byTargets[1:], true},
	"AWS/ECS CPUUtilization":                       {"%", 0, 100, 60, levels, byService, true},
	"AWS/ECS MemoryUtilization":                    {"%", 0, 100, 60, levels, byService, true},
	// Auto scaling keeps at least one task, so these come unless none runs.
	"ECS/ContainerInsights RunningTaskCount":            {"count", 0, unbounded, 60, levels, byService, false},
	"ECS/ContainerInsights DesiredTaskCount":            {"count", 0, unbounded, 60, levels, byService, false},
	"AWS/RDS ACUUtilization":                            {"%", 0, 100, 60, levels, [][]string{{"DBClusterIdentifier"}, {"DBInstanceIdentifier"}}, false},
	"AWS/RDS ServerlessDatabaseCapacity":                {"ACU", 0, 256, 60, levels, byInstance, false},
	"AWS/RDS CommitLatency":                             {"ms", 0, unbounded, 60, levels, byInstance, false},
	"AWS/RDS DatabaseConnections":                       {"count", 0, unbounded, 60, levels, byInstance, false},
	"AWS/RDS AuroraReplicaLagMaximum":                   {"ms", 0, unbounded, 60, levels, [][]string{{"DBClusterIdentifier"}}, true},
	"AWS/RDS Deadlocks":                                 {"1/s", 0, unbounded, 60, levels, byInstance, false},
	"AWS/RDS DatabaseConnectionsSetupFailed":            {"count", 0, unbounded, 60, summed, byProxy, true},
	"AWS/RDS ClientConnections":                         {"count", 0, unbounded, 60, summed, byProxy, true},
	"AWS/RDS DatabaseConnectionsCurrentlySessionPinned": {"count", 0, unbounded, 60, summed, byProxy[:1], true},
	"AWS/RDS DatabaseConnectionsBorrowLatency":          {"microseconds", 0, 120_000_000, 60, levels, byProxy, true},

	"AWS/ElastiCache DatabaseMemoryUsagePercentage": {"%", 0, 100, 60, levels, byNode, false},
	"AWS/ElastiCache CurrConnections":               {"count", 0, unbounded, 60, levels, byNode, false},
	"AWS/ElastiCache Evictions":                     {"count", 0, unbounded, 60, summed, byNode, false},
	// Nodes of the types t3 and t4g have credits.
	"AWS/ElastiCache CPUCreditBalance":     {"credits", 0, unbounded, 300, levels, byNode, true},
	"AWS/ElastiCache CPUUtilization":       {"%", 0, 100, 60, levels, byNode, false},
	"AWS/ElastiCache EngineCPUUtilization": {"%", 0, 100, 60, levels, byNode, false},
	"AWS/ElastiCache IsMaster":             {"0 or 1", 0, 1, 60, levels, byNode, false},
	// Of several nodes all but one are replicas, so one always publishes it.
	"AWS/ElastiCache ReplicationLag": {"s", 0, unbounded, 60, levels, byNode, false},

	"AWS/NATGateway ErrorPortAllocation":        {"count", 0, unbounded, 60, summed, [][]string{{"NatGatewayId"}}, false},
	"AWS/NATGateway PacketsDropCount":           {"count", 0, unbounded, 60, summed, [][]string{{"NatGatewayId"}}, false},
	"AWS/WAFV2 BlockedRequests":                 {"count", 0, unbounded, 60, summed, [][]string{{"Region", "Rule", "WebACL"}}, true},
	"AWS/CertificateManager DaysToExpiry":       {"d", 0, 825, 86400, []string{"Minimum"}, [][]string{{"CertificateArn"}}, true},
	"AWS/Events FailedInvocations":              {"count", 0, unbounded, 60, summed, [][]string{{"RuleName"}}, true},
	"AWS/Events InvocationsFailedToBeSentToDlq": {"count", 0, unbounded, 60, summed, [][]string{{"RuleName"}}, true},

	"AWS/SQS ApproximateNumberOfMessagesVisible": {"count", 0, unbounded, 60, []string{"Maximum"}, byQueue, true},
	"AWS/SQS ApproximateAgeOfOldestMessage":      {"s", 0, 14 * 86400, 60, []string{"Maximum"}, byQueue, true},
	"AWS/States ExecutionsFailed":                {"count", 0, unbounded, 60, summed, [][]string{{"StateMachineArn"}}, true},
	"AWS/States ExecutionsAborted":               {"count", 0, unbounded, 60, summed, [][]string{{"StateMachineArn"}}, true},
	"AWS/States ExecutionsTimedOut":              {"count", 0, unbounded, 60, summed, [][]string{{"StateMachineArn"}}, true},
	"AWS/SNS NumberOfNotificationsFailed":        {"count", 0, unbounded, 60, summed, [][]string{{"TopicName"}}, true},
	"AWS/EventBridge/Pipes ExecutionFailed":      {"count", 0, unbounded, 60, summed, [][]string{{"PipeName"}}, true},

	"AWS/Scheduler InvocationAttemptCount":                     {"count", 0, unbounded, 60, summed, byGroup, true},
	"AWS/Scheduler TargetErrorCount":                           {"count", 0, unbounded, 60, summed, byGroup, true},
	"AWS/Scheduler InvocationDroppedCount":                     {"count", 0, unbounded, 60, summed, byGroup, true},
	"AWS/Scheduler InvocationsFailedToBeSentToDeadLetterCount": {"count", 0, unbounded, 60, summed, byGroup, true},
}

// definitionOf is the definition of a metric; what a setting bounds ends there.
func definitionOf(v *check.Review, m parts.AlarmMetric) metricDefinition {
	definition := metricDefinitions[m.Namespace+" "+m.Name]
	switch m.Name {
	case "TargetResponseTime":
		definition.highest = float64(v.Settings.LoadBalancer.IdleTimeoutSeconds) // the load balancer gives up
	case "DatabaseConnections":
		definition.highest = float64(v.Settings.MaxConnections())
	}
	return definition
}

// largest is the highest value that a number can be told of.
func (d metricDefinition) largest() float64 { return min(d.highest, 1e15) }

// published complains about a metric in a form in which AWS does not publish it.
func published(v *check.Review, what string, m parts.AlarmMetric) {
	definition, known := metricDefinitions[m.Namespace+" "+m.Name]
	if !known {
		v.Add("%s: %s %s is no metric that we know of", what, m.Namespace, m.Name)
		return
	}
	names := slices.Sorted(maps.Keys(m.Dimensions))
	if !slices.ContainsFunc(definition.dimensions, func(set []string) bool { return slices.Equal(set, names) }) {
		v.Add("%s: nothing is published as %s by %v", what, m.Name, names)
	}
	if !slices.Contains(definition.statistics, m.Statistic) {
		v.Add("%s: the %s of %s means nothing", what, m.Statistic, m.Name)
	}
	if m.Period == 0 || math.Mod(m.Period, definition.seconds) != 0 {
		v.Add("%s: a period of %v s, but %s comes every %v s", what, m.Period, m.Name, definition.seconds)
	}
}
