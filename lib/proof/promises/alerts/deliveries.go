package alerts

import (
	"encoding/json"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func queuesSubscribe(v *check.Review) {
	c := chainOf(v)
	if c.topic == nil {
		return
	}
	endsInFIFO(v, c.topic, "TopicName")
	for _, s := range v.OfType(subscriptionType) {
		if v.Listed(s, s.At("TopicArn"), c.topic) {
			v.Reads(s, "sqs", "Protocol")
		}
	}
	for _, d := range c.deliveries {
		subscribes(v, d)
		for _, queue := range []*assembly.Resource{d.queue, d.undelivered} {
			v.Reads(queue, true, "FifoQueue")
			endsInFIFO(v, queue, "QueueName")
		}
	}
}

// subscribes complains about a way that could lose a message.
func subscribes(v *check.Review, d chainDelivery) {
	for _, policy := range v.WithText("AWS::SQS::QueuePolicy", check.Token(d.queue, ""), "Queues", 0) {
		v.DependsOn(d.subscription, policy)
	}
	v.Target(d.subscription, queueType, "Endpoint")
	v.Target(d.queue, queueType, "RedrivePolicy", "deadLetterTargetArn")
	v.Reads(d.subscription, "sqs", "Protocol")
	v.Reads(d.subscription, true, "RawMessageDelivery")
	v.Refers(d.subscription, d.undelivered, "Arn", "RedrivePolicy", "deadLetterTargetArn")
	for _, queue := range []*assembly.Resource{d.queue, d.undelivered} {
		v.Reads(queue, 14*24*60*60, "MessageRetentionPeriod")
	}
	if n := v.Number(d.queue, "RedrivePolicy", "maxReceiveCount"); n < 3 {
		v.Add("%s gives up after %v attempts, want at least 3", d.queue, n)
	}
	// Shorter, and the next attempt would begin while the last one goes on.
	if n := v.Number(d.queue, "VisibilityTimeout"); n < 60 {
		v.Add("%s shows a message again after %v s, want at least 60", d.queue, n)
	}
}

// endsInFIFO complains about a name that AWS takes for no FIFO topic or queue.
func endsInFIFO(v *check.Review, r *assembly.Resource, property string) {
	if r == nil {
		return
	}
	if name := v.Text(r.Stack, r.At(property)); !strings.HasSuffix(name, ".fifo") {
		v.Add("%s is named %q, which does not end in .fifo", r, name)
	}
}

// undeliveredIsPutAside multiplies the attempts by the time from one to the next. The
// alarm is to tell of a pipe that stands still, not of one that tries.
func undeliveredIsPutAside(v *check.Review) {
	for _, d := range chainOf(v).all() {
		if d.queue == nil {
			continue
		}
		trying := v.Number(d.queue, "RedrivePolicy", "maxReceiveCount") * v.Number(d.queue, "VisibilityTimeout")
		for _, alarm := range v.WithText(parts.Alarm, "ApproximateAgeOfOldestMessage", "MetricName") {
			if v.Text(alarm.Stack, alarm.At("Dimensions", 0, "Value")) != check.Token(d.queue, "QueueName") {
				continue
			}
			if overdue := v.Number(alarm, "Threshold"); trying > overdue {
				v.Add("%s holds messages back for %v s of attempts, and %s rings after %v s", d.queue, trying, alarm, overdue)
			}
		}
	}
}

func pipesDeliver(v *check.Review) {
	c := chainOf(v)
	v.Lookup().Count(v.Stack("Security").OfType(pipeType), len(c.all()), "pipe of the Security stack")
	mails, slacks := 0, 0
	for _, d := range c.deliveries {
		if d.pipe == nil {
			continue
		}
		runs(v, d.pipe)
		v.Absent(d.pipe, "Enrichment")
		if v.Listed(d.pipe, d.pipe.At("Target"), c.alerts) {
			mails++
			v.Reads(d.pipe, "<$.body>", "TargetParameters", "InputTemplate")
			continue
		}
		slacks++
		v.Target(d.pipe, destinationType, "Target")
		v.Reads(d.pipe, `{"text":<$.body>}`, "TargetParameters", "InputTemplate")
	}
	if mails != 1 {
		v.Add("%d pipes lead to the alert topic, want 1", mails)
	}
	if want := count(v.Settings.Alerts.SlackWebhookSecret != ""); slacks != want {
		v.Add("%d pipes lead to Slack, want %d", slacks, want)
	}
}

// runs complains about a pipe that does not take every message, one at a time.
func runs(v *check.Review, pipe *assembly.Resource) {
	v.Reads(pipe, 1, "SourceParameters", "SqsQueueParameters", "BatchSize")
	v.Optional(pipe, "RUNNING", "DesiredState")
	v.Reads(pipe, "ERROR", "LogConfiguration", "Level")
	v.Target(pipe, "AWS::Logs::LogGroup", "LogConfiguration", "CloudwatchLogsLogDestination", "LogGroupArn")
}

// webhookIsSecret also refuses a URL of Slack's anywhere else. Without Slack
// there is nothing but that to look at.
func webhookIsSecret(v *check.Review) {
	if len(v.OfType(pipeType)) == 0 {
		v.Add("there is no pipe that could lead to Slack")
	}
	for _, r := range v.OfType(destinationType) {
		if r.Below(config.AdditionsStack) {
			continue
		}
		v.Reads(r, "{{resolve:secretsmanager:"+v.Settings.Alerts.SlackWebhookSecret+":SecretString:::}}", "InvocationEndpoint")
		// CloudFormation resolves it only when a property of the resource changes.
		if !strings.Contains(v.Shown(r, r.At("Description")), config.SlackWebhookVersionParameter) {
			v.Add("%s: nothing has its secret read again", r)
		}
		v.Reads(r, "POST", "HttpMethod")
		v.Reads(r, 1, "InvocationRateLimitPerSecond")
		v.Target(r, "AWS::Events::Connection", "ConnectionArn")
	}
	for _, r := range v.Resources() {
		if raw, err := json.Marshal(r.Properties); err != nil || strings.Contains(string(raw), "hooks.slack.com") {
			v.Add("%s holds a webhook's URL", r)
		}
	}
}
