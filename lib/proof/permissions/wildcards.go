package permissions

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// Wildcard is a statement, or a part of one, that is broader than one action on one
// resource, or than one resource that a service acts for, with the reason why it must be.
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
		add(s, func(action, resource iampolicy.Pattern) bool {
			return broad || wild(action) || wild(resource) || a.forMany(s)
		})
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

// forMany says whether the policy of a resource allows something to more than a service that
// acts for one resource: to this account, to a role, or to a service for whatever the account
// has. What a role trusts is in no table of statements.
func (a *analysis) forMany(s statement) bool {
	trust := slices.ContainsFunc(s.Actions, func(action iampolicy.Pattern) bool { return strings.HasPrefix(action.Text, "sts:") })
	switch {
	case s.own() || s.Effect != "Allow" || trust || teams(s.Source):
		return false
	case s.to.Kind == KindAccount || s.to.Kind == KindRole:
		return true
	}
	limited := slices.ContainsFunc(s.Conditions, a.limitsSource)
	return s.to.Kind == KindService && limited && !slices.ContainsFunc(s.Conditions, func(c iampolicy.Condition) bool {
		return strings.EqualFold(c.Key, "aws:SourceArn") && a.limitsSource(c)
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
