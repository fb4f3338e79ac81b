package promises

import (
	"encoding/json"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
)

func pipeline() []check.Promise {
	return []check.Promise{
		{ID: "Pipeline", Says: "Nobody outside the account may assume a role, save workflows of the named GitHub repositories: from this environment, from a pull request or from main, each for its own role.", Check: externalTrust},
		{ID: "Pipeline", Says: "A workflow may push images and start the release, deploy through the bootstrap's roles, read this environment's templates, or look for drift, and nothing more.", Check: workflowPermissions},
		{ID: "Pipeline", Says: "The release gives the Compute stack other images under the template that it has, and can do nothing else to it.", Check: releaseKeepsTheTemplate},
		{ID: "Pipeline", Says: "A budget tells of 80 and 100 % spent and of a forecast of 100 %, by e-mail.", Check: budgetIsTold},
	}
}

const gitHub = "token.actions.githubusercontent.com"

// subjectEndings are what the subjects of a role's tokens end in.
var subjectEndings = map[string]string{
	"ReleaseRole": "environment:ENV", "DeployRole": "environment:ENV", "ReviewRole": "pull_request", "DriftRole": "ref:refs/heads/main",
}

// outsiderRoles are the roles that somebody outside of AWS may assume, by the last
// part of their construct.
func externalRoles(v *check.Review) map[string]*assembly.Resource {
	found := map[string]*assembly.Resource{}
	for _, role := range v.OfType("AWS::IAM::Role") {
		for _, s := range iampolicy.Read(v.Assembly, role, role.At("AssumeRolePolicyDocument")) {
			for _, principal := range s.Principals {
				if !strings.HasPrefix(principal, "Service ") {
					found[strings.TrimPrefix(assembly.Construct(role.LogicalID), "Pipeline")] = role
				}
			}
		}
	}
	return found
}

func externalTrust(v *check.Review) {
	roles := externalRoles(v)
	providers := v.OfType("AWS::IAM::OIDCProvider")
	if len(roles) == 0 {
		v.Count(v.OfType("AWS::IAM::Role"), len(v.OfType("AWS::IAM::Role")), "role") // there is nobody to examine
		v.Count(providers, 0, "OIDC provider")
		return
	}
	for id, role := range roles {
		ending, known := subjectEndings[id]
		if !known {
			v.Add("%s may be assumed from outside the account", role)
			continue
		}
		ending = strings.ReplaceAll(ending, "ENV", strings.TrimPrefix(v.Prefix("-"), "chassis-"))
		statements := iampolicy.Read(v.Assembly, role, role.At("AssumeRolePolicyDocument"))
		if len(statements) != 1 {
			v.Add("%s has %d statements of trust, want 1", role, len(statements))
			continue
		}
		s := statements[0]
		v.Texts(role.String()+" trusts", s.Actions, []string{"sts:AssumeRoleWithWebIdentity"})
		if len(s.Principals) != 1 || !isGitHub(v, s.Principals[0], providers) {
			v.Add("%s trusts %v, want GitHub's provider", role, s.Principals)
		}
		workflowsOnly(v, role, id, s, ending)
		// A release or a deployment may take hours, and its credentials are not renewed.
		hours := 1.0
		if strings.HasPrefix(ending, "environment:") {
			hours = 4
		}
		v.Reads(role, hours*3600, "MaxSessionDuration")
	}
	for id := range subjectEndings {
		if roles[id] == nil {
			v.Add("there is no %s", id)
		}
	}
	for _, provider := range providers {
		v.Reads(provider, "https://"+gitHub, "Url")
		v.Alone(provider, "sts.amazonaws.com", "ClientIdList")
	}
}

// isGitHub says whether a principal is GitHub's provider: the one of this platform,
// or one that the account had.
func isGitHub(v *check.Review, principal string, providers []*assembly.Resource) bool {
	name := strings.TrimPrefix(principal, "Federated ")
	if len(providers) == 1 {
		return name == check.Token(providers[0], "")
	}
	return len(providers) == 0 && strings.HasPrefix(name, "arn:aws:iam::") && strings.HasSuffix(name, ":oidc-provider/"+gitHub)
}

// workflowsOnly complains unless a trust compares audience and subject exactly, and
// every subject is one repository with the ending.
func workflowsOnly(v *check.Review, role *assembly.Resource, id string, s iampolicy.Statement, ending string) {
	var subjects, others []string
	for _, condition := range s.Conditions {
		if subject, ok := strings.CutPrefix(condition, "StringEquals "+gitHub+":sub "); ok {
			subjects = append(subjects, strings.Split(subject, ",")...)
		} else {
			others = append(others, condition)
		}
	}
	v.Texts(role.String()+": conditions", others, []string{"StringEquals " + gitHub + ":aud sts.amazonaws.com"})
	if len(subjects) == 0 || len(subjects) > 1 && id != "ReleaseRole" {
		v.Add("%s trusts the subjects %q, want those of a repository", role, subjects)
	}
	for _, subject := range subjects {
		repository, rest, _ := strings.Cut(strings.TrimPrefix(subject, "repo:"), ":")
		if !strings.HasPrefix(subject, "repo:") || strings.Count(repository, "/") != 1 || strings.ContainsAny(subject, "*?") || rest != ending {
			v.Add("%s trusts the subject %s, want repo:<owner>/<name>:%s", role, subject, ending)
		}
	}
}

