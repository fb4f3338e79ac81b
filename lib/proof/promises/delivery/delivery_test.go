package delivery

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func TestWorkflowsAndBudgetAreThoseOfTheSettings(t *testing.T) {
	t.Parallel()
	made := checktest.Settings
	subjects := func(role, value string) checktest.Change {
		return checktest.Set("Security/Pipeline"+role, value, "AssumeRolePolicyDocument", "Statement", 0, "Condition", "StringEquals", gitHub+":sub")
	}
	const account = `{"AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "111111111111"}}}}`
	checktest.Test(t, []checktest.Breach{
		{Name: "a workflow that nobody named", Check: externalTrust, Change: made(func(e *config.Environment) { e.Pipeline.Repositories = nil }), Want: "found 1 of OIDC provider, want 0"},
		{Name: "another repository", Check: externalTrust, Change: made(func(e *config.Environment) { e.Pipeline.Repositories[0] = "acme/other" }), Want: "repo:acme/other:pull_request"},
		{Name: "another order", Check: externalTrust, Change: made(func(e *config.Environment) {
			r := e.Pipeline.Repositories
			r[0], r[1] = r[1], r[0]
		}), Want: "PipelineDeployRole"},
		{Name: "another environment", Check: externalTrust, Change: made(func(e *config.Environment) { e.Instance = "dr" }), Want: "environment:prod-dr_release"},
		{Name: "another spelling of the first", Check: externalTrust, Change: made(func(e *config.Environment) {
			e.Pipeline.Repositories = append(e.Pipeline.Repositories, "acme@56/shop@78")
		}), Want: "repo:acme@56/shop@78:pull_request"},
		{Name: "every repository", Check: externalTrust, Change: subjects("DeployRole", `"repo:*:environment:prod"`), Want: "trusts the subjects"},
		{Name: "two repositories that deploy", Check: externalTrust, Change: subjects("DeployRole", `["repo:acme/shop:environment:prod", "repo:acme@12/app@34:environment:prod"]`), Want: "trusts the subjects"},
		{Name: "pull requests that release", Check: externalTrust, Change: subjects("ReleaseRole", `"repo:acme/shop:pull_request"`), Want: "trusts the subjects"},
		{Name: "a subject that is like another", Check: externalTrust, Change: checktest.Set("Security/PipelineReviewRole",
			`{"StringEquals": {"`+gitHub+`:aud": "sts.amazonaws.com"}, "StringLike": {"`+gitHub+`:sub": "repo:acme/shop:pull_request"}}`,
			"AssumeRolePolicyDocument", "Statement", 0, "Condition"), Want: "has the condition StringLike"},
		{Name: "no audience", Check: externalTrust, Change: checktest.Set("Security/PipelineReviewRole",
			`{"StringEquals": {"`+gitHub+`:sub": "repo:acme/shop:pull_request"}}`, "AssumeRolePolicyDocument", "Statement", 0, "Condition"), Want: "want conditions on the audience"},
		{Name: "a second statement", Check: externalTrust, Change: checktest.Set("Security/PipelineReviewRole",
			`[{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "111111111111"}}]`, "AssumeRolePolicyDocument", "Statement"), Want: "AWS 111111111111"},
		{Name: "a role for another account", Check: externalTrust, Change: checktest.Put("Data/New", "AWS::IAM::Role", account), Want: "roles that may be assumed from outside"},
		{Name: "the bastion for everybody", Check: externalTrust, Change: checktest.Set("Data/BastionRole", `{"AWS": "*"}`, "AssumeRolePolicyDocument", "Statement", 0, "Principal"), Want: "roles that may be assumed from outside"},
		{Name: "a session of half a day", Check: externalTrust, Change: checktest.Set("Data/BastionRole", `43200`, "MaxSessionDuration"), Want: "MaxSessionDuration"},
		{Name: "another issuer", Check: externalTrust, Change: checktest.Set("Security/PipelineReviewRole", `"arn:aws:iam::123456789012:oidc-provider/gitlab.com"`, "AssumeRolePolicyDocument", "Statement", 0, "Principal", "Federated"), Want: "gitlab.com"},
		{Name: "a provider beside the given one", Check: externalTrust, Change: made(func(e *config.Environment) {
			e.Pipeline.OIDCProviderARN = "arn:aws:iam::123456789012:oidc-provider/" + gitHub
		}), Want: "found 1 of OIDC provider, want 0"},
		{Name: "a push to a repository more", Check: workflowPermissions, Change: made(func(e *config.Environment) { e.Services = e.Services[1:] }), Want: "PipelineReleaseRole"},
		{Name: "images of another platform", Check: workflowPermissions, Change: made(func(e *config.Environment) { e.Platform = "acme" }), Want: "repository/acme/*"},
		{Name: "templates of another region", Check: workflowPermissions, Change: made(func(e *config.Environment) { e.Region = "eu-west-1" }), Want: "eu-west-1"},
		{Name: "a deployment with AWS's policy", Check: workflowPermissions, Change: checktest.Set("Security/PipelineDeployRole", `["arn:aws:iam::aws:policy/ReadOnlyAccess"]`, "ManagedPolicyArns"), Want: "has policies of AWS"},
		{Name: "a release of a pipeline that is not there", Check: releaseKeepsTheTemplate, Change: made(func(e *config.Environment) { e.Pipeline.Repositories = nil }), Want: "want 0"},
		{Name: "a release of another stack", Check: releaseKeepsTheTemplate, Change: made(func(e *config.Environment) { e.Instance = "dr" }), Want: "state machine of the release"},
		{Name: "another amount", Check: budgetOfTheSettings, Change: made(func(e *config.Environment) { e.Alerts.MonthlyBudgetUSD = 600 }), Want: "want 600"},
		{Name: "no budget asked for", Check: budgetOfTheSettings, Change: made(func(e *config.Environment) { e.Alerts.MonthlyBudgetUSD = 0 }), Want: "found 1 of budget, want 0"},
		{Name: "a budget for somebody else", Check: budgetOfTheSettings, Change: made(func(e *config.Environment) { e.Alerts.Emails = []string{"a@example.net"} }), Want: "EMAIL a@example.net"},
	})
}

