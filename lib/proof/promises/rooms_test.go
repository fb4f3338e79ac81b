package promises

import (
	"slices"
	"testing"
)

func TestSmall(t *testing.T) {
	t.Parallel()
	Small.Test(t, slices.Concat(network(), security(), alertChain(), alerts()),
		slices.Concat(networkFaults(), flowFaults(), webACLFaults(), keyFaults(), alertFaults()))
}

func TestWhole(t *testing.T) {
	t.Parallel()
	Whole.Test(t, slices.Concat(alarms(), events(), dashboards(), data(), windows(), compute(), safety()),
		slices.Concat(auroraBreaches(), originBreaches(), proxyBreaches(), cacheBreaches(), bastionBreaches(),
			alarmBreaches(), serviceBreaches(), deploymentBreaches(), releaseBreaches(), orderBreaches(), balancingBreaches(), certificateBreaches(), taskBreaches(),
			safetyBreaches(), removalBreaches(), stackBreaches(), outputBreaches()))
}
