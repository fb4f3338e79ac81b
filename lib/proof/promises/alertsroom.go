package promises

import (
	"slices"

	"example.com/chassis/lib/proof/promises/check"
)

// alerts are the promises about what people are told.
func alerts() []check.Promise {
	return slices.Concat(alertChain(), alertTopicPromises(), alarms(), events(), dashboards())
}
