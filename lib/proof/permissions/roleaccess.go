package permissions

import "slices"

// passes is who may pass which role to a service.
func (a *analysis) passes() []RoleAccess {
	var found []RoleAccess
	for _, p := range a.powers("iam:PassRole") {
		found = append(found, RoleAccess{p.who.String(), a.readable(p.on.String()), byOwn, a.conditions(p.statement)})
	}
	return joined(found, RoleAccess.key, nil)
}

// assumes is who may assume which role: the principals that the role trusts, and those
// that have a policy of their own for it. A role of the same account that the trust
// policy names needs no such policy.
func (a *analysis) assumes() []RoleAccess {
	var found []RoleAccess
	for _, role := range a.principals {
		for _, t := range role.trusts {
			row := RoleAccess{t.to.String(), role.Name, byTrust, a.conditions(t)}
			if t.Effect != "Allow" {
				row.By = t.Effect + " by " + byTrust
			}
			found = append(found, row)
		}
	}
	for _, p := range a.powers("sts:AssumeRole") {
		row := RoleAccess{p.who.String(), a.readable(p.on.String()), trustUnknown, a.conditions(p.statement)}
		if a.isRole(row.Role) {
			row.By = notByTrust
			if slices.ContainsFunc(a.principal(PrincipalID{KindRole, row.Role}).trusts, p.who.isTrustedBy) {
				row.By = byOwn
			}
		}
		found = append(found, row)
	}
	return joined(found, RoleAccess.key, nil)
}

// isTrustedBy says whether a statement of a trust policy is about a principal of the
// account that has a policy of its own for the role.
func (p *principal) isTrustedBy(t statement) bool {
	return t.Effect == "Allow" && (t.to.Kind == KindAccount || t.to.Kind == KindEveryone || t.to == p.PrincipalID)
}

func (r RoleAccess) key() string { return rowKey(r.Conditions, r.Role, r.Who, r.By) }
