package compute

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func jobs() []check.Promise {
	return []check.Promise{
		{ID: "R7.2", Says: "A job has one schedule and no other does anything: it is enabled, named after the service, in the environment's group of schedules, with the expression and the time zone of the settings, and to the minute.", Check: schedulesOfTheSettings},
		{ID: "R7.2", Says: "Each time the schedule starts one task of exactly the job's definition on Fargate, in the private subnets of the workloads' zones, in the group of the service and without a public address; without overlap it starts the job's state machine instead.", Check: scheduledTask},
		{ID: "R7.2", Says: "A start that fails is tried again for an hour, and then put aside for 14 days in a queue of the job, which the alerts' key encrypts and which takes messages over TLS only.", Check: unstartedIsKept},
		{ID: "R7.2", Says: "EventBridge Scheduler may act in a schedule's role for the schedules of the environment only, and may start the job, as the job's two roles, and put aside what it could not start, and nothing else.", Check: scheduleRole},
		{ID: "R7.2", Says: "Without overlap, a state machine starts the job's task, marked, if no task with the mark runs; it asks again after a pause when there is no room for the task, for half an hour at most; no call that is tried again, or made by two starts within a minute, starts a second task, and each step is logged and traced.", Check: starterStartsOne},
		{ID: "R7.2", Says: "That state machine may list the tasks of the cluster, start the job's, as the job's two roles, and write its log and traces, and nothing else.", Check: starterRole},
	}
}

// jobsOf are the services that a schedule starts.
func jobsOf(v *check.Review) []parts.Service {
	return slices.DeleteFunc(parts.Services(v), func(s parts.Service) bool { return !s.IsJob() })
}

func schedulesOfTheSettings(v *check.Review) {
	jobs := jobsOf(v)
	v.Count(v.OfType(parts.Schedule), len(jobs), parts.Schedule)
	if len(jobs) == 0 {
		v.Count(v.OfType(parts.ScheduleGroup), 0, parts.ScheduleGroup)
		return
	}
	group := v.Only("Compute", parts.ScheduleGroup)
	v.Reads(group, v.Settings.ScheduleGroupName(), "Name")
	for _, s := range jobs {
		if s.Schedule == nil {
			continue
		}
		exactly(v, s.Schedule, s.Schedule.Properties, "Description", "FlexibleTimeWindow", "GroupName", "Name", "ScheduleExpression", "ScheduleExpressionTimezone", "State", "Target")
		v.Reads(s.Schedule, s.Name, "Name")
		v.Reads(s.Schedule, v.Settings.ScheduleGroupName(), "GroupName")
		v.DependsOn(s.Schedule, group)
		v.Reads(s.Schedule, "ENABLED", "State")
		v.Reads(s.Schedule, s.Service.Schedule, "ScheduleExpression")
		v.Reads(s.Schedule, s.TimeZone, "ScheduleExpressionTimezone")
		v.Reads(s.Schedule, "OFF", "FlexibleTimeWindow", "Mode")
	}
}

func scheduledTask(v *check.Review) {
	cluster := v.Only("Compute", "AWS::ECS::Cluster")
	for _, s := range jobsOf(v) {
		if s.Schedule == nil || cluster == nil {
			continue
		}
		keys := []string{"Arn", "DeadLetterConfig", "RetryPolicy", "RoleArn"}
		if !s.Overlap {
			exactly(v, s.Schedule, s.Schedule.At("Target"), keys...)
			v.Refers(s.Schedule, s.Starter, "", "Target", "Arn")
			continue
		}
		exactly(v, s.Schedule, s.Schedule.At("Target"), append(keys, "EcsParameters")...)
		v.Refers(s.Schedule, cluster, "Arn", "Target", "Arn")
		task := []any{"Target", "EcsParameters"}
		exactly(v, s.Schedule, s.Schedule.At(task...), "LaunchType", "NetworkConfiguration", "PropagateTags", "TaskCount", "TaskDefinitionArn")
		v.Refers(s.Schedule, s.Task, "", append(task, "TaskDefinitionArn")...)
		v.Reads(s.Schedule, 1, append(task, "TaskCount")...)
		v.Reads(s.Schedule, "FARGATE", append(task, "LaunchType")...)
		runsIn(v, s.Schedule, s.Schedule.At(append(task, "NetworkConfiguration")...), s.Service)
	}
}

func unstartedIsKept(v *check.Review) {
	used := map[*assembly.Resource]string{}
	for _, s := range jobsOf(v) {
		retry := []any{"Target", "RetryPolicy"}
		v.Reads(s.Schedule, 3600, append(retry, "MaximumEventAgeInSeconds")...)
		v.Reads(s.Schedule, 185, append(retry, "MaximumRetryAttempts")...) // the most: the time decides
		if s.Unstarted == nil {
			continue
		}
		v.Refers(s.Unstarted, parts.Key(v, parts.AlertsKey), "Arn", "KmsMasterKeyId")
		v.Reads(s.Unstarted, 14*24*60*60, "MessageRetentionPeriod")
		// EventBridge Scheduler takes no FIFO queue, and nothing delays or drops a message.
		exactly(v, s.Unstarted, s.Unstarted.Properties, "KmsMasterKeyId", "MessageRetentionPeriod", "Tags")
		var policy []string
		for _, statement := range iampolicy.OfResource(v.Assembly, s.Unstarted) {
			for _, grant := range parts.Grants([]iampolicy.Statement{statement}) {
				for _, who := range statement.PrincipalTexts() {
					policy = append(policy, who+": "+grant)
				}
			}
		}
		v.Texts(s.Unstarted.String()+": policy", policy, []string{"AWS *: Deny sqs:* on " + check.Token(s.Unstarted, "Arn") + " if Bool aws:SecureTransport false"})
		if other, taken := used[s.Unstarted]; taken {
			v.Add("%s and %s both put aside into %s", other, s.Name, s.Unstarted)
		}
		used[s.Unstarted] = s.Name
	}
}

func scheduleRole(v *check.Review) {
	jobs := jobsOf(v)
	if len(jobs) == 0 {
		return
	}
	group, key := v.Only("Compute", parts.ScheduleGroup), parts.Key(v, parts.AlertsKey)
	for _, s := range jobs {
		if s.ScheduleRole == nil || s.Unstarted == nil || group == nil || key == nil {
			continue
		}
		parts.Trusts(v, s.ScheduleRole, "scheduler.amazonaws.com",
			"StringEquals aws:SourceAccount "+check.Account(s.ScheduleRole.Stack), "StringEquals aws:SourceArn "+check.Token(group, "Arn"))
		may := []string{
			"sqs:SendMessage on " + check.Token(s.Unstarted, "Arn"),
			parts.Decrypt + " on " + check.Token(key, "Arn"), parts.GenerateDataKey + " on " + check.Token(key, "Arn"),
		}
		if s.Overlap {
			may = append(may, mayRun(v, s)...)
		} else if s.Starter != nil {
			may = append(may, "states:StartExecution on "+check.Token(s.Starter, ""))
		}
		parts.Permissions(v, s.ScheduleRole, may...)
	}
}
