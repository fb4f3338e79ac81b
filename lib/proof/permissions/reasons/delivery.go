package reasons

const stackName = "A stack's ARN ends in an ID that CloudFormation gives it; the name of the stack is complete."

var deliveryReasons = []Reason{
	{
		Holders: []string{"Security/Pipeline/DeployRole", "Security/Pipeline/ReviewRole"}, Actions: []string{"cloudformation:GetTemplate"},
		Resources: []string{ourStacks + "compute/*", ourStacks + "data/*", ourStacks + "network/*", ourStacks + "security/*"}, Why: stackName,
	},
	{
		Holders: []string{"Security/Pipeline/Machine/Role"}, Actions: []string{"cloudformation:describeStacks", "cloudformation:updateStack"},
		Resources: []string{ourStacks + "compute/*"}, Why: stackName,
	},
	{
		Holders: []string{"Security/Pipeline/ReleaseRole"}, Actions: []string{"inspector2:ListCoverage", "inspector2:ListFindings"}, Resources: []string{all},
		Why: "ECR asks Amazon Inspector for an image's findings with the role; Inspector's lists support no resource-level permissions, and only read.",
	},
	{
		Holders: []string{"Security/Pipeline/ReleaseRole"}, Actions: []string{"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}, Resources: []string{images},
		Why: "A release takes the image that ran in the environment before, and only reads it.",
	},
	{
		Holders: []string{"Security/Pipeline/ReleaseRole"}, Actions: []string{"states:DescribeExecution"},
		Resources: []string{"arn:aws:states:ap-northeast-2:${AWS::AccountId}:execution:<platform>-release:*"},
		Why:       "Executions get their names when they start; all of them belong to this one state machine.",
	},
	workflows("environment:<environment>", "Security/Pipeline/DeployRole", "Security/Pipeline/ReleaseRole"),
	workflows("pull_request", "Security/Pipeline/ReviewRole"),
	workflows("ref:refs/heads/main", "Security/Pipeline/DriftRole"),
}

// workflows is for GitHub's workflows whose token's subject ends like this.
func workflows(ending string, roles ...string) Reason {
	return Reason{
		About: ExternalAccess, Holders: roles, Actions: []string{"sts:AssumeRoleWithWebIdentity"}, Resources: []string{Itself},
		Principals: []string{"identity provider " + gitHub},
		Conditions: []string{"StringEquals " + gitHub + ":aud sts.amazonaws.com", "StringEquals " + gitHub + ":sub repo:<repository>:" + ending},
		Why:        "A token instead of a long-lived key proves the repository and the event of a GitHub workflow; the conditions name both.",
	}
}
