package delivery

import (
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func workflowPermissions(v *check.Review) {
	roles := parts.ExternalRoles(v)
	if len(roles) == 0 {
		v.Exactly(1, parts.StateMachine) // that of the findings
		return
	}
	security := v.Stack("Security")
	account := check.Account(security)
	bootstrap := func(name string) string {
		return "sts:AssumeRole on arn:aws:iam::" + account + ":role/cdk-hnb659fds-" + name + "-" + account + "-ap-northeast-2"
	}
	want := []string{
		"ecr:GetAuthorizationToken on *", "inspector2:ListCoverage on *", "inspector2:ListFindings on *",
		"ecr:BatchGetImage on arn:aws:ecr:ap-northeast-2:" + account + ":repository/chassis/*",
		"ecr:GetDownloadUrlForLayer on arn:aws:ecr:ap-northeast-2:" + account + ":repository/chassis/*",
		"states:DescribeExecution on arn:aws:states:ap-northeast-2:" + account + ":execution:" + v.Prefix("-") + "-release:*",
	}
	for _, action := range []string{
		"BatchCheckLayerAvailability", "CompleteLayerUpload", "DescribeImageScanFindings", "DescribeImages",
		"InitiateLayerUpload", "PutImage", "UploadLayerPart",
	} {
		for _, repository := range v.OfType("AWS::ECR::Repository") {
			want = append(want, "ecr:"+action+" on "+check.Token(repository, "Arn"))
		}
	}
	if machine := parts.ReleaseMachine(v); machine != nil {
		want = append(want, "states:StartExecution on "+check.Token(machine, ""))
	}
	parts.Permissions(v, roles["ReleaseRole"], want...)
	parts.Permissions(v, roles["DriftRole"], bootstrap("lookup-role"))
	var templates []string
	for _, stack := range v.Stacks {
		templates = append(templates, "cloudformation:GetTemplate on arn:aws:cloudformation:ap-northeast-2:"+account+":stack/"+stack.Name+"/*")
	}
	parts.Permissions(v, roles["ReviewRole"], templates...)
	parts.Permissions(v, roles["DeployRole"], append(templates, bootstrap("deploy-role"), bootstrap("file-publishing-role"), bootstrap("lookup-role"))...)
}
