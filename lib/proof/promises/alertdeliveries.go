package promises

import (
	"encoding/json"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

func queuesSubscribe(p Platform) []string {
	v := review{Platform: p}
	c := v.chain()
	if c.topic == nil {
		return v.findings
	}
	v.endsInFIFO(c.topic, "TopicName")
	for _, d := range c.deliveries {
		for _, policy := range v.withText("AWS::SQS::QueuePolicy", token(d.queue, ""), "Queues", 0) {
			v.dependsOn(d.subscription, policy)
		}
		v.reads(d.subscription, "sqs", "Protocol")
		v.reads(d.subscription, true, "RawMessageDelivery")
		v.absent(d.subscription, "FilterPolicy")
		v.refers(d.subscription, d.undelivered, "Arn", "RedrivePolicy", "deadLetterTargetArn")
		for _, queue := range []*assembly.Resource{d.queue, d.undelivered} {
			v.reads(queue, true, "FifoQueue")
			v.reads(queue, 14*24*60*60, "MessageRetentionPeriod")
			v.endsInFIFO(queue, "QueueName")
		}
		if n := v.number(d.queue, "RedrivePolicy", "maxReceiveCount"); n < 3 {
			v.add("%s gives up after %v attempts, want at least 3", d.queue, n)
		}
		// Shorter, and the next attempt would begin while the last one goes on.
		if n := v.number(d.queue, "VisibilityTimeout"); n < 60 {
			v.add("%s shows a message again after %v s, want at least 60", d.queue, n)
		}
	}
	return v.findings
}

// endsInFIFO complains about a name that AWS takes for no FIFO topic or queue.
func (v *review) endsInFIFO(r *assembly.Resource, property string) {
	if r == nil {
		return
	}
	if name := v.Text(r.Stack, r.At(property)); !strings.HasSuffix(name, ".fifo") {
		v.add("%s is named %q, which does not end in .fifo", r, name)
	}
}

// undeliveredIsPutAside multiplies the attempts by the time from one to the next. The
// alarm is to tell of a pipe that stands still, not of one that tries.
func undeliveredIsPutAside(p Platform) []string {
	v := review{Platform: p}
	for _, d := range v.chain().deliveries {
		if d.queue == nil {
			continue
		}
		trying := v.number(d.queue, "RedrivePolicy", "maxReceiveCount") * v.number(d.queue, "VisibilityTimeout")
		for _, alarm := range v.withText(alarmType, "ApproximateAgeOfOldestMessage", "MetricName") {
			if v.Text(alarm.Stack, alarm.At("Dimensions", 0, "Value")) != token(d.queue, "QueueName") {
				continue
			}
			if overdue := v.number(alarm, "Threshold"); trying > overdue {
				v.add("%s holds back its repository's findings for %v s of attempts, and %s rings after %v s", d.queue, trying, alarm, overdue)
			}
		}
	}
	return v.findings
}

func pipesDeliver(p Platform) []string {
	v := review{Platform: p}
	c := v.chain()
	v.count(v.OfType(pipeType), len(c.deliveries), "pipe")
	mails, slacks := 0, 0
	for _, d := range c.deliveries {
		if d.pipe == nil {
			continue
		}
		v.reads(d.pipe, 1, "SourceParameters", "SqsQueueParameters", "BatchSize")
		v.absent(d.pipe, "Enrichment")
		v.absent(d.pipe, "SourceParameters", "FilterCriteria")
		if state := d.pipe.At("DesiredState"); state != nil {
			v.reads(d.pipe, "RUNNING", "DesiredState")
		}
		v.reads(d.pipe, "ERROR", "LogConfiguration", "Level")
		v.target(d.pipe, "AWS::Logs::LogGroup", "LogConfiguration", "CloudwatchLogsLogDestination", "LogGroupArn")
		if v.listed(d.pipe, d.pipe.At("Target"), c.alerts) {
			mails++
			v.reads(d.pipe, "<$.body>", "TargetParameters", "InputTemplate")
			continue
		}
		slacks++
		v.target(d.pipe, destinationType, "Target")
		v.reads(d.pipe, `{"text":<$.body>}`, "TargetParameters", "InputTemplate")
	}
	if mails != 1 {
		v.add("%d pipes lead to the alert topic, want 1", mails)
	}
	if slacks > 1 {
		v.add("%d pipes lead to Slack, want at most 1", slacks)
	}
	return v.findings
}

// webhookIsSecret also refuses a URL of Slack's anywhere else. Without Slack
// there is nothing but that to look at.
func webhookIsSecret(p Platform) []string {
	v := review{Platform: p}
	if len(v.OfType(pipeType)) == 0 {
		v.add("there is no pipe that could lead to Slack")
	}
	for _, r := range v.OfType(destinationType) {
		endpoint := v.shown(r, r.At("InvocationEndpoint"))
		if !strings.HasPrefix(endpoint, "{{resolve:secretsmanager:") || !strings.HasSuffix(endpoint, "}}") {
			v.add("%s: InvocationEndpoint is no reference to Secrets Manager", r)
		}
		// CloudFormation resolves it only when a property of the resource changes.
		if !strings.Contains(v.shown(r, r.At("Description")), "SlackWebhookVersion") {
			v.add("%s: nothing has its secret read again", r)
		}
		v.reads(r, "POST", "HttpMethod")
		v.reads(r, 1, "InvocationRateLimitPerSecond")
		v.target(r, "AWS::Events::Connection", "ConnectionArn")
	}
	for _, s := range p.Stacks {
		for _, r := range s.Resources {
			if raw, err := json.Marshal(r.Properties); err != nil || strings.Contains(string(raw), "hooks.slack.com") {
				v.add("%s holds a webhook's URL", r)
			}
		}
	}
	slices.Sort(v.findings)
	return v.findings
}
