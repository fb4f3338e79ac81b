package config

import (
	"slices"
	"testing"
)

// Whether -c, defaults or a section gives it, only one deployment may own it.
func TestWhatAnAccountHasOnceHasOneOwner(t *testing.T) {
	t.Parallel()
	const (
		scanning = ", and one account has one registry; leave it to one of them, or give each an account"
		provider = ", and one account has one provider; give the others the ARN of the first's, or each an account"
		budget   = ", and a budget counts the whole account; leave it to one of them, or give each an account"
		accounts = `"dev": {"account": "111111111111"}, "staging": {"account": "222222222222"}, "prod": {"account": "333333333333"}`
		owner    = `{"alertEmail": "a@example.com", "monthlyBudgetUsd": 500, "enhancedScanning": true, "githubRepository": "a/b"}`
	)
	for promise, tc := range map[string]struct {
		defaults, environments, run string
		want                        []string
	}{
		"scanning of a section and of -c": {`{}`, `"prod": {"enhancedScanning": true}`, `{"enhancedScanning": "true"}`, []string{"enhancedScanning is on for dev and prod" + scanning}},
		"a provider of a section and -c":  {`{}`, `"prod": {"githubRepository": "a/b"}`, `{"githubRepository": "a/b"}`, []string{"githubRepository without githubOidcProviderArn is given for dev and prod" + provider}},
		"a budget of two sections":        {`{"alertEmail": "a@example.com"}`, `"dev": {"monthlyBudgetUsd": 5}, "prod": {"monthlyBudgetUsd": 5}`, `{}`, []string{"monthlyBudgetUsd is given for dev and prod" + budget}},
		"a budget of an instance":         {`{"alertEmail": "a@example.com"}`, `"prod": {"monthlyBudgetUsd": 5}`, `{"env": "prod", "instance": "dr", "monthlyBudgetUsd": "5"}`, []string{"monthlyBudgetUsd is given for prod and prod-dr" + budget}},
		"what an instance is refused": {`{}`, `"prod": ` + owner, `{"env": "staging", "instance": "a", "enhancedScanning": "true", "githubRepository": "a/b"}`, []string{
			`environment "staging": githubRepository needs githubOidcProviderArn in an instance: an account has one provider, and it would be deleted with the instance`,
			`environment "staging": enhancedScanning must be false in an instance: it configures the account's whole registry, which outlives the instance`,
		}},
		"all of them in defaults": {owner, ``, `{}`, []string{
			"enhancedScanning is on for dev, staging and prod" + scanning,
			"githubRepository without githubOidcProviderArn is given for dev, staging and prod" + provider,
			"monthlyBudgetUsd is given for dev, staging and prod" + budget,
		}},
		"all of them in defaults, each environment with an account":    {owner, accounts, `{}`, nil},
		"all of them in a section, with an instance that takes none":   {`{}`, `"staging": ` + owner, `{"env": "staging", "instance": "pr-42"}`, nil},
		"an account of the run for one of two, which may be the other": {`{}`, `"prod": {"enhancedScanning": true}`, `{"enhancedScanning": "true", "account": "111111111111"}`, []string{"enhancedScanning is on for dev and prod" + scanning}},
	} {
		t.Run(promise, func(t *testing.T) {
			t.Parallel()
			_, err := read(`{"context": {"defaults": `+tc.defaults+`, "environments": {`+tc.environments+`}}}`, tc.run)
			if got := lines(err); !slices.Equal(got, tc.want) {
				t.Errorf("got\n\t%q\nwant\n\t%q", got, tc.want)
			}
		})
	}
}
