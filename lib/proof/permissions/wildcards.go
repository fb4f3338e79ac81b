package permissions

import (
	"fmt"
	"slices"
	"strings"
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

// wildcards goes through all that is said. What is said of several principals is
// listed once.
func (l *ledger) wildcards() []Wildcard {
	var found []Wildcard
	for _, s := range l.statements() {
		anything := slices.ContainsFunc(s.Conditions, wildCondition)
		for _, p := range l.explained("", s, func(action, resource string) bool { return anything || wild(action) || wild(resource) }) {
			w := Wildcard{Holder: s.holder, Effect: s.Effect, Actions: p.actions, Resources: p.resources, Conditions: s.Conditions, Why: p.why}
			if s.kind != "" {
				w.To = []string{s.to()}
			}
			found = append(found, w)
		}
	}
	for _, s := range l.subjects {
		for _, arn := range s.NotExpanded {
			policy := said{holder: s.Name, Grant: Grant{Effect: "Allow", Actions: []string{notExpanded}, Resources: []string{arn}}}
			for _, p := range l.explained("", policy, func(string, string) bool { return true }) {
				found = append(found, Wildcard{Holder: s.Name, Effect: "Allow", Actions: p.actions, Resources: p.resources, Why: p.why})
			}
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

// joined orders the rows of a table and makes one of those with the same key.
func joined[T any](rows []T, key func(T) string, join func(into *T, row T)) []T {
	slices.SortStableFunc(rows, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	var found []T
	for _, row := range rows {
		if last := len(found) - 1; last >= 0 && key(found[last]) == key(row) {
			join(&found[last], row)
			continue
		}
		found = append(found, row)
	}
	return found
}

// wildCondition says whether a condition compares with more than one text. Only
// these operators know wildcards.
func wildCondition(condition string) bool {
	operator, rest, _ := strings.Cut(condition, " ")
	return wild(rest) && (strings.Contains(operator, "Like") || strings.Contains(operator, "Arn"))
}
