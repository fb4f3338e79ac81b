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

// trustReasons has one for each service that assumes roles of the platform without a
// condition on the source.
func trustReasons() []Reason {
	var found []Reason
	for _, t := range []struct {
		service string
		roles   []string
	}{
		{"ec2", []string{"Data/BastionRole"}},
		{"ecs-tasks", []string{
			"Compute/AdminApi/ExecutionRole", "Compute/AdminApi/TaskRole", "Compute/ServiceApi/ExecutionRole", "Compute/ServiceApi/TaskRole",
		}},
		{"events", []string{"Compute/Alarms/Events/Role", "Security/Findings/StarterRole"}},
		{"lambda", []string{
			"Compute/Certificate/FinderRole", emptyingRole, "Data/Roles/Role", "Network/Custom::VpcRestrictDefaultSGCustomResourceProvider/Role",
		}},
		{"monitoring.rds", []string{"Data/Aurora/MonitoringRole"}},
		{"rds", []string{"Data/ProxyRole"}},
		{"vpc-flow-logs", []string{"Network/FlowLogRole"}},
	} {
		found = append(found, Reason{
			About: NoSource, Holders: t.roles, Actions: []string{"sts:AssumeRole"}, Resources: []string{Itself},
			Principals: []string{"service " + t.service + ".amazonaws.com"},
			// https://repost.aws/knowledge-center/iam-passrole-error
			Why: "A service gets its role by iam:PassRole, which passes roles only within their account.",
		})
	}
	return append(found, Reason{
		Holders: []string{"Security/Findings/Relay/Role", "Security/Pipeline/Machine/Role"}, Actions: []string{"sts:AssumeRole"}, Resources: []string{Itself},
		Principals: []string{"service states.amazonaws.com"},
		Conditions: []string{"ArnLike aws:SourceArn arn:aws:states:ap-northeast-2:${AWS::AccountId}:stateMachine:*", "StringEquals aws:SourceAccount ${AWS::AccountId}"},
		Why:        "The role exists before its state machine, so the CDK names all of the account; passing the role to another takes iam:PassRole.",
	})
}

var escalationReasons = []Reason{
	{
		About: Escalation, Holders: []string{accessLogs}, Actions: []string{"s3:PutBucketPolicy"}, Resources: []string{Itself, logObjects}, Principals: []string{emptyingRole},
		Why: "Before it empties the bucket of a throw-away copy, the CDK's function denies everyone to write to it.",
	},
	{
		About: Escalation, Holders: []string{"Data/DatabaseAccess"}, Actions: []string{"ssm:StartSession"}, Conditions: []string{"BoolIfExists ssm:SessionDocumentAccessCheck true"},
		Resources: []string{
			"arn:aws:ec2:ap-northeast-2:${AWS::AccountId}:instance/${Data/Bastion}", "arn:aws:ssm:ap-northeast-2::document/AWS-StartPortForwardingSessionToRemoteHost",
		},
		Why: "The condition requires that the session's document is allowed too, and the allowed one forwards a port: there is no shell with the host's role.",
	},
	{
		About: Escalation, Holders: []string{"Security/Findings/Relay/Role", "Security/Pipeline/Machine/Role"}, Actions: []string{"logs:PutResourcePolicy"}, Resources: []string{all},
		Why: "Step Functions prescribes it, to let the delivery of logs write; only Step Functions assumes the role, and no step calls it.",
	},
	{
		About: Escalation, Holders: []string{"Security/Pipeline/Machine/Role"}, Actions: []string{"cloudformation:UpdateStack"}, Resources: []string{ourStacks + "compute/*"},
		Why: "A release changes the stack's image; only the state machine assumes the role, and its one update always keeps the template.",
	},
}
