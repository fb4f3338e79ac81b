package delivery

import (
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

const gitHub = "token.actions.githubusercontent.com"

// subjectEndings are what the subjects of a role's tokens end in.
var subjectEndings = map[string]string{
	"ReleaseRole": "environment:ENV", "DeployRole": "environment:ENV", "ReviewRole": "pull_request", "DriftRole": "ref:refs/heads/main",
}

func externalTrust(v *check.Review) {
	roles := parts.ExternalRoles(v)
	providers := v.OfType("AWS::IAM::OIDCProvider")
	if len(roles) == 0 {
		v.Some("AWS::IAM::Role")
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
		v.Texts(role.String()+" trusts", s.ActionTexts(), []string{"sts:AssumeRoleWithWebIdentity"})
		if len(s.Principals) != 1 || !isGitHub(s.Principals[0], providers) {
			v.Add("%s trusts %v, want GitHub's provider", role, s.PrincipalTexts())
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
func isGitHub(principal iampolicy.Principal, providers []*assembly.Resource) bool {
	if principal.Not || principal.Kind != "Federated" {
		return false
	}
	name := principal.ID
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
		if condition.Operator == "StringEquals" && condition.Key == gitHub+":sub" {
			subjects = append(subjects, condition.Values...)
		} else {
			others = append(others, condition.String())
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
