package promises

import (
	"encoding/json"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

func pipeline() []Promise {
	return []Promise{
		{"Pipeline", "Nobody outside the account may assume a role, save workflows of the named GitHub repositories: from this environment, from a pull request or from main, each for its own role.", outsiders},
		{"Pipeline", "A workflow may push images and start the release, deploy through the bootstrap's roles, read this environment's templates, or look for drift, and nothing more.", outsidersPowers},
		{"Pipeline", "The release gives the Compute stack other images under the template that it has, and can do nothing else to it.", releaseKeepsTheTemplate},
		{"Pipeline", "A budget tells of 80 and 100 % spent and of a forecast of 100 %, by e-mail.", budgetIsTold},
	}
}

const (
	roleType    = "AWS::IAM::Role"
	gitHub      = "token.actions.githubusercontent.com"
	machineType = "AWS::StepFunctions::StateMachine"
)

// outsiderEndings are what the subjects of a role's tokens end in.
var outsiderEndings = map[string]string{
	"ReleaseRole": "environment:ENV", "DeployRole": "environment:ENV", "ReviewRole": "pull_request", "DriftRole": "ref:refs/heads/main",
}

// outsiderRoles are the roles that somebody outside of AWS may assume, by the last
// part of their construct.
func (v *review) outsiderRoles() map[string]*assembly.Resource {
	found := map[string]*assembly.Resource{}
	for _, role := range v.OfType(roleType) {
		for _, s := range v.statements(role, role.At("AssumeRolePolicyDocument")) {
			for _, principal := range s.Principals {
				if principal.Not || principal.Kind != "Service" {
					found[strings.TrimPrefix(assembly.Construct(role.LogicalID), "Pipeline")] = role
				}
			}
		}
	}
	return found
}

func outsiders(p Platform) []string {
	v := review{Platform: p}
	roles := v.outsiderRoles()
	providers := v.OfType("AWS::IAM::OIDCProvider")
	if len(roles) == 0 {
		v.count(v.OfType(roleType), len(v.OfType(roleType)), "role") // there is nobody to examine
		v.count(providers, 0, "OIDC provider")
		return v.findings
	}
	for id, role := range roles {
		ending, known := outsiderEndings[id]
		if !known {
			v.add("%s may be assumed from outside the account", role)
			continue
		}
		ending = strings.ReplaceAll(ending, "ENV", strings.TrimPrefix(p.prefix("-"), "chassis-"))
		statements := v.statements(role, role.At("AssumeRolePolicyDocument"))
		if len(statements) != 1 {
			v.add("%s has %d statements of trust, want 1", role, len(statements))
			continue
		}
		s := statements[0]
		v.texts(role.String()+" trusts", s.ActionTexts(), []string{"sts:AssumeRoleWithWebIdentity"})
		if len(s.Principals) != 1 || !v.isGitHub(s.Principals[0], providers) {
			v.add("%s trusts %v, want GitHub's provider", role, s.Principals)
		}
		v.workflowsOnly(role, id, s, ending)
		// A release or a deployment may take hours, and its credentials are not renewed.
		hours := 1.0
		if strings.HasPrefix(ending, "environment:") {
			hours = 4
		}
		v.reads(role, hours*3600, "MaxSessionDuration")
	}
	for id := range outsiderEndings {
		if roles[id] == nil {
			v.add("there is no %s", id)
		}
	}
	for _, provider := range providers {
		v.reads(provider, "https://"+gitHub, "Url")
		v.alone(provider, "sts.amazonaws.com", "ClientIdList")
	}
	slices.Sort(v.findings)
	return v.findings
}

// isGitHub says whether a principal is GitHub's provider: the one of this platform,
// or one that the account had.
func (v *review) isGitHub(principal iampolicy.Principal, providers []*assembly.Resource) bool {
	name := principal.ID
	if principal.Not || principal.Kind != "Federated" {
		return false
	}
	if len(providers) == 1 {
		return name == token(providers[0], "")
	}
	return len(providers) == 0 && strings.HasPrefix(name, "arn:aws:iam::") && strings.HasSuffix(name, ":oidc-provider/"+gitHub)
}

// workflowsOnly complains unless a trust compares audience and subject exactly, and
// every subject is one repository with the ending.
func (v *review) workflowsOnly(role *assembly.Resource, id string, s iampolicy.Statement, ending string) {
	var subjects, others []string
	for _, condition := range s.Conditions {
		if condition.Operator == "StringEquals" && condition.Key == gitHub+":sub" {
			subjects = append(subjects, condition.Values...)
		} else {
			others = append(others, condition.String())
		}
	}
	v.texts(role.String()+": conditions", others, []string{"StringEquals " + gitHub + ":aud sts.amazonaws.com"})
	if len(subjects) == 0 || len(subjects) > 1 && id != "ReleaseRole" {
		v.add("%s trusts the subjects %q, want those of a repository", role, subjects)
	}
	for _, subject := range subjects {
		repository, rest, _ := strings.Cut(strings.TrimPrefix(subject, "repo:"), ":")
		if !strings.HasPrefix(subject, "repo:") || strings.Count(repository, "/") != 1 || strings.ContainsAny(subject, "*?") || rest != ending {
			v.add("%s trusts the subject %s, want repo:<owner>/<name>:%s", role, subject, ending)
		}
	}
}

func outsidersPowers(p Platform) []string {
	v := review{Platform: p}
	roles := v.outsiderRoles()
	if len(roles) == 0 {
		v.count(v.OfType(machineType), 1, "state machine") // that of the findings
		return v.findings
	}
	security := p.Stack("Security")
	account := v.account(security)
	bootstrap := func(name string) string {
		return "sts:AssumeRole on arn:aws:iam::" + account + ":role/cdk-hnb659fds-" + name + "-" + account + "-ap-northeast-2"
	}
	want := []string{
		"ecr:GetAuthorizationToken on *", "inspector2:ListCoverage on *", "inspector2:ListFindings on *",
		"ecr:BatchGetImage on arn:aws:ecr:ap-northeast-2:" + account + ":repository/chassis/*",
		"ecr:GetDownloadUrlForLayer on arn:aws:ecr:ap-northeast-2:" + account + ":repository/chassis/*",
		"states:DescribeExecution on arn:aws:states:ap-northeast-2:" + account + ":execution:" + p.prefix("-") + "-release:*",
	}
	for _, action := range []string{
		"BatchCheckLayerAvailability", "CompleteLayerUpload", "DescribeImageScanFindings", "DescribeImages",
		"InitiateLayerUpload", "PutImage", "UploadLayerPart",
	} {
		for _, repository := range v.OfType("AWS::ECR::Repository") {
			want = append(want, "ecr:"+action+" on "+token(repository, "Arn"))
		}
	}
	if machine := v.releaseMachine(); machine != nil {
		want = append(want, "states:StartExecution on "+token(machine, ""))
	}
	v.powers(roles["ReleaseRole"], want...)
	v.powers(roles["DriftRole"], bootstrap("lookup-role"))
	var templates []string
	for _, stack := range p.Stacks {
		templates = append(templates, "cloudformation:GetTemplate on arn:aws:cloudformation:ap-northeast-2:"+account+":stack/"+stack.Name+"/*")
	}
	v.powers(roles["ReviewRole"], templates...)
	v.powers(roles["DeployRole"], append(templates, bootstrap("deploy-role"), bootstrap("file-publishing-role"), bootstrap("lookup-role"))...)
	return v.findings
}

// releaseMachine is the state machine that releases images, by its name.
func (v *review) releaseMachine() *assembly.Resource {
	return v.unique("state machine of the release", v.withText(machineType, v.prefix("-")+"-release", "StateMachineName"))
}

func releaseKeepsTheTemplate(p Platform) []string {
	v := review{Platform: p}
	if len(v.outsiderRoles()) == 0 {
		v.count(v.withText(machineType, v.prefix("-")+"-release", "StateMachineName"), 0, "state machine of the release")
		return v.findings
	}
	machine := v.releaseMachine()
	if machine == nil {
		return v.findings
	}
	var definition struct {
		States map[string]struct {
			Type, Resource string
			Arguments      map[string]any
		}
	}
	if err := json.Unmarshal([]byte(v.Text(machine.Stack, machine.At("DefinitionString"))), &definition); err != nil {
		v.add("%s: its definition cannot be read: %v", machine, err)
		return v.findings
	}
	var calls []string
	var parameters string
	for _, state := range definition.States {
		if state.Type == "Task" {
			_, call, _ := strings.Cut(state.Resource, ":aws-sdk:")
			calls = append(calls, call)
			if call == "cloudformation:updateStack" {
				if state.Arguments["UsePreviousTemplate"] != true || state.Arguments["TemplateBody"] != nil || state.Arguments["TemplateURL"] != nil {
					v.add("%s does not keep the template of the stack", machine)
				}
				parameters, _ = state.Arguments["Parameters"].(string)
			}
			if state.Arguments["StackName"] != p.prefix("-")+"-compute" {
				v.add("%s: %s is about the stack %v", machine, call, state.Arguments["StackName"])
			}
		}
	}
	v.texts(machine.String()+": calls", calls, []string{"cloudformation:updateStack", "cloudformation:describeStacks"})
	// A parameter that is not named would fall back to its default.
	for name := range p.Stack("Compute").Parameters {
		if !strings.Contains(parameters, "{'ParameterKey': '"+name+"', 'UsePreviousValue': true}") {
			v.add("%s does not keep the parameter %s", machine, name)
		}
		if given := strings.Contains(parameters, "'ParameterKey': '"+name+"', 'ParameterValue': $states.input."+name+"}"); given != strings.HasSuffix(name, "Image") {
			v.add("%s sets the parameter %s from its input: %t", machine, name, given)
		}
	}
	role := v.target(machine, roleType, "RoleArn")
	account := v.account(machine.Stack)
	stack := " on arn:aws:cloudformation:ap-northeast-2:" + account + ":stack/" + p.prefix("-") + "-compute/*"
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
	v.powers(role, want...)
	v.trusts(role, "states.amazonaws.com")
	slices.Sort(v.findings)
	return v.findings
}

func budgetIsTold(p Platform) []string {
	v := review{Platform: p}
	for _, budget := range v.OfType("AWS::Budgets::Budget") {
		for path, want := range map[string]string{"BudgetType": "COST", "TimeUnit": "MONTHLY"} {
			v.reads(budget, want, "Budget", path)
		}
		v.reads(budget, "USD", "Budget", "BudgetLimit", "Unit")
		if v.number(budget, "Budget", "BudgetLimit", "Amount") <= 0 {
			v.add("%s is of nothing", budget)
		}
		v.absent(budget, "Budget", "BudgetName")
		v.absent(budget, "Budget", "CostFilters")
		var told []string
		for _, n := range assembly.List(budget.At("NotificationsWithSubscribers")) {
			text := ""
			for _, key := range []string{"NotificationType", "ComparisonOperator", "Threshold", "ThresholdType"} {
				text += v.Text(budget.Stack, assembly.At(n, "Notification", key)) + " "
			}
			told = append(told, text)
			subscribers := assembly.List(assembly.At(n, "Subscribers"))
			if len(subscribers) == 0 || len(subscribers) > 10 {
				v.add("%s tells %d people of %s", budget, len(subscribers), text)
			}
			for _, s := range subscribers {
				if address, _ := assembly.At(s, "Address").(string); assembly.At(s, "SubscriptionType") != "EMAIL" || !strings.Contains(address, "@") {
					v.add("%s tells %s", budget, shown(s))
				}
			}
		}
		v.texts(budget.String()+" tells of", told, []string{
			"ACTUAL GREATER_THAN 80 PERCENTAGE ", "ACTUAL GREATER_THAN 100 PERCENTAGE ", "FORECASTED GREATER_THAN 100 PERCENTAGE ",
		})
	}
	return v.findings
}
