// Package permissions tells from a synthesized cloud assembly who may do what: each
// role with who may assume it, each service and account that a policy lets in, what
// is broader than one action on one resource and why, who gets at secrets, keys, the
// database and other roles, and who may widen any of it. What it does not understand
// is an error.
package permissions

import (
	"errors"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Table is who may do what on a platform.
type Table struct {
	// Roles are the platform's roles, with what each may do.
	Roles []Principal
	// Policies are those that no role has: for people, or boundaries of roles.
	Policies []Principal
	// Others are AWS services, accounts and whoever else a resource's policy names.
	Others []Principal
	// Outsiders are those of them, and of whoever may assume a role, that do not
	// belong to the account.
	Outsiders []Outsider
	// Deputies are the services that are let in whomever they act for.
	Deputies []Deputy
	// Widenings is who may come to more than the rest of the table says.
	Widenings []Widening
	// Wildcards is every statement that is broader than one action on one resource.
	Wildcards []Wildcard
	Access    Access

	// needed are the reasons that were looked up.
	needed map[need]bool
}

// Principal is somebody who may do something.
type Principal struct {
	// Kind is one of the kinds below.
	Kind string
	// Name is the construct's path for what the platform defines.
	Name string
	// Purpose is the description that the template has.
	Purpose string
	// When is the template's condition under which it exists.
	When string

	// AssumedBy and UsedBy are of a role: who may act in it, and which resources of
	// the platform are given it.
	AssumedBy []Trust
	UsedBy    []string
	// Boundary is the policy beyond which no policy of a role reaches.
	Boundary string
	// NotExpanded are policies of a role that no template holds, such as AWS's own.
	NotExpanded []string

	Grants []Grant
}

// Kinds of principals.
const (
	KindRole         = "role"
	KindPolicy       = "policy"
	KindBoundary     = "boundary"
	KindService      = "service"
	KindAccount      = "this account"
	KindOtherAccount = "another account"
	KindIdentity     = "identity no template holds"
	KindFederated    = "identity provider"
	KindEveryone     = "everyone"
)

// Trust is one way to become a role.
type Trust struct {
	Effect     string
	Kind, Name string
	Actions    []string
	Conditions []string
}

// Grant is one statement: each of its actions on each of its resources.
type Grant struct {
	// Effect is Allow or Deny.
	Effect string
	// Actions and Resources keep the inverted forms: "NotAction s3:*".
	Actions, Resources []string
	Conditions         []string
	// Policy is the resource of the template that holds the statement.
	Policy string
	// On is the resource whose policy it is; empty for a policy of the principal.
	On string
	// When is the template's condition under which the policy exists.
	When string
}

// Of reads the permissions of a platform. What it does not understand,
// and what is broad without a declared reason, is in the error; the rest is returned
// all the same.
func Of(a *assembly.Assembly) (Table, error) {
	return permissionsFor(a, reasons)
}

func permissionsFor(a *assembly.Assembly, reasons []reason) (Table, error) {
	v := newSurvey(a)
	v.unknown()
	v.policies()
	v.roles()
	v.resourcePolicies()
	v.functionPermissions()

	p := Table{Access: v.access(), needed: map[need]bool{}}
	for _, s := range v.subjects {
		switch s.Kind {
		case KindRole:
			p.Roles = append(p.Roles, s.Principal)
		case KindPolicy, KindBoundary:
			p.Policies = append(p.Policies, s.Principal)
		default:
			p.Others = append(p.Others, s.Principal)
		}
	}
	ledger := newLedger(v, reasons)
	p.Wildcards, p.Outsiders = ledger.wildcards(), ledger.outsiders()
	p.Deputies, p.Widenings = ledger.deputies(), ledger.widenings()
	p.needed = ledger.needed
	return p, errors.Join(v.problems...)
}

// byName orders principals by kind and name.
func byName(a, b *subject) int {
	if a.Kind != b.Kind {
		return slices.Index(kinds, a.Kind) - slices.Index(kinds, b.Kind)
	}
	return strings.Compare(a.Name, b.Name)
}

// kinds are in the order in which they are shown: the farthest away first.
var kinds = []string{
	KindEveryone, KindOtherAccount, KindFederated, KindIdentity, KindAccount, KindService, KindRole, KindPolicy, KindBoundary,
}
