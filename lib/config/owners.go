package config

import "fmt"

// owns is something of which an account has one.
type owns struct {
	by   func(e Environment) bool
	says string // with the names of two environments
}

func onePerAccount() []owns {
	return []owns{
		{
			func(e Environment) bool { return e.Registry.EnhancedScanning },
			"enhancedScanning is on for %s and for %s, and one account has one registry; leave it to one of them, or give both an account",
		},
		{
			func(e Environment) bool { return len(e.Pipeline.Repositories) > 0 && e.Pipeline.OIDCProviderARN == "" },
			"githubRepository without githubOidcProviderArn is given for %s and for %s, and one account has one provider; give the second the ARN of the first's, or both an account",
		},
	}
}

// owners tells when two environments would fight for what their account has one
// of: e, with what this run adds, and the sections of the others. An environment
// without an account may be deployed to any.
func owners(e Environment, known bool, sections map[string]map[string]any) []error {
	var all []Environment
	for _, name := range Names() {
		owner := Environment{Name: name}
		_, _ = owner.overlay("", sections[name], fromSection) // others tell what is wrong
		if known && name == e.Name && e.Instance == "" {
			owner = e
		}
		all = append(all, owner)
	}
	var errs []error
	for _, thing := range onePerAccount() {
		for i, a := range all {
			for _, b := range all[i+1:] {
				if thing.by(a) && thing.by(b) && (a.Account == b.Account || a.Account == "" || b.Account == "") {
					errs = append(errs, fmt.Errorf(thing.says, a.Name, b.Name))
				}
			}
		}
	}
	return errs
}
