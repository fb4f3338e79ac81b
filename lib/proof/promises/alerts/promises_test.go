package alerts

import (
	"slices"
	"testing"

	"example.com/chassis/lib/proof/promises/checktest"
)

func TestPromisesOnScans(t *testing.T) {
	t.Parallel()
	checktest.Small.Test(t, slices.Concat(alertChain(), alertTopicPromises()), chainBreaches())
}

func TestPromisesOnAlarms(t *testing.T) {
	t.Parallel()
	checktest.Whole.Test(t, slices.Concat(alarms(), events(), dashboards()), alarmBreaches())
}
