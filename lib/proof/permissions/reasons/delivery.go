package reasons

import (
	"slices"
	"strings"

	"example.com/chassis/lib/config"
)

const stackName = "A stack's ARN ends in an ID that CloudFormation gives it; the name of the stack is complete."

// delivery has the reasons of GitHub's workflows and of the release.
func (p platform) delivery() []Reason {
	var templates []string
	for _, id := range append(config.Stacks(), config.AdditionsStack) {
		templates = append(templates, p.stack(id))
	}
	compute := []string{p.stack(config.ComputeStack)}
	repositories, first := p.Pipeline.Repositories, p.Pipeline.Infrastructure()
	return []Reason{
		{
			Holders: []string{reviewRole}, Actions: []string{"cloudformation:GetTemplate"},
			Resources: templates, Why: stackName,
		},
		{
			Holders: []string{deployRole}, Actions: []string{"cloudformation:DescribeStacks", "cloudformation:GetTemplate"},
			Resources: templates, Why: stackName,
		},
		{
			Holders: []string{machine + "/Role"}, Actions: []string{"cloudformation:describeStacks", "cloudformation:updateStack"},
			Resources: compute, Why: stackName,
		},
		{
			About: Escalation, Holders: []string{machine + "/Role"}, Actions: []string{"cloudformation:UpdateStack"}, Resources: compute,
			Why: "A release changes the stack's image; only the state machine assumes the role, and its one update always keeps the template.",
		},
		{
			About: Becoming, Holders: []string{deployRole}, As: deployRole, Actions: []string{"sts:AssumeRole"},
			Resources: []string{p.bootstrapRole("deploy"), p.bootstrapRole("file-publishing"), p.bootstrapRole("lookup")},
			Why:       "The CDK deploys in the bootstrap's roles, which amounts to an administrator.",
		},
		{
			About: Becoming, Holders: []string{driftRole}, As: driftRole, Actions: []string{"sts:AssumeRole"}, Resources: []string{p.bootstrapRole("lookup")},
			Why: "The CDK detects drift in the bootstrap's role for look-ups, which only reads.",
		},
		{
			About: Becoming, Holders: []string{releaseRole}, As: machine + "/Role", Actions: []string{"cloudformation:updateStack"}, Resources: compute,
			Why: "The one update that the state machine knows keeps the template, and takes only the images from whoever starts it.",
		},
		{
			About: Becoming, Holders: []string{releaseRole}, As: machine + "/Role", Actions: []string{"iam:PassRole"}, Resources: []string{p.bootstrapRole("cfn-exec")},
			Conditions: []string{"StringEquals iam:PassedToService cloudformation.amazonaws.com"},
			Why:        "The state machine passes the role to that one update, and whoever starts it names none.",
		},
		{
			Holders: []string{releaseRole}, Actions: []string{"ecr:GetAuthorizationToken"}, Resources: []string{all},
			Why: "The action supports no resource-level permissions; other statements say which images may be pulled or pushed.",
		},
		{
			Holders: []string{releaseRole}, Actions: []string{"inspector2:ListCoverage", "inspector2:ListFindings"}, Resources: []string{all},
			Why: "ECR asks Amazon Inspector for an image's findings with the role; Inspector's lists support no resource-level permissions, and only read.",
		},
		{
			Holders: []string{releaseRole}, Actions: []string{"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}, Resources: []string{p.images()},
			Why: "A release takes the image that ran in the environment before, and only reads it.",
		},
		{
			Holders: []string{releaseRole}, Actions: []string{"states:DescribeExecution"}, Resources: []string{p.arn("states", "execution:"+p.ReleaseName()+":*")},
			Why: "Executions get their names when they start; all of them belong to this one state machine.",
		},
		workflows(releaseRole, "environment:"+p.ReleaseEnvironment(), repositories, ""),
		workflows(deployRole, "environment:"+p.Label(), first, " It amounts to an administrator: CloudFormation deploys with the bootstrap's execution role, which may do everything unless the bootstrap narrows it."),
		workflows(reviewRole, "pull_request", first, ""),
		workflows(driftRole, "ref:refs/heads/main", first, ""),
	}
}

// workflows is for GitHub's workflows of these repositories whose token's subject ends
// like this.
func workflows(role, ending string, repositories []string, more string) Reason {
	var subjects []string
	for _, repository := range repositories {
		subjects = append(subjects, "repo:"+repository+":"+ending)
	}
	return Reason{
		About: ExternalAccess, Holders: []string{role}, Actions: []string{"sts:AssumeRoleWithWebIdentity"}, Resources: []string{Itself},
		Principals: []string{"identity provider " + gitHub},
		Conditions: []string{"StringEquals " + gitHub + ":aud sts.amazonaws.com", "StringEquals " + gitHub + ":sub " + strings.Join(slices.Sorted(slices.Values(subjects)), ",")},
		Why:        "A token instead of a long-lived key proves the repository and the event of a GitHub workflow; the conditions name both." + more,
	}
}