// The definition of the release is one text, so it is broken in the text.
func TestBreachesOfTheReleaseAreFound(t *testing.T) {
	t.Parallel()
	var breaches []checktest.Breach
	for name, breach := range map[string][3]string{
		"a template of one's own": {`"UsePreviousTemplate":true`, `"TemplateBody":"{% $states.input.Template %}"`, "does not keep the template"},
		"a template from afar":    {`"UsePreviousTemplate":true`, `"UsePreviousTemplate":true,"TemplateURL":"https://x"`, "does not keep the template"},
		"another stack":           {`"StackName":"chassis-prod-compute","UsePrevious`, `"StackName":"{% $states.input.Stack %}","UsePrevious`, "is about the stack"},
		"a look at another stack": {`"StackName":"chassis-prod-compute"}`, `"StackName":"chassis-prod-data"}`, "is about the stack"},
		"a deletion":              {"cloudformation:updateStack", "cloudformation:deleteStack", "calls"},
		"no look":                 {`"StartAt":"Look"`, `"StartAt":"Update"`, "does not begin with the parameters"},
		"some parameters":         {`"names":"{% [$states.result.Stacks[0].Parameters.ParameterKey] %}"`, `"names":["AdminImage"]`, "does not begin with the parameters"},
		"no previous value":       {"'UsePreviousValue': true", "'ParameterValue': 'none'", "does not pass on"},
		"a name written in":       {"'ParameterKey': $name,", "'ParameterKey': 'AdminImage',", "does not pass on"},
		"a definition of nothing": {`{"StartAt"`, `"StartAt"`, "cannot be read"},
		"images of anybody":       {" or $substring($string($lookup($input, $)), 0, $length($from)) != $from]", "]", "takes other images"},
		"every environment's":     {"amazonaws.com/chassis/prod/'", "amazonaws.com/chassis/'", "takes other images"},
		"another account's":       {"$arn[4] & ", "'111111111111' & ", "takes other images"},
		"no look at the mistake":  {"{% $states.input.mistake = '' %}", "{% true %}", "goes on to the update"},
		"an update after all":     {`"Default":"WrongInput"`, `"Default":"Update"`, "goes on to the update"},
	} {
		judge := releaseKeepsTheTemplate
		if slices.Contains([]string{"takes other images", "goes on to the update"}, breach[2]) {
			judge = releaseTakesOwnImages
		}
		breaches = append(breaches, checktest.Breach{Name: name, Check: judge, Want: breach[2], Change: func(t *testing.T, p *check.Platform) {
			t.Helper()
			machine := checktest.Find(t, p, "Security/PipelineMachine")
			before := p.Text(machine.Stack, machine.At("DefinitionString"))
			machine.Properties["DefinitionString"] = strings.Replace(before, breach[0], breach[1], 1)
			if before == machine.Properties["DefinitionString"] {
				t.Errorf("the definition has no %s", breach[0])
			}
		}})
	}
	checktest.Test(t, breaches)
}
