package reasons

import "example.com/chassis/lib/config"

const thisKey = "In a key's own policy, * is that key and no other."

var (
	// logUse is what CloudWatch Logs does with the key of a log group.
	logUse = []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"}
	// messageUse is what a service does with a key to write an encrypted message.
	messageUse = []string{"kms:Decrypt", "kms:GenerateDataKey*"}
)

func (p platform) keys() []Reason {
	forLogs := Reason{
		Holders: []string{"Network/FlowLogKey", "Security/LogsKey"}, Actions: logUse, Resources: []string{all},
		Principals: []string{"service logs." + p.Region + ".amazonaws.com"},
		Conditions: []string{"ArnLike kms:EncryptionContext:aws:logs:arn " + p.arn("logs", "log-group:*")},
		Why:        "What CloudWatch Logs needs to keep a log group encrypted. A log group needs its key before it exists, so the condition names all log groups of the account. " + thisKey,
	}
	logSource := forLogs
	logSource.About = NoSource
	logSource.Why = "CloudWatch Logs encrypts with the log group's ARN as context, and the condition allows only log groups of this account."
	events := Reason{
		Holders: []string{"Security/AlertsKey"}, Actions: messageUse, Resources: []string{all}, Principals: []string{"service events.amazonaws.com"},
		Why: "What EventBridge needs to send to an encrypted queue. " + thisKey,
	}
	eventSource := events
	eventSource.About = NoSource
	eventSource.Why = "AWS does not document that EventBridge sends the account when it uses a key, and a wrong condition would lose events silently; the queue's policy allows only the rule."
	return []Reason{
		{
			Holders: []string{"Network/FlowLogKey", "Security/AlertsKey", "Security/DataKey", "Security/LogsKey"},
			Actions: []string{"kms:*"}, Resources: []string{all}, Principals: []string{account},
			Why: "The account's IAM policies decide who uses the key, and somebody must be able to administer it: AWS's own default. " + thisKey,
		},
		forLogs, logSource, events, eventSource,
		{
			Holders: []string{"Security/Alerts"}, Actions: []string{"sns:Publish"}, Resources: []string{Itself}, Principals: []string{"service cloudwatch.amazonaws.com"},
			Conditions: []string{"StringEquals aws:SourceAccount " + ownAccount},
			Why:        "Each alarm of the account may tell the topic: a team adds alarms to those of the platform.",
		},
		{
			Holders: []string{"Security/AlertsKey"}, Actions: messageUse, Resources: []string{all},
			Principals: []string{"service cloudwatch.amazonaws.com"}, Conditions: []string{"StringEquals aws:SourceAccount " + ownAccount},
			Why: "What CloudWatch needs to publish an alarm to an encrypted topic. " + thisKey,
		},
		{
			Holders: []string{"Security/AlertsKey"}, Actions: messageUse, Resources: []string{all}, Principals: []string{"service sns.amazonaws.com"},
			Conditions: []string{
				"ArnLike aws:SourceArn " + p.arn("sns", p.FindingsTopicName()) + "," + p.arn("sns", p.StackName(config.SecurityStack)+"-Alerts*"),
			},
			Why: "What SNS needs to send to an encrypted queue. The names of the two topics stand in the place of references, which would make the key depend on what depends on it; CloudFormation generates the end of the second. " + thisKey,
		},
	}
}
