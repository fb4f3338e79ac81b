package alerts

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// symptom is a metric that tells of trouble, by what it is measured on.
type symptom struct {
	metric, dimension string
	of                *assembly.Resource
	attribute         string
}

func chainIsWatched(v *check.Review) {
	c := chainOf(v)
	waiting := func(queue *assembly.Resource) symptom {
		return symptom{"AWS/SQS ApproximateNumberOfMessagesVisible", "QueueName", queue, "QueueName"}
	}
	symptoms := []symptom{
		{"AWS/Events FailedInvocations", "RuleName", c.rule, ""},
		{"AWS/Events InvocationsFailedToBeSentToDlq", "RuleName", c.rule, ""},
		waiting(c.unsent),
		{"AWS/States ExecutionsFailed", "StateMachineArn", c.relay, ""},
		{"AWS/States ExecutionsAborted", "StateMachineArn", c.relay, ""},
		{"AWS/States ExecutionsTimedOut", "StateMachineArn", c.relay, ""},
		{"AWS/SNS NumberOfNotificationsFailed", "TopicName", c.topic, "TopicName"},
	}
	if len(c.others) > 0 {
		symptoms = append(symptoms, symptom{"AWS/SNS NumberOfNotificationsFailed", "TopicName", c.alerts, "TopicName"})
	}
	for _, d := range c.all() {
		symptoms = append(symptoms, waiting(d.undelivered),
			symptom{"AWS/SQS ApproximateAgeOfOldestMessage", "QueueName", d.queue, "QueueName"},
			symptom{"AWS/EventBridge/Pipes ExecutionFailed", "PipeName", d.pipe, ""})
	}
	for _, s := range symptoms {
		if s.of == nil {
			continue
		}
		var found []*assembly.Resource
		for _, alarm := range alarmsOn(v, s.metric) {
			if parts.AlarmMetrics(v, alarm)[0].Dimensions[s.dimension] == check.Token(s.of, s.attribute) {
				found = append(found, alarm)
			}
		}
		v.Count(found, 1, "alarm on "+s.metric+" of "+s.of.String())
	}
}
