package security

import (
	"slices"
	"testing"

	"example.com/chassis/lib/proof/promises/checktest"
)

func TestPromises(t *testing.T) {
	t.Parallel()
	// The small platform has not all log groups: the synthesized ones are tested with those.
	promises := Promises()
	checktest.Small.Test(t, promises[:len(promises)-1], slices.Concat(webACLBreaches(), keyBreaches()))
}
