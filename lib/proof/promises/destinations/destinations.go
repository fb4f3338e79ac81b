// Package destinations holds the promises about where messages, copies, logs and requests
// go: to this account and region, to what the settings name, and nowhere else. They hold
// for every resource, so that a promise about one component need not ask it again.
package destinations

import "example.com/chassis/lib/proof/promises/check"

// Promises are the promises about destinations.
func Promises() []check.Promise {
	return []check.Promise{
		{ID: "R6.4", Says: "The platform's resources have the types and properties that the proof knows; all other ones are a team's own.", Check: propertiesAreKnown},
		{ID: "R6.4", Says: "A property that says where something goes, or what is used for it, refers to a resource of the platform of the right type, or is what the settings name.", Check: referencesStay},
		{ID: "R5.3", Says: "No property names another account or region, an ARN of this account that the platform does not have, an address on the internet or of a mailbox, unless the settings name it or a team says why beside its own resource.", Check: nothingLeaves},
		{ID: "R5.3", Says: "The stacks are deployed by the roles and from the bucket of their own account and region, and their events are sent to nobody.", Check: deploymentsStay},
		{ID: "R2.7", Says: "Secrets are read into a template in two places only: the AUTH token of the cache and the address of the Slack webhook.", Check: secretsStay},
		{ID: "R2.7", Says: "Every connection of EventBridge belongs to an API destination, and every one of these to a pipe.", Check: connectionsAreUsed},
	}
}
