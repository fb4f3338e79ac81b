package permissions

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// Principal is somebody who may do something.
type Principal struct {
	PrincipalID
	// Purpose is the description that the template has.
	Purpose string
	// When is the template's condition under which it exists.
	When string

	// AssumedBy and UsedBy are of a role: who may assume it, and which resources of the
	// platform use it.
	AssumedBy []Trust
	UsedBy    []string
	// Boundary is the policy beyond which no policy of a role reaches.
	Boundary string
	// NotExpanded are policies of a role that no template has, such as AWS's own.
	NotExpanded []string

	Grants []Grant
}

// Trust is one principal of a role's trust policy.
type Trust struct {
	Effect string
	PrincipalID
	Actions    []string
	Conditions []string
}

// Grant is one statement: each of its actions on each of its resources.
type Grant struct {
	// Effect is Allow or Deny.
	Effect string
	// Actions and Resources read "NotAction s3:*" where they are excluded.
	Actions, Resources []string
	Conditions         []string
	// Policy is the resource of the template that has the statement.
	Policy string
	// On is the resource whose policy it is; empty for a policy of the principal.
	On string
	// When is the template's condition under which the policy exists.
	When string
}

// principal is a row of a table with its statements as the templates have them.
type principal struct {
	Principal
	// statements are of its own policies, and of the policies of resources that name it.
	statements []statement
	// trusts are of the trust policy of a role, which is the resource, and users what uses it.
	trusts   []statement
	resource *assembly.Resource
	users    []*assembly.Resource
}

// row shows the statements of a principal to a reader.
func (a *analysis) row(p *principal) Principal {
	row := p.Principal
	for _, t := range p.trusts {
		row.AssumedBy = append(row.AssumedBy, Trust{t.Effect, t.to, t.ActionTexts(), a.conditions(t)})
	}
	for _, s := range p.statements {
		g := Grant{
			Effect: s.Effect, Actions: s.ActionTexts(), Resources: a.readables(s.ResourceTexts()), Conditions: a.conditions(s),
			Policy: a.of(s.Source), When: s.Source.Condition,
		}
		if !s.own() {
			g.On = s.holder
		}
		row.Grants = append(row.Grants, g)
	}
	return row
}

// own are the statements of the principal's own policies.
func (p *principal) own() []iampolicy.Statement {
	var found []iampolicy.Statement
	for _, s := range p.statements {
		if s.own() {
			found = append(found, s.Statement)
		}
	}
	return found
}

// addOwn gives a principal the statements of a policy of its own.
func (a *analysis) addOwn(p *principal, r *assembly.Resource, document any) {
	for _, s := range a.read(r, document) {
		if len(s.Resources) == 0 {
			a.problem(r, "a statement without Resource")
		}
		if len(s.Principals) > 0 {
			a.problem(r, "a statement of an identity that names principals")
		}
		p.statements = append(p.statements, statement{Statement: s, holder: p.Name})
	}
}

// addNamed gives each principal that the policy of a resource names what it says.
func (a *analysis) addNamed(s iampolicy.Statement, holder string) {
	for _, id := range a.named(s) {
		p := a.principal(id)
		p.statements = append(p.statements, statement{Statement: s, holder: holder, to: id})
	}
}

// named are the principals that a statement names.
func (a *analysis) named(s iampolicy.Statement) []PrincipalID {
	if len(s.Principals) == 0 {
		a.problem(s.Source, "a statement without Principal")
	}
	var found []PrincipalID
	for _, p := range s.Principals {
		id, ok := a.identify(p)
		if !ok {
			a.problem(s.Source, "cannot read the principal %q", p)
		}
		found = append(found, id)
	}
	return found
}
