package compute

import (
	"slices"

	"example.com/chassis/lib/proof/promises/check"
)

func Promises() []check.Promise {
	return slices.Concat(services(), deployments(), numbers(), releases(), order(), balancing(), certificates(), tasks())
}
