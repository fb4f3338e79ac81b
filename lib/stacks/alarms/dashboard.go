package alarms

import (
	"fmt"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces/interfacesawscloudwatch"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// graph is one widget of the dashboard.
type graph struct {
	title, unit string
	metrics     []Metric
}

// rows are the graphs below the states of the alarms, in the order of a request.
func rows(env config.Environment) [][]graph {
	lag := graph{title: "Replica lag", unit: "ms", metrics: []Metric{{"Lag", rds, "AuroraReplicaLagMaximum", "Maximum", Database}}}
	if !env.HasReaders() {
		lag = graph{title: "Commit latency", unit: "ms", metrics: []Metric{{"Commit", rds, "CommitLatency", "Average", Database}}}
	}
	all := [][]graph{
		{
			{title: "Requests", unit: "per minute", metrics: []Metric{{"Requests", balancer, "RequestCount", "Sum", LoadBalancer}}},
			{title: "Errors", unit: "per minute", metrics: []Metric{
				{"Services 5xx", balancer, "HTTPCode_Target_5XX_Count", "Sum", LoadBalancer},
				{"Load balancer 5xx", balancer, "HTTPCode_ELB_5XX_Count", "Sum", LoadBalancer},
				{"Services 4xx", balancer, "HTTPCode_Target_4XX_Count", "Sum", LoadBalancer},
			}},
			{title: "Latency", unit: "s", metrics: []Metric{
				{"p99", balancer, "TargetResponseTime", "p99", LoadBalancer},
				{"p50", balancer, "TargetResponseTime", "p50", LoadBalancer},
			}},
			{title: "Web ACL", unit: "per minute", metrics: []Metric{
				{"Blocked", "AWS/WAFV2", "BlockedRequests", "Sum", WebACL},
			}},
		},
		{
			{title: "Running tasks", metrics: []Metric{{"", insights, "RunningTaskCount", "Average", Service}}},
			{title: "CPU of the tasks", unit: "%", metrics: []Metric{{"", "AWS/ECS", "CPUUtilization", "Average", Service}}},
			{title: "Memory of the tasks", unit: "%", metrics: []Metric{{"", "AWS/ECS", "MemoryUtilization", "Maximum", Service}}},
			{title: "NAT gateways", unit: "per minute", metrics: []Metric{
				{"No port", nat, "ErrorPortAllocation", "Sum", NATGateways},
				{"Dropped", nat, "PacketsDropCount", "Sum", NATGateways},
			}},
		},
		{
			{title: "Database capacity", unit: "ACU", metrics: []Metric{{"Capacity", rds, "ServerlessDatabaseCapacity", "Average", Database}}},
			{title: "Database connections", metrics: []Metric{
				{"Database", rds, "DatabaseConnections", "Maximum", Database},
				{"Clients of the proxy", rds, "ClientConnections", "Sum", Proxy},
				{"Pinned in the proxy", rds, "DatabaseConnectionsCurrentlySessionPinned", "Sum", Proxy},
			}},
			{title: "Wait for a connection", unit: "microseconds", metrics: []Metric{{"Borrow", rds, "DatabaseConnectionsBorrowLatency", "Average", Proxy}}},
			lag,
		},
		{
			{title: "Cache memory", unit: "%", metrics: []Metric{{"Memory", elastiCache, "DatabaseMemoryUsagePercentage", "Maximum", CacheNodes}}},
			{title: "Redis CPU", unit: "%", metrics: []Metric{
				{"Redis", elastiCache, "EngineCPUUtilization", "Average", CacheNodes},
				{"Node", elastiCache, "CPUUtilization", "Average", CacheNodes},
			}},
			{title: "Cache evictions", unit: "per minute", metrics: []Metric{{"Evictions", elastiCache, "Evictions", "Sum", CacheNodes}}},
			{title: "Cache connections", metrics: []Metric{{"Clients", elastiCache, "CurrConnections", "Maximum", CacheNodes}}},
		},
	}
	if len(env.Jobs()) > 0 {
		all = append(all, []graph{
			{title: "Starts of jobs", unit: "per minute", metrics: []Metric{
				{"Attempts", scheduler, "InvocationAttemptCount", "Sum", Schedules},
				{"Errors", scheduler, "TargetErrorCount", "Sum", Schedules},
				{"Given up", scheduler, "InvocationDroppedCount", "Sum", Schedules},
			}},
		})
	}
	return all
}

// NewDashboard defines the dashboard: the state of every alarm, then the graphs. It
// refers to alarms by name, because those of a service exist only after its first
// release.
func NewDashboard(scope constructs.Construct, env config.Environment, subjects Subjects, alarmNames []string) {
	const columns, alarmsPerRow = 24, 6
	// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
	const alarmsPerWidget = 100
	scope = constructs.NewConstruct(scope, jsii.String("Overview"))
	dashboard := awscloudwatch.NewDashboard(scope, jsii.String("Dashboard"), &awscloudwatch.DashboardProps{
		DashboardName:   jsii.String(env.DashboardName()),
		DefaultInterval: awscdk.Duration_Hours(jsii.Number(3)),
	})
	states := make([]interfacesawscloudwatch.IAlarmRef, len(alarmNames))
	for i, name := range alarmNames {
		states[i] = awscloudwatch.Alarm_FromAlarmName(scope, jsii.String(name), jsii.String(name))
	}
	for part := range slices.Chunk(states, alarmsPerWidget) {
		dashboard.AddWidgets(awscloudwatch.NewAlarmStatusWidget(&awscloudwatch.AlarmStatusWidgetProps{
			Title: jsii.String("Alarms of " + env.Label()), Alarms: &part,
			Width: jsii.Number(columns), Height: jsii.Number(1 + (len(part)+alarmsPerRow-1)/alarmsPerRow),
		}))
	}
	minute := awscdk.Duration_Minutes(jsii.Number(1))
	for _, row := range rows(env) {
		var widgets []awscloudwatch.IWidget
		for _, g := range row {
			widgets = append(widgets, g.widget(env, subjects, minute, columns/len(row)))
		}
		dashboard.AddWidgets(widgets...)
	}
}

func (g graph) widget(env config.Environment, subjects Subjects, period awscdk.Duration, width int) awscloudwatch.IWidget {
	var left []awscloudwatch.IMetric
	for _, m := range g.metrics {
		if m.Of == Service {
			left = append(left, m.search(env))
			continue
		}
		for i, dimensions := range subjects[m.Of] {
			label := m.ID
			if len(subjects[m.Of]) > 1 {
				label = fmt.Sprintf("%s %d", m.ID, i+1)
			}
			left = append(left, m.metric(dimensions, period, jsii.String(label)))
		}
	}
	return awscloudwatch.NewGraphWidget(&awscloudwatch.GraphWidgetProps{
		Title: jsii.String(g.title), Left: &left, Width: jsii.Number(width),
		LeftYAxis: &awscloudwatch.YAxisProps{Label: jsii.String(g.unit), ShowUnits: jsii.Bool(false), Min: jsii.Number(0)},
	})
}

// search finds the metric of every service in the cluster, one line for each.
func (m Metric) search(env config.Environment) awscloudwatch.IMetric {
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{
		Expression: jsii.String(fmt.Sprintf(`SEARCH('{%s,ClusterName,ServiceName} ClusterName="%s" MetricName="%s"', '%s', 60)`,
			m.Namespace, env.ClusterName(), m.Name, m.Statistic)),
		Label: jsii.String("${PROP('Dim.ServiceName')}"), UsingMetrics: &map[string]awscloudwatch.IMetric{},
	})
}
