// Package promises holds what must be true of a synthesized Chassis: one plain
// function for each promise, with the id of the requirement it keeps. The
// functions read a decoded cloud assembly, so that they judge templates from the
// CDK, from a mutation or from a deployment alike. What an environment should
// contain is written here a second time, as literal tables taken from the
// requirements: expectations computed from lib/config could never fail.
package promises

import (
	"slices"

	"example.com/chassis/lib/proof/promises/check"
)

// All returns every promise in the order of the requirements.
func All() []check.Promise {
	return slices.Concat(network(), security(), alerts(), data(), compute(), lifecycleRoom(), pipeline())
}
