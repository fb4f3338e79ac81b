package permissions

import "slices"

// Texts that more than one reason is about.
const (
	everything = "*"
	accessLogs = "Compute/AccessLogs"
	logObjects = "${Compute/AccessLogs.Arn}/*"
	ourStacks  = "arn:aws:cloudformation:ap-northeast-2:${AWS::AccountId}:stack/<platform>-"
	logGroups  = "ArnLike kms:EncryptionContext:aws:logs:arn arn:aws:logs:ap-northeast-2:${AWS::AccountId}:log-group:*"
	monitoring = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
	sessions   = "arn:aws:ssm:ap-northeast-2:${AWS::AccountId}:session/*"
	mailQueue  = "Security/Findings/Mail/Queue"
	mailDead   = "Security/Findings/Mail/Undelivered"
	slackQueue = "Security/Findings/Slack/Queue"
	slackDead  = "Security/Findings/Slack/Undelivered"
	unsent     = "Security/Findings/Unsent"
	gitHub     = "token.actions.githubusercontent.com"
	withoutTLS = "A refusal: nobody gets at it without TLS, whatever they want to do."
	keyAlone   = "In a key's own policy, * is that key and no other."
	stackName  = "A stack's ARN ends in an ID that CloudFormation gives it; its name is whole."
	othersToo  = "An instance's own repositories are empty: it runs the images of whichever environment it is compared with, and ECS only reads them."
	emptied    = "A throw-away copy's bucket is emptied before it is deleted, by the CDK's function, whose statement covers the bucket and all in it alike."
)

// reasons are why something is broad, for the platform as it is meant to be. A
// reason is a fact about AWS or about the platform; that something is convenient is
// none. <platform> is how the names of the platform's stacks begin.
var reasons = slices.Concat(keyReasons, bucketReasons, roleReasons, pipelineReasons, queueReasons())

var keyReasons = []reason{
	{
		holders: []string{"Network/FlowLogKey", "Security/AlertsKey", "Security/DataKey", "Security/LogsKey", "Security/QueuesKey"},
		what:    []string{"kms:*"}, on: []string{everything},
		why: "The account's IAM policies decide who uses the key, and somebody must be able to administer it: AWS's own default. " + keyAlone,
	},
	{
		holders: []string{"Network/FlowLogKey", "Security/LogsKey"},
		what:    []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"}, on: []string{everything},
		why: "What CloudWatch Logs needs to keep a log group encrypted. " + keyAlone,
	},
	{
		holders: []string{"Network/FlowLogKey", "Security/LogsKey"},
		what:    []string{pattern}, on: []string{logGroups},
		why: "A log group needs its key before it exists itself, so the key's policy names no single one but those of the account.",
	},
	{
		holders: []string{"Security/AlertsKey"}, what: []string{"kms:Decrypt", "kms:GenerateDataKey*"}, on: []string{everything},
		why: "What CloudWatch needs to tell an alarm to an encrypted topic. " + keyAlone,
	},
	{
		holders: []string{"Security/QueuesKey"}, what: []string{"kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKey*"}, on: []string{everything},
		why: "What SNS and EventBridge need to send to an encrypted queue. " + keyAlone,
	},
}

var bucketReasons = []reason{
	{holders: []string{accessLogs}, what: []string{"s3:*"}, on: []string{accessLogs, logObjects}, why: withoutTLS},
	{
		holders: []string{accessLogs}, what: []string{"s3:PutObject"}, on: []string{"${Compute/AccessLogs.Arn}/AWSLogs/${AWS::AccountId}/*"},
		why: "A log file gets its name, with date and time, when it is delivered.",
	},
	{
		holders: []string{accessLogs}, what: []string{letsIn}, on: []string{"600734575887"},
		why: "Elastic Load Balancing in ap-northeast-2 delivers access logs from this account of AWS.",
	},
	{holders: []string{accessLogs}, what: []string{"s3:DeleteObject*", "s3:GetBucket*", "s3:List*"}, on: []string{accessLogs, logObjects}, why: emptied},
	{holders: []string{accessLogs}, what: []string{"s3:PutBucketPolicy"}, on: []string{logObjects}, why: emptied},
}

