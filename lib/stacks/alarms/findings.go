package alarms

import (
	"time"

	"example.com/chassis/lib/config"
)

// findings lists the alarms on the chain that delivers scan findings. Nearly all of its
// metrics are zero while it works.
func findings(config.Environment) []Alarm {
	return []Alarm{
		anyOf("findings-unsent", "EventBridge could not start the state machine for a scan", "The event is in a queue, and nobody has heard of the finding.",
			Metric{"messages", sqs, "ApproximateNumberOfMessagesVisible", "Maximum", UnsentEvents}, "events"),
		anyOf("findings-failed", "EventBridge gave up on a scan's event", "Nobody has heard of the finding.",
			Metric{"failed", events, "FailedInvocations", "Sum", FindingsRule}, "events"),
		anyOf("findings-lost", "EventBridge could not even put a scan's event aside", "The finding is in the registry only.",
			Metric{"lost", events, "InvocationsFailedToBeSentToDlq", "Sum", FindingsRule}, "events"),
		anyOf("findings-relay-failed", "The state machine could not publish a finding", "Its execution keeps the event.",
			Metric{"failed", states, "ExecutionsFailed", "Sum", FindingsRelay}, "executions"),
		anyOf("findings-relay-aborted", "Somebody stopped the state machine with a finding in it", "Its execution keeps the event.",
			Metric{"aborted", states, "ExecutionsAborted", "Sum", FindingsRelay}, "executions"),
		anyOf("findings-relay-timed-out", "The state machine took too long to publish a finding", "Its execution keeps the event.",
			Metric{"expired", states, "ExecutionsTimedOut", "Sum", FindingsRelay}, "executions"),
		anyOf("findings-topic-failed", "SNS could not bring a finding to a queue", "It is put aside, if SNS can do that.",
			Metric{"failed", "AWS/SNS", "NumberOfNotificationsFailed", "Sum", FindingsTopic}, "messages"),
		anyOf("findings-undelivered", "Findings were put aside undelivered", "Their recipient has not got them.",
			Metric{"messages", sqs, "ApproximateNumberOfMessagesVisible", "Maximum", UndeliveredFindings}, "findings"),
		overdue("findings-overdue", "A finding has waited too long", FindingsQueue),
		pipe("findings-pipe-failed", "The pipe cannot hand a finding on", FindingsPipe),
	}
}

// alertsToSlack lists the alarms on the way from the alert topic to Slack.
func alertsToSlack(env config.Environment) []Alarm {
	alarms := []Alarm{
		anyOf("alerts-topic-failed", "SNS could not bring an alert to a recipient", "For Slack it is put aside, if SNS can do that.",
			Metric{"failed", "AWS/SNS", "NumberOfNotificationsFailed", "Sum", AlertTopic}, "messages"),
		anyOf("alerts-undelivered", "Alerts were put aside undelivered", "Slack has not got them; e-mails are sent all the same.",
			Metric{"messages", sqs, "ApproximateNumberOfMessagesVisible", "Maximum", UndeliveredAlerts}, "alerts"),
		overdue("alerts-overdue", "An alert for Slack has waited too long", AlertsQueue),
		pipe("alerts-pipe-failed", "The pipe cannot hand an alert to Slack", AlertsPipe),
	}
	for i := range alarms {
		alarms[i].skip = env.Alerts.SlackWebhookSecret == ""
		// Those on a queue stay on until somebody empties it.
		alarms[i].echoes = alarms[i].Metrics[0].Of == AlertTopic || alarms[i].Metrics[0].Of == AlertsPipe
	}
	return alarms
}

// anyOf is an alarm on a metric that is zero while all is well.
func anyOf(id, problem, why string, m Metric, unit string) Alarm {
	return Alarm{
		ID: id, Problem: problem, Why: why, Metrics: []Metric{m}, Unit: unit,
		Period: 5 * time.Minute, Breaches: 1, Periods: 1,
		essential: true,
	}
}

// overdue is an alarm on the age of what is in a queue.
func overdue(id, problem string, queue Subject) Alarm {
	a := anyOf(id, problem, "The pipe may be stopped; one that works takes a message within seconds.",
		Metric{"age", sqs, "ApproximateAgeOfOldestMessage", "Maximum", queue}, "s")
	a.Threshold = 15 * 60
	return a
}

// pipe is an alarm on a pipe that fails again and again. Slack refuses a message now and
// then, and accepts the next attempt.
func pipe(id, problem string, of Subject) Alarm {
	a := anyOf(id, problem, "After some attempts the message is put aside.",
		Metric{"failed", "AWS/EventBridge/Pipes", "ExecutionFailed", "Sum", of}, "failures")
	a.Breaches, a.Periods = 2, 3
	return a
}

const (
	events = "AWS/Events"
	sqs    = "AWS/SQS"
	states = "AWS/States"
)
