package alerts

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func TestPromisesOnScans(t *testing.T) {
	t.Parallel()
	const rule, registry = "Security/FindingsScanFinished", "AWS::ECR::RegistryScanningConfiguration"
	detail := func(path ...any) []any { return append([]any{"EventPattern", "detail"}, path...) }
	// The mistake that an image with criticals only slips through.
	both := checktest.Changes(
		checktest.Set(rule, `null`, detail("$or")...),
		checktest.Set(rule, `{"CRITICAL": [{"numeric": [">", 0]}], "HIGH": [{"numeric": [">", 0]}]}`, detail("finding-severity-counts")...),
	)
	checktest.Test(t, []checktest.Breach{
		{Name: "critical and high together", Check: scansAreCaught, Change: both, Want: "catches the event alert-basic-critical of service-api: false"},
		{Name: "zero findings", Check: scansAreCaught, Change: checktest.Set(rule, `[{"numeric": [">=", 0]}]`, detail("$or", 1, "finding-severity-counts", "HIGH")...), Want: "quiet-enhanced-zero of service-api: true"},
		{Name: "an instance's repositories too", Check: scansAreCaught, Change: checktest.Set(rule, `[{"prefix": "chassis/prod"}]`, detail("repository-name")...), Want: "quiet-basic-other-instance of service-api: true"},
		{Name: "one service's repository", Check: scansAreCaught, Change: checktest.Set(rule, `["chassis/prod/service"]`, detail("repository-name")...), Want: "alert-basic-high of admin-api: false"},
		{Name: "repositories of another region", Check: scansAreCaught, Change: checktest.Settings(func(e *config.Environment) { e.Region = "ap-northeast-1" }), Want: "alert-enhanced-high of service-api: false"},
		{Name: "a key in the wrong case", Check: scansAreCaught, Change: checktest.Set(rule, `["COMPLETE"]`, detail("scanStatus")...), Want: "alert-basic-critical of service-api: false"},
		{Name: "an unknown operator", Check: scansAreCaught, Change: checktest.Set(rule, `[{"larger": 0}]`, detail("$or", 1, "finding-severity-counts", "HIGH")...), Want: "its pattern is refused"},
		{Name: "a registry that nobody asked for", Check: imagesAreScanned, Change: checktest.Settings(func(e *config.Environment) { e.Registry.EnhancedScanning = false }), Want: "found 1 of configuration of the account's registry, want 0"},
		{Name: "a second owner of the registry", Check: imagesAreScanned, Change: checktest.Put("Security/Registry", registry, `{"ScanType": "ENHANCED"}`), Want: "want 1"},
		{Name: "a repository without a service", Check: imagesAreScanned, Change: checktest.Settings(func(e *config.Environment) { e.Services = e.Services[:1] }), Want: "found 2 of AWS::ECR::Repository, want 1"},
	})
}

