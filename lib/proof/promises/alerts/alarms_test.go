package alerts

import (
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/checktest"
)

func TestPromisesOnAlarms(t *testing.T) {
	t.Parallel()
	const errors, share, single = "Compute/ServiceApiReleaseServerErrors", "Compute/AlarmsErrorRate", "Compute/AlarmsRejectedConnections"
	const dashboard, credits, memory = "Compute/OverviewDashboard", "Compute/AlarmsCacheCredits", "Compute/AlarmsCacheMemory"
	body := func(old, replacement string) checktest.Change {
		return replace(dashboard, "DashboardBody", old, replacement)
	}
	ofAdmin := func(metric int) checktest.Change {
		return checktest.Set(errors, `{"Fn::GetAtt": ["@AdminApiTargetGroup", "TargetGroupFullName"]}`, "Metrics", metric, "MetricStat", "Metric", "Dimensions", 1, "Value")
	}
	checktest.Test(t, []checktest.Breach{
		{Name: "a share in the wrong unit", Check: alarmsCanFire, Change: checktest.Changes(checktest.Set(share, `"IF(passed >= 100, FILL(errors, 0) / (passed * 1000), 0)"`, "Metrics", 0, "Expression"), checktest.Set(share, `10000000`, "Threshold")), Want: "never fires"},
		{Name: "the hundredth of three requests", Check: alarmsCanFire, Change: checktest.Changes(checktest.Set(single, `null`, "Statistic"), checktest.Set(single, `"p99"`, "ExtendedStatistic")), Want: "a percentile alone"},
		{Name: "periods of two lengths", Check: alarmsCanFire, Change: checktest.Set(share, `300`, "Metrics", 1, "MetricStat", "Period"), Want: "looks at periods of"},
		{Name: "more connections than the database takes", Check: alarmsCanFire, Change: checktest.Settings(func(e *config.Environment) { e.Database.MaxACU = 4 }), Want: "cannot be beyond 1600"},

		{Name: "a share of more than anybody sends", Check: sharesNeedFewRequests, Change: checktest.Set(share, `"IF(passed >= 50000, 100 * FILL(errors, 0) / passed, 0)"`, "Metrics", 0, "Expression"), Want: "does not fire where all of 100 requests fail"},
		{Name: "a day and an hour of what comes once a day", Check: alarmsCanFire, Change: checktest.Set("Compute/AlarmsCertificateExpires", `90000`, "Period"), Want: "comes every 86400 s"},
		{Name: "a metric listed twice", Check: alarmsCanFire, Change: checktest.Set(share, `"errors"`, "Metrics", 2, "Id"), Want: "two metrics with the id errors"},
		{Name: "an id that is none", Check: alarmsCanFire, Change: checktest.Set(share, `{"Ref": "Nowhere"}`, "Metrics", 1, "Id"), Want: "which nothing is computed of"},
		{Name: "a metric for nothing", Check: alarmsCanFire, Change: checktest.Set(share, `"IF(passed >= 100, 1, 0)"`, "Metrics", 0, "Expression"), Want: "looks at errors, which nothing is computed of"},
		{Name: "a metric beside a list of them", Check: alarmsCanFire, Change: checktest.Set(share, `[{"Name": "Other", "Value": "other"}]`, "Dimensions"), Want: "Dimensions"},

		{Name: "the best of the nodes", Check: alarmsHaveSubjects, Change: checktest.Set(credits, `"MAX([credits1, credits2])"`, "Metrics", 0, "Expression"), Want: "credits1 alone does not fire it"},
		{Name: "the cache's first node only", Check: alarmsHaveSubjects, Change: checktest.Changes(checktest.Set(memory, `"memory1"`, "Metrics", 0, "Expression"), replace(memory, "Metrics", "-002", "-001")), Want: "DatabaseMemoryUsagePercentage by CacheClusterId"},
		{Name: "the same rule twice", Check: alarmsHaveSubjects, Change: checktest.Set("Compute/AlarmsEventsFailed", `{"Ref": "@AlarmsEventsTaskDied"}`, "Metrics", 1, "MetricStat", "Metric", "Dimensions", 0, "Value"), Want: "no alarm watches whether Compute/AlarmsEventsDeploymentFailed"},

		{Name: "the advice of another alarm", Check: alarmsSayWhen, Change: replace(errors, "AlarmDescription", "#server-errors", "#deadlocks"), Want: "does not end in its section"},
		{Name: "an alarm of nobody", Check: alarmsSayWhen, Change: replace(errors, "AlarmName", "service-api", "service-apo"), Want: "does not end in its section"},
		{Name: "the condition of another alarm", Check: alarmsSayWhen, Change: replace(errors, "AlarmDescription", "in 2 of 3 minutes", "in 3 of 5 minutes"), Want: "want 2 of 3 minutes"},
		{Name: "the other side of the threshold", Check: alarmsSayWhen, Change: replace(errors, "AlarmDescription", "more than", "less than"), Want: "want more than 1"},

		{Name: "no alarm on deadlocks", Check: troubleIsWatched, Change: checktest.Drop("Compute/AlarmsDeadlocks"), Want: "no alarm deadlocks of the platform"},
		{Name: "errors of one service for those of all", Check: troubleIsWatched, Change: checktest.Set(share, `[{"Name": "LoadBalancer", "Value": "x"}, {"Name": "TargetGroup", "Value": "y"}]`, "Metrics", 1, "MetricStat", "Metric", "Dimensions"), Want: "no alarm error-rate"},
		{Name: "a service that may be slow", Check: troubleIsWatched, Change: checktest.Drop("Compute/AdminApiReleaseSlowAnswers"), Want: "no alarm slow-answers of admin-api"},
		{Name: "no essential alarm", Check: troubleIsWatched, Change: checktest.Changes(checktest.Settings(func(e *config.Environment) { e.Alerts.EssentialOnly = true }), checktest.Drop(memory)), Want: "no alarm cache-memory"},
		{Name: "no service with an alarm on its memory", Check: servicesAreWatchedAlike, Change: checktest.Changes(checktest.Drop("Compute/AdminApiReleaseMemoryHigh"), checktest.Drop("Compute/ServiceApiReleaseMemoryHigh")), Want: "alarms of service-api: got"},
		{Name: "alarms of the other service's targets", Check: servicesAreWatchedAlike, Change: checktest.Changes(ofAdmin(1), ofAdmin(2)), Want: "of service-api looks at TargetGroup"},
		{Name: "a service with a threshold of its own", Check: servicesAreWatchedAlike, Change: checktest.Changes(checktest.Set(errors, `2`, "Threshold"), replace(errors, "AlarmDescription", "than 1", "than 2")), Want: "and that of another service"},

		{Name: "no reader", Check: optionsAreWatched, Change: checktest.Settings(func(e *config.Environment) { e.Database.Readers = 0 }), Want: "found 1 of alarm on AWS/RDS AuroraReplicaLagMaximum, want 0"},
		{Name: "large nodes", Check: optionsAreWatched, Change: checktest.Settings(func(e *config.Environment) { e.Cache.NodeType = "cache.r7g.xlarge" }), Want: "found 0 of alarm on AWS/ElastiCache EngineCPUUtilization"},
		{Name: "a service that scales on its memory", Check: optionsAreWatched, Change: checktest.Settings(func(e *config.Environment) { e.Services[0].CPUTargetPercent = 0 }), Want: "found 2 of alarm on AWS/ECS CPUUtilization, want 1"},
		{Name: "the essential alarms", Check: optionsAreWatched, Change: checktest.Settings(func(e *config.Environment) { e.Alerts.EssentialOnly = true }), Want: "IsMaster, want 0"},
		{Name: "more tasks", Check: limitsAreTheSettings, Change: checktest.Settings(func(e *config.Environment) { e.Services[0].MaxTasks++ }), Want: "Threshold is 1000, want 1010"},
		{Name: "a busier service", Check: limitsAreTheSettings, Change: checktest.Settings(func(e *config.Environment) { e.Services[0].CPUTargetPercent = 70 }), Want: "with 50 tasks at 70 % CPU it fires: true"},
		{Name: "fewer tasks than the service may have", Check: limitsAreTheSettings, Change: replace("Compute/AdminApiReleaseNoHeadroom", "Metrics", "50", "49"), Want: "with 49 tasks at 100 % CPU it fires: true"},

		{Name: "an alarm that is not on the dashboard", Check: dashboardShowsAll, Change: checktest.Put("Compute/More", "AWS::CloudWatch::Alarm", `{"AlarmName": "chassis-prod-more"}`), Want: "alarm:chassis-prod-more"},
		{Name: "a dashboard without a body", Check: dashboardShowsAll, Change: checktest.Set(dashboard, `"{}"`, "DashboardBody"), Want: "no body"},
		{Name: "graphs first", Check: dashboardShowsAll, Change: body(`{\"type\":\"alarm\"`, `{\"type\":\"metric\"},{\"type\":\"alarm\"`), Want: "want them on top"},
		{Name: "too many alarms in a widget", Check: dashboardShowsAll, Change: body(`\"alarms\":[`, `\"alarms\":[`+strings.Repeat(`\"x\",`, 100)), Want: "CloudWatch takes 1 to 100"},
		{Name: "a graph of a misspelt metric", Check: dashboardShowsAll, Change: body("CurrConnections", "CurConnections"), Want: "CurConnections is no metric"},
		{Name: "a search for a misspelt metric", Check: dashboardShowsAll, Change: body("RunningTaskCount", "RunningTasks"), Want: "RunningTasks is no metric"},
		{Name: "a graph of a node that is not there", Check: dashboardShowsAll, Change: body("-002", "-003"), Want: "looks at CacheClusterId"},
		{Name: "tasks of another cluster", Check: dashboardShowsAll, Change: body("chassis-prod-cluster", "chassis-staging-cluster"), Want: "no graph by ServiceName"},
	})
}

