package permissions

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// power is one action on one resource that a principal's own policies allow. Its
// statement has the conditions.
type power struct {
	statement
	who    *principal
	action string
	on     iampolicy.Pattern
}

// powers are what principals may do of the actions by their own policies, less what
// they are denied. A boundary is a condition: it is shown and not computed.
func (a *analysis) powers(actions ...string) []power {
	var found []power
	for _, who := range a.principals {
		if who.Kind == KindBoundary {
			continue
		}
		own := who.own()
		for _, s := range own {
			for _, action := range actions {
				if s.Effect != "Allow" || !s.Concerns(action) {
					continue
				}
				resources, except := a.separate(s.Resources)
				for _, on := range resources {
					p := power{statement{Statement: s, holder: who.Name, more: slices.Clone(except)}, who, action, on}
					if s.Source.Condition != "" {
						p.more = append(p.more, "template condition "+s.Source.Condition)
					}
					p.more = append(p.more, who.within()...)
					unless, denied := a.denials(own, action, on, s.Source)
					if !denied {
						p.more = append(p.more, unless...)
						found = append(found, p)
					}
				}
			}
		}
	}
	return found
}

// separate are resources of a statement that each stand for themselves, and what all are
// less: NotResource is what no item of its list matches.
func (a *analysis) separate(resources []iampolicy.Pattern) (each []iampolicy.Pattern, except []string) {
	if len(resources) == 0 || !resources[0].Not() {
		return resources, nil
	}
	if slices.ContainsFunc(resources, func(r iampolicy.Pattern) bool { return r.Text == "*" }) {
		return nil, nil
	}
	for _, r := range resources[1:] {
		except = append(except, "not on "+a.readable(r.Text))
	}
	return resources[:1], except
}

// denials says whether statements deny an action on a resource in whole, or else in
// which cases. A denial that exists only under a condition of the template is sure
// only for a permission whose source exists under the same one.
func (a *analysis) denials(statements []iampolicy.Statement, action string, on iampolicy.Pattern, source *assembly.Resource) (unless []string, denied bool) {
	for _, s := range statements {
		if s.Effect != "Deny" || !s.Concerns(action) {
			continue
		}
		part := "not"
		switch {
		case a.coversAll(s.Resources, on):
		case a.coversSome(s.Resources, on):
			part += " on " + strings.Join(a.readables(s.ResourceTexts()), ", ")
		default:
			continue
		}
		if len(s.Conditions) > 0 {
			part += " if " + strings.Join(a.readables(s.ConditionTexts()), " and ")
		}
		if in := when(s.Source); in != "" && in != when(source) {
			part += " when " + s.Source.Condition
		}
		if part == "not" {
			return nil, true
		}
		unless = append(unless, part)
	}
	return unless, false
}

// when names the condition of the template under which a resource exists.
func when(r *assembly.Resource) string {
	if r == nil || r.Condition == "" {
		return ""
	}
	return r.Stack.ID + "/" + r.Condition
}

// all is every resource.
var all = iampolicy.Pattern{Element: "Resource", Text: "*"}

// coversAll says whether resources of a denial include all that a pattern stands for.
// A statement without any is about all that its policy belongs to.
// NotResource leaves a text out only where it may match it: what a reference will be
// may have any name, and only another reference is surely something else.
func (n names) coversAll(resources []iampolicy.Pattern, on iampolicy.Pattern) bool {
	if len(resources) == 0 {
		return true
	}
	if !slices.ContainsFunc(resources, iampolicy.Pattern.Not) {
		return pairs(resources, n.spellings(on), func(r, on iampolicy.Pattern) bool { return includes(r.Text, positive(on)) })
	}
	return !slices.ContainsFunc(resources, func(r iampolicy.Pattern) bool {
		if on.Not() {
			return r.Not() && !includes(on.Text, r.Text)
		}
		return r.Not() && (overlap(r, on) || token.MatchString(r.Text) != token.MatchString(on.Text))
	})
}

// coversSome says whether resources of a denial include any of what a pattern stands for.
func (n names) coversSome(resources []iampolicy.Pattern, on iampolicy.Pattern) bool {
	if slices.ContainsFunc(resources, iampolicy.Pattern.Not) {
		return !slices.ContainsFunc(resources, func(r iampolicy.Pattern) bool { return includes(r.Text, positive(on)) })
	}
	return on.Not() || pairs(n.spellings(resources...), n.spellings(on), overlap)
}

// pairs says whether something holds of any pair.
func pairs(some, others []iampolicy.Pattern, holds func(a, b iampolicy.Pattern) bool) bool {
	return slices.ContainsFunc(some, func(a iampolicy.Pattern) bool {
		return slices.ContainsFunc(others, func(b iampolicy.Pattern) bool { return holds(a, b) })
	})
}

// positive is a pattern for at least all that another stands for.
func positive(p iampolicy.Pattern) string {
	if p.Not() {
		return "*"
	}
	return p.Text
}

// includes says whether a pattern matches whatever another matches. A ? is one
// character and no * of the other.
func includes(pattern, text string) bool {
	return iampolicy.Match(pattern, text) && (!strings.Contains(pattern, "?") || !strings.Contains(text, "*"))
}

// overlap says whether two patterns may match the same text. Two with wildcards are
// not compared: they might.
func overlap(a, b iampolicy.Pattern) bool {
	return iampolicy.Match(a.Text, b.Text) || iampolicy.Match(b.Text, a.Text) || wildText(a.Text) && wildText(b.Text)
}

// against are the statements of a resource's policy that deny something to a
// principal. What is denied to the account is denied to all that belong to it.
func (a *analysis) against(statements []iampolicy.Statement, who PrincipalID) []iampolicy.Statement {
	var found []iampolicy.Statement
	for _, s := range statements {
		if s.Effect == "Deny" && a.concerns(s, who) {
			found = append(found, s)
		}
	}
	return found
}

// concerns says whether a denial is surely about a principal.
func (a *analysis) concerns(s iampolicy.Statement, who PrincipalID) bool {
	ours := who.Kind == KindRole || who.Kind == KindPolicy || who.Kind == KindAccount
	allBut := false
	for _, p := range s.Principals {
		not := p.Not
		p.Not = false
		other, known := a.identify(p)
		same := other.Kind == KindEveryone || other == who
		switch {
		case not && a.known(who).Boundary != "":
			// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
			// It denies every role with a boundary, whomever it names.
			return true
		case not && (same || !known || mayInclude(other.Kind, who.Kind)):
			return false
		case !not && (same || ours && other.Kind == KindAccount):
			return true
		}
		allBut = allBut || not
	}
	return allBut
}

// mayInclude says whether a principal of one kind may be, or may include, one of
// another: an ARN may be any role's, a role may have a policy, and everyone includes
// all.
func mayInclude(other, kind string) bool {
	return other == KindIdentity || kind == KindEveryone || other == KindRole && (kind == KindPolicy || kind == KindAccount)
}

// within is what a boundary adds to the conditions of a principal, also where the policy of a
// resource names the role: only a session that it names has more.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
func (p *principal) within() []string {
	if p.Boundary == "" {
		return nil
	}
	return []string{"the boundary " + p.Boundary + " allows it"}
}

// known is the principal with that name; one without any policy where no policy names it.
func (a *analysis) known(id PrincipalID) *principal {
	for _, p := range a.principals {
		if p.PrincipalID == id {
			return p
		}
	}
	return &principal{Principal: Principal{PrincipalID: id}}
}
