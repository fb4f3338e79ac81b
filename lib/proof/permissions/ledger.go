package permissions

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// reason says why somebody must be permitted something. It holds for each
// combination of its lists and for nothing else: texts are compared as they are, so
// that a statement which loses a condition, or gains an action or a principal, has
// no reason any more.
type reason struct {
	// about is why a reason is asked for: one of the words below, or nothing for what
	// is broader than one action on one resource.
	about string
	// effect is empty for Allow.
	effect string
	// holders are whose policy it is: principals, or resources.
	holders []string
	// what are the actions and on the resources, of which itself is the holder.
	what, on []string
	// to are the principals that the policy of a resource or a role's trust names.
	to []string
	// when are the conditions: all that the statement has, in its order.
	when []string
	why  string
}

// Words that say what a reason is about.
const (
	letsIn     = "lets in from outside"
	anyAccount = "lets in for any account"
	widens     = "may widen permissions"
)

const (
	// notExpanded stands for the actions of a role's policy that no template holds.
	notExpanded = "what the policy says"
	itself      = "itself"
)

// need is one thing that asks for a reason.
type need struct{ about, effect, holder, what, on, to, when string }

func (n need) String() string {
	var text strings.Builder
	text.WriteString(n.holder + ": ")
	for _, word := range []string{n.about, n.effect} {
		if word != "" {
			text.WriteString(word + ": ")
		}
	}
	text.WriteString(n.what + " on " + n.on)
	if n.to != "" {
		text.WriteString(" to " + n.to)
	}
	if n.when != "" {
		text.WriteString(" if " + n.when)
	}
	return text.String()
}

// needs lists what a reason is for.
func (r reason) needs() []need {
	principals := r.to
	if principals == nil {
		principals = []string{""}
	}
	var found []need
	for _, holder := range r.holders {
		for _, what := range r.what {
			for _, on := range r.on {
				for _, to := range principals {
					found = append(found, need{r.about, r.effect, holder, what, on, to, strings.Join(r.when, " and ")})
				}
			}
		}
	}
	return found
}

// ledger finds the reason for everything that must have one.
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
func (l *ledger) why(n need) string {
	why := l.declared[n]
	if why == "" && !l.needed[n] {
		l.problems = append(l.problems, fmt.Errorf("no reason is declared for %s", n))
	}
	l.needed[n] = true
	return why
}

// part is what of a statement has one reason.
type part struct {
	actions, resources []string
	why                string
}

// explained looks up the reasons of those actions on those resources of a statement
// that ask for one.
func (l *ledger) explained(about string, s said, asks func(action, resource string) bool) []part {
	var conditions []string
	for _, condition := range s.Conditions {
		conditions = append(conditions, l.general(condition))
	}
	effect := s.Effect
	if effect == "Allow" {
		effect = ""
	}
	parts := map[string]part{}
	for _, action := range s.Actions {
		for _, resource := range s.resources() {
			if !asks(action, resource) {
				continue
			}
			on := l.general(resource)
			if resource == s.holder {
				on = itself
			}
			why := l.why(need{about, effect, s.holder, l.general(action), on, s.to(), strings.Join(conditions, " and ")})
			parts[why] = part{with(parts[why].actions, action), with(parts[why].resources, resource), why}
		}
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
