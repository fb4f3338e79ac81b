package difference

import (
	"fmt"
	"maps"
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
						fact := strings.TrimSpace(fmt.Sprintf("%s %s on %s %s", g.Effect, action, resource, conditions(g.Conditions)))
						all[p.String()] = append(all[p.String()], fact)
					}
				}
			}
		}
	}
	return all
}

// permissionsDiffer lists who may do what otherwise, and first which ways to more rights
// there are.
func permissionsDiffer(was, is *check.Examination) []string {
	before, _ := was.Permissions() // what is not understood is a broken promise
	after, _ := is.Permissions()
	lines := compare(escalations(before), escalations(after), "a way to more rights", "no way to more rights any more")
	old, now := permissionsOf(before), permissionsOf(after)
	names := slices.Concat(slices.Collect(maps.Keys(old)), slices.Collect(maps.Keys(now)))
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
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
		facts = append(facts, strings.TrimSpace(fmt.Sprintf("%s may %s on %s %s", e.Who, strings.Join(e.Actions, ", "), e.On, conditions(e.Conditions))))
	}
	return facts
}
