package difference

import (
	"cmp"
	"fmt"
	"slices"

	"example.com/chassis/lib/config"
)

// settingsDiffer lists the settings behind a change by their names in cdk.json. A service
// that comes or goes is one line.
func settingsDiffer(before, after config.Environment) []string {
	shared := valuesDiffer(before.Values(), after.Values())
	lines := slices.Clone(shared)
	was, is := services(before), services(after)
	for _, name := range names(was, is) {
		switch old, now := was[name], is[name]; {
		case old == nil:
			lines = append(lines, "new service: "+name)
		case now == nil:
			lines = append(lines, "service that goes: "+name)
		default:
			for _, line := range valuesDiffer(old, now) {
				if !slices.Contains(shared, line) { // what it has from its environment is said there
					lines = append(lines, name+": "+line)
				}
			}
		}
	}
	return lines
}

func services(e config.Environment) map[string][]config.Value {
	found := map[string][]config.Value{}
	for _, s := range e.Services {
		found[s.Name] = s.Values()
	}
	return found
}

// valuesDiffer compares the same settings of two sides.
func valuesDiffer(was, is []config.Value) []string {
	old := map[string]config.Value{}
	for _, v := range was {
		old[v.Name] = v
	}
	var lines []string
	for _, now := range is {
		switch old := old[now.Name]; {
		case now.Shown != old.Shown:
			lines = append(lines, fmt.Sprintf("%s %s, instead of %s", now.Name, now.Shown, cmp.Or(old.Shown, "nothing")))
		case now.Whole != old.Whole:
			lines = append(lines, fmt.Sprintf("%s %s with other values", now.Name, now.Shown))
		}
	}
	return lines
}
