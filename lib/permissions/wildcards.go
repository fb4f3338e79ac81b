package permissions

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Wildcard is a statement, or a part of one, that is broader than one action on one
// resource, with the reason why it must be.
type Wildcard struct {
	// Holder is the role, the policy or the resource whose policy it is.
	Holder string
	Effect string
	// Actions and Resources are those of which one is broad.
	Actions, Resources []string
	// Conditions narrow the statement.
	Conditions []string
	// Why is empty when no reason is declared, which is an error.
	Why string
}

// reason says why something broad must be. It holds for each of its holders, for
// each of what they may do, on each of the resources, and for nothing else: texts are
// compared as they are, so that no reason covers what nobody has thought of.
type reason struct {
	holders, what, on []string
	why               string
}

// need is one broad thing that asks for a reason.
type need struct{ holder, what, on string }

func (n need) String() string { return fmt.Sprintf("%s: %s on %s", n.holder, n.what, n.on) }

// Words that stand for an action where a reason is not about a statement's.
const (
	// notExpanded is about a role's policy that no template holds.
	notExpanded = "policy"
	// pattern is about a condition that compares with a wildcard.
	pattern = "condition"
	// letsIn is about an outsider.
	letsIn = "lets in"
)

// needs lists what a reason is for.
func (r reason) needs() []need {
	var found []need
	for _, holder := range r.holders {
		for _, what := range r.what {
			for _, on := range r.on {
				found = append(found, need{holder, what, on})
			}
		}
	}
	return found
}

// ledger finds the reason for everything that is broad.
type ledger struct {
	*survey
	declared map[need]string
	needed   map[need]bool
}

func newLedger(v *survey, reasons []reason) *ledger {
	l := &ledger{survey: v, declared: map[need]string{}, needed: map[need]bool{}}
	for _, r := range reasons {
		for _, n := range r.needs() {
			if l.declared[n] != "" {
				v.problems = append(v.problems, fmt.Errorf("two reasons are declared for %s", n))
			}
			l.declared[n] = r.why
		}
	}
	return l
}

// why looks a reason up. One without words is none.
func (l *ledger) why(holder, what, on string) string {
	n := need{holder, l.general(what), l.general(on)}
	why := l.declared[n]
	if why == "" && !l.needed[n] {
		l.problems = append(l.problems, fmt.Errorf("no reason is declared for %s", n))
	}
	l.needed[n] = true
	return why
}

// wildcards goes through what everybody may do. A statement with several principals
// is listed once.
func (l *ledger) wildcards() []Wildcard {
	var found []Wildcard
	for _, s := range l.subjects {
		for _, g := range s.Grants {
			found = append(found, l.broad(holderOf(s, g), g)...)
		}
		for _, t := range s.AssumedBy {
			found = append(found, l.broad(s.Name, Grant{Effect: t.Effect, Actions: t.Actions, Resources: []string{s.Name}, Conditions: t.Conditions})...)
		}
		for _, arn := range s.NotExpanded {
			found = append(found, Wildcard{
				Holder: s.Name, Effect: "Allow", Actions: []string{"what the policy says"}, Resources: []string{arn}, Why: l.why(s.Name, notExpanded, arn),
			})
		}
	}
	slices.SortStableFunc(found, func(a, b Wildcard) int { return strings.Compare(a.key(), b.key()) })
	return slices.CompactFunc(found, func(a, b Wildcard) bool { return a.key() == b.key() })
}

func (w Wildcard) key() string {
	return strings.Join([]string{w.Holder, w.Effect, fmt.Sprint(w.Actions, w.Resources, w.Conditions), w.Why}, "\n")
}

// holderOf is the resource for a statement of its policy, and else the principal.
func holderOf(s *subject, g Grant) string {
	if g.On != "" {
		return g.On
	}
	return s.Name
}

// broad lists the broad parts of a statement, those with the same reason together.
func (l *ledger) broad(holder string, g Grant) []Wildcard {
	parts := map[string]*Wildcard{}
	add := func(why, action, resource string) {
		if parts[why] == nil {
			parts[why] = &Wildcard{Holder: holder, Effect: g.Effect, Conditions: g.Conditions, Why: why}
		}
		w := parts[why]
		w.Actions, w.Resources = with(w.Actions, action), with(w.Resources, resource)
	}
	resources := g.Resources
	if len(resources) == 0 {
		resources = []string{holder} // the policy of a repository may leave it out
	}
	for _, action := range g.Actions {
		for _, resource := range resources {
			if wild(action) || wild(resource) {
				add(l.why(holder, action, resource), action, resource)
			}
		}
	}
	for _, condition := range g.Conditions {
		// Only these operators know wildcards.
		if operator, rest, _ := strings.Cut(condition, " "); wild(rest) && (strings.Contains(operator, "Like") || strings.Contains(operator, "Arn")) {
			for _, action := range g.Actions {
				add(l.why(holder, pattern, condition), action, strings.Join(resources, ", "))
			}
		}
	}
	var found []Wildcard
	for _, why := range slices.Sorted(maps.Keys(parts)) {
		found = append(found, *parts[why])
	}
	return found
}

func with(texts []string, text string) []string {
	if slices.Contains(texts, text) {
		return texts
	}
	return append(texts, text)
}

// UnusedReasons lists the declared reasons that none of the platforms needs. Such a
// reason would stand ready for the next careless statement.
func UnusedReasons(all ...Table) []string { return unused(reasons, all) }

func unused(reasons []reason, all []Table) []string {
	var found []string
	for _, r := range reasons {
		for _, n := range r.needs() {
			if !slices.ContainsFunc(all, func(p Table) bool { return p.needed[n] }) {
				found = append(found, n.String())
			}
		}
	}
	return found
}