func TestPromisesOnTheChainOfFindings(t *testing.T) {
	t.Parallel()
	const rule, topic, subscription = "Security/FindingsScanFinished", "Security/FindingsTopicPolicy", "Security/FindingsMailQueueSecurityFindingsTopic5815CB29"
	const mail, mailPolicy, mailPipe, slackPipe = "Security/FindingsMailQueue", "Security/FindingsMailQueuePolicy", "Security/FindingsMailPipe", "Security/FindingsSlackPipe"
	const webhook = "Security/FindingsWebhookApiDestination"
	define := func(old, replacement string) checktest.Change {
		return replace("Security/FindingsRelay", "DefinitionString", old, replacement)
	}
	statement := func(path ...any) []any { return append([]any{"PolicyDocument", "Statement"}, path...) }
	someone := `{"AWS": "arn:aws:iam::123456789012:root"}`
	checktest.Test(t, []checktest.Breach{
		{Name: "a FIFO dead-letter queue of the rule", Check: ruleStartsRelay, Change: checktest.Set("Security/FindingsUnsent", `true`, "FifoQueue"), Want: "which EventBridge refuses"},
		{Name: "an event cut down", Check: ruleStartsRelay, Change: checktest.Set(rule, `"$.detail"`, "Targets", 0, "InputPath"), Want: "InputPath is $.detail"},
		{Name: "a second target", Check: ruleStartsRelay, Change: checktest.Set(rule, `[{"Arn": {"Ref": "@FindingsRelay"}}, {"Arn": "x"}]`, "Targets"), Want: "has 2 targets"},
		{Name: "no message group", Check: relayPublishes, Change: define("MessageGroupId", "Other"), Want: "MessageGroupId is"},
		{Name: "the alert topic at once", Check: relayPublishes, Change: define("FindingsTopic6108FA32", "Alerts"), Want: "Arguments.TopicArn"},
		{Name: "duplicates by the time", Check: relayPublishes, Change: define("{% $states.input.id %}", "{% $states.input.time %}"), Want: "MessageDeduplicationId"},
		{Name: "no second attempt", Check: relayPublishes, Change: define("Retry", "Never"), Want: "Retry.0.ErrorEquals"},
		{Name: "one second attempt", Check: relayPublishes, Change: define(`\"MaxAttempts\":12`, `\"MaxAttempts\":1`), Want: "tries 1 times again"},
		{Name: "another language", Check: relayPublishes, Change: define("JSONata", "JSONPath"), Want: "want JSONata"},
		{Name: "an express workflow", Check: relayIsWatched, Change: checktest.Set("Security/FindingsRelay", `"EXPRESS"`, "StateMachineType"), Want: "want STANDARD"},
		{Name: "a refusal for one user", Check: findingsOverTLS, Change: checktest.Set(topic, someone, statement(0, "Principal")...), Want: "without TLS"},

		{Name: "a queue that may not be sent to yet", Check: queuesSubscribe, Change: checktest.After(subscription), Want: "does not depend on Security/FindingsMailQueuePolicy"},
		{Name: "a mailbox at the FIFO topic", Check: queuesSubscribe, Change: checktest.Put("Security/More", subscriptionType, `{"TopicArn": {"Ref": "@FindingsTopic"}, "Protocol": "email", "Endpoint": "a@example.com"}`), Want: "Security/More: Protocol is email, want sqs"},
		{Name: "a second FIFO topic", Check: queuesSubscribe, Change: checktest.Put("Security/More", "AWS::SNS::Topic", `{"FifoTopic": true}`), Want: "found a second FIFO topic"},
		{Name: "attempts that outlast the alarm", Check: undeliveredIsPutAside, Change: checktest.Set(mail, `16`, "RedrivePolicy", "maxReceiveCount"), Want: "for 960 s of attempts, and Security/FindingsAlarmsMailFindingsOverdue"},
		{Name: "a pipe that stands still", Check: pipesDeliver, Change: checktest.Set(mailPipe, `"STOPPED"`, "DesiredState"), Want: "want RUNNING"},
		{Name: "mail twice", Check: pipesDeliver, Change: checktest.Set(slackPipe, `{"Ref": "@Alerts"}`, "Target"), Want: "2 pipes lead to the alert topic"},
		{Name: "two pipes on a queue", Check: pipesDeliver, Change: checktest.Set(slackPipe, `{"Fn::GetAtt": ["@FindingsMailQueue", "Arn"]}`, "Source"), Want: "is emptied by two pipes"},
		{Name: "a Slack that nobody asked for", Check: pipesDeliver, Change: checktest.Settings(func(e *config.Environment) { e.Alerts.SlackWebhookSecret = "" }), Want: "1 pipes lead to Slack, want 0"},
		{Name: "another webhook's secret", Check: webhookIsSecret, Change: checktest.Settings(func(e *config.Environment) { e.Alerts.SlackWebhookSecret = "chassis/slack" }), Want: "InvocationEndpoint is "},
		{Name: "a webhook in a description", Check: webhookIsSecret, Change: checktest.Set(rule, `"https://hooks.slack.com/services/T0/B0/x"`, "Description"), Want: "holds a webhook's URL"},
		{Name: "a secret that is read once", Check: webhookIsSecret, Change: checktest.Set(webhook, `"Slack"`, "Description"), Want: "nothing has its secret read again"},

		{Name: "SNS with the key for another topic", Check: hopsArePermitted, Change: checktest.Set("Security/AlertsKey", `["arn:aws:sns:ap-northeast-2:123456789012:chassis-prod-scan-findings.fifo"]`, "KeyPolicy", "Statement", 2, "Condition", "ArnLike", "aws:SourceArn"), Want: "may not kms:Decrypt for Security/AlertsToSlackQueue"},
		{Name: "a queue that takes plain text of most", Check: hopsArePermitted, Change: checktest.Set(mailPolicy, someone, statement(0, "Principal")...), Want: "unexpected statement"},
		{Name: "a queue that refuses plain text to another", Check: hopsArePermitted, Change: checktest.Set(mailPolicy, `{"Fn::GetAtt": ["@FindingsUnsent", "Arn"]}`, statement(0, "Resource")...), Want: "unexpected statement"},
		{Name: "a state machine that may do more", Check: hopsArePermitted, Change: replace("Security/AlertsToWordingRoleDefaultPolicy", "PolicyDocument", "xray:PutTraceSegments", "sqs:SendMessage"), Want: "Security/AlertsToWordingRole"},
		{Name: "a pipe that may not ask for the words", Check: hopsArePermitted, Change: replace("Security/AlertsToSlackPipeRoleDefaultPolicy", "PolicyDocument", "states:StartSyncExecution", "states:StartExecution"), Want: "states:StartSyncExecution"},
		{Name: "an alarm on another queue", Check: chainIsWatched, Change: checktest.Set("Security/FindingsAlarmsFindingsUnsent", `{"Fn::GetAtt": ["@FindingsMailQueue", "QueueName"]}`, "Dimensions", 0, "Value"), Want: "of Security/FindingsUnsent"},

		{Name: "nothing about a stuck alert", Check: chainIsWatched, Change: checktest.Drop("Security/AlertsToAlarmsAlertsOverdue"), Want: "of Security/AlertsToSlackQueue"},
		{Name: "nothing about a topic that fails", Check: chainIsWatched, Change: checktest.Drop("Security/AlertsToAlarmsAlertsTopicFailed"), Want: "NumberOfNotificationsFailed of Security/Alerts"},

		{Name: "mails of another instance", Check: alertsAreMailed, Change: checktest.Settings(func(e *config.Environment) { e.Instance = "pr-42" }), Want: "want Chassis prod-pr-42 alerts"},
		{Name: "a reader of mails whom nobody named", Check: alertsAreMailed, Change: checktest.Put("Security/More", subscriptionType, `{"TopicArn": {"Ref": "@Alerts"}, "Protocol": "email", "Endpoint": "eve@example.net"}`), Want: "eve@example.net"},
		{Name: "an alarm that tells the topic of findings too", Check: alarmsReachTheTopic, Change: checktest.Set("Security/FindingsAlarmsFindingsUnsent", `[{"Ref": "@Alerts"}, {"Ref": "@FindingsTopic"}]`, "AlarmActions"), Want: "AlarmActions: got"},
		{Name: "an alarm that tells another account when it is over", Check: alarmsReachTheTopic, Change: checktest.Set("Compute/AlarmsDeadlocks", `["arn:aws:sns:ap-northeast-2:999988887777:x"]`, "OKActions"), Want: "OKActions is"},
		{Name: "an alarm that tells a function when it knows nothing", Check: alarmsReachTheTopic, Change: checktest.Set("Compute/AlarmsDeadlocks", `["arn:aws:lambda:ap-northeast-2:999988887777:function:x"]`, "InsufficientDataActions"), Want: "InsufficientDataActions is"},
		{Name: "an alarm switched off", Check: alarmsReachTheTopic, Change: checktest.Set("Compute/AlarmsDeadlocks", `false`, "ActionsEnabled"), Want: "ActionsEnabled is false"},
	})
}

