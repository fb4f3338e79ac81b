// Package guardrails holds the rules that every stack keeps: cdk-nag on each
// synthesis, keys that rotate, log groups that are encrypted and expire, and
// what happens to data when a resource goes.
package guardrails

import (
	"cmp"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdklabs/cdk-nag-go/cdknag/v2"

	"example.com/chassis/lib/config"
)

// Check runs cdk-nag's AwsSolutions pack, and the packs that env adds, over
// everything below scope at synthesis.
func Check(scope constructs.IConstruct, env config.Environment) {
	// Findings are annotations; the CSV reports would only repeat them.
	props := &cdknag.NagPackProps{Verbose: jsii.Bool(true), Reports: jsii.Bool(false)}
	aspects := awscdk.Aspects_Of(scope)
	aspects.Add(cdknag.NewAwsSolutionsChecks(props), nil)
	for _, pack := range env.NagPacks {
		if pack == config.NIST80053R5 {
			aspects.Add(cdknag.NewNIST80053R5Checks(props), nil)
		}
	}
}

// Accept records why one rule is waived on one construct. The reason is part of
// the security review, so it must say what makes the risk acceptable here.
func Accept(c constructs.IConstruct, rule, reason string) {
	accept(c, cdknag.NagPackSuppression{Id: jsii.String(rule), Reason: jsii.String(reason)})
}

// AcceptFinding waives a single finding of a rule that reports several on one
// construct, such as one wildcard of an IAM policy ("Resource::*").
func AcceptFinding(c constructs.IConstruct, rule, finding, reason string) {
	accept(c, cdknag.NagPackSuppression{
		Id:        jsii.String(rule),
		AppliesTo: &[]any{jsii.String(finding)},
		Reason:    jsii.String(reason),
	})
}

// AcceptInlinePolicy waives the rule of the NIST pack against the policy that
// the L2 grants made for role.
func AcceptInlinePolicy(role constructs.IConstruct) {
	Accept(role.Node().FindChild(jsii.String("DefaultPolicy")), inlinePolicy, inlinePolicyReason)
}

// AcceptInline is AcceptInlinePolicy for a policy that is at hand.
func AcceptInline(policy constructs.IConstruct) { Accept(policy, inlinePolicy, inlinePolicyReason) }

const (
	inlinePolicy       = "NIST.800.53.R5-IAMNoInlinePolicy"
	inlinePolicyReason = "It belongs to this one role and goes with it; a managed policy could be attached to others by mistake."
)

// AccountIn is how cdk-nag writes the account of env's resources in a finding.
func AccountIn(env config.Environment) string { return cmp.Or(env.Account, "<AWS::AccountId>") }

func accept(c constructs.IConstruct, suppression cdknag.NagPackSuppression) {
	cdknag.NagSuppressions_AddResourceSuppressions(c, &[]*cdknag.NagPackSuppression{&suppression}, jsii.Bool(false))
}
