package permissions

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// trust is a role with the statements of its trust policy.
type trust struct {
	*analysis
	role       *assembly.Resource
	on         iampolicy.Pattern
	statements []iampolicy.Statement
}

// assumes is who may assume which role: the principals that the role trusts, and those
// that have a policy of their own for it. A role of the same account that the trust
// policy names needs no such policy.
func (a *analysis) assumes() []RoleAccess {
	var found []RoleAccess
	powers := a.powers("sts:AssumeRole")
	reached := map[iampolicy.Pattern]bool{}
	for _, role := range a.OfType("AWS::IAM::Role") {
		reference := "${" + role.String() + ".Arn}"
		t := trust{a, role, iampolicy.Pattern{Element: "Resource", Text: reference}, iampolicy.Read(a.Assembly, role, role.At("AssumeRolePolicyDocument"))}
		found = append(found, t.direct()...)
		for _, p := range powers {
			if a.mayBe(p.on, reference, reference) {
				reached[p.on] = true
				found = append(found, t.throughIAM(p)...)
			}
		}
	}
	for _, p := range powers {
		// A pattern may match roles of the account that no template has.
		if !reached[p.on] || wild(p.on) {
			found = append(found, RoleAccess{p.who.String(), a.readable(p.on.String()), trustUnknown, a.conditions(p.statement)})
		}
	}
	return joined(found, RoleAccess.key, nil)
}

// assuming is what a principal of a trust policy calls to get the role's credentials. What is
// about session tags only lets nobody in.
func assuming(s iampolicy.Statement, kind string) []string {
	if kind == KindFederated {
		return []string{"sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"}
	}
	if kind == KindEveryone && !s.Concerns("sts:AssumeRole") {
		return assuming(s, KindFederated)
	}
	return []string{"sts:AssumeRole"}
}

// direct is whom the trust policy names.
func (t trust) direct() []RoleAccess {
	var found []RoleAccess
	for _, s := range t.statements {
		for _, p := range s.Principals {
			id, _ := t.identify(p)
			for _, action := range assuming(s, id.Kind) {
				if s.Effect != "Allow" || !s.Concerns(action) {
					continue
				}
				who := t.known(id)
				unless, denied := t.denials(slices.Concat(who.own(), t.against(t.statements, id)), action, t.on, t.role)
				if !denied {
					found = append(found, RoleAccess{id.String(), t.of(t.role), byTrust, slices.Concat(t.readables(s.ConditionTexts()), who.within(), unless)})
				}
			}
		}
	}
	return found
}

// throughIAM is what a policy of a principal's own comes to, for each statement by which the
// role trusts the account, everyone or that principal.
func (t trust) throughIAM(p power) []RoleAccess {
	row := RoleAccess{p.who.String(), t.of(t.role), byOwn, t.conditions(p.statement)}
	unless, denied := t.denials(t.against(t.statements, p.who.PrincipalID), p.action, t.on, t.role)
	if denied {
		return nil
	}
	var found []RoleAccess
	for _, s := range t.statements {
		trusted := func(by iampolicy.Principal) bool {
			id, _ := t.identify(by)
			return id.Kind == KindAccount || id.Kind == KindEveryone || id == p.who.PrincipalID
		}
		if s.Effect == "Allow" && s.Concerns(p.action) && slices.ContainsFunc(s.Principals, trusted) {
			allowed := row
			allowed.Conditions = slices.Concat(row.Conditions, t.readables(s.ConditionTexts()), unless)
			found = append(found, allowed)
		}
	}
	// A pattern is not meant for each role that it matches.
	if found == nil && !wild(p.on) {
		row.By = notByTrust
		return []RoleAccess{row}
	}
	return found
}
