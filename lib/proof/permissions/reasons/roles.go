package reasons

const sessions = "arn:aws:ssm:ap-northeast-2:${AWS::AccountId}:session/*"

var roleReasons = []Reason{
	{
		Holders: []string{"Compute/AdminApi/ExecutionRole", "Compute/ServiceApi/ExecutionRole", "Security/Pipeline/ReleaseRole"},
		Actions: []string{"ecr:GetAuthorizationToken"}, Resources: []string{all},
		Why: "The action supports no resource-level permissions; other statements say which images may be pulled or pushed.",
	},
	{
		Holders: []string{"Compute/AdminApi/ExecutionRole", "Compute/ServiceApi/ExecutionRole"},
		Actions: []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}, Resources: []string{images},
		Why: "An instance's own repositories are empty: it runs the images of the environment that it is compared with, and ECS only reads them.",
	},
	{
		Holders: []string{"Compute/Certificate/FinderRole"}, Actions: []string{"acm:ListCertificates"}, Resources: []string{all},
		Why: "The action supports no resource-level permissions, and only reads.",
	},
	{
		Holders: []string{"Compute/Certificate/FinderRole"}, Actions: []string{"acm:DescribeCertificate"},
		Resources: []string{"arn:aws:acm:ap-northeast-2:${AWS::AccountId}:certificate/*"},
		Why:       "Which certificate is described is known only after listing them; the action only reads, and no private key.",
	},
	{
		Holders: []string{"Data/Aurora/MonitoringRole"}, Actions: []string{AllOfThePolicy},
		Resources: []string{"arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"},
		Why:       "The policy that RDS prescribes for enhanced monitoring. It creates, writes and reads log groups whose names begin with RDS, and nothing else.",
	},
	{
		Holders: []string{"Data/BastionRole"}, Resources: []string{all},
		Actions: []string{
			"ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
			"ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
		},
		Why: "What Session Manager's agent calls for its own instance, as in AWS's own policy for it.",
	},
	{
		Holders: []string{"Data/DatabaseAccess"}, Actions: []string{"ssm:ResumeSession", "ssm:TerminateSession"}, Resources: []string{sessions},
		Conditions: []string{"StringLike ssm:resourceTag/aws:ssmmessages:session-id ${aws:userid}"},
		Why:        "A session gets its name when it starts; the condition allows only the user's own sessions.",
	},
	{
		Holders: []string{"Data/DatabaseAccess"}, Actions: []string{"ssmmessages:OpenDataChannel"}, Resources: []string{sessions},
		Why: "A session gets its name when it starts; its data channel also needs the token that StartSession and ResumeSession return to its owner.",
	},
	{
		Holders: []string{"Security/Findings/Relay/Role", "Security/Pipeline/Machine/Role"}, Resources: []string{all},
		Actions: []string{
			"logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
			"logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
		},
		Why: "What Step Functions prescribes, on all resources, for a state machine that writes a log: it sets up the delivery with the role.",
	},
	{
		Holders: []string{"Security/Findings/Relay/Role", "Security/Pipeline/Machine/Role"}, Resources: []string{all},
		Actions: []string{"xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"},
		Why:     "The actions for traces support no resource-level permissions.",
	},
}
