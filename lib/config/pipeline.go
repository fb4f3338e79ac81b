package config

import (
	"regexp"
	"strings"
)

// What GitHub accepts as the name of an owner and of a repository. An owner may end in
// the _shortcode of an enterprise. Newer repositories add a number after an @ to both
// names in the subject of their tokens.
// https://docs.github.com/en/actions/reference/security/oidc
var (
	repositoryName = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9_-]{0,38})(@[0-9]+)?/([A-Za-z0-9._-]{1,100})(@[0-9]+)?$`)
	providerARN    = regexp.MustCompile(`^arn:aws:iam::([0-9]{12}):oidc-provider/token\.actions\.githubusercontent\.com$`)
)

func checkGitHubRepositories(e Environment, fail reporter) {
	for _, name := range e.Pipeline.Repositories {
		parts := repositoryName.FindStringSubmatch(name)
		switch {
		case parts == nil, parts[3] == ".", parts[3] == "..", strings.HasSuffix(parts[3], ".git"):
			fail("githubRepository must be the owner and the name of a repository, such as acme/shop or acme@1234/shop@5678, got %q", name)
		case (parts[2] == "") != (parts[4] == ""):
			fail("githubRepository must have both numbers or none, such as acme@1234/shop@5678, got %q", name)
		}
	}
}

func checkGitHubProvider(e Environment, fail reporter) {
	if arn := e.Pipeline.OIDCProviderARN; arn != "" && !providerARN.MatchString(arn) {
		fail("githubOidcProviderArn must be the ARN of GitHub's provider, such as arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com, got %q", arn)
	}
}

func checkGitHubProviderAccount(e Environment, fail reporter) {
	parts := providerARN.FindStringSubmatch(e.Pipeline.OIDCProviderARN)
	if parts != nil && e.Account != "" && parts[1] != e.Account {
		fail("githubOidcProviderArn must be of account %s, got one of %s", e.Account, parts[1])
	}
}

func checkGitHubProviderIsUsed(e Environment, fail reporter) {
	p := e.Pipeline
	if p.OIDCProviderARN != "" && len(p.Repositories) == 0 {
		fail("githubOidcProviderArn needs githubRepository, whose workflows use the provider")
	}
	if p.OIDCProviderARN == "" && len(p.Repositories) > 0 && e.Instance != "" {
		fail("githubRepository needs githubOidcProviderArn in an instance: an account has one provider, and it would be deleted with the instance")
	}
}
