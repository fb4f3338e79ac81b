package permissions

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// statement is a statement with whose policy it is in and whom it names.
type statement struct {
	iampolicy.Statement
	// holder is the principal whose own policy it is, or else the resource whose
	// policy or trust policy it is.
	holder string
	// to is the principal that the policy of a resource or a trust policy names; empty
	// in a principal's own policy.
	to PrincipalID
	// more are conditions that the statement itself does not have.
	more []string
}

// own says whether the statement is in a policy of its principal's own.
func (s statement) own() bool { return s.to == PrincipalID{} }

// conditions renders all conditions of a statement.
func (n names) conditions(s statement) []string {
	return slices.Concat(n.readables(s.ConditionTexts()), s.more)
}

// statements are all that the policies have, principal after principal.
func (a *analysis) statements() []statement {
	var found []statement
	for _, p := range a.principals {
		found = append(found, p.statements...)
		found = append(found, p.trusts...)
	}
	return found
}

// part is what of a statement has one reason.
type part struct {
	actions, resources []string
	why                string
}

// explain looks up the reasons of those actions on those resources of a statement
// that need one; without needs, of all. A statement without Resource, as the policy of
// a repository or of a role has it, is about the holder.
func (a *analysis) explain(about string, s statement, needs func(action, resource iampolicy.Pattern) bool) []part {
	need := reasons.Need{About: about, Holder: s.holder, Principal: s.to.String(), Conditions: strings.Join(a.conditions(s), " and ")}
	if s.Effect != "Allow" {
		need.Effect = s.Effect
	}
	resources := s.Resources
	if len(resources) == 0 {
		resources = []iampolicy.Pattern{{Element: "Resource", Text: s.holder}}
	}
	parts := map[string]part{}
	for _, action := range s.Actions {
		for _, resource := range resources {
			if needs != nil && !needs(action, resource) {
				continue
			}
			shown := a.readable(resource.String())
			need.Action, need.Resource = action.String(), shown
			if shown == s.holder {
				need.Resource = reasons.Itself
			}
			why := a.reasons.Why(need)
			parts[why] = part{with(parts[why].actions, need.Action), with(parts[why].resources, shown), why}
		}
	}
	if open, some := parts[""]; some {
		open.why = a.explainBeside(need, s, open)
		parts[""] = open
	}
	var found []part
	for _, why := range slices.Sorted(maps.Keys(parts)) {
		found = append(found, parts[why])
	}
	return found
}

func with(texts []string, text string) []string {
	if slices.Contains(texts, text) {
		return texts
	}
	return append(texts, text)
}

// joined orders the rows of a table and makes one of those with the same key. Without
// join, the first remains.
func joined[T any](rows []T, key func(T) string, join func(into *T, row T)) []T {
	slices.SortStableFunc(rows, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	var found []T
	for _, row := range rows {
		last := len(found) - 1
		switch {
		case last < 0 || key(found[last]) != key(row):
			found = append(found, row)
		case join != nil:
			join(&found[last], row)
		}
	}
	return found
}
