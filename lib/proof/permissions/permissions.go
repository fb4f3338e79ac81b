// Package permissions reads from a synthesized cloud assembly who may do what: each
// role with who may assume it, each service and account that a resource's policy
// names, what is broader than one action on one resource and why, who has access to
// secrets, keys, databases and roles, and who may change any of it. What it does not
// understand is an error.
package permissions

import (
	"errors"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// Table is who may do what on a platform.
type Table struct {
	// Roles are the platform's roles, with what each may do.
	Roles []Principal
	// Policies are those that no role has: for people, or boundaries of roles.
	Policies []Principal
	// Others are the AWS services, accounts and other principals that the policies of
	// resources name.
	Others           []Principal
	External         []ExternalAccess
	ConfusedDeputies []ConfusedDeputy
	Escalations      []Escalation
	Wildcards        []Wildcard
	Becomes          []Become
	Destinations     []Destination `json:",omitempty"`
	Access           Access
}

// Of reads the permissions of a platform with these settings. What it does not
// understand, what is broad without a declared reason, and a reason that nothing needs
// are in the error; the rest is returned all the same.
func Of(a *assembly.Assembly, settings config.Environment) (Table, error) {
	taken := []string{settings.Platform}
	if secret := settings.Alerts.SlackWebhookSecret; secret != "" {
		taken = append(taken, secret[strings.LastIndex(secret, ":")+1:])
	}
	found := newAnalysis(a, reasons.Platform(settings, qualifier(a)))
	found.taken, found.declaredUsers = taken, reasons.Users(settings)
	return found.table()
}

// qualifier is that of the bootstrap which the stacks are deployed with.
func qualifier(a *assembly.Assembly) string {
	if len(a.Stacks) == 0 {
		return ""
	}
	return a.Stacks[0].Qualifier()
}

func (a *analysis) table() (Table, error) {
	a.refuseUnmodelled()
	a.policies()
	a.roles()
	a.resourcePolicies()
	a.functionPermissions()

	t := Table{Access: a.access()}
	for _, p := range a.principals {
		switch row := a.row(p); p.Kind {
		case KindRole:
			t.Roles = append(t.Roles, row)
		case KindPolicy, KindBoundary:
			t.Policies = append(t.Policies, row)
		default:
			t.Others = append(t.Others, row)
		}
	}
	t.Wildcards, t.External = a.wildcards(), a.externalAccess()
	t.ConfusedDeputies, t.Escalations, t.Becomes, t.Destinations = a.confusedDeputies(), a.escalations(), a.becomes(), a.destinations()
	a.refuseUsers()
	a.eachResource(a.refuseRoleTexts)
	a.refuseAdditions()
	a.refuseFaults()
	return t, errors.Join(a.problems...)
}
