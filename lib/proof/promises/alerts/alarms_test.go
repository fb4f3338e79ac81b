package alerts

import (
	"testing"

	"example.com/chassis/lib/proof/promises/checktest"
)

func alarmBreaches() []checktest.Breach {
	const errors, share, dashboard = "Compute/ServiceApiReleaseServerErrors", "Compute/AlarmsErrorRate", "Compute/OverviewDashboard"
	const single, slow, died = "Compute/AlarmsRejectedConnections", "Compute/AdminApiReleaseSlowAnswers", "Compute/AlarmsEventsTaskDied"
	target := func(path ...any) []any { return append([]any{"Targets", 0}, path...) }
	pattern := func(path ...any) []any { return append([]any{"EventPattern"}, path...) }
	return []checktest.Breach{
		{Name: "no alarm on deadlocks", Check: alarmsOfTheTable, Change: checktest.Drop("Compute/AlarmsDeadlocks"), Want: "there is no alarm chassis-prod-deadlocks"},
		{Name: "an alarm more", Check: alarmsOfTheTable, Change: checktest.Put("Compute/More", "AWS::CloudWatch::Alarm", `{"AlarmName": "chassis-prod-more"}`), Want: "the table has no alarm chassis-prod-more"},
		{Name: "prod's alarms in dev", Check: alarmsOfTheTable, Change: checktest.As("dev", ""), Want: "the table has no alarm chassis-prod"},
		{Name: "another threshold", Check: alarmsOfTheTable, Change: checktest.Set("Compute/AlarmsDeadlocks", `5`, "Threshold"), Want: "is   > 5 in 3 of 5"},
		{Name: "the other side of the threshold", Check: alarmsOfTheTable, Change: checktest.Set("Compute/AlarmsCertificateExpires", `"GreaterThanThreshold"`, "ComparisonOperator"), Want: "is   > 30"},
		{Name: "the cache's first node only", Check: alarmsOfTheTable, Change: checktest.Set("Compute/AlarmsCacheMemory", `"memory1"`, "Metrics", 0, "Expression"), Want: "is   > 80 in 5 of 5 × 60 s, breaching | memory1"},
		{Name: "alarms of the other service's targets", Check: alarmsOfTheTable, Change: checktest.Set(errors, `"x"`, "Metrics", 1, "MetricStat", "Metric", "Dimensions", 1, "Value"), Want: "TargetGroup=x"},
		{Name: "a web ACL of another name", Check: alarmsOfTheTable, Change: checktest.Set("Security/WebAcl", `"other"`, "Name"), Want: "Name is other"},
		{Name: "the best of the nodes", Check: alarmsOfTheTable, Change: checktest.Set("Compute/AlarmsCacheCredits", `"MAX([credits1, credits2])"`, "Metrics", 0, "Expression"), Want: "notBreaching | MAX([credits1"},
		{Name: "a metric beside the expression", Check: alarmsOfTheTable, Change: checktest.Set(share, `null`, "Metrics", 1, "ReturnData"), Want: "and not only the expression"},

		{Name: "a latency of 100 seconds and more", Check: alarmsCanFire, Change: checktest.Set(slow, `130`, "Threshold"), Want: "never fires"},
		{Name: "more than all of the memory", Check: alarmsCanFire, Change: checktest.Set("Compute/AlarmsCacheMemory", `100`, "Threshold"), Want: "never fires"},
		{Name: "a share in the wrong unit", Check: alarmsCanFire, Change: checktest.Changes(checktest.Set(share, `"IF(passed >= 100, FILL(errors, 0) / (passed * 1000), 0)"`, "Metrics", 0, "Expression"), checktest.Set(share, `10000000`, "Threshold")), Want: "never fires"},
		{Name: "an alarm that always rings", Check: alarmsCanFire, Change: checktest.Set(slow, `-1`, "Threshold"), Want: "always fires"},
		{Name: "the average of single requests", Check: alarmsCanFire, Change: checktest.Set(single, `"Average"`, "Statistic"), Want: "means nothing"},
		{Name: "a metric by the wrong dimension", Check: alarmsCanFire, Change: checktest.Set(single, `"Cluster"`, "Dimensions", 0, "Name"), Want: "nothing is published"},
		{Name: "an empty dimension", Check: alarmsCanFire, Change: checktest.Set(single, `""`, "Dimensions", 0, "Value"), Want: "is empty"},
		{Name: "a metric that does not exist", Check: alarmsCanFire, Change: checktest.Set(single, `"RejectedConnections"`, "MetricName"), Want: "no metric that we know of"},
		{Name: "a day's metric in minutes", Check: alarmsCanFire, Change: checktest.Set("Compute/AlarmsCertificateExpires", `60`, "Period"), Want: "comes every 86400 s"},
		{Name: "an alarm without traffic", Check: alarmsCanFire, Change: checktest.Set(errors, `"breaching"`, "TreatMissingData"), Want: "often missing"},
		{Name: "more breaches than periods", Check: alarmsCanFire, Change: checktest.Set(errors, `4`, "DatapointsToAlarm"), Want: "never breach"},
		{Name: "more than CloudWatch looks back", Check: alarmsCanFire, Change: checktest.Set(errors, `1441`, "EvaluationPeriods"), Want: "takes at most 86400"},
		{Name: "a difference to nothing", Check: alarmsCanFire, Change: checktest.Set("Compute/AlarmsCacheFailover", `1`, "EvaluationPeriods"), Want: "first period"},
		{Name: "an unknown function", Check: alarmsCanFire, Change: checktest.Set(share, `"RATE(errors)"`, "Metrics", 0, "Expression"), Want: "cannot be computed"},
		{Name: "an unknown metric in the expression", Check: alarmsCanFire, Change: checktest.Set(share, `"mistakes + 0"`, "Metrics", 0, "Expression"), Want: "cannot be computed"},
		{Name: "nothing to look at", Check: alarmsCanFire, Change: checktest.Set(share, `[]`, "Metrics"), Want: "no metric"},

		{Name: "an alarm without advice", Check: alarmsNameTheRunbook, Change: checktest.Set(errors, `"more than fine"`, "AlarmDescription"), Want: "does not end in its section"},
		{Name: "the advice of another alarm", Check: alarmsNameTheRunbook, Change: checktest.Set(errors, `"more than 1. What to do: docs/runbook.md#deadlocks"`, "AlarmDescription"), Want: "does not end in its section"},
		{Name: "an alarm without its condition", Check: alarmsNameTheRunbook, Change: checktest.Set(errors, `"x. What to do: docs/runbook.md#server-errors"`, "AlarmDescription"), Want: "is no condition"},

		{Name: "no rule on failovers", Check: eventsAreCaught, Change: checktest.Drop("Compute/AlarmsEventsDatabaseFailover"), Want: "no rule tells of database-failover"},
		{Name: "every cluster's tasks", Check: eventsAreCaught, Change: checktest.Set(died, `null`, pattern("detail", "clusterArn")...), Want: "task-died-of-another-environment: true"},
		{Name: "tasks that people stop", Check: eventsAreCaught, Change: checktest.Set(died, `null`, pattern("detail", "stopCode")...), Want: "quiet-task-scaled-in: true"},
		{Name: "a key in the wrong case", Check: eventsAreCaught, Change: checktest.Set(died, `["STOPPED"]`, pattern("detail", "LastStatus")...), Want: "task-died-of-an-error: false"},
		{Name: "only tasks that never started", Check: eventsAreCaught, Change: checktest.Set(died, `["TaskFailedToStart"]`, pattern("detail", "stopCode")...), Want: "task-died-out-of-memory: false"},
		{Name: "every service of the account", Check: eventsAreCaught, Change: checktest.Set("Compute/AlarmsEventsDeploymentFailed", `null`, pattern("resources")...), Want: "quiet-deployment-failed-of-an-instance: true"},
		{Name: "every end of a deployment", Check: eventsAreCaught, Change: checktest.Set("Compute/AlarmsEventsDeploymentFailed", `null`, pattern("detail")...), Want: "quiet-deployment-completed: true"},
		{Name: "every database", Check: eventsAreCaught, Change: checktest.Set("Compute/AlarmsEventsDatabaseFailover", `null`, pattern("detail", "SourceIdentifier")...), Want: "quiet-database-failover-of-another: true"},
		{Name: "events of anybody", Check: eventsAreCaught, Change: checktest.Set(died, `null`, pattern("source")...), Want: "with another source"},
		{Name: "events of every kind", Check: eventsAreCaught, Change: checktest.Set(died, `null`, pattern("detail-type")...), Want: "with another detail-type"},
		{Name: "only the cluster's events", Check: eventsAreCaught, Change: checktest.Set("Compute/AlarmsEventsDatabaseFailover", `["RDS DB Cluster Event"]`, pattern("detail-type")...), Want: "database-failover-without-a-reader: false"},
		{Name: "every instance's events", Check: eventsAreCaught, Change: checktest.Set("Compute/AlarmsEventsDatabaseFailover", `["chassis-prod-e3b0c442", {"prefix": "chassis-prod-"}]`, pattern("detail", "SourceIdentifier")...), Want: "quiet-database-restart-of-an-instance: true"},
		{Name: "only failovers that go well", Check: eventsAreCaught, Change: checktest.Set("Compute/AlarmsEventsDatabaseFailover", `["failover"]`, pattern("detail", "EventCategories")...), Want: "database-failover-impossible: false"},
		{Name: "a detail that events do not have", Check: eventsAreCaught, Change: checktest.Set(died, `"$.detail.Group"`, target("InputTransformer", "InputPathsMap", "detail-group")...), Want: "and no event has a text there"},
		{Name: "a detail that is not read", Check: eventsArePublished, Change: checktest.Set(died, `null`, target("InputTransformer", "InputPathsMap", "detail-group")...), Want: "which it does not read"},
		{Name: "the hundredth of three requests", Check: alarmsCanFire, Change: checktest.Changes(checktest.Set(single, `null`, "Statistic"), checktest.Set(single, `"p99"`, "ExtendedStatistic")), Want: "a percentile alone"},
		{Name: "a rule that sleeps", Check: eventsArePublished, Change: checktest.Set(died, `"DISABLED"`, "State"), Want: "want ENABLED"},
		{Name: "a rule on another bus", Check: eventsArePublished, Change: checktest.Set(died, `"other"`, "EventBusName"), Want: "EventBusName"},
		{Name: "a rule that tells nobody", Check: eventsArePublished, Change: checktest.Set(died, `"arn:aws:sns:x"`, target("Arn")...), Want: "does not tell the alert topic"},
		{Name: "a raw event", Check: eventsArePublished, Change: checktest.Set(died, `null`, target("InputTransformer")...), Want: "no rule tells of task-died"},
		{Name: "a message of nobody", Check: eventsArePublished, Change: checktest.Set(died, `"\"a task died <detail-group> docs/runbook.md#task-died\""`, target("InputTransformer", "InputTemplate")...), Want: "does not begin with the platform's name"},
		{Name: "a detail that nobody reads", Check: eventsArePublished, Change: checktest.Set(died, `"$.detail.x"`, target("InputTransformer", "InputPathsMap", "x")...), Want: "does not tell it"},
		{Name: "a role that may more", Check: eventsArePublished, Change: checktest.Set("Compute/AlarmsEventsRoleDefaultPolicy", `"sns:*"`, "PolicyDocument", "Statement", 0, "Action"), Want: "may"},

		{Name: "no dashboard", Check: dashboardShowsAll, Change: checktest.Drop(dashboard), Want: "found 0 of AWS::CloudWatch::Dashboard"},
		{Name: "a dashboard without a body", Check: dashboardShowsAll, Change: checktest.Set(dashboard, `"{}"`, "DashboardBody"), Want: "no body"},
		{Name: "an alarm that is not on the dashboard", Check: dashboardShowsAll, Change: checktest.Put("Compute/More", "AWS::CloudWatch::Alarm", `{"AlarmName": "chassis-prod-more"}`), Want: "alarm:chassis-prod-more"},
		{Name: "graphs first", Check: dashboardShowsAll, Change: checktest.Set(dashboard, `"{\"widgets\": [{\"type\": \"metric\"}]}"`, "DashboardBody"), Want: "want the alarms"},
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
