// Package lifecycle holds the promises about the stacks as such: what they leave behind,
// their names, tags, functions and outputs.
package lifecycle

import (
	"slices"

	"example.com/chassis/lib/proof/promises/check"
)

// Promises are the promises about the stacks.
func Promises() []check.Promise {
	return slices.Concat([]check.Promise{
		{ID: "R5.3", Says: "All stacks belong to the region of the settings, and to their account or to the one that deploys them.", Check: accountAndRegion},
		{ID: "R5.4", Says: "Synthesis leaves no question to AWS open.", Check: nothingLookedUp},
	}, removal(), functions(), []check.Promise{
		{ID: "R5.6", Says: "No construct is left with an error annotation of cdk-nag or of the CDK.", Check: noErrors},
		{ID: "R5.6", Says: "Every suppression names its rule, and for IAM the finding, and gives a reason in a sentence.", Check: suppressionsHaveReasons},
	}, tags(), stacks(), outputs(), additions())
}

func accountAndRegion(v *check.Review) {
	for _, s := range v.Stacks {
		if s.Account != v.Settings.Account || s.Region != v.Settings.Region {
			v.Add("stack %s belongs to account %q and region %q, want %q and %q", s.ID, s.Account, s.Region, v.Settings.Account, v.Settings.Region)
		}
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
