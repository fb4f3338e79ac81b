package lifecycle

import (
	"encoding/base64"
	"regexp"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

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
	for _, r := range v.Resources() {
		for _, suppression := range assembly.List(assembly.At(r.Metadata, "cdk_nag", "rules_to_suppress")) {
			examined++
			suppressionHasReason(v, r, suppression)
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
		v.Add("%s suppresses %s because %q: that is no reason yet, which has at least eight words", r, rule, reason)
	}
	findings := assembly.List(assembly.At(suppression, "applies_to"))
	if (strings.HasSuffix(rule, "-IAM4") || strings.HasSuffix(rule, "-IAM5")) && len(findings) == 0 {
		v.Add("%s suppresses all of %s, want the one finding", r, rule)
	}
}
