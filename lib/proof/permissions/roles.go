package permissions

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// roles reads every role: who may assume it, and what its own policies say.
func (v *survey) roles() {
	for _, role := range v.OfType("AWS::IAM::Role") {
		s := v.subject(KindRole, v.of(role))
		s.Purpose, s.When = v.text(role, "Description"), role.Condition
		s.AssumedBy = v.trust(role)
		s.UsedBy = v.users(role)
		for _, inline := range v.list(role, "Policies") {
			v.own(s, role, assembly.At(inline, "PolicyDocument"))
		}
		for _, attached := range iampolicy.Attached(v.Assembly, role) {
			v.own(s, attached, attached.At("PolicyDocument"))
		}
		v.list(role, "ManagedPolicyArns")
		for _, open := range iampolicy.Open(v.Assembly, role.Stack, role.At("ManagedPolicyArns")) {
			v.problem(role, "a managed policy is %s, which is open until a deployment", open)
		}
		s.NotExpanded = v.readables(iampolicy.Elsewhere(v.Assembly, role))
		s.Boundary = v.text(role, "PermissionsBoundary")
	}
}

func (v *survey) trust(role *assembly.Resource) []Trust {
	var found []Trust
	for _, s := range v.read(role, role.At("AssumeRolePolicyDocument")) {
		if len(s.Principals) == 0 {
			v.problem(role, "a trust policy without Principal")
		}
		for _, text := range s.Principals {
			kind, name, ok := v.identify(text)
			if !ok {
				v.problem(role, "cannot read the principal %q", text)
			}
			found = append(found, Trust{Effect: s.Effect, Kind: kind, Name: name, Actions: slices.Clone(s.Actions), Conditions: v.readables(s.Conditions)})
		}
	}
	return found
}

// users are the resources that are given a role, itself or in an instance profile.
func (v *survey) users(role *assembly.Resource) []string {
	var found []string
	for _, s := range v.Stacks {
		for _, r := range s.Resources {
			names := slices.ContainsFunc(v.References(s, r.Properties), func(t assembly.Target) bool { return t.Resource == role })
			switch {
			case !names || strings.HasPrefix(r.Type, "AWS::IAM::") && r.Type != profileType || isHolder(r.Type):
			case r.Type == profileType:
				found = append(found, v.users(r)...)
			default:
				found = append(found, v.of(r))
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

const profileType = "AWS::IAM::InstanceProfile"

func isHolder(resourceType string) bool {
	return slices.ContainsFunc(iampolicy.Holders, func(h iampolicy.Holder) bool { return h.Type == resourceType })
}

// policies reads the policies that are resources of their own and that no role has:
// people get them by hand, or they limit roles. A role that no template holds cannot
// be shown with the rest of what it may do, so a policy of one is refused.
func (v *survey) policies() {
	for _, t := range []string{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"} {
		for _, p := range v.OfType(t) {
			for _, item := range v.list(p, "Roles") {
				if target, _ := v.Follow(p.Stack, item); target.Resource == nil || target.Resource.Type != "AWS::IAM::Role" {
					v.problem(p, "belongs to the role %q, which no template holds", v.Text(p.Stack, item))
				}
			}
			kind := v.policyKind(p)
			if kind == "" {
				continue
			}
			s := v.subject(kind, v.of(p))
			s.Purpose, s.When = v.text(p, "Description"), p.Condition
			v.own(s, p, p.At("PolicyDocument"))
		}
	}
}

// policyKind is empty for a policy of a role that does not limit another.
func (v *survey) policyKind(p *assembly.Resource) string {
	attached := len(v.list(p, "Roles")) > 0
	for _, role := range v.OfType("AWS::IAM::Role") {
		if v.Refers(role.Stack, role.At("PermissionsBoundary"), p) {
			return KindBoundary
		}
		attached = attached || v.Refers(role.Stack, role.At("ManagedPolicyArns"), p)
	}
	if attached {
		return ""
	}
	return KindPolicy
}
