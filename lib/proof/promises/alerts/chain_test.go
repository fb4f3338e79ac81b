package alerts

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func chainBreaches() []checktest.Breach {
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
	return []checktest.Breach{
		{Name: "criticals only", Check: scansAreCaught, Change: checktest.Set(rule, `{"CRITICAL": [{"numeric": [">", 0]}]}`, detail("$or", 1, "finding-severity-counts")...), Want: "catches the event alert-basic-high: false"},
		{Name: "critical and high together", Check: scansAreCaught, Change: both, Want: "catches the event alert-basic-critical: false"},
		{Name: "findings of every severity", Check: scansAreCaught, Change: checktest.Set(rule, `null`, detail("$or")...), Want: "catches the event quiet-basic-medium: true"},
		{Name: "zero findings", Check: scansAreCaught, Change: checktest.Set(rule, `[{"numeric": [">=", 0]}]`, detail("$or", 1, "finding-severity-counts", "HIGH")...), Want: "catches the event quiet-enhanced-zero: true"},
		{Name: "every repository", Check: scansAreCaught, Change: checktest.Set(rule, `null`, detail("repository-name")...), Want: "catches the event quiet-basic-other-environment: true"},
		{Name: "an instance's repositories too", Check: scansAreCaught, Change: checktest.Set(rule, `[{"prefix": "chassis/prod"}]`, detail("repository-name")...), Want: "catches the event quiet-basic-other-instance: true"},
		{Name: "basic scanning only", Check: scansAreCaught, Change: checktest.Set(rule, `["aws.ecr"]`, "EventPattern", "source"), Want: "catches the event alert-enhanced-high: false"},
		{Name: "failed scans", Check: scansAreCaught, Change: checktest.Set(rule, `null`, detail("scan-status")...), Want: "catches the event quiet-basic-failed-with-counts: true"},
		{Name: "events of anybody", Check: scansAreCaught, Change: checktest.Set(rule, `null`, "EventPattern", "source"), Want: "catches the event quiet-basic-forged: true"},
		{Name: "a key in the wrong case", Check: scansAreCaught, Change: checktest.Set(rule, `["COMPLETE"]`, detail("scanStatus")...), Want: "catches the event alert-basic-critical: false"},
		{Name: "an unknown operator", Check: scansAreCaught, Change: checktest.Set(rule, `[{"larger": 0}]`, detail("$or", 1, "finding-severity-counts", "HIGH")...), Want: "its pattern is refused"},
		{Name: "a rule switched off", Check: scansAreCaught, Change: checktest.Set(rule, `"DISABLED"`, "State"), Want: "want ENABLED"},
		{Name: "a rule of another bus", Check: scansAreCaught, Change: checktest.Set(rule, `"other"`, "EventBusName"), Want: "EventBusName is other"},
		{Name: "a registry without rules", Check: imagesAreScanned, Change: checktest.Put("Security/Registry", "AWS::ECR::RegistryScanningConfiguration", `{"ScanType": "ENHANCED"}`), Want: "has 0 rules"},
		{Name: "a registry that scans less", Check: imagesAreScanned, Change: checktest.Put("Security/Registry", "AWS::ECR::RegistryScanningConfiguration", `{"ScanType": "BASIC", "Rules": [{"ScanFrequency": "SCAN_ON_PUSH"}]}`), Want: "ScanType is BASIC"},
		{Name: "a repository that is not scanned", Check: imagesAreScanned, Change: checktest.Set("Security/AdminImagesRepository", `false`, "ImageScanningConfiguration", "ScanOnPush"), Want: "want true"},

		{Name: "findings in plain text on the wire", Check: findingsOverTLS, Change: checktest.Drop("Security/FindingsTopicPolicy"), Want: "without TLS"},
		{Name: "a refusal for one user", Check: findingsOverTLS, Change: checktest.Set("Security/FindingsTopicPolicy", `{"AWS": "arn:aws:iam::123456789012:root"}`, "PolicyDocument", "Statement", 0, "Principal"), Want: "without TLS"},
		{Name: "an event that is tried once", Check: ruleStartsRelay, Change: checktest.Set(rule, `0`, retry("MaximumRetryAttempts")...), Want: "want 185"},
		{Name: "an event that is given up after a minute", Check: ruleStartsRelay, Change: checktest.Set(rule, `60`, retry("MaximumEventAgeInSeconds")...), Want: "want 86400"},
		{Name: "no dead-letter queue of the rule", Check: ruleStartsRelay, Change: checktest.Set(rule, `null`, "Targets", 0, "DeadLetterConfig"), Want: "DeadLetterConfig.Arn is absent"},
		{Name: "a FIFO dead-letter queue of the rule", Check: ruleStartsRelay, Change: checktest.Set(unsent, `true`, "FifoQueue"), Want: "which EventBridge refuses"},
		{Name: "dead letters for four days", Check: ruleStartsRelay, Change: checktest.Set(unsent, `null`, "MessageRetentionPeriod"), Want: "want 1209600"},
		{Name: "an event cut down", Check: ruleStartsRelay, Change: checktest.Set(rule, `"$.detail"`, "Targets", 0, "InputPath"), Want: "InputPath is $.detail"},
		{Name: "a second target", Check: ruleStartsRelay, Change: checktest.Set(rule, `[{"Arn": {"Ref": "FindingsRelay"}}, {"Arn": "x"}]`, "Targets"), Want: "has 2 targets"},

		{Name: "no message group", Check: relayPublishes, Change: define("MessageGroupId", "Other"), Want: "MessageGroupId is"},
		{Name: "the alert topic at once", Check: relayPublishes, Change: define("FindingsTopic", "Alerts"), Want: "Arguments.TopicArn"},
		{Name: "duplicates by the digest", Check: relayPublishes, Change: define("{% $states.input.id %}", "{% $states.input.time %}"), Want: "MessageDeduplicationId"},
		{Name: "no second attempt", Check: relayPublishes, Change: define("Retry", "Never"), Want: "Retry.0.ErrorEquals"},
		{Name: "one second attempt", Check: relayPublishes, Change: define(`\"MaxAttempts\":12`, `\"MaxAttempts\":1`), Want: "tries 1 times again"},
		{Name: "another language", Check: relayPublishes, Change: define("JSONata", "JSONPath"), Want: "want JSONata"},
		{Name: "an express workflow", Check: relayIsWatched, Change: checktest.Set(relay, `"EXPRESS"`, "StateMachineType"), Want: "want STANDARD"},
		{Name: "no traces", Check: relayIsWatched, Change: checktest.Set(relay, `false`, "TracingConfiguration", "Enabled"), Want: "want true"},
		{Name: "errors only", Check: relayIsWatched, Change: checktest.Set(relay, `"ERROR"`, "LoggingConfiguration", "Level"), Want: "want ALL"},
		{Name: "a log without events", Check: relayIsWatched, Change: checktest.Set(relay, `false`, "LoggingConfiguration", "IncludeExecutionData"), Want: "want true"},
		{Name: "a log nowhere", Check: relayIsWatched, Change: checktest.Set(relay, `[]`, "LoggingConfiguration", "Destinations"), Want: "is absent"},

		{Name: "a topic without its ending", Check: queuesSubscribe, Change: checktest.Set(topic, `"findings"`, "TopicName"), Want: "does not end in .fifo"},
		{Name: "a queue without its ending", Check: queuesSubscribe, Change: checktest.Set(undelivered, `"undelivered"`, "QueueName"), Want: `FindingsMailUndelivered is named "undelivered"`},
		{Name: "a queue that may not be sent to yet", Check: queuesSubscribe, Change: checktest.After(subscription), Want: "does not depend on Security/FindingsMailQueuePolicy"},
		{Name: "an e-mail address on the FIFO topic", Check: queuesSubscribe, Change: checktest.Set(subscription, `"email"`, "Protocol"), Want: "want sqs"},
		{Name: "wrapped messages", Check: queuesSubscribe, Change: checktest.Set(subscription, `false`, "RawMessageDelivery"), Want: "want true"},
		{Name: "some findings only", Check: queuesSubscribe, Change: checktest.Set(subscription, `{"a": ["b"]}`, "FilterPolicy"), Want: "want it absent"},
		{Name: "a standard queue", Check: queuesSubscribe, Change: checktest.Set(mail, `null`, "FifoQueue"), Want: "FifoQueue is absent"},
		{Name: "a standard dead-letter queue", Check: queuesSubscribe, Change: checktest.Set(undelivered, `null`, "FifoQueue"), Want: "FifoQueue is absent"},
		{Name: "no dead-letter queue", Check: queuesSubscribe, Change: checktest.Set(mail, `null`, "RedrivePolicy"), Want: "deadLetterTargetArn is absent"},
		{Name: "SNS without a dead-letter queue", Check: queuesSubscribe, Change: checktest.Set(subscription, `null`, "RedrivePolicy"), Want: "deadLetterTargetArn is absent"},
		{Name: "one attempt", Check: queuesSubscribe, Change: checktest.Set(mail, `1`, "RedrivePolicy", "maxReceiveCount"), Want: "gives up after 1"},
		{Name: "a hasty queue", Check: queuesSubscribe, Change: checktest.Set(mail, `30`, "VisibilityTimeout"), Want: "after 30 s"},
		{Name: "attempts without an end", Check: undeliveredIsPutAside, Change: checktest.Set(mail, `50`, "RedrivePolicy", "maxReceiveCount"), Want: "for 3000 s of attempts, and Security/FindingsAlarmsMailOverdue rings after 900 s"},
		{Name: "a long time between attempts", Check: undeliveredIsPutAside, Change: checktest.Set(mail, `600`, "VisibilityTimeout"), Want: "for 3000 s of attempts"},
		{Name: "a queue that forgets", Check: queuesSubscribe, Change: checktest.Set(undelivered, `345600`, "MessageRetentionPeriod"), Want: "want 1209600"},
		{Name: "a second FIFO topic", Check: queuesSubscribe, Change: checktest.Put("Security/More", "AWS::SNS::Topic", `{"FifoTopic": true}`), Want: "found a second FIFO topic"},

		{Name: "batches", Check: pipesDeliver, Change: checktest.Set(mailPipe, `10`, "SourceParameters", "SqsQueueParameters", "BatchSize"), Want: "want 1"},
		{Name: "a mail in quotation marks", Check: pipesDeliver, Change: checktest.Set(mailPipe, `"\"<$.body>\""`, "TargetParameters", "InputTemplate"), Want: "want <$.body>"},
		{Name: "what Slack does not take", Check: pipesDeliver, Change: checktest.Set(slackPipe, `"<$.body>"`, "TargetParameters", "InputTemplate"), Want: `want {"text":<$.body>}`},
		{Name: "a pipe that stands still", Check: pipesDeliver, Change: checktest.Set(mailPipe, `"STOPPED"`, "DesiredState"), Want: "want RUNNING"},
		{Name: "a pipe that says nothing", Check: pipesDeliver, Change: checktest.Set(mailPipe, `"OFF"`, "LogConfiguration", "Level"), Want: "want ERROR"},
		{Name: "a pipe that picks", Check: pipesDeliver, Change: checktest.Set(mailPipe, `{}`, "SourceParameters", "FilterCriteria"), Want: "want it absent"},
		{Name: "no mail", Check: pipesDeliver, Change: checktest.Drop(mailPipe), Want: "is emptied by no pipe"},
		{Name: "mail twice", Check: pipesDeliver, Change: checktest.Set(slackPipe, `{"Ref": "Alerts"}`, "Target"), Want: "2 pipes lead to the alert topic"},
		{Name: "two pipes on a queue", Check: pipesDeliver, Change: checktest.Set(slackPipe, `{"Fn::GetAtt": ["FindingsMailQueue", "Arn"]}`, "Source"), Want: "is emptied by two pipes"},

		{Name: "a webhook in the template", Check: webhookIsSecret, Change: checktest.Set(webhook, `"https://hooks.slack.com/services/T0/B0/x"`, "InvocationEndpoint"), Want: "is no reference to Secrets Manager"},
		{Name: "a webhook in a description", Check: webhookIsSecret, Change: checktest.Set(rule, `"https://hooks.slack.com/services/T0/B0/x"`, "Description"), Want: "holds a webhook's URL"},
		{Name: "a secret that is read once", Check: webhookIsSecret, Change: checktest.Set(webhook, `"Slack"`, "Description"), Want: "nothing has its secret read again"},
		{Name: "a hundred messages a second", Check: webhookIsSecret, Change: checktest.Set(webhook, `100`, "InvocationRateLimitPerSecond"), Want: "want 1"},

		{Name: "a role for the machines of everybody", Check: hopsArePermitted, Change: checktest.Set("Security/FindingsRelayRole", `"arn:aws:states:*"`, "AssumeRolePolicyDocument", "Statement", 0, "Condition", "ArnLike", "aws:SourceArn"), Want: "conditions of its trust"},
		{Name: "a rule that may not start", Check: hopsArePermitted, Change: checktest.Set(starterPolicy, `"states:StopExecution"`, statement(0, "Action")...), Want: "FindingsStarterRole may"},
		{Name: "a rule that may start anything", Check: hopsArePermitted, Change: checktest.Set(starterPolicy, `"*"`, statement(0, "Resource")...), Want: "FindingsStarterRole may"},
		{Name: "a role of another service", Check: hopsArePermitted, Change: checktest.Set("Security/FindingsStarterRole", `{"Service": "lambda.amazonaws.com"}`, "AssumeRolePolicyDocument", "Statement", 0, "Principal"), Want: "trusts"},
		{Name: "a rule that may not put aside", Check: hopsArePermitted, Change: checktest.Drop("Security/FindingsUnsentPolicy"), Want: "found 0 statements that let Security/FindingsScanFinished send"},
		{Name: "EventBridge without the key", Check: hopsArePermitted, Change: checktest.Set("Security/QueuesKey", `{"Service": "s3.amazonaws.com"}`, "KeyPolicy", "Statement", 1, "Principal"), Want: "events.amazonaws.com may not kms:Decrypt"},
		{Name: "SNS without the key", Check: hopsArePermitted, Change: checktest.Set("Security/QueuesKey", `"kms:Decrypt"`, "KeyPolicy", "Statement", 2, "Action"), Want: "sns.amazonaws.com may not kms:GenerateDataKey"},
		{Name: "SNS with the key for another topic", Check: hopsArePermitted, Change: checktest.Set("Security/QueuesKey", `{"Ref": "Alerts"}`, "KeyPolicy", "Statement", 2, "Condition", "ArnEquals", "aws:SourceArn"), Want: "sns.amazonaws.com may not kms:Decrypt"},
		{Name: "a state machine without the topic's key", Check: hopsArePermitted, Change: checktest.Set(relayPolicy, `"kms:Decrypt"`, statement(2, "Action")...), Want: "FindingsRelayRole may"},
		{Name: "a state machine that may not publish", Check: hopsArePermitted, Change: checktest.Set(relayPolicy, `{"Ref": "Alerts"}`, statement(0, "Resource")...), Want: "FindingsRelayRole may"},
		{Name: "a topic that may not send", Check: hopsArePermitted, Change: checktest.Set("Security/FindingsMailQueuePolicy", `{"Service": "sqs.amazonaws.com"}`, statement(1, "Principal")...), Want: "who may send"},
		{Name: "a queue for every topic", Check: hopsArePermitted, Change: checktest.Set("Security/FindingsMailQueuePolicy", `null`, statement(1, "Condition")...), Want: "when the sender may"},
		{Name: "a queue that takes plain text", Check: hopsArePermitted, Change: checktest.Set("Security/FindingsMailQueuePolicy", `"true"`, statement(0, "Condition", "Bool", "aws:SecureTransport")...), Want: "unexpected statement"},
		{Name: "a queue that takes plain text of most", Check: hopsArePermitted, Change: checktest.Set("Security/FindingsMailQueuePolicy", `{"AWS": "arn:aws:iam::123456789012:root"}`, statement(0, "Principal")...), Want: "unexpected statement"},
		{Name: "a queue that refuses plain text to another", Check: hopsArePermitted, Change: checktest.Set("Security/FindingsMailQueuePolicy", `{"Fn::GetAtt": ["FindingsUnsent", "Arn"]}`, statement(0, "Resource")...), Want: "unexpected statement"},
		{Name: "a role that no pipe can assume", Check: hopsArePermitted, Change: checktest.Set("Security/FindingsMailPipeRole", `"sts:TagSession"`, "AssumeRolePolicyDocument", "Statement", 0, "Action"), Want: "FindingsMailPipeRole trusts"},
		{Name: "mails of any environment", Check: alertsNameTheirSender, Change: checktest.Set("Security/Alerts", `"Chassis alerts"`, "DisplayName"), Want: `as "Chassis alerts", want prod in it`},
		{Name: "mails of no instance", Env: "staging pr-42", Check: alertsNameTheirSender, Change: checktest.Set("Security/Alerts", `"Chassis staging alerts"`, "DisplayName"), Want: "want staging-pr-42 in it"},
		{Name: "a dead-letter queue that SNS may not fill", Check: hopsArePermitted, Change: checktest.Drop("Security/FindingsMailUndeliveredPolicy"), Want: "FindingsMailUndelivered: found 0 statements"},
		{Name: "a queue with the topic's key", Check: hopsArePermitted, Change: checktest.Set(mail, `{"Fn::GetAtt": ["AlertsKey", "Arn"]}`, "KmsMasterKeyId"), Want: "KmsMasterKeyId is"},
		{Name: "a pipe that may not read", Check: hopsArePermitted, Change: checktest.Set(mailPolicy, `["sqs:DeleteMessage", "sqs:GetQueueAttributes"]`, statement(0, "Action")...), Want: "FindingsMailPipeRole may"},
		{Name: "a pipe without the queue's key", Check: hopsArePermitted, Change: checktest.Set(mailPolicy, `{"Fn::GetAtt": ["LogsKey", "Arn"]}`, statement(1, "Resource")...), Want: "FindingsMailPipeRole may"},
		{Name: "a pipe without the topic's key", Check: hopsArePermitted, Change: checktest.Set(mailPolicy, `"kms:Decrypt"`, statement(3, "Action")...), Want: "FindingsMailPipeRole may"},
		{Name: "a pipe that may not call Slack", Check: hopsArePermitted, Change: checktest.Set(slackPolicy, `"events:PutEvents"`, statement(2, "Action")...), Want: "FindingsSlackPipeRole may"},
		{Name: "a role of any pipe", Check: hopsArePermitted, Change: checktest.Set("Security/FindingsMailPipeRole", `null`, "AssumeRolePolicyDocument", "Statement", 0, "Condition"), Want: "FindingsMailPipeRole trusts"},

		{Name: "a dead-letter queue that nobody watches", Check: chainIsWatched, Change: checktest.Drop("Security/FindingsAlarmsMailUndelivered"), Want: "found 0 of alarm on ApproximateNumberOfMessagesVisible of Security/FindingsMailUndelivered"},
		{Name: "an alarm on another queue", Check: chainIsWatched, Change: checktest.Set("Security/FindingsAlarmsEventsUnsent", `"other"`, "Dimensions", 0, "Value"), Want: "of Security/FindingsUnsent"},
		{Name: "a pipe that nobody watches", Check: chainIsWatched, Change: checktest.Set("Security/FindingsAlarmsSlackPipeFailed", `"AWS/Pipes"`, "Namespace"), Want: "alarm on ExecutionFailed of Security/FindingsSlackPipe"},
		{Name: "a hundred failures", Check: chainIsWatched, Change: checktest.Set("Security/FindingsAlarmsRelayFailed", `100`, "Threshold"), Want: "want 0"},
		{Name: "the average of the failures", Check: chainIsWatched, Change: checktest.Set("Security/FindingsAlarmsRelayFailed", `"Average"`, "Statistic"), Want: "want Sum"},
		{Name: "an alarm for want of findings", Check: chainIsWatched, Change: checktest.Set("Security/FindingsAlarmsMailOverdue", `"breaching"`, "TreatMissingData"), Want: "want notBreaching"},
		{Name: "an alarm the next day", Check: chainIsWatched, Change: checktest.Set("Security/FindingsAlarmsMailOverdue", `86400`, "Threshold"), Want: "want 900"},

		{Name: "alarms of other accounts", Check: alertTopicPolicy, Change: checktest.Set("Security/AlertsPolicy", `null`, statement(1, "Condition")...), Want: "conditions of CloudWatch"},
		{Name: "alarms that may not publish", Check: alertTopicPolicy, Change: checktest.Set("Security/AlertsPolicy", `{"Service": "events.amazonaws.com"}`, statement(1, "Principal")...), Want: "found 0 statements for cloudwatch.amazonaws.com"},
		{Name: "a topic that takes plain text", Check: alertTopicPolicy, Change: checktest.Set("Security/AlertsPolicy", `"true"`, statement(0, "Condition", "Bool", "aws:SecureTransport")...), Want: "found 0 statements that refuse"},
		{Name: "a policy of another topic", Check: alertTopicPolicy, Change: checktest.Set("Security/AlertsPolicy", `["arn"]`, "Topics"), Want: "found 0 statements"},
		{Name: "an alarm that tells nobody", Check: alarmsReachTheTopic, Change: checktest.Set("Compute/AdminApiErrors", `[]`, "AlarmActions"), Want: "Compute/AdminApiErrors does not notify"},
		{Name: "an alarm switched off", Check: alarmsReachTheTopic, Change: checktest.Set("Compute/AdminApiErrors", `false`, "ActionsEnabled"), Want: "switched off"},
	}
}

// both asks for critical and high findings at once, the mistake that an image with
// criticals only slips through.
func both(t *testing.T, p *check.Platform) {
	t.Helper()
	const rule = "Security/FindingsScanFinished"
	checktest.Set(rule, `null`, "EventPattern", "detail", "$or")(t, p)
	checktest.Set(rule, `{"CRITICAL": [{"numeric": [">", 0]}], "HIGH": [{"numeric": [">", 0]}]}`, "EventPattern", "detail", "finding-severity-counts")(t, p)
}

// define replaces a text in the state machine's definition.
func define(old, replacement string) func(*testing.T, *check.Platform) {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		raw, err := json.Marshal(checktest.Find(t, p, "Security/FindingsRelay").At("DefinitionString"))
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.ReplaceAll(string(raw), old, replacement)
		if changed == string(raw) {
			t.Fatalf("the definition has no %s", old)
		}
		checktest.Set("Security/FindingsRelay", changed, "DefinitionString")(t, p)
	}
}
