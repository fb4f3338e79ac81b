package difference

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/proof/permissions"
	"example.com/chassis/lib/proof/promises/check"
)

// most is how many permissions of one principal have a line each.
const most = 4

// permissionsOf are what each principal may do, a text for each statement.
func permissionsOf(table permissions.Table) map[string][]string {
	all := map[string][]string{}
	for _, list := range [][]permissions.Principal{table.Roles, table.Policies, table.Others} {
		for _, p := range list {
			for _, g := range p.Grants {
				for _, action := range g.Actions {
					for _, resource := range g.Resources {
						all[p.String()] = append(all[p.String()], right(g.Effect, action, resource, g.Conditions))
					}
				}
			}
		}
	}
	return all
}

// right words what somebody, who is named with a verb, may do.
func right(who, actions, on string, conditions []string) string {
	text := who + " " + actions + " on " + on
	if len(conditions) > 0 {
		text += " if " + strings.Join(conditions, " and ")
	}
	return text
}

// permissionsDiffer lists who may do what otherwise, and first which ways to more rights
// there are.
func permissionsDiffer(was, is *check.Examination) []string {
	before, _ := was.Permissions() // what is not understood is a broken promise
	after, _ := is.Permissions()
	lines := compare(escalations(before), escalations(after), "a way to more rights", "no way to more rights any more")
	old, now := permissionsOf(before), permissionsOf(after)
	for _, name := range names(old, now) {
		switch {
		case len(old[name]) == 0:
			lines = append(lines, fmt.Sprintf("new: %s with %d permissions: %s", name, len(now[name]), actions(now[name])))
		case len(now[name]) == 0:
			lines = append(lines, fmt.Sprintf("gone: %s with %d permissions", name, len(old[name])))
		default:
			changed := compare(old[name], now[name], name+" may now", name+" may no more")
			if len(changed) > most {
				rest := len(changed) - most
				changed = append(changed[:most:most], fmt.Sprintf("%s: %d more differences", name, rest))
			}
			lines = append(lines, changed...)
		}
	}
	return lines
}

// actions are the actions in permissions, each once.
func actions(facts []string) string {
	var list []string
	for _, fact := range facts {
		list = append(list, strings.Fields(fact)[1])
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), ", ")
}

func escalations(table permissions.Table) []string {
	var facts []string
	for _, e := range table.Escalations {
		facts = append(facts, right(e.Who+" may", strings.Join(e.Actions, ", "), e.On, e.Conditions))
	}
	return facts
}
