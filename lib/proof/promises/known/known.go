// Package known holds the promises that nothing is there which no promise reads: each
// resource of the platform has only the properties that are listed, which lead to the
// platform itself or to what the settings name, and runs what was tried. So a property that
// AWS adds, or that nobody thought of, is named, and not passed over. A team's own resources
// may have any; what leads out of them, into the platform and to the account is read too.
package known

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

// Promises are the promises about what may be there at all.
func Promises() []check.Promise {
	return slices.Concat([]check.Promise{
		{ID: "R6.4", Says: "The platform's resources have the types and properties that the proof knows; all other ones are a team's own.", Check: propertiesAreKnown},
		{ID: "R6.4", Says: "A property that says where something goes, or what is used for it, refers to a resource of the platform of the right type, or is what the settings name.", Check: referencesStay},
		{ID: "R5.3", Says: "No property names another account or region, an ARN of this account that the platform does not have, an address on the internet or of a mailbox, unless the settings name it or a team says why beside its own resource.", Check: nothingLeaves},
		{ID: "R2.7", Says: "Every connection of EventBridge belongs to an API destination, and every one of these to a pipe.", Check: connectionsAreUsed},
		{ID: "R3.11", Says: "The bastion runs no script when it boots.", Check: hostRunsNothing},
	}, definitions(), callers(), secrets(), attributes(), deployment(), additions())
}

// ours says whether a resource is the platform's.
func ours(r *assembly.Resource) bool { return !r.Below(config.AdditionsStack) }

func notOurs(r *assembly.Resource) bool { return !ours(r) }
