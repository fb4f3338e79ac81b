package promises

import (
	"testing"
)

func alarmBreaches() []breach {
	const errors, share, dashboard = "Compute/ServiceApiReleaseServerErrors", "Compute/AlarmsErrorRate", "Compute/OverviewDashboard"
	const single, slow, died = "Compute/AlarmsRejectedConnections", "Compute/AdminApiReleaseSlowAnswers", "Compute/AlarmsEventsTaskDied"
	target := func(path ...any) []any { return append([]any{"Targets", 0}, path...) }
	pattern := func(path ...any) []any { return append([]any{"EventPattern"}, path...) }
	return []breach{
		{"no alarm on deadlocks", alarmsOfTheTable, in(drop("Compute/AlarmsDeadlocks")), "there is no alarm chassis-prod-deadlocks"},
		{"an alarm more", alarmsOfTheTable, in(put("Compute/More", "AWS::CloudWatch::Alarm", `{"AlarmName": "chassis-prod-more"}`)), "the table has no alarm chassis-prod-more"},
		{"prod's alarms in dev", alarmsOfTheTable, as("dev", ""), "the table has no alarm chassis-prod"},
		{"another threshold", alarmsOfTheTable, in(set("Compute/AlarmsDeadlocks", `5`, "Threshold")), "is   > 5 in 3 of 5"},
		{"the other side of the threshold", alarmsOfTheTable, in(set("Compute/AlarmsCertificateExpires", `"GreaterThanThreshold"`, "ComparisonOperator")), "is   > 30"},
		{"the cache's first node only", alarmsOfTheTable, in(set("Compute/AlarmsCacheMemory", `"memory1"`, "Metrics", 0, "Expression")), "is   > 80 in 5 of 5 × 60 s, breaching | memory1"},
		{"alarms of the other service's targets", alarmsOfTheTable, in(set(errors, `"x"`, "Metrics", 1, "MetricStat", "Metric", "Dimensions", 1, "Value")), "TargetGroup=x"},
		{"a web ACL of another name", alarmsOfTheTable, in(set("Security/WebAcl", `"other"`, "Name")), "Name is other"},
		{"the best of the nodes", alarmsOfTheTable, in(set("Compute/AlarmsCacheCredits", `"MAX([credits1, credits2])"`, "Metrics", 0, "Expression")), "notBreaching | MAX([credits1"},
		{"a metric beside the expression", alarmsOfTheTable, in(set(share, `null`, "Metrics", 1, "ReturnData")), "and not only the expression"},

		{"a latency of 100 seconds and more", alarmsCanFire, in(set(slow, `130`, "Threshold")), "never fires"},
		{"more than all of the memory", alarmsCanFire, in(set("Compute/AlarmsCacheMemory", `100`, "Threshold")), "never fires"},
		{"a share in the wrong unit", alarmsCanFire, in(set(share, `"IF(passed >= 100, FILL(errors, 0) / (passed * 1000), 0)"`, "Metrics", 0, "Expression"), set(share, `10000000`, "Threshold")), "never fires"},
		{"an alarm that always rings", alarmsCanFire, in(set(slow, `-1`, "Threshold")), "always fires"},
		{"the average of single requests", alarmsCanFire, in(set(single, `"Average"`, "Statistic")), "means nothing"},
		{"a metric by the wrong dimension", alarmsCanFire, in(set(single, `"Cluster"`, "Dimensions", 0, "Name")), "nothing is published"},
		{"an empty dimension", alarmsCanFire, in(set(single, `""`, "Dimensions", 0, "Value")), "is empty"},
		{"a metric that does not exist", alarmsCanFire, in(set(single, `"RejectedConnections"`, "MetricName")), "no metric that we know of"},
		{"a day's metric in minutes", alarmsCanFire, in(set("Compute/AlarmsCertificateExpires", `60`, "Period")), "comes every 86400 s"},
		{"an alarm without traffic", alarmsCanFire, in(set(errors, `"breaching"`, "TreatMissingData")), "often missing"},
		{"more breaches than periods", alarmsCanFire, in(set(errors, `4`, "DatapointsToAlarm")), "never breach"},
		{"more than CloudWatch looks back", alarmsCanFire, in(set(errors, `1441`, "EvaluationPeriods")), "takes at most 86400"},
		{"a difference to nothing", alarmsCanFire, in(set("Compute/AlarmsCacheFailover", `1`, "EvaluationPeriods")), "first period"},
		{"an unknown function", alarmsCanFire, in(set(share, `"RATE(errors)"`, "Metrics", 0, "Expression")), "cannot be computed"},
		{"an unknown metric in the expression", alarmsCanFire, in(set(share, `"mistakes + 0"`, "Metrics", 0, "Expression")), "cannot be computed"},
		{"nothing to look at", alarmsCanFire, in(set(share, `[]`, "Metrics")), "no metric"},

		{"an alarm without advice", alarmsNameTheRunbook, in(set(errors, `"more than fine"`, "AlarmDescription")), "does not end in its section"},
		{"the advice of another alarm", alarmsNameTheRunbook, in(set(errors, `"more than 1. What to do: docs/runbook.md#deadlocks"`, "AlarmDescription")), "does not end in its section"},
		{"an alarm without its condition", alarmsNameTheRunbook, in(set(errors, `"x. What to do: docs/runbook.md#server-errors"`, "AlarmDescription")), "is no condition"},

		{"no rule on failovers", eventsAreCaught, in(drop("Compute/AlarmsEventsDatabaseFailover")), "no rule tells of database-failover"},
		{"every cluster's tasks", eventsAreCaught, in(set(died, `null`, pattern("detail", "clusterArn")...)), "task-died-of-another-environment: true"},
		{"tasks that people stop", eventsAreCaught, in(set(died, `null`, pattern("detail", "stopCode")...)), "quiet-task-scaled-in: true"},
		{"a key in the wrong case", eventsAreCaught, in(set(died, `["STOPPED"]`, pattern("detail", "LastStatus")...)), "task-died-of-an-error: false"},
		{"only tasks that never started", eventsAreCaught, in(set(died, `["TaskFailedToStart"]`, pattern("detail", "stopCode")...)), "task-died-out-of-memory: false"},
		{"every service of the account", eventsAreCaught, in(set("Compute/AlarmsEventsDeploymentFailed", `null`, pattern("resources")...)), "quiet-deployment-failed-of-an-instance: true"},
		{"every end of a deployment", eventsAreCaught, in(set("Compute/AlarmsEventsDeploymentFailed", `null`, pattern("detail")...)), "quiet-deployment-completed: true"},
		{"every database", eventsAreCaught, in(set("Compute/AlarmsEventsDatabaseFailover", `null`, pattern("detail", "SourceIdentifier")...)), "quiet-database-failover-of-another: true"},
		{"events of anybody", eventsAreCaught, in(set(died, `null`, pattern("source")...)), "with another source"},
		{"events of every kind", eventsAreCaught, in(set(died, `null`, pattern("detail-type")...)), "with another detail-type"},
		{"only the cluster's events", eventsAreCaught, in(set("Compute/AlarmsEventsDatabaseFailover", `["RDS DB Cluster Event"]`, pattern("detail-type")...)), "database-failover-without-a-reader: false"},
		{"every instance's events", eventsAreCaught, in(set("Compute/AlarmsEventsDatabaseFailover", `["chassis-prod-e3b0c442", {"prefix": "chassis-prod-"}]`, pattern("detail", "SourceIdentifier")...)), "quiet-database-restart-of-an-instance: true"},
		{"only failovers that go well", eventsAreCaught, in(set("Compute/AlarmsEventsDatabaseFailover", `["failover"]`, pattern("detail", "EventCategories")...)), "database-failover-impossible: false"},
		{"a detail that events do not have", eventsAreCaught, in(set(died, `"$.detail.Group"`, target("InputTransformer", "InputPathsMap", "detail-group")...)), "and no event has a text there"},
		{"a detail that is not read", eventsAreTold, in(set(died, `null`, target("InputTransformer", "InputPathsMap", "detail-group")...)), "which it does not read"},
		{"the hundredth of three requests", alarmsCanFire, in(set(single, `null`, "Statistic"), set(single, `"p99"`, "ExtendedStatistic")), "a percentile alone"},
		{"a rule that sleeps", eventsAreTold, in(set(died, `"DISABLED"`, "State")), "want ENABLED"},
		{"a rule on another bus", eventsAreTold, in(set(died, `"other"`, "EventBusName")), "EventBusName"},
		{"a rule that tells nobody", eventsAreTold, in(set(died, `"arn:aws:sns:x"`, target("Arn")...)), "does not tell the alert topic"},
		{"a raw event", eventsAreTold, in(set(died, `null`, target("InputTransformer")...)), "no rule tells of task-died"},
		{"a message of nobody", eventsAreTold, in(set(died, `"\"a task died <detail-group> docs/runbook.md#task-died\""`, target("InputTransformer", "InputTemplate")...)), "does not begin with the platform's name"},
		{"a detail that nobody reads", eventsAreTold, in(set(died, `"$.detail.x"`, target("InputTransformer", "InputPathsMap", "x")...)), "does not tell it"},
		{"a role that may more", eventsAreTold, in(set("Compute/AlarmsEventsRoleDefaultPolicy", `"sns:*"`, "PolicyDocument", "Statement", 0, "Action")), "may"},

		{"no dashboard", dashboardShowsAll, in(drop(dashboard)), "found 0 of AWS::CloudWatch::Dashboard"},
		{"a dashboard without a body", dashboardShowsAll, in(set(dashboard, `"{}"`, "DashboardBody")), "no body"},
		{"an alarm that is not on the dashboard", dashboardShowsAll, in(put("Compute/More", "AWS::CloudWatch::Alarm", `{"AlarmName": "chassis-prod-more"}`)), "alarm:chassis-prod-more"},
		{"graphs first", dashboardShowsAll, in(set(dashboard, `"{\"widgets\": [{\"type\": \"metric\"}]}"`, "DashboardBody")), "want the alarms"},

		{"an alarm before the grace is over", windowsAgree, in(set("Compute/ServiceApiReleaseService", `300`, "HealthCheckGracePeriodSeconds")), "unhealthy-targets fires after 300 s"},
		{"an alarm while tasks start", windowsAgree, in(set("Compute/AdminApiReleaseTasksMissing", `5`, "DatapointsToAlarm")), "tasks-missing fires after 300 s"},
		{"an alarm before auto scaling", windowsAgree, in(set("Compute/AdminApiReleaseNoHeadroom", `2`, "DatapointsToAlarm")), "no-headroom fires after 120 s"},
		{"more tasks than connections", connectionsFit, in(set("Compute/AdminApiReleaseScaling", `151`, "MaxCapacity")), "may open 2010"},
		{"a smaller database", connectionsFit, in(set("Data/Aurora", `2`, "ServerlessV2ScalingConfiguration", "MaxCapacity")), "takes 189 connections"},
	}
}

func TestMetricMath(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]float64{
		"IF(a > 0, a * 2, 0)":         6,
		"IF(a > 5, a * 2, 0)":         0,
		"MAX([a, b])":                 7,
		"a - FILL(b, 0)":              -4,
		"MAX([ABS(DIFF(a)), ABS(b)])": 7,
	} {
		if got, err := metricMath(expression, map[string]any{"a": 3.0, "b": 7.0}); err != nil || got != want {
			t.Errorf("%s is %v (%v), want %v", expression, got, err, want)
		}
	}
	for _, wrong := range []string{"", "RATE(a)", "c + 1", "a > 1", "MAX(["} {
		if got, err := metricMath(wrong, map[string]any{"a": 3.0}); err == nil {
			t.Errorf("%q is %v, want an error", wrong, got)
		}
	}
}
