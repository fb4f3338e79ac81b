package difference

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/proof/permissions"
)

// rights are what is said of one principal, a sentence each, and the actions in them.
type rights struct{ facts, actions []string }

// rightsOf are those of each principal.
func rightsOf(table permissions.Table) map[string]*rights {
	all := map[string]*rights{}
	for _, p := range slices.Concat(table.Roles, table.Policies, table.Others) {
		r, name := &rights{}, p.String()
		all[name] = r
		for _, g := range p.Grants {
			for _, action := range g.Actions {
				for _, resource := range g.Resources {
					r.facts = append(r.facts, right(name+verb(g.Effect, " may", " is denied"), action, resource, g.Conditions))
				}
			}
			r.actions = append(r.actions, g.Actions...)
		}
		for _, t := range p.AssumedBy {
			r.facts = append(r.facts, conditional(name+verb(t.Effect, " may", " must not")+" be assumed by "+t.String(), t.Conditions))
		}
		for _, policy := range p.NotExpanded {
			r.facts = append(r.facts, name+" has the policy "+policy)
		}
		if p.Boundary != "" {
			r.facts = append(r.facts, name+" is bounded by "+p.Boundary)
		}
	}
	return all
}

func verb(effect, allow, deny string) string {
	if effect == "Deny" {
		return deny
	}
	return allow
}

// right words what somebody, who is named with a verb, may do.
func right(who, actions, on string, conditions []string) string {
	return conditional(who+" "+actions+" on "+on, conditions)
}

func conditional(text string, conditions []string) string {
	if len(conditions) == 0 {
		return text
	}
	return text + " if " + strings.Join(conditions, " and ")
}

// rightsDiffer lists who may do what otherwise.
func rightsDiffer(old, now map[string]*rights) []string {
	var lines []string
	for _, name := range names(old, now) {
		switch {
		case old[name] == nil:
			actions := slices.Compact(slices.Sorted(slices.Values(now[name].actions)))
			lines = append(lines, fmt.Sprintf("new: %s, may %s", name, cmp.Or(strings.Join(actions, ", "), "nothing")))
		case now[name] == nil:
			lines = append(lines, "gone: "+name)
		default:
			changed := compare(old[name].facts, now[name].facts, "now", "no more")
			if rest := len(changed) - most; rest > 1 {
				changed = append(changed[:most:most], fmt.Sprintf("%s: %d more differences", name, rest))
			}
			lines = append(lines, changed...)
		}
	}
	return lines
}

func escalations(table permissions.Table) []string {
	var facts []string
	for _, e := range table.Escalations {
		facts = append(facts, right(e.Who+" may", strings.Join(e.Actions, ", "), e.On, e.Conditions))
	}
	return facts
}
