// Package promises lists what must be true of a synthesized Chassis, package by package:
// one plain function for each promise, with the id of the requirement it keeps. The
// functions read a decoded cloud assembly, so that they judge what the CDK has written,
// a changed copy of it and a hand-made platform alike. What an environment should
// contain is written here a second time, as literal tables taken from the
// requirements: expectations computed from lib/config could never fail.
package promises

import (
	"slices"

	"example.com/chassis/lib/proof/promises/alerts"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/compute"
	"example.com/chassis/lib/proof/promises/data"
	"example.com/chassis/lib/proof/promises/delivery"
	"example.com/chassis/lib/proof/promises/lifecycle"
	"example.com/chassis/lib/proof/promises/models"
	"example.com/chassis/lib/proof/promises/network"
	"example.com/chassis/lib/proof/promises/security"
)

// All returns every promise in the order of the requirements.
func All() []check.Promise {
	return slices.Concat(network.Promises(), security.Promises(), alerts.Promises(), data.Promises(),
		compute.Promises(), lifecycle.Promises(), delivery.Promises(), models.Promises())
}
