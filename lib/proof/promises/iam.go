package promises

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// statements decodes a policy document in a property of r.
func (p Platform) statements(r *assembly.Resource, document any) []iampolicy.Statement {
	return iampolicy.Read(p.Assembly, r, document)
}

// identityStatements returns what a role may do by its own policies. Managed
// policies of AWS are not in a template; managedPolicies names them.
func (p Platform) identityStatements(role *assembly.Resource) []iampolicy.Statement {
	return iampolicy.OfRole(p.Assembly, role)
}

// managedPolicies returns the ARNs of policies of a role that no template holds.
func (p Platform) managedPolicies(role *assembly.Resource) []string {
	return iampolicy.Elsewhere(p.Assembly, role)
}

// resourceStatements returns the policy of a resource.
func (p Platform) resourceStatements(r *assembly.Resource) []iampolicy.Statement {
	return iampolicy.OfResource(p.Assembly, r)
}

// mayUse says whether a role's own policies allow an action on a resource.
func (p Platform) mayUse(role *assembly.Resource, action string, on *assembly.Resource) bool {
	return slices.ContainsFunc(p.identityStatements(role), func(s iampolicy.Statement) bool { return s.Allows(action, on) })
}

// listed says whether v, a reference in the template of from or a list of them,
// refers to r.
func (p Platform) listed(from *assembly.Resource, v any, r *assembly.Resource) bool {
	return from != nil && p.Refers(from.Stack, v, r)
}

// oneOrMany renders a value of r that may be a list or stand alone.
func (p Platform) oneOrMany(r *assembly.Resource, v any) []string {
	return p.OneOrMany(r.Stack, v)
}

// account is the account of a resource as assembly.Text renders it.
func account(r *assembly.Resource) string {
	if r.Stack.Account != "" {
		return r.Stack.Account
	}
	return "${AWS::AccountId}"
}
