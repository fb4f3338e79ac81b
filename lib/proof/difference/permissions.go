package difference

import (
	"slices"
	"strings"

	"example.com/chassis/lib/proof/permissions"
)

// rights are what is said of one principal.
type rights struct {
	name  string
	facts []fact
}

// fact is a sentence with an action in it, if it is about one.
type fact struct{ before, action, behind string }

// rightsOf are those of each principal.
func rightsOf(table permissions.Table) map[string]*rights {
	all := map[string]*rights{}
	for _, p := range slices.Concat(table.Roles, table.Policies, table.Others) {
		name := p.String()
		r := &rights{name: name}
		all[name] = r
		for _, g := range p.Grants {
			for _, resource := range g.Targets() {
				for _, action := range g.Actions {
					r.facts = append(r.facts, fact{name + verb(g.Effect, "may", "is denied") + " ", action, conditional(" on "+resource, g.Conditions)})
				}
			}
		}
		for _, t := range p.AssumedBy {
			for _, action := range t.Actions {
				r.facts = append(r.facts, fact{name + verb(t.Effect, "lets ", "never lets ") + t.String() + " ", action, conditional("", t.Conditions)})
			}
		}
		for _, user := range p.UsedBy {
			r.facts = append(r.facts, fact{before: name + " is the role of " + user})
		}
		for _, policy := range p.NotExpanded {
			r.facts = append(r.facts, fact{before: name + " has the policy " + policy})
		}
		if p.Boundary != "" {
			r.facts = append(r.facts, fact{before: name + " is bounded by " + p.Boundary})
		}
	}
	return all
}

// place stands for the actions in a sentence.
const place = "\x00"

// compareFacts is compare, with one line for the actions of which the same is said.
func compareFacts(was, is []fact) []string {
	var lines []string
	for _, side := range []struct {
		facts, others []fact
		word          string
	}{{is, was, "now: "}, {was, is, "no more: "}} {
		var said sayings
		for _, f := range side.facts {
			if !slices.Contains(side.others, f) {
				said.add(f.action, side.word+f.before+place+f.behind)
			}
		}
		lines = append(lines, said.lines(withActions)...)
	}
	return lines
}

// withActions puts actions into a sentence.
func withActions(actions []string, text string) string {
	slices.Sort(actions)
	return strings.Replace(text, place, strings.Join(slices.Compact(actions), ", "), 1)
}

// rightsDiffer lists who may do what otherwise. Nothing that is granted is left out.
func rightsDiffer(old, now map[string]*rights) []string {
	var lines []string
	for _, name := range names(old, now) {
		switch {
		case old[name] == nil:
			lines = append(lines, now[name].introduced()...)
		case now[name] == nil:
			lines = append(lines, "gone: "+name)
		default:
			lines = append(lines, compareFacts(old[name].facts, now[name].facts)...)
		}
	}
	return lines
}

// introduced is what a new principal may do: on everything, or on what its statements name,
// and what else is said of it.
func (r *rights) introduced() []string {
	var said sayings
	var others []string
	for _, f := range r.facts {
		switch {
		case f.action == "" && strings.Contains(f.before, " has the policy "):
			others = append(others, "new: "+f.before)
		case f.action == "" || !strings.HasSuffix(f.before, " may "):
		case f.behind == " on *" || strings.HasPrefix(f.behind, " on * if "):
			said.add(f.action, "new: "+f.before+place+" on everything")
		default:
			said.add(f.action, "new: "+f.before+place)
		}
	}
	lines := said.lines(withActions)
	if lines = append(lines, others...); len(lines) == 0 {
		return []string{"new: " + r.name}
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

// right words what somebody, who is named with a verb, may do.
func right(who, actions, on string, conditions []string) string {
	return conditional(who+" "+actions+" on "+on, conditions)
}

// verb words an effect, and one that is none as it is.
func verb(effect, allow, deny string) string {
	switch effect {
	case "Allow":
		return " " + allow
	case "Deny":
		return " " + deny
	}
	return " has the effect " + effect + ":"
}

func conditional(text string, conditions []string) string {
	if len(conditions) == 0 {
		return text
	}
	return text + " if " + strings.Join(conditions, " and ")
}
