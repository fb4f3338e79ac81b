package network

import (
	"slices"
	"testing"

	"example.com/chassis/lib/proof/promises/checktest"
)

func TestPromises(t *testing.T) {
	t.Parallel()
	checktest.Small.Test(t, Promises(), slices.Concat(networkBreaches(), flowBreaches()))
}
