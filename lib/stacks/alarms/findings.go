package alarms

import (
	"time"

	"example.com/chassis/lib/config"
)

// findings is the chain that brings scan findings to people. Nearly all of its
// numbers are zero while it works.
func findings(config.Environment) []Alarm {
	zero := func(id, says, why string, m Metric, unit string) Alarm {
		return Alarm{
			ID: id, Says: says, Why: why, Metrics: []Metric{m}, Unit: unit,
			Period: 5 * time.Minute, Breaches: 1, Periods: 1, Missing: Fine,
			everywhere: true,
		}
	}
	const states = "AWS/States"
	pipe := zero("findings-pipe-failed", "The pipe cannot hand a finding on", "After some attempts it is put aside.",
		Metric{"failed", "AWS/EventBridge/Pipes", "ExecutionFailed", "Sum", FindingsPipe}, "failures")
	// Slack turns one away now and then, and the next attempt succeeds.
	pipe.Breaches, pipe.Periods = 2, 3
	overdue := zero("findings-overdue", "A finding has waited too long", "The pipe may be stopped; one that works takes a finding within seconds.",
		Metric{"age", sqs, "ApproximateAgeOfOldestMessage", "Maximum", FindingsQueue}, "s")
	overdue.Threshold = 15 * 60
	return []Alarm{
		zero("findings-unsent", "EventBridge could not start the state machine for a scan", "The event is in a queue, and nobody has heard of the finding.",
			Metric{"messages", sqs, "ApproximateNumberOfMessagesVisible", "Maximum", UnsentEvents}, "events"),
		zero("findings-failed", "EventBridge gave up on a scan's event", "Nobody has heard of the finding.",
			Metric{"failed", events, "FailedInvocations", "Sum", FindingsRule}, "events"),
		zero("findings-lost", "EventBridge could not even put a scan's event aside", "The finding is in the registry only.",
			Metric{"lost", events, "InvocationsFailedToBeSentToDlq", "Sum", FindingsRule}, "events"),
		zero("findings-relay-failed", "The state machine could not publish a finding", "Its execution keeps the event.",
			Metric{"failed", states, "ExecutionsFailed", "Sum", FindingsRelay}, "executions"),
		zero("findings-relay-aborted", "Somebody stopped the state machine with a finding in it", "Its execution keeps the event.",
			Metric{"aborted", states, "ExecutionsAborted", "Sum", FindingsRelay}, "executions"),
		zero("findings-relay-timed-out", "The state machine took too long to publish a finding", "Its execution keeps the event.",
			Metric{"expired", states, "ExecutionsTimedOut", "Sum", FindingsRelay}, "executions"),
		zero("findings-topic-failed", "SNS could not bring a finding to a queue", "It is put aside, if SNS can do that.",
			Metric{"failed", "AWS/SNS", "NumberOfNotificationsFailed", "Sum", FindingsTopic}, "messages"),
		zero("findings-undelivered", "Findings were put aside undelivered", "Their recipient has not got them.",
			Metric{"messages", sqs, "ApproximateNumberOfMessagesVisible", "Maximum", UndeliveredFindings}, "findings"),
		overdue,
		pipe,
	}
}

const (
	events = "AWS/Events"
	sqs    = "AWS/SQS"
)
