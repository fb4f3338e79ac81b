package permissions

import "slices"

// Texts that more than one reason is about.
const (
	everything = "*"
	gitHub     = "token.actions.githubusercontent.com"
	images     = "arn:aws:ecr:ap-northeast-2:${AWS::AccountId}:repository/chassis/*"
	ourStacks  = "arn:aws:cloudformation:ap-northeast-2:${AWS::AccountId}:stack/<platform>-"
	stackName  = "A stack's ARN ends in an ID that CloudFormation gives it; its name is whole."
)

// reasons are why somebody is permitted something, for the platform as it is meant to
// be. A reason is a fact about AWS or about the platform; that something is
// convenient is none. <platform> is how the names of the platform's stacks begin, and
// a <repository> of GitHub is whichever the settings name.
var reasons = slices.Concat(keyReasons, bucketReasons, queueReasons, roleReasons, pipelineReasons, trustReasons(), wideningReasons)

var roleReasons = []reason{
	{
		holders: []string{"Compute/AdminApi/ExecutionRole", "Compute/ServiceApi/ExecutionRole", "Security/Pipeline/ReleaseRole"},
		what:    []string{"ecr:GetAuthorizationToken"}, on: []string{everything},
		why: "A login to the registry knows no resource; which images may be pulled or pushed is granted apart.",
	},
	{
		holders: []string{"Compute/AdminApi/ExecutionRole", "Compute/ServiceApi/ExecutionRole"},
		what:    []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}, on: []string{images},
		why: "An instance's own repositories are empty: it runs the images of whichever environment it is compared with, and ECS only reads them.",
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
		holders: []string{"Data/Aurora/MonitoringRole"}, what: []string{notExpanded},
		on:  []string{"arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"},
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
		when: []string{"StringLike ssm:resourceTag/aws:ssmmessages:session-id ${aws:userid}"},
		why:  "A session gets its name when it is opened; the condition leaves one's own.",
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

const sessions = "arn:aws:ssm:ap-northeast-2:${AWS::AccountId}:session/*"

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
		holders: []string{"Security/Pipeline/ReleaseRole"}, what: []string{"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}, on: []string{images},
		why: "A release takes the image that ran in the environment before, and only reads it.",
	},
	{
		holders: []string{"Security/Pipeline/ReleaseRole"}, what: []string{"states:DescribeExecution"},
		on:  []string{"arn:aws:states:ap-northeast-2:${AWS::AccountId}:execution:<platform>-release:*"},
		why: "Executions get their names when they start; all of them are this one state machine's.",
	},
	workflows("environment:<environment>", "Security/Pipeline/DeployRole", "Security/Pipeline/ReleaseRole"),
	workflows("pull_request", "Security/Pipeline/ReviewRole"),
	workflows("ref:refs/heads/main", "Security/Pipeline/DriftRole"),
}

// workflows lets in those of GitHub whose token's subject ends like this.
func workflows(ending string, roles ...string) reason {
	return reason{
		about: letsIn, holders: roles, what: []string{"sts:AssumeRoleWithWebIdentity"}, on: []string{itself}, to: []string{KindFederated + " " + gitHub},
		when: []string{"StringEquals " + gitHub + ":aud sts.amazonaws.com", "StringEquals " + gitHub + ":sub repo:<repository>:" + ending},
		why:  "Workflows of GitHub prove which repository and event they run for, by a token instead of a long-lived key; the conditions name both.",
	}
}
