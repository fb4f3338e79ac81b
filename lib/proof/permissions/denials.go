package permissions

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// denials says whether statements deny a power in whole, or else in which cases. A
// refusal that exists only under a condition of the template is sure only for what
// exists under the same one.
func (v *survey) denials(statements []iampolicy.Statement, p power) (unless []string, denied bool) {
	for _, s := range statements {
		if s.Effect != "Deny" || !s.Concerns(p.action) {
			continue
		}
		part := "not"
		switch {
		case aboutAll(s.Resources, p.on):
		case aboutSome(s.Resources, p.on):
			part += " on " + strings.Join(v.readables(s.Resources), ", ")
		default:
			continue
		}
		if len(s.Conditions) > 0 {
			part += " if " + strings.Join(v.readables(s.Conditions), " and ")
		}
		if in := when(s.Source); in != "" && in != p.when {
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

// aboutAll says whether resources of a statement include all that a text stands for.
// NotResource leaves a text out only where it may match it: what a reference will be
// may have any name, and only another reference is surely something else.
func aboutAll(resources []string, text string) bool {
	for _, r := range resources {
		excluded, not := strings.CutPrefix(r, "NotResource ")
		if not && (overlap(excluded, text) || token.MatchString(excluded) != token.MatchString(text)) {
			return false
		}
	}
	return slices.ContainsFunc(resources, inverted) || slices.ContainsFunc(resources, func(r string) bool { return includes(r, text) })
}

// includes says whether a pattern matches whatever another matches. A ? is one
// character and no * of the other.
func includes(pattern, text string) bool {
	return iampolicy.Match(pattern, text) && (!strings.Contains(pattern, "?") || !strings.Contains(text, "*"))
}

// aboutSome says whether resources of a statement include any of what a text stands for.
func aboutSome(resources []string, text string) bool {
	if slices.ContainsFunc(resources, inverted) {
		return !slices.ContainsFunc(resources, func(r string) bool {
			return includes(strings.TrimPrefix(r, "NotResource "), text)
		})
	}
	return inverted(text) || slices.ContainsFunc(resources, func(r string) bool { return overlap(r, text) })
}

// overlap says whether two patterns may match the same text. Two with wildcards are
// not compared: they might.
func overlap(a, b string) bool {
	return iampolicy.Match(a, b) || iampolicy.Match(b, a) || wild(a) && wild(b)
}

// against are the statements of a resource's policy that deny something to a
// principal. What is denied to the account is denied to whatever belongs to it.
func (v *survey) against(statements []iampolicy.Statement, kind, name string) []iampolicy.Statement {
	var found []iampolicy.Statement
	for _, s := range statements {
		if s.Effect == "Deny" && v.concerns(s, kind, name) {
			found = append(found, s)
		}
	}
	return found
}

// concerns says whether a refusal is surely about a principal.
func (v *survey) concerns(s iampolicy.Statement, kind, name string) bool {
	ours := kind == KindRole || kind == KindPolicy || kind == KindAccount
	allBut := false
	for _, text := range s.Principals {
		excluded, not := strings.CutPrefix(text, "NotPrincipal ")
		otherKind, otherName, known := v.identify(excluded)
		same := otherKind == KindEveryone || otherKind == kind && otherName == name
		switch {
		case not && (same || !known || mayBe(kind, otherKind)):
			return false
		case !not && (same || ours && otherKind == KindAccount):
			return true
		}
		allBut = allBut || not
	}
	return allBut
}

// mayBe says whether a principal of one kind may be, or may be one of, those of
// another: an ARN may be any role's, a role may have a policy, and everyone is
// somebody.
func mayBe(kind, other string) bool {
	return other == KindIdentity || kind == KindEveryone || other == KindRole && (kind == KindPolicy || kind == KindAccount)
}
