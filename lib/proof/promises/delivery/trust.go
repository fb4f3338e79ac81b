package delivery

import (
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

const gitHub = "token.actions.githubusercontent.com"

// workflow is whose tokens a role trusts, and for how long.
type workflow struct {
	repositories []string
	ending       string
	hours        int
}

// workflows are those of the settings, by the role for each.
func workflows(v *check.Review) map[string]workflow {
	if !delivers(v) {
		return nil
	}
	all, first := v.Settings.Pipeline.Repositories, v.Settings.Pipeline.Infrastructure()
	return map[string]workflow{
		// A release or a deployment may take hours, and its credentials are not renewed.
		"ReleaseRole": {all, "environment:" + v.Settings.ReleaseEnvironment(), 4},
		"DeployRole":  {first, "environment:" + v.Settings.Label(), 4},
		"ReviewRole":  {first, "pull_request", 1},
		"DriftRole":   {first, "ref:refs/heads/main", 1},
	}
}

func externalTrust(v *check.Review) {
	roles, trusted := parts.ExternalRoles(v), workflows(v)
	for _, role := range v.Some("AWS::IAM::Role") {
		if !slices.Contains(slices.Collect(maps.Values(roles)), role) && !role.Below(config.AdditionsStack) {
			v.Absent(role, "MaxSessionDuration") // an hour
		}
	}
	v.Texts("roles that may be assumed from outside the account", slices.Collect(maps.Keys(roles)), slices.Collect(maps.Keys(trusted)))
	provider := provider(v)
	for id, role := range roles {
		w := trusted[id]
		var want, got []string
		for _, repository := range w.repositories {
			want = append(want, "repo:"+repository+":"+w.ending)
		}
		for _, s := range iampolicy.Read(v.Assembly, role, role.At("AssumeRolePolicyDocument")) {
			v.Texts(role.String()+" trusts", slices.Concat([]string{s.Effect}, s.ActionTexts(), s.PrincipalTexts()),
				[]string{"Allow", "sts:AssumeRoleWithWebIdentity", "Federated " + provider})
			for _, condition := range s.Conditions {
				if condition.Operator == "StringEquals" && condition.Key == gitHub+":sub" {
					got = append(got, condition.Values...)
				} else if text := condition.String(); text != "StringEquals "+gitHub+":aud sts.amazonaws.com" {
					v.Add("%s has the condition %s", role, text)
				}
			}
			if len(s.Conditions) != 2 {
				v.Add("%s: got %q, want conditions on the audience and the subject", role, s.ConditionTexts())
			}
		}
		v.Texts(role.String()+" trusts the subjects", got, want)
		v.Reads(role, w.hours*3600, "MaxSessionDuration")
	}
}

// provider is how a trust refers to GitHub's: that of the settings, or the platform's own.
func provider(v *check.Review) string {
	own := v.OfType("AWS::IAM::OIDCProvider")
	given := v.Settings.Pipeline.OIDCProviderARN
	if !delivers(v) || given != "" {
		v.Count(own, 0, "OIDC provider")
		return given
	}
	v.Count(own, 1, "OIDC provider")
	if len(own) != 1 {
		return ""
	}
	v.Reads(own[0], "https://"+gitHub, "Url")
	v.Alone(own[0], "sts.amazonaws.com", "ClientIdList")
	return check.Token(own[0], "")
}