// A team's own alarm, also one of the Compute stack, only has to reach people.
func TestATeamWordsItsOwnAlarms(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	checktest.Put("Compute/ServiceApiAdditionsExtra", "AWS::CloudWatch::Alarm", `{"AlarmName": "extra", "MetricName": "Mails", "Namespace": "Team"}`)(t, &p)
	alarm := checktest.Find(t, &p, "Compute/ServiceApiAdditionsExtra")
	broken := func() (complaints []string) {
		for _, promise := range alarms() {
			complaints = append(complaints, checktest.Broken(promise.Check, &p)...)
		}
		return append(complaints, checktest.Broken(dashboardShowsAll, &p)...)
	}
	if len(broken()) == 0 {
		t.Error("an alarm of the platform may say nothing")
	}
	alarm.Metadata = map[string]any{"aws:cdk:path": "Compute/ServiceApi/Additions/Extra/Resource"}
	for _, complaint := range broken() {
		t.Error(complaint)
	}
	if len(checktest.Broken(alarmsReachTheTopic, &p)) == 0 {
		t.Error("a team's alarm may reach nobody")
	}
}

func TestPromisesOnEvents(t *testing.T) {
	t.Parallel()
	const died, failover, over = "Compute/AlarmsEventsTaskDied", "Compute/AlarmsEventsDatabaseFailover", "Compute/AlarmsEventsAlarmOver"
	paths := func(name string) []any { return []any{"Targets", 0, "InputTransformer", "InputPathsMap", name} }
	checktest.Test(t, []checktest.Breach{
		{Name: "a key in the wrong case", Check: eventsAreCaught, Change: checktest.Set(died, `["STOPPED"]`, "EventPattern", "detail", "LastStatus"), Want: "task-died-of-an-error: false"},
		{Name: "every instance's events", Check: eventsAreCaught, Change: checktest.Set(failover, `[{"prefix": "chassis-prod-"}]`, "EventPattern", "detail", "$or", 1, "SourceIdentifier"), Want: "quiet-database-restart-of-an-instance: true"},
		{Name: "another instance", Check: eventsAreCaught, Change: checktest.Settings(func(e *config.Environment) { e.Instance = "dr" }), Want: "deployment-failed: false"},
		{Name: "a detail that events do not have", Check: eventsAreCaught, Change: checktest.Set(died, `"$.detail.Group"`, paths("detail-group")...), Want: "and no event has a text there"},
		{Name: "a detail that nobody reads", Check: eventsArePublished, Change: checktest.Set(died, `"$.detail.x"`, paths("x")...), Want: "does not tell it"},
		{Name: "a reason inside quotation marks", Check: eventsAreReadable, Change: replace(died, "Targets", `\"reason\":\u003cdetail-stoppedReason\u003e`, `\"reason\":\"\u003cdetail-stoppedReason\u003e\"`), Want: "is no JSON"},
		{Name: "an exit code that may be missing", Check: eventsAreReadable, Change: replace(died, "Targets", `\"exit code \u003cdetail-containers-0--exitCode\u003e\"`, `\u003cdetail-containers-0--exitCode\u003e`), Want: "is not in every event"},
		{Name: "a field that is not read", Check: eventsAreReadable, Change: checktest.Set(died, `null`, paths("detail-group")...), Want: "which it does not read"},
		{Name: "every alarm that is well", Check: endsAreTold, Change: checktest.Set(over, `null`, "EventPattern", "detail", "previousState"), Want: "going from INSUFFICIENT_DATA to OK"},
		{Name: "an alarm that knows nothing any more", Check: endsAreTold, Change: checktest.Set(over, `null`, "EventPattern", "detail", "state"), Want: "going from ALARM to INSUFFICIENT_DATA"},
		{Name: "alarms of instances, too", Check: endsAreTold, Change: checktest.Set(over, `[{"prefix": "Chassis prod"}]`, "EventPattern", "detail", "configuration", "description"), Want: "is told: true, want false"},
		{Name: "an alarm on the way to Slack", Check: endsAreTold, Change: checktest.Set(over, `null`, "EventPattern", "detail", "alarmName"), Want: "is told: true, want false"},
		{Name: "an alarm that does not name the environment", Check: endsAreTold, Change: replace("Compute/AlarmsDeadlocks", "AlarmDescription", "Chassis prod: ", ""), Want: "is told: false, want true"},
		{Name: "a message that is tried once", Check: eventsArePublished, Change: checktest.Set(died, `{"MaximumRetryAttempts": 0}`, "Targets", 0, "RetryPolicy"), Want: "RetryPolicy"},
		{Name: "an alarm that fires once and never ends", Check: alarmsCanFire, Change: checktest.Set("Compute/AlarmsDeadlocks", `"ignore"`, "TreatMissingData"), Want: "does not fire again"},
	})
}

