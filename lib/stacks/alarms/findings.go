package alarms

import (
	"time"

	"example.com/chassis/lib/config"
)

// findings lists the alarms on the chain that delivers scan findings. Nearly all of its
// metrics are zero while it works.
func findings(config.Environment) []Alarm {
	anyOf := func(id, problem, why string, m Metric, unit string) Alarm {
		return Alarm{
			ID: id, Problem: problem, Why: why, Metrics: []Metric{m}, Unit: unit,
			Period: 5 * time.Minute, Breaches: 1, Periods: 1,
			essential: true,
		}
	}
	const states = "AWS/States"
	pipe := anyOf("findings-pipe-failed", "The pipe cannot hand a finding on", "After some attempts it is put aside.",
		Metric{"failed", "AWS/EventBridge/Pipes", "ExecutionFailed", "Sum", FindingsPipe}, "failures")
	// Slack refuses a message now and then, and accepts the next attempt.
	pipe.Breaches, pipe.Periods = 2, 3
	overdue := anyOf("findings-overdue", "A finding has waited too long", "The pipe may be stopped; one that works takes a finding within seconds.",
		Metric{"age", sqs, "ApproximateAgeOfOldestMessage", "Maximum", FindingsQueue}, "s")
	overdue.Threshold = 15 * 60
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
		overdue,
		pipe,
	}
}

const (
	events = "AWS/Events"
	sqs    = "AWS/SQS"
)
