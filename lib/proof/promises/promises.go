// Package promises lists what must be true of a synthesized Chassis, package by package:
// one plain function for each promise, with the id of the requirement it keeps. The
// functions read a decoded cloud assembly, so that they judge what the CDK has written,
// and a changed copy of it alike. They compare the templates with the settings that
// these were made from, whatever they are, and hold them to what must be whatever the
// settings: isolation, encryption, order, numbers that agree.
package promises

import (
	"slices"

	"example.com/chassis/lib/proof/promises/alerts"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/compute"
	"example.com/chassis/lib/proof/promises/data"
	"example.com/chassis/lib/proof/promises/delivery"
	"example.com/chassis/lib/proof/promises/known"
	"example.com/chassis/lib/proof/promises/lifecycle"
	"example.com/chassis/lib/proof/promises/models"
	"example.com/chassis/lib/proof/promises/network"
	"example.com/chassis/lib/proof/promises/security"
)

// All returns every promise in the order of the requirements.
func All() []check.Promise {
	return slices.Concat(network.Promises(), security.Promises(), alerts.Promises(), data.Promises(),
		compute.Promises(), lifecycle.Promises(), delivery.Promises(), known.Promises(), models.Promises())
}