func TestPromisesOnKindsOfWork(t *testing.T) {
	t.Parallel()
	const missing, unstarted, lost = "Compute/MailerReleaseTasksMissing", "Compute/NightlyReportReleaseJobNotStarted", "Compute/AlarmsStartsLost"
	const alone, died, failed = "Compute/SyncReleaseJobNotStarted", "Compute/AlarmsEventsTaskDied", "Compute/AlarmsEventsRunFailed"
	const dashboard, memory = "Compute/OverviewDashboard", "Compute/MailerReleaseMemoryHigh"
	pattern := func(rule, value string, path ...any) checktest.Change {
		return checktest.Set(rule, value, append([]any{"EventPattern", "detail"}, path...)...)
	}
	expression := func(alarm, value string) checktest.Change {
		return checktest.Set(alarm, value, "Metrics", 0, "Expression")
	}
	for _, breach := range []checktest.Breach{
		{Name: "a worker that may be nearly out of memory", Check: troubleIsWatched, Change: checktest.Drop(memory), Want: "no alarm memory-high of mailer"},
		{Name: "a job whose starts nobody watches", Check: troubleIsWatched, Change: checktest.Drop(unstarted), Want: "no alarm job-not-started of nightly-report"},
		{Name: "a state machine that nobody watches", Check: troubleIsWatched, Change: checktest.Set(alone, `"States"`, "Metrics", 2, "MetricStat", "Metric", "Namespace"), Want: "no alarm job-not-started of sync"},
		{Name: "an essential alarm on a job", Check: troubleIsWatched, Change: checktest.Changes(checktest.Settings(func(e *config.Environment) { e.Alerts.EssentialOnly = true }), checktest.Drop(unstarted)), Want: "no alarm job-not-started"},
		{Name: "a worker with the alarms of a web service", Check: servicesAreWatchedAlike, Change: kind("mailer", config.Web), Want: "alarms of mailer: got"},
		{Name: "the queue of another job", Check: servicesAreWatchedAlike, Change: checktest.Set(unstarted, `{"Fn::GetAtt": ["@SyncReleaseUnstarted", "QueueName"]}`, "Dimensions", 0, "Value"), Want: "of nightly-report looks at QueueName"},
		{Name: "the tasks of another worker", Check: servicesAreWatchedAlike, Change: checktest.Set(memory, `{"Fn::GetAtt": ["@IndexerReleaseService", "Name"]}`, "Dimensions", 1, "Value"), Want: "of mailer looks at ServiceName"},
		{Name: "another group of schedules", Check: alarmsHaveSubjects, Change: replace(lost, "Dimensions", "works-prod-jobs", "default"), Want: "looks at ScheduleGroup default"},
		{Name: "lost starts by schedule", Check: alarmsCanFire, Change: replace(lost, "Dimensions", "ScheduleGroup", "ScheduleName"), Want: "InvocationsFailedToBeSentToDeadLetterCount by [ScheduleName]"},
		{Name: "the average of lost starts", Check: alarmsCanFire, Change: checktest.Set(lost, `"Average"`, "Statistic"), Want: "the Average of InvocationsFailedToBeSentToDeadLetterCount means nothing"},
		{Name: "lost starts", Check: optionsAreWatched, Change: checktest.Drop(lost), Want: "found 0 of alarm on AWS/Scheduler"},
		{Name: "no job", Check: optionsAreWatched, Change: checktest.Changes(kind("nightly-report", config.Worker), kind("sync", config.Worker)), Want: "found 1 of alarm on AWS/Scheduler InvocationsFailedToBeSentToDeadLetterCount, want 0"},
		{Name: "no graph of starts", Check: dashboardShowsAll, Change: replace(dashboard, "DashboardBody", "AWS/Scheduler", "AWS/States"), Want: "InvocationAttemptCount is no metric"},
		{Name: "starts of another environment", Check: dashboardShowsAll, Change: replace(dashboard, "DashboardBody", "works-prod-jobs", "works-dev-jobs"), Want: "looks at ScheduleGroup works-dev-jobs"},
		{Name: "no rule on runs", Check: eventsArePublished, Change: checktest.Drop(failed), Want: "sections of the runbook"},
		{Name: "nothing that runs to its end", Check: eventsArePublished, Change: checktest.Settings(func(e *config.Environment) { e.Services = e.Services[1:2] }), Want: "sections of the runbook"},

		{Name: "a worker whose only task is missing", Check: workersAreWatched, Change: expression(missing, `"desired - running"`), Want: "RunningTaskCount:NaN] it fires: false, want true"},
		{Name: "one of two tasks", Check: workersAreWatched, Change: checktest.Set(missing, `1`, "Threshold"), Want: "it fires: false, want true"},
		{Name: "a worker that scales in", Check: workersAreWatched, Change: expression(missing, `"ABS(desired - FILL(running, 0))"`), Want: "it fires: true, want false"},
		{Name: "a worker that is missed for an hour", Check: workersAreWatched, Change: checktest.Set(missing, `60`, "EvaluationPeriods"), Want: "looks at 60 minutes, want 10"},
		{Name: "a worker of which nothing is counted", Check: workersAreWatched, Change: checktest.Set(missing, `"ignore"`, "TreatMissingData"), Want: "TreatMissingData is ignore"},
		{Name: "no alarm on a worker", Check: workersAreWatched, Change: checktest.Drop(missing), Want: "mailer has no alarm tasks-missing"},
		{Name: "a task that ends with 0", Check: workersAreWatched, Change: pattern(died, `{"exitCode": [{"anything-but": 0}]}`, "containers"), Want: "task-died-with-exit-code-0: false, want true"},
		{Name: "tasks of one service", Check: workersAreWatched, Change: pattern(died, `["service:shop-api"]`, "group"), Want: "task-died-of-an-error: false, want true"},
		{Name: "tasks that a deployment stops", Check: workersAreWatched, Change: pattern(died, `["EssentialContainerExited", "TaskFailedToStart", "ServiceSchedulerInitiated"]`, "stopCode"), Want: "quiet-task-scaled-in: true, want false"},

		{Name: "a second start that was put aside", Check: jobStartsAreWatched, Change: checktest.Set(unstarted, `1`, "Threshold"), Want: "ApproximateNumberOfMessagesVisible:1] it fires: false"},
		{Name: "a state machine without data", Check: jobStartsAreWatched, Change: expression(alone, `"unstarted + failed + aborted + expired"`), Want: "it fires: false, want true"},
		{Name: "a state machine that somebody stopped", Check: jobStartsAreWatched, Change: expression(alone, `"FILL(unstarted, 0) + FILL(failed, 0) + FILL(expired, 0)"`), Want: "ExecutionsAborted:1"},
		{Name: "no start at all", Check: jobStartsAreWatched, Change: expression(alone, `"FILL(unstarted, 1) + FILL(failed, 0) + FILL(aborted, 0) + FILL(expired, 0)"`), Want: "it fires: true, want false"},
		{Name: "no alarm on a job", Check: jobStartsAreWatched, Change: checktest.Drop(unstarted), Want: "nightly-report has no alarm job-not-started"},

		{Name: "a job that ends well", Check: runsAreTold, Change: pattern(died, `null`, "group"), Want: "catches the event quiet-run-ended-well: true"},
		{Name: "a job that is told twice", Check: runsAreTold, Change: pattern(died, `null`, "group"), Want: "catches the event run-failed-of-an-error: true"},
		{Name: "every end of a run", Check: runsAreTold, Change: pattern(failed, `null`, "$or"), Want: "quiet-run-ended-well: true"},
		{Name: "runs that could not start", Check: runsAreTold, Change: pattern(failed, `{"exitCode": [{"anything-but": 0}]}`, "$or", 0, "containers"), Want: "run-failed-before-it-started-beside-an-agent: false"},
		{Name: "runs that ended by themselves", Check: runsAreTold, Change: pattern(failed, `["EssentialContainerExited", "TaskFailedToStart"]`, "stopCode"), Want: "run-failed-and-was-stopped: false"},
		{Name: "one exit code", Check: runsAreTold, Change: pattern(failed, `[1]`, "$or", 1, "containers", "exitCode"), Want: "run-failed-out-of-memory: false"},
		{Name: "an exit code that the corpus does not have", Check: runsAreTold, Change: pattern(failed, `[{"anything-but": [0, 255]}]`, "$or", 1, "containers", "exitCode"), Want: "the exit code 255 is not told"},
		{Name: "an exit code that is missing", Check: runsAreTold, Change: pattern(failed, `[{"exists": true}]`, "$or", 2, "containers", "exitCode"), Want: "run-failed-stopped-before-it-started: false"},
		{Name: "the exit code of an agent", Check: runsAreTold, Change: pattern(failed, `null`, "$or", 1, "containers", "name"), Want: "quiet-run-ended-well-beside-an-agent-that-failed: true"},
		{Name: "jobs of another cluster", Check: runsAreTold, Change: pattern(failed, `null`, "clusterArn"), Want: "quiet-run-failed-of-another-environment: true"},
		{Name: "a run that is still stopping", Check: runsAreTold, Change: pattern(failed, `null`, "lastStatus"), Want: "quiet-run-still-stopping: true"},
		{Name: "runs of one job", Check: runsAreTold, Change: pattern(failed, `["family:works-prod-sync"]`, "group"), Want: "no run of nightly-report that failed is told"},
	} {
		breach.Kinds = true
		checktest.Test(t, []checktest.Breach{breach})
	}
}

// kind makes a service of the settings one of another kind.
func kind(name, kind string) checktest.Change {
	return checktest.Settings(func(e *config.Environment) {
		for i, s := range e.Services {
			if s.Name == name {
				e.Services[i].Kind = kind
			}
		}
	})
}

func TestMetricMath(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]float64{
		"IF(a > 0, a * 2, 0)":         6,
		"IF(a > 5, a * 2, 0)":         0,
		"MAX([a, b])":                 7,
		"a - FILL(b, 0)":              -4,
		"MAX([ABS(DIFF(a)), ABS(b)])": 7,
		"a - FILL(silent, 1)":         2,
	} {
		if got, err := metricMath(expression, map[string]any{"a": 3.0, "b": 7.0, "silent": none}); err != nil || got != want {
			t.Errorf("%s is %v (%v), want %v", expression, got, err, want)
		}
	}
	for _, wrong := range []string{"", "RATE(a)", "c + 1", "MAX([a, c])", "a > 1", "MAX(["} {
		if got, err := metricMath(wrong, map[string]any{"a": 3.0}); err == nil {
			t.Errorf("%q is %v, want an error", wrong, got)
		}
	}
}
