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
