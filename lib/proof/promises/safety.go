package promises

import (
	"encoding/base64"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func lifecycleRoom() []check.Promise {
	return slices.Concat([]check.Promise{
		{ID: "R5.3", Says: "All stacks belong to one account, or to whichever account deploys them, and to ap-northeast-2.", Check: oneAccountAndRegion},
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
		if s.Region != Region {
			v.Add("stack %s is for region %q, want %q", s.ID, s.Region, Region)
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

func noErrors(v *check.Review) {
	if len(v.Stacks) == 0 {
		v.Add("there is no stack")
	}
	for _, s := range v.Stacks {
		for _, m := range s.Messages {
			if m.Level == "error" {
				v.Add("%s: %s", m.Path, m.Text)
			}
		}
	}
}

func suppressionsHaveReasons(v *check.Review) {
	examined := 0
	for _, s := range v.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			for _, suppression := range assembly.List(assembly.At(r.Metadata, "cdk_nag", "rules_to_suppress")) {
				examined++
				suppressionHasReason(v, r, suppression)
			}
		}
	}
	if examined == 0 {
		v.Add("found no suppression at all: the access log bucket alone needs one, so cdk-nag did not run")
	}
}

// suppressionHasReason complains about a waived rule that a security reviewer would ask
// about again.
func suppressionHasReason(v *check.Review, r *assembly.Resource, suppression any) {
	rule, _ := assembly.At(suppression, "id").(string)
	if !regexp.MustCompile(`^(AwsSolutions|NIST\.800\.53\.R5)-[A-Za-z0-9]+$`).MatchString(rule) {
		v.Add("%s suppresses %q, which is no rule", r, rule)
	}
	reason, _ := assembly.At(suppression, "reason").(string)
	if assembly.At(suppression, "is_reason_encoded") == true {
		if raw, err := base64.StdEncoding.DecodeString(reason); err == nil {
			reason = string(raw)
		}
	}
	if len(strings.Fields(reason)) < 8 {
		v.Add("%s suppresses %s because %q: that is no reason yet", r, rule, reason)
	}
	findings := assembly.List(assembly.At(suppression, "applies_to"))
	if (strings.HasSuffix(rule, "-IAM4") || strings.HasSuffix(rule, "-IAM5")) && len(findings) == 0 {
		v.Add("%s suppresses all of %s, want the one finding", r, rule)
	}
}
