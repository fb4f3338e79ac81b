package delivery_test

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/checktest"
	"example.com/chassis/lib/proof/promises/delivery"
)

// Each promise about the pipeline and the budget is broken once, on what the CDK
// writes with every option.
func TestBreachesOfThePipelineAreFound(t *testing.T) {
	const subject = "token.actions.githubusercontent.com:sub"
	equals := []any{"AssumeRolePolicyDocument", "Statement", 0, "Condition", "StringEquals"}
	for name, breach := range map[string]struct {
		construct string
		value     any
		path      []any
		want      string
	}{
		"every repository":              {"PipelineDeployRole", "repo:*:environment:prod", append(equals, subject), "want repo:<owner>/<name>:environment:prod"},
		"another environment":           {"PipelineDeployRole", "repo:acme/shop:environment:dev", append(equals, subject), "want repo:<owner>/<name>:environment:prod"},
		"two repositories that deploy":  {"PipelineDeployRole", []any{"repo:acme/shop:environment:prod", "repo:a/b:environment:prod"}, append(equals, subject), "want those of a repository"},
		"pull requests that release":    {"PipelineReleaseRole", "repo:acme/shop:pull_request", append(equals, subject), "environment:prod"},
		"every branch":                  {"PipelineDriftRole", "repo:acme/shop:ref:refs/heads/x", append(equals, subject), "ref:refs/heads/main"},
		"every audience":                {"PipelineReviewRole", "x", append(equals, "token.actions.githubusercontent.com:aud"), "conditions"},
		"no condition at all":           {"PipelineReviewRole", nil, equals[:4], "conditions"},
		"another issuer":                {"PipelineReviewRole", "arn:aws:iam::123456789012:oidc-provider/gitlab.com", []any{"AssumeRolePolicyDocument", "Statement", 0, "Principal", "Federated"}, "want GitHub's provider"},
		"an account":                    {"PipelineReviewRole", map[string]any{"AWS": "arn:aws:iam::111111111111:root"}, []any{"AssumeRolePolicyDocument", "Statement", 0, "Principal"}, "want GitHub's provider"},
		"the bastion for everybody":     {"BastionRole", map[string]any{"AWS": "*"}, []any{"AssumeRolePolicyDocument", "Statement", 0, "Principal"}, "may be assumed from outside"},
		"a deployment of an hour":       {"PipelineDeployRole", 3600.0, []any{"MaxSessionDuration"}, "MaxSessionDuration"},
		"a review of a day":             {"PipelineReviewRole", nil, []any{"MaxSessionDuration"}, "MaxSessionDuration"},
		"a provider of somebody else":   {"PipelineProvider", "https://example.com", []any{"Url"}, "token.actions"},
		"a workflow that updates":       {"PipelineReleaseRoleDefaultPolicy", "cloudformation:UpdateStack", []any{"PolicyDocument", "Statement", 2, "Action"}, "PipelineReleaseRole"},
		"a review that reads data":      {"PipelineReviewRoleDefaultPolicy", "*", []any{"PolicyDocument", "Statement", 0, "Action"}, "PipelineReviewRole"},
		"a deployment as administrator": {"PipelineDeployRoleDefaultPolicy", "*", []any{"PolicyDocument", "Statement", 0, "Resource"}, "PipelineDeployRole"},
		"a release of everything":       {"PipelineMachineRoleDefaultPolicy", "*", []any{"PolicyDocument", "Statement", 0, "Resource"}, "PipelineMachineRole"},
		"half of the budget":            {"Budget", 50.0, []any{"NotificationsWithSubscribers", 0, "Notification", "Threshold"}, "tells of"},
		"a budget that tells nobody":    {"Budget", []any{}, []any{"NotificationsWithSubscribers", 1, "Subscribers"}, "tells 0 people"},
		"a budget by the quarter":       {"Budget", "QUARTERLY", []any{"Budget", "TimeUnit"}, "want MONTHLY"},
		"a budget of nothing":           {"Budget", 0.0, []any{"Budget", "BudgetLimit", "Amount"}, "of nothing"},
		"a budget with a name":          {"Budget", "chassis", []any{"Budget", "BudgetName"}, "BudgetName"},
		"a budget of a tag":             {"Budget", map[string]any{"TagKeyValue": []any{"user:Environment$prod"}}, []any{"Budget", "CostFilters"}, "CostFilters"},
	} {
		t.Run(name, func(t *testing.T) {
			p := recorded.Platform(t)
			checktest.SetAt(t, checktest.Constructed(t, p, breach.construct).Properties, breach.value, breach.path...)
			if found := checktest.Complaints(p, delivery.Promises()); !strings.Contains(found, breach.want) {
				t.Errorf("the promises say %q, want %q", found, breach.want)
			}
		})
	}
}

