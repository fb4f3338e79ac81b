// Package baseline holds the rules that every stack keeps: cdk-nag on each
// synthesis, keys that rotate, log groups that are encrypted and expire, and
// what happens to data when a resource goes.
package baseline

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

// Waiver is one finding that is accepted. The reason is part of the security
// review, so it must say what makes the risk acceptable here.
type Waiver struct {
	// Rule is cdk-nag's name of the rule, "AwsSolutions-S1".
	Rule string
	// Finding narrows a rule that reports several things of one construct to one of
	// them, such as one wildcard of a policy: "Resource::*". Empty waives the rule.
	Finding string
	Reason  string
}

// Accept records why findings of one construct are waived.
func Accept(c constructs.IConstruct, waivers ...Waiver) {
	var suppressions []*cdknag.NagPackSuppression
	for _, w := range waivers {
		suppression := &cdknag.NagPackSuppression{Id: jsii.String(w.Rule), Reason: jsii.String(w.Reason)}
		if w.Finding != "" {
			suppression.AppliesTo = &[]any{jsii.String(w.Finding)}
		}
		suppressions = append(suppressions, suppression)
	}
	cdknag.NagSuppressions_AddResourceSuppressions(c, &suppressions, jsii.Bool(false))
}

// InlinePolicy waives the rule of the NIST pack against inline policies.
func InlinePolicy() Waiver {
	return Waiver{
		Rule:   "NIST.800.53.R5-IAMNoInlinePolicy",
		Reason: "It belongs to this one role and goes with it; a managed policy could be attached to others by mistake.",
	}
}

// DeploymentFunction waives the rules of the NIST pack about functions for one
// that runs only while CloudFormation deploys.
func DeploymentFunction() []Waiver {
	return []Waiver{{
		Rule:   "NIST.800.53.R5-LambdaConcurrency",
		Reason: "It runs once in a deployment that changes its resource; there is nothing to limit.",
	}, {
		Rule:   "NIST.800.53.R5-LambdaDLQ",
		Reason: "CloudFormation waits for its answer and fails the deployment without one; no event can be lost unseen.",
	}, {
		Rule:   "NIST.800.53.R5-LambdaInsideVPC",
		Reason: "It talks to public endpoints of AWS and to nothing in the VPC.",
	}}
}

// DefaultPolicy is the policy that the L2 grants made for a role.
func DefaultPolicy(role constructs.IConstruct) constructs.IConstruct {
	return role.Node().FindChild(jsii.String("DefaultPolicy"))
}

// AccountIn is how cdk-nag writes the account of env's resources in a finding.
func AccountIn(env config.Environment) string { return cmp.Or(env.Account, "<AWS::AccountId>") }
