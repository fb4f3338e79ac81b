package alerts

import (
	"maps"
	"math"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
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
	unbounded = math.Inf(1)
	byTargets = [][]string{{"LoadBalancer"}, {"LoadBalancer", "TargetGroup"}}
	byService = [][]string{{"ClusterName", "ServiceName"}}
	byNode    = [][]string{{"CacheClusterId"}, {"CacheClusterId", "CacheNodeId"}}
	byQueue   = [][]string{{"QueueName"}}
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
var metricDefinitions = map[string]metricDefinition{
	"AWS/ApplicationELB HTTPCode_ELB_5XX_Count":    {"count", 0, unbounded, 60, summed, [][]string{{"LoadBalancer"}}, true},
	"AWS/ApplicationELB HTTPCode_Target_5XX_Count": {"count", 0, unbounded, 60, summed, byTargets, true},
	"AWS/ApplicationELB RequestCount":              {"count", 0, unbounded, 60, summed, byTargets, true},
	"AWS/ApplicationELB RejectedConnectionCount":   {"count", 0, unbounded, 60, summed, [][]string{{"LoadBalancer"}}, true},
	// The load balancer gives up after its idle timeout.
	"AWS/ApplicationELB TargetResponseTime": {"s", 0, 130, 60, []string{"Average", "p50", "p90", "p99"}, byTargets, true},
	"AWS/ApplicationELB HealthyHostCount":   {"count", 0, unbounded, 60, levels, byTargets[1:], true},
	"AWS/ApplicationELB UnHealthyHostCount": {"count", 0, unbounded, 60, levels, byTargets[1:], true},
	"AWS/ECS CPUUtilization":                {"%", 0, 100, 60, levels, byService, true},
	"AWS/ECS MemoryUtilization":             {"%", 0, 100, 60, levels, byService, true},
	// Auto scaling keeps at least one task, so these come unless none runs.
	"ECS/ContainerInsights RunningTaskCount":   {"count", 0, unbounded, 60, levels, byService, false},
	"ECS/ContainerInsights DesiredTaskCount":   {"count", 0, unbounded, 60, levels, byService, false},
	"AWS/RDS ACUUtilization":                   {"%", 0, 100, 60, levels, [][]string{{"DBClusterIdentifier"}, {"DBInstanceIdentifier"}}, false},
	"AWS/RDS DatabaseConnections":              {"count", 0, 5000, 60, levels, [][]string{{"DBClusterIdentifier"}, {"DBClusterIdentifier", "Role"}, {"DBInstanceIdentifier"}}, false},
	"AWS/RDS AuroraReplicaLagMaximum":          {"ms", 0, unbounded, 60, levels, [][]string{{"DBClusterIdentifier"}}, true},
	"AWS/RDS Deadlocks":                        {"1/s", 0, unbounded, 60, levels, [][]string{{"DBClusterIdentifier"}, {"DBClusterIdentifier", "Role"}, {"DBInstanceIdentifier"}}, false},
	"AWS/RDS DatabaseConnectionsSetupFailed":   {"count", 0, unbounded, 60, summed, byProxy, true},
	"AWS/RDS ClientConnections":                {"count", 0, unbounded, 60, summed, byProxy, true},
	"AWS/RDS DatabaseConnectionsBorrowLatency": {"µs", 0, 120_000_000, 60, levels, byProxy, true},

	"AWS/ElastiCache DatabaseMemoryUsagePercentage": {"%", 0, 100, 60, levels, byNode, false},
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
}

// alarmsCanFire tries every alarm on extreme values of its metrics.
func alarmsCanFire(v *check.Review) {
	for _, alarm := range v.Some(parts.Alarm) {
		metrics := parts.AlarmMetrics(v, alarm)
		if len(metrics) == 0 {
			v.Add("%s looks at no metric", alarm)
			continue
		}
		var sparse bool
		var longest float64
		for _, m := range metrics {
			definition, known := metricDefinitions[m.Namespace+" "+m.Name]
			if !known {
				v.Add("%s: %s %s is no metric that we know of", alarm, m.Namespace, m.Name)
				continue
			}
			names := slices.Sorted(maps.Keys(m.Dimensions))
			if !slices.ContainsFunc(definition.dimensions, func(set []string) bool { return slices.Equal(set, names) }) {
				v.Add("%s: nothing is published as %s by %v", alarm, m.Name, names)
			}
			for name, value := range m.Dimensions {
				if value == "" {
					v.Add("%s: dimension %s is empty", alarm, name)
				}
			}
			if !slices.Contains(definition.statistics, m.Statistic) {
				v.Add("%s: the %s of %s means nothing", alarm, m.Statistic, m.Name)
			}
			if m.Period < definition.seconds || math.Mod(m.Period, 60) != 0 {
				v.Add("%s: a period of %v s, but %s comes every %v s", alarm, m.Period, m.Name, definition.seconds)
			}
			sparse = sparse || definition.sparse
			longest = max(longest, m.Period)
		}
		canFire(v, metrics, alarm.String(), parts.Expression(alarm), v.Text(alarm.Stack, alarm.At("ComparisonOperator")), v.Number(alarm, "Threshold"))
		// Silence of a metric that is often silent is no alarm.
		if missing := alarm.At("TreatMissingData"); sparse && missing != "notBreaching" && missing != "ignore" {
			v.Add("%s: missing data is %s, but the metric is often missing", alarm, assembly.Written(missing))
		}
		// The hundredth part of a handful says nothing, and CloudWatch's own guard against
		// that keeps the state until there are a thousand.
		if alarm.At("ExtendedStatistic") != nil {
			v.Add("%s: a percentile alone, want it together with a count", alarm)
		}
		if strings.Contains(parts.Expression(alarm), "DIFF(") && v.Number(alarm, "EvaluationPeriods") < 2 {
			v.Add("%s: a difference has no value in its first period, and there is only one", alarm)
		}
		breaches, periods := v.Number(alarm, "DatapointsToAlarm"), v.Number(alarm, "EvaluationPeriods")
		if breaches < 1 || breaches > periods {
			v.Add("%s: %v of %v periods never breach", alarm, breaches, periods)
		}
		// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
		if largest := map[bool]float64{false: 86400, true: 7 * 86400}[longest >= 3600]; longest*periods > largest {
			v.Add("%s: looks back %v s, and CloudWatch takes at most %v", alarm, longest*periods, largest)
		}
	}
}

// canFire complains unless some values of the metrics breach the threshold and
// some do not.
func canFire(v *check.Review, metrics []parts.AlarmMetric, alarm, expression, comparison string, threshold float64) {
	if expression == "" {
		expression = "MAX([x])"
		metrics = []parts.AlarmMetric{{ID: "x", Namespace: metrics[0].Namespace, Name: metrics[0].Name}}
	}
	var fires, rests bool
	for _, values := range extremes(metrics) {
		result, err := metricMath(expression, values)
		switch {
		case err != nil:
			v.Add("%s: %s cannot be computed: %v", alarm, expression, err)
			return
		case comparison == "GreaterThanThreshold" && result > threshold, comparison == "LessThanThreshold" && result < threshold:
			fires = true
		default:
			rests = true
		}
	}
	if !fires {
		v.Add("%s never fires: %s cannot be beyond %v", alarm, expression, threshold)
	}
	if !rests {
		v.Add("%s always fires: %s is beyond %v whatever happens", alarm, expression, threshold)
	}
}

// extremes are all combinations of each metric's lowest, a small and its highest value.
func extremes(metrics []parts.AlarmMetric) []map[string]any {
	combinations := []map[string]any{{}}
	for _, m := range metrics {
		definition := metricDefinitions[m.Namespace+" "+m.Name]
		var next []map[string]any
		for _, combination := range combinations {
			for _, value := range []float64{definition.lowest, definition.lowest + 1, min(definition.highest, 1e15)} {
				extended := maps.Clone(combination)
				extended[m.ID] = value
				next = append(next, extended)
			}
		}
		combinations = next
	}
	return combinations
}