func TestPromisesOnAlertsInSlack(t *testing.T) {
	t.Parallel()
	const queue, subscription, pipe, machine = "Security/AlertsToSlackQueue", "Security/AlertsToSlackQueueSecurityAlerts68CAAF538D3FDBEE", "Security/AlertsToSlackPipe", "Security/AlertsToWording"
	define := func(old, replacement string) checktest.Change {
		return replace(machine, "DefinitionString", old, replacement)
	}
	checktest.Test(t, []checktest.Breach{
		{Name: "no way", Check: alertsAreQueued, Change: checktest.Drop(subscription), Want: "0 queues subscribe to the alert topic, want 1"},
		{Name: "a Slack that nobody asked for", Check: alertsAreQueued, Change: checktest.Settings(func(e *config.Environment) { e.Alerts.SlackWebhookSecret = "" }), Want: "1 queues subscribe to the alert topic, want 0"},
		{Name: "a FIFO queue", Check: alertsAreQueued, Change: checktest.Set(queue, `true`, "FifoQueue"), Want: "FifoQueue is true"},
		{Name: "alerts in an envelope of SNS", Check: alertsAreQueued, Change: checktest.Set(subscription, `false`, "RawMessageDelivery"), Want: "RawMessageDelivery"},
		{Name: "a second webhook", Check: alertsReachSlack, Change: checktest.Put("Security/More", destinationType, `{}`), Want: "is a second destination"},
		{Name: "no words", Check: alertsReachSlack, Change: checktest.Set(pipe, `null`, "Enrichment"), Want: "Enrichment"},
		{Name: "another template", Check: alertsReachSlack, Change: checktest.Set(pipe, `"<$.text>"`, "TargetParameters", "InputTemplate"), Want: "InputTemplate"},
		{Name: "a pipe that stands still", Check: alertsReachSlack, Change: checktest.Set(pipe, `"STOPPED"`, "DesiredState"), Want: "want RUNNING"},
		{Name: "a machine that does not answer", Check: alertsAreWorded, Change: checktest.Set(machine, `"STANDARD"`, "StateMachineType"), Want: "want EXPRESS"},
		{Name: "an answer too late", Check: alertsAreWorded, Change: define(`\"TimeoutSeconds\":30`, `\"TimeoutSeconds\":60`), Want: "may take 60 s"},
		{Name: "an answer without a limit", Check: alertsAreWorded, Change: define("TimeoutSeconds", "Other"), Want: "may take 0 s"},
		{Name: "nothing instead", Check: alertsAreWorded, Change: define("Catch", "Ignored"), Want: "cannot read, and tells nobody"},
		{Name: "some mistakes only", Check: alertsAreWorded, Change: define("States.ALL", "States.Timeout"), Want: "cannot read, and tells nobody"},
		{Name: "a machine that waits", Check: alertsAreWorded, Change: define(`\"Type\":\"Pass\",\"Output\"`, `\"Type\":\"Wait\",\"Output\"`), Want: "of the type Wait"},
		{Name: "no words at all", Check: alertsAreWorded, Change: checktest.Set(pipe, `null`, "Enrichment"), Want: "nothing words the alerts"},
	})
}

// replace replaces a text inside a property.
func replace(name, property, old, replacement string) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		raw, err := json.Marshal(checktest.Find(t, p, name).At(property))
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.ReplaceAll(string(raw), old, replacement)
		if changed == string(raw) {
			t.Fatalf("%s of %s has no %s", property, name, old)
		}
		checktest.Set(name, changed, property)(t, p)
	}
}
