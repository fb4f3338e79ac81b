package permissions

// Texts that more than one reason about resources is about.
const (
	accessLogs   = "Compute/AccessLogs"
	logObjects   = "${Compute/AccessLogs.Arn}/*"
	ownLogs      = "${Compute/AccessLogs.Arn}/AWSLogs/${AWS::AccountId}/*"
	deliversLogs = "service delivery.logs.amazonaws.com"
	emptier      = "Compute/Custom::S3AutoDeleteObjectsCustomResourceProvider/Role"
	writesLogs   = "service logs.ap-northeast-2.amazonaws.com"
	logGroups    = "ArnLike kms:EncryptionContext:aws:logs:arn arn:aws:logs:ap-northeast-2:${AWS::AccountId}:log-group:*"
	handsOver    = "StringEquals s3:x-amz-acl bucket-owner-full-control"
	plain        = "Bool aws:SecureTransport false"
	withoutTLS   = "A refusal: nobody gets at it without TLS, whatever they want to do."
	keyAlone     = "In a key's own policy, * is that key and no other."
	logName      = "A log file gets its name, with date and time, when it is delivered."
	emptied      = "A throw-away copy's bucket is emptied before it is deleted, by the CDK's function, whose statement covers the bucket and all in it alike."
)

// logUse is what CloudWatch Logs does with the key of a log group.
var logUse = []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"}

var keyReasons = []reason{
	{
		holders: []string{"Network/FlowLogKey", "Security/AlertsKey", "Security/DataKey", "Security/LogsKey", "Security/QueuesKey"},
		what:    []string{"kms:*"}, on: []string{everything}, to: []string{KindAccount},
		why: "The account's IAM policies decide who uses the key, and somebody must be able to administer it: AWS's own default. " + keyAlone,
	},
	{
		holders: []string{"Network/FlowLogKey", "Security/LogsKey"}, what: logUse, on: []string{everything}, to: []string{writesLogs}, when: []string{logGroups},
		why: "What CloudWatch Logs needs to keep a log group encrypted. A log group needs its key before it exists itself, so no single one is named but those of the account. " + keyAlone,
	},
	{
		about: anyAccount, holders: []string{"Network/FlowLogKey", "Security/LogsKey"}, what: logUse, on: []string{everything}, to: []string{writesLogs}, when: []string{logGroups},
		why: "CloudWatch Logs encrypts with the log group's ARN as context, and the condition leaves those of this account.",
	},
	{
		holders: []string{"Security/AlertsKey"}, what: []string{"kms:Decrypt", "kms:GenerateDataKey*"}, on: []string{everything},
		to: []string{"service cloudwatch.amazonaws.com"}, when: []string{"StringEquals aws:SourceAccount ${AWS::AccountId}"},
		why: "What CloudWatch needs to tell an alarm to an encrypted topic. " + keyAlone,
	},
	{
		holders: []string{"Security/QueuesKey"}, what: []string{"kms:Decrypt", "kms:GenerateDataKey"}, on: []string{everything},
		to: []string{"service sns.amazonaws.com"}, when: []string{"ArnEquals aws:SourceArn ${Security/Findings/Topic}"},
		why: "What SNS needs to send to an encrypted queue. " + keyAlone,
	},
	{
		holders: []string{"Security/QueuesKey"}, what: []string{"kms:Decrypt", "kms:GenerateDataKey*"}, on: []string{everything},
		to:  []string{"service events.amazonaws.com"},
		why: "What EventBridge needs to send to an encrypted queue. " + keyAlone,
	},
	{
		about: anyAccount, holders: []string{"Security/QueuesKey"}, what: []string{"kms:Decrypt", "kms:GenerateDataKey*"}, on: []string{everything},
		to:  []string{"service events.amazonaws.com"},
		why: "Nothing says that EventBridge names the account when it asks for a key, and a wrong guess would lose events silently; the queue's policy lets only the rule in.",
	},
}

var bucketReasons = []reason{
	{effect: "Deny", holders: []string{accessLogs}, what: []string{"s3:*"}, on: []string{itself, logObjects}, to: []string{KindEveryone}, when: []string{plain}, why: withoutTLS},
	{holders: []string{accessLogs}, what: []string{"s3:PutObject"}, on: []string{ownLogs}, to: []string{balancer}, why: logName},
	{holders: []string{accessLogs}, what: []string{"s3:PutObject"}, on: []string{ownLogs}, to: []string{deliversLogs}, when: []string{handsOver}, why: logName},
	{
		about: letsIn, holders: []string{accessLogs}, what: []string{"s3:PutObject"}, on: []string{ownLogs}, to: []string{balancer},
		why: "Elastic Load Balancing in ap-northeast-2 delivers access logs from this account of AWS.",
	},
	{
		about: anyAccount, holders: []string{accessLogs}, what: []string{"s3:PutObject"}, on: []string{ownLogs}, to: []string{deliversLogs}, when: []string{handsOver},
		why: "Logs are delivered below the number of the account that they are of, and only this account's number is let in.",
	},
	{
		about: anyAccount, holders: []string{accessLogs}, what: []string{"s3:GetBucketAcl"}, on: []string{itself}, to: []string{deliversLogs},
		why: "Before it delivers, the service reads the bucket's access control list, and this tells it no log.",
	},
	{
		holders: []string{accessLogs}, what: []string{"s3:DeleteObject*", "s3:GetBucket*", "s3:List*"}, on: []string{itself, logObjects}, to: []string{emptier}, why: emptied,
	},
	{holders: []string{accessLogs}, what: []string{"s3:PutBucketPolicy"}, on: []string{logObjects}, to: []string{emptier}, why: emptied},
}

// balancer is AWS's account of Elastic Load Balancing in the region.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
const balancer = KindOtherAccount + " 600734575887"

var queueReasons = []reason{{
	effect: "Deny", what: []string{"sqs:*"}, on: []string{itself}, to: []string{KindEveryone}, when: []string{plain}, why: withoutTLS,
	holders: []string{
		"Security/Findings/Mail/Queue", "Security/Findings/Mail/Undelivered", "Security/Findings/Slack/Queue", "Security/Findings/Slack/Undelivered",
		"Security/Findings/Unsent",
	},
}}
