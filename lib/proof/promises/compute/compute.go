// Package compute holds the promises about the Compute stack: services and their tasks,
// releases, load balancer, certificate.
package compute

import (
	"slices"

	"example.com/chassis/lib/proof/promises/check"
)

// Promises are the promises about what runs.
func Promises() []check.Promise {
	return slices.Concat(services(), deployments(), numbers(), releases(), order(), balancing(), certificates(), tasks(), shells(), workers(), jobs(), migrations())
}
