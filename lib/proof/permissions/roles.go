package permissions

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// roles reads every role: who may assume it, and what its own policies say.
func (a *analysis) roles() {
	for _, role := range a.OfType("AWS::IAM::Role") {
		p := a.principal(PrincipalID{KindRole, a.of(role)})
		p.Purpose, p.When = a.text(role, "Description"), role.Condition
		for _, s := range a.read(role, role.At("AssumeRolePolicyDocument")) {
			for _, id := range a.named(s) {
				p.trusts = append(p.trusts, statement{Statement: s, holder: p.Name, to: id})
			}
		}
		p.resource, p.users = role, a.users(role)
		for _, user := range p.users {
			p.UsedBy = append(p.UsedBy, a.of(user))
		}
		slices.Sort(p.UsedBy)
		for _, inline := range a.list(role, "Policies") {
			a.addOwn(p, role, assembly.At(inline, "PolicyDocument"))
		}
		for _, attached := range iampolicy.Attached(a.Assembly, role) {
			a.addOwn(p, attached, attached.At("PolicyDocument"))
		}
		a.list(role, "ManagedPolicyArns")
		for _, open := range iampolicy.Open(a.Assembly, role.Stack, role.At("ManagedPolicyArns")) {
			a.problem(role, "a managed policy is %s, which is open until a deployment", open)
		}
		p.NotExpanded = a.readables(iampolicy.Elsewhere(a.Assembly, role))
		p.Boundary = a.text(role, "PermissionsBoundary")
	}
}

// users are the resources that use a role, itself or in an instance profile.
func (a *analysis) users(role *assembly.Resource) []*assembly.Resource {
	var found []*assembly.Resource
	for _, r := range a.referring[role] {
		switch {
		case strings.HasPrefix(r.Type, "AWS::IAM::") && r.Type != profileType || hasResourcePolicy(r.Type):
		case r.Type == profileType:
			found = append(found, a.users(r)...)
		case !slices.Contains(found, r):
			found = append(found, r)
		}
	}
	return found
}

const profileType = "AWS::IAM::InstanceProfile"

func hasResourcePolicy(resourceType string) bool {
	return slices.ContainsFunc(iampolicy.ResourcePolicies, func(p iampolicy.ResourcePolicy) bool { return p.Type == resourceType })
}

// policies reads the policies that are resources of their own and that no role has:
// people get them by hand, or they limit roles. A role that no template has cannot
// be shown with the rest of what it may do, so a policy of one is refused.
func (a *analysis) policies() {
	for _, t := range []string{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"} {
		for _, p := range a.OfType(t) {
			for _, item := range a.list(p, "Roles") {
				if target, _ := a.Follow(p.Stack, item); target.Resource == nil || target.Resource.Type != "AWS::IAM::Role" {
					a.problem(p, "belongs to the role %q, which no template has", a.Text(p.Stack, item))
				}
			}
			kind := a.policyKind(p)
			if kind == "" {
				continue
			}
			principal := a.principal(PrincipalID{kind, a.of(p)})
			principal.Purpose, principal.When = a.text(p, "Description"), p.Condition
			a.addOwn(principal, p, p.At("PolicyDocument"))
		}
	}
}

// policyKind is empty for a policy of a role that does not limit another.
func (a *analysis) policyKind(p *assembly.Resource) string {
	attached := len(a.list(p, "Roles")) > 0
	for _, role := range a.OfType("AWS::IAM::Role") {
		if a.Refers(role.Stack, role.At("PermissionsBoundary"), p) {
			return KindBoundary
		}
		attached = attached || a.Refers(role.Stack, role.At("ManagedPolicyArns"), p)
	}
	if attached {
		return ""
	}
	return KindPolicy
}

// passes is who may pass which role to a service.
func (a *analysis) passes() []RoleAccess {
	var found []RoleAccess
	for _, p := range a.powers("iam:PassRole") {
		found = append(found, RoleAccess{p.who.String(), a.readable(p.on.String()), byOwn, a.conditions(p.statement)})
	}
	return joined(found, RoleAccess.key, nil)
}

func (r RoleAccess) key() string { return rowKey(r.Conditions, r.Role, r.Who, r.By) }
