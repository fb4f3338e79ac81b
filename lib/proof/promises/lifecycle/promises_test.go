package lifecycle

import (
	"slices"
	"testing"

	"example.com/chassis/lib/proof/promises/checktest"
)

func TestPromises(t *testing.T) {
	t.Parallel()
	checktest.Whole.Test(t, Promises(), slices.Concat(lifecycleBreaches(), removalBreaches(), stackBreaches(), outputBreaches()))
}
