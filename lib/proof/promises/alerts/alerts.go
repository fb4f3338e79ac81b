// Package alerts holds the promises about what people are told: findings of image scans,
// alarms, events of AWS, the dashboard.
package alerts

import (
	"slices"

	"example.com/chassis/lib/proof/promises/check"
)

// Promises are the promises about what people are told.
func Promises() []check.Promise {
	return slices.Concat(alertChain(), alertsToSlack(), alertTopicPromises(), alarms(), kindsOfWork(), events(), dashboards())
}