var roleReasons = []reason{
	{
		holders: []string{"Compute/AdminApi/ExecutionRole", "Compute/ServiceApi/ExecutionRole", "Security/Pipeline/ReleaseRole"},
		what:    []string{"ecr:GetAuthorizationToken"}, on: []string{everything},
		why: "A login to the registry knows no resource; which images may be pulled or pushed is granted apart.",
	},
	{
		holders: []string{"Compute/AdminApi/ExecutionRole", "Compute/ServiceApi/ExecutionRole"},
		what:    []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
		on:      []string{"arn:aws:ecr:ap-northeast-2:${AWS::AccountId}:repository/chassis/*"}, why: othersToo,
	},
	{
		holders: []string{"Compute/Certificate/FinderRole"}, what: []string{"acm:ListCertificates"}, on: []string{everything},
		why: "Listing certificates knows no resource, and only reads.",
	},
	{
		holders: []string{"Compute/Certificate/FinderRole"}, what: []string{"acm:DescribeCertificate"},
		on:  []string{"arn:aws:acm:ap-northeast-2:${AWS::AccountId}:certificate/*"},
		why: "Which certificate is described is known only after listing them; the action only reads, and no private key.",
	},
	{
		holders: []string{"Data/Aurora/MonitoringRole"}, what: []string{notExpanded}, on: []string{monitoring},
		why: "The policy that RDS prescribes for enhanced monitoring. It makes, writes and reads log groups whose names begin with RDS, and nothing else.",
	},
	{
		holders: []string{"Data/BastionRole"}, on: []string{everything},
		what: []string{
			"ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
			"ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
		},
		why: "What Session Manager's agent calls for its own instance, as in AWS's own policy for it.",
	},
	{
		holders: []string{"Data/DatabaseAccess"}, what: []string{"ssm:ResumeSession", "ssm:TerminateSession"}, on: []string{sessions},
		why: "A session gets its name when it is opened; the condition leaves one's own.",
	},
	{
		holders: []string{"Data/DatabaseAccess"}, what: []string{"ssmmessages:OpenDataChannel"}, on: []string{sessions},
		why: "A session gets its name when it is opened; its data channel also takes the token that StartSession and ResumeSession return to its owner.",
	},
	{
		holders: []string{"Security/Findings/Relay/Role", "Security/Pipeline/Machine/Role"}, on: []string{everything},
		what: []string{
			"logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
			"logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
		},
		why: "What Step Functions prescribes, on all resources, for a state machine that writes a log: it sets the delivery up in the role's name.",
	},
	{
		holders: []string{"Security/Findings/Relay/Role", "Security/Pipeline/Machine/Role"}, on: []string{everything},
		what: []string{"xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"},
		why:  "The actions for traces know no resource.",
	},
}

var pipelineReasons = []reason{
	{
		holders: []string{"Security/Pipeline/DeployRole", "Security/Pipeline/ReviewRole"}, what: []string{"cloudformation:GetTemplate"},
		on: []string{ourStacks + "compute/*", ourStacks + "data/*", ourStacks + "network/*", ourStacks + "security/*"}, why: stackName,
	},
	{
		holders: []string{"Security/Pipeline/Machine/Role"}, what: []string{"cloudformation:describeStacks", "cloudformation:updateStack"},
		on: []string{ourStacks + "compute/*"}, why: stackName,
	},
	{
		holders: []string{"Security/Pipeline/ReleaseRole"}, what: []string{"inspector2:ListCoverage", "inspector2:ListFindings"}, on: []string{everything},
		why: "ECR asks Amazon Inspector for an image's findings in the role's name; Inspector's lists know no resource, and only read.",
	},
	{
		holders: []string{"Security/Pipeline/ReleaseRole"}, what: []string{"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
		on:  []string{"arn:aws:ecr:ap-northeast-2:${AWS::AccountId}:repository/chassis/*"},
		why: "A release takes the image that ran in the environment before, and only reads it.",
	},
	{
		holders: []string{"Security/Pipeline/ReleaseRole"}, what: []string{"states:DescribeExecution"},
		on:  []string{"arn:aws:states:ap-northeast-2:${AWS::AccountId}:execution:<platform>-release:*"},
		why: "Executions get their names when they start; all of them are this one state machine's.",
	},
	{
		holders: []string{"Security/Pipeline/DeployRole", "Security/Pipeline/DriftRole", "Security/Pipeline/ReleaseRole", "Security/Pipeline/ReviewRole"},
		what:    []string{letsIn}, on: []string{gitHub},
		why: "Workflows of GitHub prove which repository and event they run for, by a token instead of a long-lived key; the conditions name both.",
	},
}

// queueReasons are one for each queue: its policy is about that queue alone.
func queueReasons() []reason {
	var found []reason
	for _, queue := range []string{mailQueue, mailDead, slackQueue, slackDead, unsent} {
		found = append(found, reason{holders: []string{queue}, what: []string{"sqs:*"}, on: []string{queue}, why: withoutTLS})
	}
	return found
}
