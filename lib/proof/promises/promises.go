// Package promises holds what must be true of a synthesized Chassis: one plain
// function for each promise, with the id of the requirement it keeps. The
// functions read a decoded cloud assembly, so that they judge templates from the
// CDK, from a mutation or from a deployment alike. What an environment should
// contain is written here a second time, as literal tables taken from the
// requirements: expectations computed from lib/config could never fail.
package promises

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// Platform is one synthesized deployment of Chassis.
type Platform struct {
	*assembly.Assembly
	// Env is dev, staging or prod.
	Env string
	// Instance is the name of a further copy, or empty.
	Instance string
}

// Ephemeral says whether the platform is a throw-away copy: an instance of dev or
// staging, of which nothing outlives its stacks.
func (p Platform) Ephemeral() bool {
	return p.Instance != "" && p.Env != "prod"
}

// Promise is one sentence about the platform that a program can check.
type Promise struct {
	// ID is the requirement that the promise keeps: R1.3. Several promises may
	// share one requirement.
	ID string
	// Says is the promise in one sentence for the README, and the name of its test.
	Says string
	// Check returns what is wrong, one line a finding, and nothing when the promise
	// is kept. It reports a platform in which there is nothing to examine.
	Check func(Platform) []string
}

// All returns every promise in the order of the requirements.
func All() []Promise {
	return slices.Concat(network(), security(), logGroups(), alertChain(), alerts(), alarms(), events(), dashboards(), data(), windows(), compute(), safety(), pipeline())
}

// named returns the resource of a type that a construct of the stack defines, or nil.
func (p Platform) named(stack, t, construct string) *assembly.Resource {
	for _, r := range p.Stack(stack).OfType(t) {
		if assembly.Construct(r.LogicalID) == construct {
			return r
		}
	}
	return nil
}
