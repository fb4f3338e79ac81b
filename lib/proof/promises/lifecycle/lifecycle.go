// Package lifecycle holds the promises about the stacks as such: what they leave behind,
// their names, tags, functions and outputs.
package lifecycle

import (
	"maps"
	"regexp"
	"slices"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// Promises are the promises about the stacks.
func Promises() []check.Promise {
	return slices.Concat([]check.Promise{
		{ID: "R5.3", Says: "All stacks belong to one account, that of the settings or the one that deploys them, and to ap-northeast-2.", Check: oneAccountAndRegion},
		{ID: "R5.4", Says: "Synthesis leaves no question to AWS open.", Check: nothingLookedUp},
	}, removal(), functions(), []check.Promise{
		{ID: "R5.6", Says: "No construct is left with an error annotation of cdk-nag or of the CDK.", Check: noErrors},
		{ID: "R5.6", Says: "Every suppression names its rule, and for IAM the finding, and gives a reason in a sentence.", Check: suppressionsHaveReasons},
	}, tags(), stacks(), outputs())
}

var accountID = regexp.MustCompile(`^\d{12}$`)

func oneAccountAndRegion(v *check.Review) {
	accounts := map[string]bool{}
	for _, s := range v.Stacks {
		accounts[s.Account] = true
		if s.Account != "" && !accountID.MatchString(s.Account) {
			v.Add("stack %s belongs to account %q, want 12 digits", s.ID, s.Account)
		}
		if s.Region != parts.Region {
			v.Add("stack %s is for region %q, want %q", s.ID, s.Region, parts.Region)
		}
	}
	if len(accounts) != 1 {
		v.Add("the stacks belong to %d accounts: %v", len(accounts), slices.Sorted(maps.Keys(accounts)))
	}
}

func nothingLookedUp(v *check.Review) {
	if len(v.Stacks) == 0 {
		v.Add("there is no stack")
	}
	for _, key := range v.Missing {
		v.Add("synthesis would look up %s", key)
	}
}
