// Package iampolicy reads the IAM policies of a cloud assembly: each statement as a
// value, the policies of a role, and the policy of a resource. What they should say
// is for its users to judge.
package iampolicy

import (
	"fmt"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// Statement is one statement of a policy. Its texts are as assembly.Text renders
// them.
type Statement struct {
	// Source is the resource whose template holds the statement.
	Source *assembly.Resource
	Effect string
	// Actions are of Action and NotAction, Resources of Resource and NotResource.
	Actions, Resources []Pattern
	// Principals are of Principal and NotPrincipal.
	Principals []Principal
	// Conditions are in the order of their operators and keys.
	Conditions []Condition
	// Unread says what in the statement this package does not understand. A user
	// that must not overlook anything refuses a statement that has some.
	Unread []string
}

// ActionTexts renders the actions, for a comparison or a message.
func (s Statement) ActionTexts() []string { return texts(s.Actions) }

// ResourceTexts renders the resources.
func (s Statement) ResourceTexts() []string { return texts(s.Resources) }

// PrincipalTexts renders the principals.
func (s Statement) PrincipalTexts() []string { return texts(s.Principals) }

// ConditionTexts renders the conditions.
func (s Statement) ConditionTexts() []string { return texts(s.Conditions) }

// String shows the statement for a message.
func (s Statement) String() string {
	return fmt.Sprintf("%s: %s %v to %v on %v if %v", s.Source, s.Effect, s.Actions, s.Principals, s.Resources, s.Conditions)
}

// Allows says whether the statement grants an action on a resource, named by
// itself or by a wildcard for all. Conditions are the caller's to judge.
func (s Statement) Allows(action string, on *assembly.Resource) bool {
	return s.Effect == "Allow" && s.Covers(action) && s.Names(on)
}

// Covers says whether the action is among those of Action, wildcards expanded.
func (s Statement) Covers(action string) bool {
	return slices.ContainsFunc(s.Actions, func(p Pattern) bool { return !p.Not() && matchAction(p.Text, action) })
}

// Names says whether Resource is all resources, or includes r by its ARN.
func (s Statement) Names(r *assembly.Resource) bool {
	return slices.ContainsFunc(s.ResourceTexts(), func(text string) bool {
		return text == "*" || text == "${"+r.String()+".Arn}" || text == "${"+r.String()+"}"
	})
}

// RefusesPlain says whether the statement denies everyone an action on r without TLS.
func (s Statement) RefusesPlain(action string, r *assembly.Resource) bool {
	return s.Effect == "Deny" && slices.ContainsFunc(s.Principals, Principal.IsEveryone) && s.Covers(action) && s.Names(r) &&
		slices.Equal(s.ConditionTexts(), []string{"Bool aws:SecureTransport false"})
}

// Concerns says whether the statement is about the action, NotAction read as what
// it means: everything else.
func (s Statement) Concerns(action string) bool {
	if slices.ContainsFunc(s.Actions, func(p Pattern) bool { return p.Not() && matchAction(p.Text, action) }) {
		return false
	}
	return slices.ContainsFunc(s.Actions, Pattern.Not) || s.Covers(action)
}
