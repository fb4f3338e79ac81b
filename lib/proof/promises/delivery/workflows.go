package delivery

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func workflowPermissions(v *check.Review) {
	if !delivers(v) {
		return // externalTrust asks for no role then
	}
	roles, security := parts.ExternalRoles(v), v.Stack("Security")
	account := check.Account(security)
	arn := func(service, resource string) string {
		return "arn:aws:" + service + ":" + v.Settings.Region + ":" + account + ":" + resource
	}
	want := []string{
		"ecr:GetAuthorizationToken on *", "inspector2:ListCoverage on *", "inspector2:ListFindings on *",
		"ecr:BatchGetImage on " + arn("ecr", "repository/"+v.Settings.RepositoryPattern()),
		"ecr:GetDownloadUrlForLayer on " + arn("ecr", "repository/"+v.Settings.RepositoryPattern()),
		"states:DescribeExecution on " + arn("states", "execution:"+v.Settings.ReleaseName()+":*"),
	}
	for _, action := range []string{
		"BatchCheckLayerAvailability", "CompleteLayerUpload", "DescribeImageScanFindings", "DescribeImages",
		"InitiateLayerUpload", "PutImage", "UploadLayerPart",
	} {
		for _, repository := range parts.Repositories(v) {
			want = append(want, "ecr:"+action+" on "+check.Token(repository, "Arn"))
		}
	}
	if machine := parts.ReleaseMachine(v); machine != nil {
		want = append(want, "states:StartExecution on "+check.Token(machine, ""))
	}
	parts.Permissions(v, roles["ReleaseRole"], want...)
	assume := func(role string) string { return "sts:AssumeRole on " + bootstrapRole(v, security, role) }
	parts.Permissions(v, roles["DriftRole"], assume("lookup-role"))
	reading := func(actions ...string) (permissions []string) {
		for _, id := range append(config.Stacks(), config.AdditionsStack) {
			for _, action := range actions {
				permissions = append(permissions, "cloudformation:"+action+" on "+arn("cloudformation", "stack/"+v.Settings.StackName(id)+"/*"))
			}
		}
		return permissions
	}
	parts.Permissions(v, roles["ReviewRole"], reading("GetTemplate")...)
	parts.Permissions(v, roles["DeployRole"], append(reading("GetTemplate", "DescribeStacks"), assume("deploy-role"), assume("file-publishing-role"), assume("lookup-role"))...)
}

// bootstrapRole is a role of the bootstrap that the stack is deployed with.
func bootstrapRole(v *check.Review, s *assembly.Stack, role string) string {
	account := check.Account(s)
	return "arn:aws:iam::" + account + ":role/cdk-" + s.Qualifier() + "-" + role + "-" + account + "-" + v.Settings.Region
}
