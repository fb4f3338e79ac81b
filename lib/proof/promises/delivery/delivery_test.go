package delivery_test

import (
	"strings"
	"testing"

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
