package reasons

const (
	accessLogs   = "Compute/AccessLogs"
	logObjects   = "${Compute/AccessLogs.Arn}/*"
	ownLogs      = "${Compute/AccessLogs.Arn}/AWSLogs/${AWS::AccountId}/*"
	logDelivery  = "service delivery.logs.amazonaws.com"
	fullControl  = "StringEquals s3:x-amz-acl bucket-owner-full-control"
	emptyingRole = "Compute/Custom::S3AutoDeleteObjectsCustomResourceProvider/Role"
	logName      = "A log file gets its name, with date and time, when it is delivered."
	emptied      = "The bucket of a throw-away copy is emptied before it is deleted, by a function of the CDK, whose statement names the bucket and all of its objects."

	// loadBalancing is AWS's account of Elastic Load Balancing in the region.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
	loadBalancing = "another account 600734575887"
)

var bucketReasons = []Reason{
	{
		Effect: "Deny", Holders: []string{accessLogs}, Actions: []string{"s3:*"}, Resources: []string{Itself, logObjects},
		Principals: []string{everyone}, Conditions: []string{withoutTLS}, Why: tlsOnly,
	},
	{Holders: []string{accessLogs}, Actions: []string{"s3:PutObject"}, Resources: []string{ownLogs}, Principals: []string{loadBalancing}, Why: logName},
	{
		Holders: []string{accessLogs}, Actions: []string{"s3:PutObject"}, Resources: []string{ownLogs},
		Principals: []string{logDelivery}, Conditions: []string{fullControl}, Why: logName,
	},
	{
		About: ExternalAccess, Holders: []string{accessLogs}, Actions: []string{"s3:PutObject"}, Resources: []string{ownLogs}, Principals: []string{loadBalancing},
		Why: "Elastic Load Balancing in ap-northeast-2 delivers access logs from this account of AWS.",
	},
	{
		About: NoSource, Holders: []string{accessLogs}, Actions: []string{"s3:PutObject"}, Resources: []string{ownLogs},
		Principals: []string{logDelivery}, Conditions: []string{fullControl},
		Why: "Logs are delivered to the folder of the account that they come from, and the statement allows only this account's folder.",
	},
	{
		About: NoSource, Holders: []string{accessLogs}, Actions: []string{"s3:GetBucketAcl"}, Resources: []string{Itself}, Principals: []string{logDelivery},
		Why: "Before it delivers, the service reads the bucket's access control list, which contains no logs.",
	},
	{
		Holders: []string{accessLogs}, Actions: []string{"s3:DeleteObject*", "s3:GetBucket*", "s3:List*"}, Resources: []string{Itself, logObjects},
		Principals: []string{emptyingRole}, Why: emptied,
	},
	{Holders: []string{accessLogs}, Actions: []string{"s3:PutBucketPolicy"}, Resources: []string{logObjects}, Principals: []string{emptyingRole}, Why: emptied},
}

var queueReasons = []Reason{{
	Effect: "Deny", Actions: []string{"sqs:*"}, Resources: []string{Itself}, Principals: []string{everyone}, Conditions: []string{withoutTLS}, Why: tlsOnly,
	Holders: []string{
		"Security/Findings/Mail/Queue", "Security/Findings/Mail/Undelivered", "Security/Findings/Slack/Queue", "Security/Findings/Slack/Undelivered",
		"Security/Findings/Unsent",
	},
}}

const (
	thisKey   = "In a key's own policy, * is that key and no other."
	logs      = "service logs.ap-northeast-2.amazonaws.com"
	logGroups = "ArnLike kms:EncryptionContext:aws:logs:arn arn:aws:logs:ap-northeast-2:${AWS::AccountId}:log-group:*"
)

var (
	// logUse is what CloudWatch Logs does with the key of a log group.
	logUse = []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"}
	// messageUse is what a service does with a key to write an encrypted message.
	messageUse = []string{"kms:Decrypt", "kms:GenerateDataKey*"}
)

var keyReasons = []Reason{
	{
		Holders: []string{"Network/FlowLogKey", "Security/AlertsKey", "Security/DataKey", "Security/LogsKey", "Security/QueuesKey"},
		Actions: []string{"kms:*"}, Resources: []string{all}, Principals: []string{account},
		Why: "The account's IAM policies decide who uses the key, and somebody must be able to administer it: AWS's own default. " + thisKey,
	},
	{
		Holders: []string{"Network/FlowLogKey", "Security/LogsKey"}, Actions: logUse, Resources: []string{all}, Principals: []string{logs}, Conditions: []string{logGroups},
		Why: "What CloudWatch Logs needs to keep a log group encrypted. A log group needs its key before it exists, so the condition names all log groups of the account. " + thisKey,
	},
	{
		About: NoSource, Holders: []string{"Network/FlowLogKey", "Security/LogsKey"}, Actions: logUse, Resources: []string{all}, Principals: []string{logs}, Conditions: []string{logGroups},
		Why: "CloudWatch Logs encrypts with the log group's ARN as context, and the condition allows only log groups of this account.",
	},
	{
		Holders: []string{"Security/AlertsKey"}, Actions: messageUse, Resources: []string{all},
		Principals: []string{"service cloudwatch.amazonaws.com"}, Conditions: []string{"StringEquals aws:SourceAccount ${AWS::AccountId}"},
		Why: "What CloudWatch needs to publish an alarm to an encrypted topic. " + thisKey,
	},
	{
		Holders: []string{"Security/QueuesKey"}, Actions: []string{"kms:Decrypt", "kms:GenerateDataKey"}, Resources: []string{all},
		Principals: []string{"service sns.amazonaws.com"}, Conditions: []string{"ArnEquals aws:SourceArn ${Security/Findings/Topic}"},
		Why: "What SNS needs to send to an encrypted queue. " + thisKey,
	},
	{
		Holders: []string{"Security/QueuesKey"}, Actions: messageUse, Resources: []string{all}, Principals: []string{"service events.amazonaws.com"},
		Why: "What EventBridge needs to send to an encrypted queue. " + thisKey,
	},
	{
		About: NoSource, Holders: []string{"Security/QueuesKey"}, Actions: messageUse, Resources: []string{all}, Principals: []string{"service events.amazonaws.com"},
		Why: "AWS does not document that EventBridge sends the account when it uses a key, and a wrong condition would lose events silently; the queue's policy allows only the rule.",
	},
}
