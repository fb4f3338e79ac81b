package config

import (
	"fmt"
	"regexp"
	"slices"
)

var accountPattern = regexp.MustCompile(`^[0-9]{12}$`)

// isIn reports whether an account may be that of the environment.
func (e Environment) isIn(account string) bool {
	return account == e.Account || !accountPattern.MatchString(e.Account)
}

// accountResource is something that exists once in an account.
type accountResource struct {
	definedBy func(e Environment) bool
	// conflict is the error for several environments, with their names for %s.
	conflict string
	// perRegion resources exist once in each region of the account.
	perRegion bool
}

// accountResources lists them. Rules of their own refuse the first two in an instance.
func accountResources() []accountResource {
	return []accountResource{
		{
			definedBy: func(e Environment) bool { return e.Registry.EnhancedScanning && e.Instance == "" },
			conflict:  "enhancedScanning is on for %s, and one account has one registry; leave it to one of them, or give each an account",
			perRegion: true,
		},
		{
			definedBy: func(e Environment) bool {
				return len(e.Pipeline.Repositories) > 0 && e.Pipeline.OIDCProviderARN == "" && e.Instance == ""
			},
			conflict: "githubRepository without githubOidcProviderArn is given for %s, and one account has one provider; give the others the ARN of the first's, or each an account",
		},
		{
			definedBy: func(e Environment) bool { return e.Alerts.MonthlyBudgetUSD > 0 },
			conflict:  "monthlyBudgetUsd is given for %s, and a budget counts the whole account; leave it to one of them, or give each an account",
		},
	}
}

// accountConflicts reports the environments that define the same resource of one
// account. An environment without an account may be deployed to any.
func accountConflicts(environments []Environment) []error {
	var errs []error
	for _, resource := range accountResources() {
		var owners []string
		for _, e := range environments {
			shares := func(other Environment) bool {
				sameAccount := e.Account == other.Account || e.Account == "" || other.Account == ""
				apart := resource.perRegion && e.Region != other.Region
				return e.Label() != other.Label() && sameAccount && !apart && resource.definedBy(other)
			}
			if resource.definedBy(e) && slices.ContainsFunc(environments, shares) {
				owners = append(owners, e.Label())
			}
		}
		if len(owners) > 0 {
			errs = append(errs, fmt.Errorf(resource.conflict, enumerate(owners, "and")))
		}
	}
	return errs
}

func checkGitHubProviderAccount(e Environment, fail reporter) {
	if parts := providerARN.FindStringSubmatch(e.Pipeline.OIDCProviderARN); parts != nil && !e.isIn(parts[1]) {
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
