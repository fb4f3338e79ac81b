package data

import (
	"slices"

	"example.com/chassis/lib/proof/promises/check"
)

func Promises() []check.Promise {
	return slices.Concat(aurora(), origin(), proxy(), databaseRoles(), cache(), bastion(), windows())
}