func workflowPermissions(v *check.Review) {
	roles := externalRoles(v)
	if len(roles) == 0 {
		v.Count(v.OfType(StateMachine), 1, "state machine") // that of the findings
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
	if machine := releaseMachine(v); machine != nil {
		want = append(want, "states:StartExecution on "+check.Token(machine, ""))
	}
	permissions(v, roles["ReleaseRole"], want...)
	permissions(v, roles["DriftRole"], bootstrap("lookup-role"))
	var templates []string
	for _, stack := range v.Stacks {
		templates = append(templates, "cloudformation:GetTemplate on arn:aws:cloudformation:ap-northeast-2:"+account+":stack/"+stack.Name+"/*")
	}
	permissions(v, roles["ReviewRole"], templates...)
	permissions(v, roles["DeployRole"], append(templates, bootstrap("deploy-role"), bootstrap("file-publishing-role"), bootstrap("lookup-role"))...)
}

// releaseMachine is the state machine that releases images, by its name.
func releaseMachine(v *check.Review) *assembly.Resource {
	return v.Unique("state machine of the release", v.WithText(StateMachine, v.Prefix("-")+"-release", "StateMachineName"))
}

func releaseKeepsTheTemplate(v *check.Review) {
	if len(externalRoles(v)) == 0 {
		v.Count(v.WithText(StateMachine, v.Prefix("-")+"-release", "StateMachineName"), 0, "state machine of the release")
		return
	}
	machine := releaseMachine(v)
	if machine == nil {
		return
	}
	var definition struct {
		States map[string]struct {
			Type, Resource string
			Arguments      map[string]any
		}
	}
	if err := json.Unmarshal([]byte(v.Text(machine.Stack, machine.At("DefinitionString"))), &definition); err != nil {
		v.Add("%s: its definition cannot be read: %v", machine, err)
		return
	}
	var calls []string
	var parameters string
	for _, state := range definition.States {
		if state.Type == "Task" {
			_, call, _ := strings.Cut(state.Resource, ":aws-sdk:")
			calls = append(calls, call)
			if call == "cloudformation:updateStack" {
				if state.Arguments["UsePreviousTemplate"] != true || state.Arguments["TemplateBody"] != nil || state.Arguments["TemplateURL"] != nil {
					v.Add("%s does not keep the template of the stack", machine)
				}
				parameters, _ = state.Arguments["Parameters"].(string)
			}
			if state.Arguments["StackName"] != v.Prefix("-")+"-compute" {
				v.Add("%s: %s is about the stack %v", machine, call, state.Arguments["StackName"])
			}
		}
	}
	v.Texts(machine.String()+": calls", calls, []string{"cloudformation:updateStack", "cloudformation:describeStacks"})
	// A parameter that is not named would fall back to its default.
	for name := range v.Stack("Compute").Parameters {
		if !strings.Contains(parameters, "{'ParameterKey': '"+name+"', 'UsePreviousValue': true}") {
			v.Add("%s does not keep the parameter %s", machine, name)
		}
		if given := strings.Contains(parameters, "'ParameterKey': '"+name+"', 'ParameterValue': $states.input."+name+"}"); given != strings.HasSuffix(name, "Image") {
			v.Add("%s sets the parameter %s from its input: %t", machine, name, given)
		}
	}
	role := v.Target(machine, "AWS::IAM::Role", "RoleArn")
	account := check.Account(machine.Stack)
	stack := " on arn:aws:cloudformation:ap-northeast-2:" + account + ":stack/" + v.Prefix("-") + "-compute/*"
	want := []string{
		"cloudformation:describeStacks" + stack, "cloudformation:updateStack" + stack,
		"iam:PassRole on arn:aws:iam::" + account + ":role/cdk-hnb659fds-cfn-exec-role-" + account + "-ap-northeast-2 if StringEquals iam:PassedToService cloudformation.amazonaws.com",
		"ssm:GetParameters on arn:aws:ssm:ap-northeast-2:" + account + ":parameter/cdk-bootstrap/hnb659fds/version",
	}
	for _, action := range []string{
		"logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
		"logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
		"xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
	} {
		want = append(want, action+" on *")
	}
	permissions(v, role, want...)
	trusts(v, role, "states.amazonaws.com")
}

func budgetIsTold(v *check.Review) {
	for _, budget := range v.OfType("AWS::Budgets::Budget") {
		for path, want := range map[string]string{"BudgetType": "COST", "TimeUnit": "MONTHLY"} {
			v.Reads(budget, want, "Budget", path)
		}
		v.Reads(budget, "USD", "Budget", "BudgetLimit", "Unit")
		if v.Number(budget, "Budget", "BudgetLimit", "Amount") <= 0 {
			v.Add("%s is of nothing", budget)
		}
		v.Absent(budget, "Budget", "BudgetName")
		v.Absent(budget, "Budget", "CostFilters")
		var told []string
		for _, n := range assembly.List(budget.At("NotificationsWithSubscribers")) {
			text := ""
			for _, key := range []string{"NotificationType", "ComparisonOperator", "Threshold", "ThresholdType"} {
				text += v.Text(budget.Stack, assembly.At(n, "Notification", key)) + " "
			}
			told = append(told, text)
			subscribers := assembly.List(assembly.At(n, "Subscribers"))
			if len(subscribers) == 0 || len(subscribers) > 10 {
				v.Add("%s tells %d people of %s", budget, len(subscribers), text)
			}
			for _, s := range subscribers {
				if address, _ := assembly.At(s, "Address").(string); assembly.At(s, "SubscriptionType") != "EMAIL" || !strings.Contains(address, "@") {
					v.Add("%s tells %s", budget, assembly.Written(s))
				}
			}
		}
		v.Texts(budget.String()+" tells of", told, []string{
			"ACTUAL GREATER_THAN 80 PERCENTAGE ", "ACTUAL GREATER_THAN 100 PERCENTAGE ", "FORECASTED GREATER_THAN 100 PERCENTAGE ",
		})
	}
}
