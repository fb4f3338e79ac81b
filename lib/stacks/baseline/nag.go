// Package baseline holds what every stack uses: cdk-nag and waivers of its rules, keys
// that rotate, log groups with encryption and retention, and removal policies.
package baseline

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdklabs/cdk-nag-go/cdknag/v2"

	"example.com/chassis/lib/config"
)

// Check runs cdk-nag's AwsSolutions pack, and the packs that env adds, over
// everything below scope at synthesis.
func Check(scope constructs.IConstruct, env config.Environment) {
	// No CSV reports: they would repeat the annotations.
	props := &cdknag.NagPackProps{Verbose: jsii.Bool(true), Reports: jsii.Bool(false)}
	aspects := awscdk.Aspects_Of(scope)
	aspects.Add(cdknag.NewAwsSolutionsChecks(props), nil)
	for _, pack := range env.NagPacks {
		if pack == config.NIST80053R5 {
			aspects.Add(cdknag.NewNIST80053R5Checks(props), nil)
		}
	}
}

// Waiver accepts one finding of cdk-nag. The reason is part of the security review, so
// it must say what makes the risk acceptable.
type Waiver struct {
	// Rule is cdk-nag's name of the rule, "AwsSolutions-S1".
	Rule string
	// Finding limits the waiver to one of several findings of a rule, such as one
	// wildcard of a policy: "Resource::*". When it is empty, the whole rule is waived.
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
			if strings.HasPrefix(w.Finding, "/") {
				suppression.AppliesTo = &[]any{&cdknag.RegexAppliesTo{Regex: jsii.String(w.Finding)}}
			}
		}
		suppressions = append(suppressions, suppression)
	}
	cdknag.NagSuppressions_AddResourceSuppressions(c, &suppressions, jsii.Bool(false))
}

// NamedZone tells the CDK's CloudFormation validation why a resource names its zone.
func NamedZone(c constructs.IConstruct) {
	Valid(c, "W3010", "The settings name the zones, so that synthesis asks AWS nothing and nothing moves to another zone by itself.")
}

// Valid tells the CDK's CloudFormation validation why AWS accepts what a rule of it finds.
func Valid(c constructs.IConstruct, rule, reason string) {
	awscdk.Validations_Of(c).Acknowledge(&awscdk.Acknowledgment{
		Id:     jsii.String("CloudFormation-Validate::" + rule),
		Reason: jsii.String(reason),
	})
}

// InlinePolicy waives the rule of the NIST pack against inline policies.
func InlinePolicy() Waiver {
	return Waiver{
		Rule:   "NIST.800.53.R5-IAMNoInlinePolicy",
		Reason: "It belongs to this one role and goes with it; a managed policy could be attached to others by mistake.",
	}
}

// deploymentOnly waives rules of the NIST pack for a function that runs only while
// CloudFormation deploys.
func deploymentOnly() []Waiver {
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

// DefaultPolicy is the policy that the grants of L2s have defined for a role.
func DefaultPolicy(role constructs.IConstruct) constructs.IConstruct {
	return role.Node().FindChild(jsii.String("DefaultPolicy"))
}

// StateMachine waives the wildcard of a state machine with logs and traces.
func StateMachine() Waiver {
	return Wildcard("*", "The actions for the delivery of logs and of traces exist for all resources only.")
}
