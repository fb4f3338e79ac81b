package promises

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

const (
	generateDataKey = "kms:GenerateDataKey"
	sendMessage     = "sqs:SendMessage"
)

// hopsArePermitted walks the chain. With an encrypted topic or queue a missing
// permission on the key loses alerts silently, so each hop is proved: by the
// sender's role where it has one, else by the receiver's and the key's policies.
func hopsArePermitted(p Platform) []string {
	v := review{Platform: p}
	c := v.chain()
	if c.rule == nil || c.relay == nil || c.topic == nil || c.alerts == nil {
		return v.findings
	}
	alertsKey, queuesKey := v.key(&v.findings, alertsKey), v.key(&v.findings, queuesKey)

	starter := v.target(c.rule, "AWS::IAM::Role", "Targets", 0, "RoleArn")
	v.trusts(starter, "events.amazonaws.com")
	v.powers(starter, "states:StartExecution on "+token(c.relay, ""))
	v.serviceSends("events.amazonaws.com", c.rule, token(c.rule, "Arn"), c.unsent, queuesKey)

	worker := v.target(c.relay, "AWS::IAM::Role", "RoleArn")
	v.trusts(worker, "states.amazonaws.com")
	v.powers(worker, slices.Concat(
		v.publishes(c.topic, alertsKey),
		onEverything(
			"logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies",
			"logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
			"xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"),
	)...)

	for _, d := range c.deliveries {
		for _, queue := range []*assembly.Resource{d.queue, d.undelivered} {
			v.serviceSends("sns.amazonaws.com", c.topic, token(c.topic, ""), queue, queuesKey)
		}
		v.pipeMay(d, c, alertsKey, queuesKey)
	}
	return v.findings
}

// publishes is what a role needs to publish to an encrypted topic.
// https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
func (v *review) publishes(topic, key *assembly.Resource) []string {
	return []string{
		"sns:Publish on " + token(topic, ""),
		decrypt + " on " + token(key, "Arn"),
		generateDataKey + " on " + token(key, "Arn"),
	}
}

func onEverything(actions ...string) []string {
	for i, action := range actions {
		actions[i] = action + " on *"
	}
	return actions
}

// pipeMay compares the powers of a pipe's role with what its two ends need.
func (v *review) pipeMay(d chainDelivery, c chain, alertsKey, queuesKey *assembly.Resource) {
	if d.pipe == nil || d.queue == nil {
		return
	}
	role := v.target(d.pipe, "AWS::IAM::Role", "RoleArn")
	if role == nil {
		return
	}
	var trusted []string
	for _, s := range v.statements(role, role.At("AssumeRolePolicyDocument")) {
		trusted = append(trusted, slices.Concat([]string{s.Effect}, s.PrincipalTexts(), s.ActionTexts(), s.ConditionTexts())...)
	}
	arn := "arn:aws:pipes:" + region + ":" + account(role) + ":pipe/" + v.shown(d.pipe, d.pipe.At("Name"))
	v.texts(role.String()+" trusts", trusted, []string{
		"Allow", "Service pipes.amazonaws.com", "sts:AssumeRole",
		"StringEquals aws:SourceAccount " + account(role), "StringEquals aws:SourceArn " + arn,
	})
	needs := []string{
		"sqs:ReceiveMessage on " + token(d.queue, "Arn"), "sqs:DeleteMessage on " + token(d.queue, "Arn"),
		"sqs:GetQueueAttributes on " + token(d.queue, "Arn"), decrypt + " on " + token(queuesKey, "Arn"),
	}
	if v.listed(d.pipe, d.pipe.At("Target"), c.alerts) {
		needs = append(needs, v.publishes(c.alerts, alertsKey)...)
	} else if destination := v.target(d.pipe, destinationType, "Target"); destination != nil {
		needs = append(needs, "events:InvokeApiDestination on "+token(destination, "Arn"))
	}
	v.powers(role, needs...)
}

// serviceSends proves a hop on which a service sends as itself to a queue: the
// queue's policy lets it, for one source and with TLS, and the key's policy too.
func (v *review) serviceSends(service string, source *assembly.Resource, arn string, queue, key *assembly.Resource) {
	if queue == nil || key == nil {
		return
	}
	v.refers(queue, key, "Arn", "KmsMasterKeyId")
	lets, refusesPlain := 0, 0
	for _, s := range v.resourceStatements(queue) {
		switch {
		case s.Allows(sendMessage, queue):
			lets++
			v.texts(queue.String()+": who may send", s.PrincipalTexts(), []string{"Service " + service})
			v.texts(queue.String()+": what the sender may do", s.ActionTexts(), []string{sendMessage})
			v.texts(queue.String()+": when the sender may", s.ConditionTexts(), []string{"ArnEquals aws:SourceArn " + arn})
		case s.RefusesPlain(sendMessage, queue):
			refusesPlain++
		default:
			v.add("%s: unexpected statement %s", queue, s)
		}
	}
	if lets != 1 || refusesPlain != 1 {
		v.add("%s: found %d statements that let %s send and %d that refuse it without TLS, want 1 and 1", queue, lets, source, refusesPlain)
	}
	for _, action := range []string{decrypt, generateDataKey} {
		if !slices.ContainsFunc(v.resourceStatements(key), func(s iampolicy.Statement) bool {
			// A condition on another source would refuse this one.
			fits := len(s.Conditions) == 0 || slices.Equal(s.ConditionTexts(), []string{"ArnEquals aws:SourceArn " + arn})
			return s.Effect == "Allow" && s.Covers(action) && slices.Contains(s.PrincipalTexts(), "Service "+service) && fits
		}) {
			v.add("%s: %s may not %s for %s", key, service, action, queue)
		}
	}
}

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

func chainIsWatched(p Platform) []string {
	v := review{Platform: p}
	c := v.chain()
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
		v.watched(s)
	}
	return v.findings
}

// watched complains unless exactly one alarm has a symptom as its metric and rings
// after its periods.
func (v *review) watched(s symptom) {
	if s.of == nil {
		return
	}
	var found []*assembly.Resource
	for _, alarm := range v.withText("AWS::CloudWatch::Alarm", s.metric, "MetricName") {
		dimensions := v.entries(alarm, alarm.At("Dimensions"), "Name", "Value")
		if alarm.At("Namespace") == s.namespace && len(dimensions) == 1 && dimensions[s.dimension] == token(s.of, s.attribute) {
			found = append(found, alarm)
		}
	}
	v.count(found, 1, "alarm on "+s.metric+" of "+s.of.String())
	for _, alarm := range found {
		v.reads(alarm, s.statistic, "Statistic")
		v.reads(alarm, s.above, "Threshold")
		v.reads(alarm, "GreaterThanThreshold", "ComparisonOperator")
		v.reads(alarm, 300, "Period")
		v.reads(alarm, s.periods, "EvaluationPeriods")
		v.reads(alarm, s.breaches, "DatapointsToAlarm")
		v.reads(alarm, "notBreaching", "TreatMissingData")
	}
}
