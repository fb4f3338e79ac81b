package promises

import (
	"slices"
	"testing"
)

func TestSmall(t *testing.T) {
	t.Parallel()
	Small.Test(t, slices.Concat(network(), security()[:20], alertChain(), alertTopicPromises()),
		slices.Concat(networkFaults(), flowFaults(), webACLFaults(), keyFaults(), alertFaults()))
}

func TestWhole(t *testing.T) {
	t.Parallel()
	Whole.Test(t, slices.Concat(alarms(), events(), dashboards(), data(), compute(), lifecycleRoom()),
		slices.Concat(auroraBreaches(), originBreaches(), proxyBreaches(), cacheBreaches(), bastionBreaches(),
			alarmBreaches(), serviceBreaches(), deploymentBreaches(), releaseBreaches(), orderBreaches(), balancingBreaches(), certificateBreaches(), taskBreaches(),
			safetyBreaches(), removalBreaches(), stackBreaches(), outputBreaches(), numberBreaches()))
}
