package permissions

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// Wildcard is a statement, or a part of one, that is broader than one action on one
// resource, with the reason why it must be.
type Wildcard struct {
	// Holder is the role, the policy or the resource whose policy it is.
	Holder string
	Effect string
	// To are the principals that the policy of a resource names.
	To []string
	// Actions and Resources are those of which one is broad.
	Actions, Resources []string
	// Conditions narrow the statement.
	Conditions []string
	// Why is empty when no reason is declared, which is an error.
	Why string
}

// wildcards goes through all statements. One that names several principals is listed
// once.
func (a *analysis) wildcards() []Wildcard {
	var found []Wildcard
	add := func(s statement, needs func(action, resource iampolicy.Pattern) bool) {
		for _, p := range a.explain("", s, needs) {
			w := Wildcard{Holder: s.holder, Effect: s.Effect, Actions: p.actions, Resources: p.resources, Conditions: a.conditions(s), Why: p.why}
			if !s.own() {
				w.To = []string{s.to.String()}
			}
			found = append(found, w)
		}
	}
	for _, s := range a.statements() {
		broad := slices.ContainsFunc(s.Conditions, wildCondition)
		add(s, func(action, resource iampolicy.Pattern) bool { return broad || wild(action) || wild(resource) })
	}
	for _, p := range a.principals {
		for _, arn := range p.NotExpanded {
			add(statement{holder: p.Name, Statement: iampolicy.Statement{
				Effect:    "Allow",
				Actions:   []iampolicy.Pattern{{Element: "Action", Text: reasons.AllOfThePolicy}},
				Resources: []iampolicy.Pattern{{Element: "Resource", Text: arn}},
			}}, nil)
		}
	}
	return joined(found, Wildcard.key, func(into *Wildcard, w Wildcard) {
		for _, to := range w.To {
			into.To = with(into.To, to)
		}
	})
}

func (w Wildcard) key() string {
	return strings.Join([]string{w.Holder, w.Effect, fmt.Sprint(w.Actions, w.Resources, w.Conditions), w.Why}, "\n")
}

// wildCondition says whether a condition compares with more than one text. Only
// these operators support wildcards.
func wildCondition(c iampolicy.Condition) bool {
	return (strings.Contains(c.Operator, "Like") || strings.Contains(c.Operator, "Arn")) && wildText(c.String())
}