// The definition is one text, so it is broken in the text.
func TestBreachesOfTheReleaseAreFound(t *testing.T) {
	for name, breach := range map[string]struct{ old, new, want string }{
		"a template of one's own":    {`"UsePreviousTemplate":true`, `"TemplateBody":"{% $states.input.Template %}"`, "does not keep the template"},
		"another stack":              {`"StackName":"chassis-prod-compute","UsePrevious`, `"StackName":"{% $states.input.Stack %}","UsePrevious`, "is about the stack"},
		"a deletion":                 {"cloudformation:updateStack", "cloudformation:deleteStack", "calls"},
		"the bootstrap's default":    {"{'ParameterKey': 'BootstrapVersion', 'UsePreviousValue': true}", "{}", "does not keep the parameter BootstrapVersion"},
		"the other service's reset":  {"{'ParameterKey': 'AdminImage', 'UsePreviousValue': true}", "{'ParameterKey': 'AdminImage', 'ParameterValue': 'none'}", "does not keep the parameter AdminImage"},
		"a definition without words": {`{"StartAt"`, `"StartAt"`, "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			p := recorded.Platform(t)
			machine := checktest.Constructed(t, p, "PipelineMachine")
			raw, err := json.Marshal(machine.At("DefinitionString"))
			if err != nil {
				t.Fatal(err)
			}
			quoted := func(text string) string {
				q, _ := json.Marshal(text)
				return string(q[1 : len(q)-1])
			}
			before := string(raw)
			after := strings.Replace(before, quoted(breach.old), quoted(breach.new), 1)
			if before == after {
				t.Fatalf("the definition has no %s", breach.old)
			}
			var definition any
			if err := json.Unmarshal([]byte(after), &definition); err != nil {
				t.Fatal(err)
			}
			machine.Properties["DefinitionString"] = definition
			if found := checktest.Complaints(p, delivery.Promises()); !strings.Contains(found, breach.want) {
				t.Errorf("the promises say %q, want %q", found, breach.want)
			}
		})
	}
}

