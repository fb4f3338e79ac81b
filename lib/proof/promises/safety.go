package promises

import (
	"encoding/base64"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

func safety() []Promise {
	return slices.Concat([]Promise{
		{"R5.3", "All stacks belong to one account, or to whichever account deploys them, and to ap-northeast-2.", oneAccountAndRegion},
		{"R5.4", "Synthesis leaves no question to AWS open.", nothingLookedUp},
	}, removal(), functions(), []Promise{
		{"R5.6", "No construct is left with an error annotation of cdk-nag or of the CDK.", noErrors},
		{"R5.6", "Every suppression names its rule, and for IAM the finding, and gives a reason in a sentence.", suppressionsHaveReasons},
	}, tags(), stacks(), outputs())
}

var accountID = regexp.MustCompile(`^\d{12}$`)

func oneAccountAndRegion(p Platform) []string {
	v := review{Platform: p}
	accounts := map[string]bool{}
	for _, s := range p.Stacks {
		accounts[s.Account] = true
		if s.Account != "" && !accountID.MatchString(s.Account) {
			v.add("stack %s belongs to account %q, want 12 digits", s.ID, s.Account)
		}
		if s.Region != region {
			v.add("stack %s is for region %q, want %q", s.ID, s.Region, region)
		}
	}
	if len(accounts) != 1 {
		v.add("the stacks belong to %d accounts: %v", len(accounts), slices.Sorted(maps.Keys(accounts)))
	}
	return v.findings
}

func nothingLookedUp(p Platform) []string {
	v := review{Platform: p}
	if len(p.Stacks) == 0 {
		v.add("there is no stack")
	}
	for _, key := range p.Missing {
		v.add("synthesis would look up %s", key)
	}
	return v.findings
}

func noErrors(p Platform) []string {
	v := review{Platform: p}
	if len(p.Stacks) == 0 {
		v.add("there is no stack")
	}
	for _, s := range p.Stacks {
		for _, m := range s.Messages {
			if m.Level == "error" {
				v.add("%s: %s", m.Path, m.Text)
			}
		}
	}
	return v.findings
}

func suppressionsHaveReasons(p Platform) []string {
	v := review{Platform: p}
	examined := 0
	for _, s := range p.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			for _, suppression := range assembly.List(assembly.At(r.Metadata, "cdk_nag", "rules_to_suppress")) {
				examined++
				v.suppression(r, suppression)
			}
		}
	}
	if examined == 0 {
		v.add("found no suppression at all: the access log bucket alone needs one, so cdk-nag did not run")
	}
	return v.findings
}

// suppression complains about a waived rule that a security reviewer would ask
// about again.
func (v *review) suppression(r *assembly.Resource, suppression any) {
	rule, _ := assembly.At(suppression, "id").(string)
	if !regexp.MustCompile(`^(AwsSolutions|NIST\.800\.53\.R5)-[A-Za-z0-9]+$`).MatchString(rule) {
		v.add("%s suppresses %q, which is no rule", r, rule)
	}
	reason, _ := assembly.At(suppression, "reason").(string)
	if assembly.At(suppression, "is_reason_encoded") == true {
		if raw, err := base64.StdEncoding.DecodeString(reason); err == nil {
			reason = string(raw)
		}
	}
	if len(strings.Fields(reason)) < 8 {
		v.add("%s suppresses %s because %q: that is no reason yet", r, rule, reason)
	}
	findings := assembly.List(assembly.At(suppression, "applies_to"))
	if (strings.HasSuffix(rule, "-IAM4") || strings.HasSuffix(rule, "-IAM5")) && len(findings) == 0 {
		v.add("%s suppresses all of %s, want the one finding", r, rule)
	}
}
