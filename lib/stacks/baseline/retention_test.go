package baseline_test

import (
	"testing"

	"example.com/chassis/lib/stacks/baseline"
)

// The CDK names each period; a period that settings allow and the CDK's name is
// missing for would end in a panic.
func TestEveryLogRetentionHasItsNameInTheCDK(t *testing.T) {
	t.Parallel()
	for _, days := range []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653} {
		if baseline.Retention(days) == "" {
			t.Errorf("%d days have no name", days)
		}
	}
}