// What the release asks CloudFormation for, computed as Step Functions would.
func TestAReleaseChangesTheImagesThatItIsGiven(t *testing.T) {
	p := recorded.Platform(t)
	var definition map[string]any
	machine := checktest.Constructed(t, p, "PipelineMachine")
	if err := json.Unmarshal([]byte(p.Text(machine.Stack, machine.At("DefinitionString"))), &definition); err != nil {
		t.Fatal(err)
	}
	states := func(id string, path ...any) any {
		return assembly.At(definition, append([]any{"States", id}, path...)...)
	}
	keep := func(name string) any { return map[string]any{"ParameterKey": name, "UsePreviousValue": true} }
	give := func(name, image string) any { return map[string]any{"ParameterKey": name, "ParameterValue": image} }
	for name, tc := range map[string]struct {
		input map[string]any
		want  []any
	}{
		"service-api": {map[string]any{"ServiceImage": "a:1"}, []any{give("ServiceImage", "a:1"), keep("AdminImage"), keep("BootstrapVersion")}},
		"admin-api":   {map[string]any{"AdminImage": "b:2"}, []any{keep("ServiceImage"), give("AdminImage", "b:2"), keep("BootstrapVersion")}},
		"both":        {map[string]any{"ServiceImage": "a:1", "AdminImage": "b:2"}, []any{give("ServiceImage", "a:1"), give("AdminImage", "b:2"), keep("BootstrapVersion")}},
	} {
		got, err := json.Marshal(checktest.Evaluate(t, states("Update", "Arguments", "Parameters"), tc.input))
		if err != nil {
			t.Fatal(err)
		}
		want, _ := json.Marshal(tc.want)
		if string(got) != string(want) {
			t.Errorf("%s: asks for %s, want %s", name, got, want)
		}
	}
	for name, tc := range map[string]struct {
		input map[string]any
		want  string
	}{
		"service-api":      {map[string]any{"ServiceImage": "a:1"}, "Update"},
		"admin-api":        {map[string]any{"AdminImage": "b:2"}, "Update"},
		"both":             {map[string]any{"ServiceImage": "a:1", "AdminImage": "b:2"}, "Update"},
		"nothing":          {map[string]any{}, "NotReleased"},
		"a slip":           {map[string]any{"serviceImage": "a:1"}, "NotReleased"},
		"a template":       {map[string]any{"TemplateBody": "{}"}, "NotReleased"},
		"no image":         {map[string]any{"ServiceImage": "none"}, "NotReleased"},
		"one and no other": {map[string]any{"ServiceImage": "a:1", "AdminImage": "none"}, "NotReleased"},
	} {
		if got := chosen(t, states("Asked"), tc.input); got != tc.want {
			t.Errorf("%s leads to %s, want %s", name, got, tc.want)
		}
	}
	for input, want := range map[string]string{
		`{"status": "UPDATE_ROLLBACK_COMPLETE"}`: "UPDATE_ROLLBACK_COMPLETE",
		`{"serviceImage": "a:1"}`:                `want a ServiceImage or an AdminImage other than none, got {"serviceImage":"a:1"}`,
	} {
		var given map[string]any
		if err := json.Unmarshal([]byte(input), &given); err != nil {
			t.Fatal(err)
		}
		if got := checktest.Evaluate(t, states("NotReleased", "Cause"), given); got != want {
			t.Errorf("%s fails with %v, want %s", input, got, want)
		}
	}
	if got := states("Update", "Catch", 0, "Output"); got != "{% $merge([$states.input, {'status': $states.errorOutput.Cause}]) %}" {
		t.Errorf("a refused update goes on with %v, want what was asked for and why not", got)
	}
	if states("Turn", "Next") != "Update" || states("Wait", "Next") != "Look" || assembly.At(definition, "StartAt") != "Asked" {
		t.Error("the states are in another order")
	}
	for status, want := range map[string]string{
		"UPDATE_IN_PROGRESS": "Wait", "UPDATE_COMPLETE": "Released", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": "Wait",
		"UPDATE_ROLLBACK_IN_PROGRESS": "Wait", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": "Wait", "UPDATE_ROLLBACK_COMPLETE": "NotReleased", "UPDATE_ROLLBACK_FAILED": "NotReleased",
		"UPDATE_FAILED": "NotReleased",
	} {
		if got := chosen(t, states("Ended"), map[string]any{"status": status}); got != want {
			t.Errorf("%s leads to %s, want %s", status, got, want)
		}
	}
	for cause, want := range map[string]string{
		"No updates are to be performed. (Service: CloudFormation, Status Code: 400)":                        "Released",
		"Stack:arn is in UPDATE_IN_PROGRESS state and can not be updated. (Service: CloudFormation, …)":      "Turn",
		"Stack:arn is in UPDATE_ROLLBACK_FAILED state and can not be updated. (Service: CloudFormation, …)":  "NotReleased",
		"Parameter ServiceImage failed to satisfy constraint: must be none or a full image URI with a tag …": "NotReleased",
	} {
		if got := chosen(t, states("Refused"), map[string]any{"status": cause}); got != want {
			t.Errorf("%s leads to %s, want %s", cause, got, want)
		}
	}
}

// chosen is where a choice state leads with an input.
func chosen(t *testing.T, state any, input map[string]any) string {
	t.Helper()
	for _, choice := range assembly.List(assembly.At(state, "Choices")) {
		if checktest.Evaluate(t, assembly.At(choice, "Condition"), input) == true {
			next, _ := assembly.At(choice, "Next").(string)
			return next
		}
	}
	next, _ := assembly.At(state, "Default").(string)
	return next
}
