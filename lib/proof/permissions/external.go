package permissions

import (
	"slices"

	"example.com/chassis/lib/proof/permissions/reasons"
)

// ExternalAccess is what a policy allows a principal that does not belong to the
// account.
type ExternalAccess struct {
	PrincipalID
	// On is a role, or the resource whose policy it is.
	On         string
	Actions    []string
	Conditions []string
	Why        string
}

// external are the kinds of principals that do not belong to the account.
var external = []string{KindEveryone, KindOtherAccount, KindFederated, KindIdentity}

// externalAccess goes through trust policies and the policies of resources.
func (a *analysis) externalAccess() []ExternalAccess {
	var found []ExternalAccess
	for _, s := range a.statements() {
		if s.Effect != "Allow" || !slices.Contains(external, s.to.Kind) {
			continue
		}
		for _, p := range a.explain(reasons.ExternalAccess, s, nil) {
			found = append(found, ExternalAccess{s.to, s.holder, p.actions, a.conditions(s), p.why})
		}
	}
	return found
}
