// Package data holds the promises about the Data stack: Aurora, its proxy and its roles,
// Redis, the bastion.
package data

import (
	"slices"

	"example.com/chassis/lib/proof/promises/check"
)

// Promises are the promises about the data.
func Promises() []check.Promise {
	return slices.Concat(aurora(), origin(), proxy(), databaseRoles(), cache(), bastion(), access(), windows())
}
