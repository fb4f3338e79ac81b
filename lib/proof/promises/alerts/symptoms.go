package alerts

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// symptom is a metric that tells of trouble, by what it is measured on.
type symptom struct {
	namespace, metric, dimension string
	of                           *assembly.Resource
	attribute                    string
	statistic                    string
	above                        int
	// periods of which so many must show it.
	breaches, periods int
}

func chainIsWatched(v *check.Review) {
	c := chainOf(v)
	waiting := func(queue *assembly.Resource) symptom {
		return symptom{"AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue, "QueueName", "Maximum", 0, 1, 1}
	}
	symptoms := []symptom{
		{"AWS/Events", "FailedInvocations", "RuleName", c.rule, "", "Sum", 0, 1, 1},
		{"AWS/Events", "InvocationsFailedToBeSentToDlq", "RuleName", c.rule, "", "Sum", 0, 1, 1},
		waiting(c.unsent),
		{"AWS/States", "ExecutionsFailed", "StateMachineArn", c.relay, "", "Sum", 0, 1, 1},
		{"AWS/States", "ExecutionsAborted", "StateMachineArn", c.relay, "", "Sum", 0, 1, 1},
		{"AWS/States", "ExecutionsTimedOut", "StateMachineArn", c.relay, "", "Sum", 0, 1, 1},
		{"AWS/SNS", "NumberOfNotificationsFailed", "TopicName", c.topic, "TopicName", "Sum", 0, 1, 1},
	}
	for _, d := range c.deliveries {
		symptoms = append(symptoms, waiting(d.undelivered),
			symptom{"AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", d.queue, "QueueName", "Maximum", 900, 1, 1},
			symptom{"AWS/EventBridge/Pipes", "ExecutionFailed", "PipeName", d.pipe, "", "Sum", 0, 2, 3})
	}
	for _, s := range symptoms {
		watched(v, s)
	}
}

// watched complains unless exactly one alarm has a symptom as its metric and rings
// after its periods.
func watched(v *check.Review, s symptom) {
	if s.of == nil {
		return
	}
	var found []*assembly.Resource
	for _, alarm := range v.WithText("AWS::CloudWatch::Alarm", s.metric, "MetricName") {
		dimensions := v.Entries(alarm, alarm.At("Dimensions"), "Name", "Value")
		if alarm.At("Namespace") == s.namespace && len(dimensions) == 1 && dimensions[s.dimension] == check.Token(s.of, s.attribute) {
			found = append(found, alarm)
		}
	}
	v.Count(found, 1, "alarm on "+s.metric+" of "+s.of.String())
	for _, alarm := range found {
		v.Reads(alarm, s.statistic, "Statistic")
		v.Reads(alarm, s.above, "Threshold")
		v.Reads(alarm, "GreaterThanThreshold", "ComparisonOperator")
		v.Reads(alarm, 300, "Period")
		v.Reads(alarm, s.periods, "EvaluationPeriods")
		v.Reads(alarm, s.breaches, "DatapointsToAlarm")
		v.Reads(alarm, "notBreaching", "TreatMissingData")
	}
}
