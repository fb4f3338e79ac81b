package config

import (
	"fmt"
	"regexp"
)

var accountPattern = regexp.MustCompile(`^[0-9]{12}$`)

func checkAccount(e Environment, fail reporter) {
	if e.Account != "" && !accountPattern.MatchString(e.Account) {
		fail("account must be exactly 12 digits, got %q", e.Account)
	}
}

// accountResource is something that exists once in an account.
type accountResource struct {
	definedBy func(e Environment) bool
	// conflict is the error for two environments, with their names for %s.
	conflict string
}

func accountResources() []accountResource {
	return []accountResource{
		{
			definedBy: func(e Environment) bool { return e.Registry.EnhancedScanning },
			conflict:  "enhancedScanning is on for %s and for %s, and one account has one registry; leave it to one of them, or give both an account",
		},
		{
			definedBy: func(e Environment) bool { return len(e.Pipeline.Repositories) > 0 && e.Pipeline.OIDCProviderARN == "" },
			conflict:  "githubRepository without githubOidcProviderArn is given for %s and for %s, and one account has one provider; give the second the ARN of the first's, or both an account",
		},
	}
}

// accountConflicts reports pairs of environments that define the same resource of
// one account. An environment without an account may be deployed to any.
func accountConflicts(environments []Environment) []error {
	var errs []error
	for _, resource := range accountResources() {
		for i, a := range environments {
			for _, b := range environments[i+1:] {
				sameAccount := a.Account == b.Account || a.Account == "" || b.Account == ""
				if sameAccount && resource.definedBy(a) && resource.definedBy(b) {
					errs = append(errs, fmt.Errorf(resource.conflict, a.Name, b.Name))
				}
			}
		}
	}
	return errs
}
