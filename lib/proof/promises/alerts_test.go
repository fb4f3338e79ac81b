package promises

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/promises/check"
)

// alertsFrom names the repositories of p in the rule, and p in the sender of mails.
func alertsFrom(t *testing.T, p check.Platform) {
	t.Helper()
	raw, err := json.Marshal(resource(t, p, "Security/FindingsScanFinished").At("EventPattern", "detail", "repository-name"))
	if err != nil {
		t.Fatal(err)
	}
	names := strings.ReplaceAll(string(raw), "chassis/prod", p.Prefix("/"))
	set("Security/FindingsScanFinished", names, "EventPattern", "detail", "repository-name")(t, p)
	set("Security/Alerts", `"Chassis `+strings.TrimPrefix(p.Prefix("-"), "chassis-")+` alerts"`, "DisplayName")(t, p)
}

func alertFaults() []fault {
	const (
		rule, relay, topic = "Security/FindingsScanFinished", "Security/FindingsRelay", "Security/FindingsTopic"
		unsent             = "Security/FindingsUnsent"
		mail, undelivered  = "Security/FindingsMailQueue", "Security/FindingsMailUndelivered"
		mailPipe           = "Security/FindingsMailPipe"
		slackPipe          = "Security/FindingsSlackPipe"
		webhook            = "Security/FindingsWebhookApiDestination"
		subscription       = "Security/FindingsMailQueueSecurityFindingsTopic5815CB29"
		starterPolicy      = "Security/FindingsStarterRoleDefaultPolicy"
		relayPolicy        = "Security/FindingsRelayRoleDefaultPolicy"
		mailPolicy         = "Security/FindingsMailPipeRoleDefaultPolicy"
		slackPolicy        = "Security/FindingsSlackPipeRoleDefaultPolicy"
	)
	detail := func(path ...any) []any { return append([]any{"EventPattern", "detail"}, path...) }
	retry := func(name string) []any { return []any{"Targets", 0, "RetryPolicy", name} }
	statement := func(path ...any) []any { return append([]any{"PolicyDocument", "Statement"}, path...) }
	return []fault{
		{name: "criticals only", check: scansAreCaught, change: set(rule, `{"CRITICAL": [{"numeric": [">", 0]}]}`, detail("$or", 1, "finding-severity-counts")...), want: "catches the event alert-basic-high: false"},
		{name: "critical and high together", check: scansAreCaught, change: both, want: "catches the event alert-basic-critical: false"},
		{name: "findings of every severity", check: scansAreCaught, change: set(rule, `null`, detail("$or")...), want: "catches the event quiet-basic-medium: true"},
		{name: "zero findings", check: scansAreCaught, change: set(rule, `[{"numeric": [">=", 0]}]`, detail("$or", 1, "finding-severity-counts", "HIGH")...), want: "catches the event quiet-enhanced-zero: true"},
		{name: "every repository", check: scansAreCaught, change: set(rule, `null`, detail("repository-name")...), want: "catches the event quiet-basic-other-environment: true"},
		{name: "an instance's repositories too", check: scansAreCaught, change: set(rule, `[{"prefix": "chassis/prod"}]`, detail("repository-name")...), want: "catches the event quiet-basic-other-instance: true"},
		{name: "basic scanning only", check: scansAreCaught, change: set(rule, `["aws.ecr"]`, "EventPattern", "source"), want: "catches the event alert-enhanced-high: false"},
		{name: "failed scans", check: scansAreCaught, change: set(rule, `null`, detail("scan-status")...), want: "catches the event quiet-basic-failed-with-counts: true"},
		{name: "events of anybody", check: scansAreCaught, change: set(rule, `null`, "EventPattern", "source"), want: "catches the event quiet-basic-forged: true"},
		{name: "a key in the wrong case", check: scansAreCaught, change: set(rule, `["COMPLETE"]`, detail("scanStatus")...), want: "catches the event alert-basic-critical: false"},
		{name: "an unknown operator", check: scansAreCaught, change: set(rule, `[{"larger": 0}]`, detail("$or", 1, "finding-severity-counts", "HIGH")...), want: "its pattern is refused"},
		{name: "a rule switched off", check: scansAreCaught, change: set(rule, `"DISABLED"`, "State"), want: "want ENABLED"},
		{name: "a rule of another bus", check: scansAreCaught, change: set(rule, `"other"`, "EventBusName"), want: "EventBusName is other"},
		{name: "a registry of its own accord", check: scanningIsLocal, change: put("Security/Registry", "AWS::ECR::RegistryScanningConfiguration", `{"ScanType": "ENHANCED"}`), want: "found 1 of registry scanning configuration"},
		{name: "a repository that is not scanned", check: scanningIsLocal, change: set("Security/AdminImagesRepository", `false`, "ImageScanningConfiguration", "ScanOnPush"), want: "want true"},

		{name: "findings in plain text on the wire", check: findingsOverTLS, change: drop("Security/FindingsTopicPolicy"), want: "without TLS"},
		{name: "a refusal for one user", check: findingsOverTLS, change: set("Security/FindingsTopicPolicy", `{"AWS": "arn:aws:iam::123456789012:root"}`, "PolicyDocument", "Statement", 0, "Principal"), want: "without TLS"},
		{name: "an event that is tried once", check: ruleStartsRelay, change: set(rule, `0`, retry("MaximumRetryAttempts")...), want: "want 185"},
		{name: "an event that is given up after a minute", check: ruleStartsRelay, change: set(rule, `60`, retry("MaximumEventAgeInSeconds")...), want: "want 86400"},
		{name: "no dead-letter queue of the rule", check: ruleStartsRelay, change: set(rule, `null`, "Targets", 0, "DeadLetterConfig"), want: "DeadLetterConfig.Arn is absent"},
		{name: "a FIFO dead-letter queue of the rule", check: ruleStartsRelay, change: set(unsent, `true`, "FifoQueue"), want: "which EventBridge refuses"},
		{name: "dead letters for four days", check: ruleStartsRelay, change: set(unsent, `null`, "MessageRetentionPeriod"), want: "want 1209600"},
		{name: "an event cut down", check: ruleStartsRelay, change: set(rule, `"$.detail"`, "Targets", 0, "InputPath"), want: "InputPath is $.detail"},
		{name: "a second target", check: ruleStartsRelay, change: set(rule, `[{"Arn": {"Ref": "FindingsRelay"}}, {"Arn": "x"}]`, "Targets"), want: "has 2 targets"},

		{name: "no message group", check: relayPublishes, change: define("MessageGroupId", "Other"), want: "MessageGroupId is"},
		{name: "the alert topic at once", check: relayPublishes, change: define("FindingsTopic", "Alerts"), want: "Arguments.TopicArn"},
		{name: "duplicates by the digest", check: relayPublishes, change: define("{% $states.input.id %}", "{% $states.input.time %}"), want: "MessageDeduplicationId"},
		{name: "no second attempt", check: relayPublishes, change: define("Retry", "Never"), want: "Retry.0.ErrorEquals"},
		{name: "one second attempt", check: relayPublishes, change: define(`\"MaxAttempts\":12`, `\"MaxAttempts\":1`), want: "tries 1 times again"},
		{name: "another language", check: relayPublishes, change: define("JSONata", "JSONPath"), want: "want JSONata"},
		{name: "an express workflow", check: relayIsWatched, change: set(relay, `"EXPRESS"`, "StateMachineType"), want: "want STANDARD"},
		{name: "no traces", check: relayIsWatched, change: set(relay, `false`, "TracingConfiguration", "Enabled"), want: "want true"},
		{name: "errors only", check: relayIsWatched, change: set(relay, `"ERROR"`, "LoggingConfiguration", "Level"), want: "want ALL"},
		{name: "a log without events", check: relayIsWatched, change: set(relay, `false`, "LoggingConfiguration", "IncludeExecutionData"), want: "want true"},
		{name: "a log nowhere", check: relayIsWatched, change: set(relay, `[]`, "LoggingConfiguration", "Destinations"), want: "is absent"},

		{name: "a topic without its ending", check: queuesSubscribe, change: set(topic, `"findings"`, "TopicName"), want: "does not end in .fifo"},
		{name: "a queue without its ending", check: queuesSubscribe, change: set(undelivered, `"undelivered"`, "QueueName"), want: `FindingsMailUndelivered is named "undelivered"`},
		{name: "a queue that may not be sent to yet", check: queuesSubscribe, change: after(subscription), want: "does not depend on Security/FindingsMailQueuePolicy"},
		{name: "an e-mail address on the FIFO topic", check: queuesSubscribe, change: set(subscription, `"email"`, "Protocol"), want: "want sqs"},
		{name: "wrapped messages", check: queuesSubscribe, change: set(subscription, `false`, "RawMessageDelivery"), want: "want true"},
		{name: "some findings only", check: queuesSubscribe, change: set(subscription, `{"a": ["b"]}`, "FilterPolicy"), want: "want it absent"},
		{name: "a standard queue", check: queuesSubscribe, change: set(mail, `null`, "FifoQueue"), want: "FifoQueue is absent"},
		{name: "a standard dead-letter queue", check: queuesSubscribe, change: set(undelivered, `null`, "FifoQueue"), want: "FifoQueue is absent"},
		{name: "no dead-letter queue", check: queuesSubscribe, change: set(mail, `null`, "RedrivePolicy"), want: "deadLetterTargetArn is absent"},
		{name: "SNS without a dead-letter queue", check: queuesSubscribe, change: set(subscription, `null`, "RedrivePolicy"), want: "deadLetterTargetArn is absent"},
		{name: "one attempt", check: queuesSubscribe, change: set(mail, `1`, "RedrivePolicy", "maxReceiveCount"), want: "gives up after 1"},
		{name: "a hasty queue", check: queuesSubscribe, change: set(mail, `30`, "VisibilityTimeout"), want: "after 30 s"},
		{name: "attempts without an end", check: undeliveredIsPutAside, change: set(mail, `50`, "RedrivePolicy", "maxReceiveCount"), want: "for 3000 s of attempts, and Security/FindingsAlarmsMailOverdue rings after 900 s"},
		{name: "a long time between attempts", check: undeliveredIsPutAside, change: set(mail, `600`, "VisibilityTimeout"), want: "for 3000 s of attempts"},
		{name: "a queue that forgets", check: queuesSubscribe, change: set(undelivered, `345600`, "MessageRetentionPeriod"), want: "want 1209600"},
		{name: "a second FIFO topic", check: queuesSubscribe, change: put("Security/More", "AWS::SNS::Topic", `{"FifoTopic": true}`), want: "found a second FIFO topic"},

		{name: "batches", check: pipesDeliver, change: set(mailPipe, `10`, "SourceParameters", "SqsQueueParameters", "BatchSize"), want: "want 1"},
		{name: "a mail in quotation marks", check: pipesDeliver, change: set(mailPipe, `"\"<$.body>\""`, "TargetParameters", "InputTemplate"), want: "want <$.body>"},
		{name: "what Slack does not take", check: pipesDeliver, change: set(slackPipe, `"<$.body>"`, "TargetParameters", "InputTemplate"), want: `want {"text":<$.body>}`},
		{name: "a pipe that stands still", check: pipesDeliver, change: set(mailPipe, `"STOPPED"`, "DesiredState"), want: "want RUNNING"},
		{name: "a pipe that says nothing", check: pipesDeliver, change: set(mailPipe, `"OFF"`, "LogConfiguration", "Level"), want: "want ERROR"},
		{name: "a pipe that picks", check: pipesDeliver, change: set(mailPipe, `{}`, "SourceParameters", "FilterCriteria"), want: "want it absent"},
		{name: "no mail", check: pipesDeliver, change: drop(mailPipe), want: "is emptied by no pipe"},
		{name: "mail twice", check: pipesDeliver, change: set(slackPipe, `{"Ref": "Alerts"}`, "Target"), want: "2 pipes lead to the alert topic"},
		{name: "two pipes on a queue", check: pipesDeliver, change: set(slackPipe, `{"Fn::GetAtt": ["FindingsMailQueue", "Arn"]}`, "Source"), want: "is emptied by two pipes"},

		{name: "a webhook in the template", check: webhookIsSecret, change: set(webhook, `"https://hooks.slack.com/services/T0/B0/x"`, "InvocationEndpoint"), want: "is no reference to Secrets Manager"},
		{name: "a webhook in a description", check: webhookIsSecret, change: set(rule, `"https://hooks.slack.com/services/T0/B0/x"`, "Description"), want: "holds a webhook's URL"},
		{name: "a secret that is read once", check: webhookIsSecret, change: set(webhook, `"Slack"`, "Description"), want: "nothing has its secret read again"},
		{name: "a hundred messages a second", check: webhookIsSecret, change: set(webhook, `100`, "InvocationRateLimitPerSecond"), want: "want 1"},

		{name: "a rule that may not start", check: hopsArePermitted, change: set(starterPolicy, `"states:StopExecution"`, statement(0, "Action")...), want: "FindingsStarterRole may"},
		{name: "a rule that may start anything", check: hopsArePermitted, change: set(starterPolicy, `"*"`, statement(0, "Resource")...), want: "FindingsStarterRole may"},
		{name: "a role of another service", check: hopsArePermitted, change: set("Security/FindingsStarterRole", `{"Service": "lambda.amazonaws.com"}`, "AssumeRolePolicyDocument", "Statement", 0, "Principal"), want: "trusts"},
		{name: "a rule that may not put aside", check: hopsArePermitted, change: drop("Security/FindingsUnsentPolicy"), want: "found 0 statements that let Security/FindingsScanFinished send"},
		{name: "EventBridge without the key", check: hopsArePermitted, change: set("Security/QueuesKey", `{"Service": "s3.amazonaws.com"}`, "KeyPolicy", "Statement", 1, "Principal"), want: "events.amazonaws.com may not kms:Decrypt"},
		{name: "SNS without the key", check: hopsArePermitted, change: set("Security/QueuesKey", `"kms:Decrypt"`, "KeyPolicy", "Statement", 2, "Action"), want: "sns.amazonaws.com may not kms:GenerateDataKey"},
		{name: "SNS with the key for another topic", check: hopsArePermitted, change: set("Security/QueuesKey", `{"Ref": "Alerts"}`, "KeyPolicy", "Statement", 2, "Condition", "ArnEquals", "aws:SourceArn"), want: "sns.amazonaws.com may not kms:Decrypt"},
		{name: "a state machine without the topic's key", check: hopsArePermitted, change: set(relayPolicy, `"kms:Decrypt"`, statement(2, "Action")...), want: "FindingsRelayRole may"},
		{name: "a state machine that may not publish", check: hopsArePermitted, change: set(relayPolicy, `{"Ref": "Alerts"}`, statement(0, "Resource")...), want: "FindingsRelayRole may"},
		{name: "a topic that may not send", check: hopsArePermitted, change: set("Security/FindingsMailQueuePolicy", `{"Service": "sqs.amazonaws.com"}`, statement(1, "Principal")...), want: "who may send"},
		{name: "a queue for every topic", check: hopsArePermitted, change: set("Security/FindingsMailQueuePolicy", `null`, statement(1, "Condition")...), want: "when the sender may"},
		{name: "a queue that takes plain text", check: hopsArePermitted, change: set("Security/FindingsMailQueuePolicy", `"true"`, statement(0, "Condition", "Bool", "aws:SecureTransport")...), want: "unexpected statement"},
		{name: "a queue that takes plain text of most", check: hopsArePermitted, change: set("Security/FindingsMailQueuePolicy", `{"AWS": "arn:aws:iam::123456789012:root"}`, statement(0, "Principal")...), want: "unexpected statement"},
		{name: "a queue that refuses plain text to another", check: hopsArePermitted, change: set("Security/FindingsMailQueuePolicy", `{"Fn::GetAtt": ["FindingsUnsent", "Arn"]}`, statement(0, "Resource")...), want: "unexpected statement"},
		{name: "a role that no pipe can assume", check: hopsArePermitted, change: set("Security/FindingsMailPipeRole", `"sts:TagSession"`, "AssumeRolePolicyDocument", "Statement", 0, "Action"), want: "FindingsMailPipeRole trusts"},
		{name: "mails of any environment", check: alertsNameTheirSender, change: set("Security/Alerts", `"Chassis alerts"`, "DisplayName"), want: `as "Chassis alerts", want prod in it`},
		{name: "mails of no instance", env: "staging pr-42", check: alertsNameTheirSender, change: set("Security/Alerts", `"Chassis staging alerts"`, "DisplayName"), want: "want staging-pr-42 in it"},
		{name: "a dead-letter queue that SNS may not fill", check: hopsArePermitted, change: drop("Security/FindingsMailUndeliveredPolicy"), want: "FindingsMailUndelivered: found 0 statements"},
		{name: "a queue with the topic's key", check: hopsArePermitted, change: set(mail, `{"Fn::GetAtt": ["AlertsKey", "Arn"]}`, "KmsMasterKeyId"), want: "KmsMasterKeyId is"},
		{name: "a pipe that may not read", check: hopsArePermitted, change: set(mailPolicy, `["sqs:DeleteMessage", "sqs:GetQueueAttributes"]`, statement(0, "Action")...), want: "FindingsMailPipeRole may"},
		{name: "a pipe without the queue's key", check: hopsArePermitted, change: set(mailPolicy, `{"Fn::GetAtt": ["LogsKey", "Arn"]}`, statement(1, "Resource")...), want: "FindingsMailPipeRole may"},
		{name: "a pipe without the topic's key", check: hopsArePermitted, change: set(mailPolicy, `"kms:Decrypt"`, statement(3, "Action")...), want: "FindingsMailPipeRole may"},
		{name: "a pipe that may not call Slack", check: hopsArePermitted, change: set(slackPolicy, `"events:PutEvents"`, statement(2, "Action")...), want: "FindingsSlackPipeRole may"},
		{name: "a role of any pipe", check: hopsArePermitted, change: set("Security/FindingsMailPipeRole", `null`, "AssumeRolePolicyDocument", "Statement", 0, "Condition"), want: "FindingsMailPipeRole trusts"},

		{name: "a dead-letter queue that nobody watches", check: chainIsWatched, change: drop("Security/FindingsAlarmsMailUndelivered"), want: "found 0 of alarm on ApproximateNumberOfMessagesVisible of Security/FindingsMailUndelivered"},
		{name: "an alarm on another queue", check: chainIsWatched, change: set("Security/FindingsAlarmsEventsUnsent", `"other"`, "Dimensions", 0, "Value"), want: "of Security/FindingsUnsent"},
		{name: "a pipe that nobody watches", check: chainIsWatched, change: set("Security/FindingsAlarmsSlackPipeFailed", `"AWS/Pipes"`, "Namespace"), want: "alarm on ExecutionFailed of Security/FindingsSlackPipe"},
		{name: "a hundred failures", check: chainIsWatched, change: set("Security/FindingsAlarmsRelayFailed", `100`, "Threshold"), want: "want 0"},
		{name: "the average of the failures", check: chainIsWatched, change: set("Security/FindingsAlarmsRelayFailed", `"Average"`, "Statistic"), want: "want Sum"},
		{name: "an alarm for want of findings", check: chainIsWatched, change: set("Security/FindingsAlarmsMailOverdue", `"breaching"`, "TreatMissingData"), want: "want notBreaching"},
		{name: "an alarm the next day", check: chainIsWatched, change: set("Security/FindingsAlarmsMailOverdue", `86400`, "Threshold"), want: "want 900"},
	}
}

// both asks for critical and high findings at once, the mistake that an image with
// criticals only slips through.
func both(t *testing.T, p check.Platform) {
	t.Helper()
	const rule = "Security/FindingsScanFinished"
	set(rule, `null`, "EventPattern", "detail", "$or")(t, p)
	set(rule, `{"CRITICAL": [{"numeric": [">", 0]}], "HIGH": [{"numeric": [">", 0]}]}`, "EventPattern", "detail", "finding-severity-counts")(t, p)
}

// define replaces a text in the state machine's definition.
func define(old, replacement string) func(*testing.T, check.Platform) {
	return func(t *testing.T, p check.Platform) {
		t.Helper()
		raw, err := json.Marshal(resource(t, p, "Security/FindingsRelay").At("DefinitionString"))
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.ReplaceAll(string(raw), old, replacement)
		if changed == string(raw) {
			t.Fatalf("the definition has no %s", old)
		}
		set("Security/FindingsRelay", changed, "DefinitionString")(t, p)
	}
}
