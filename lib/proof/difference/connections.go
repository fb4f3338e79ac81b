package difference

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/reachability"
)

// pair are the two ends of a connection.
type pair struct{ from, to string }

// connections are those that are allowed, with their ports and their way.
func connections(e *check.Examination) map[pair]string {
	found := map[pair]string{}
	for _, c := range e.Model().Connections() {
		if !c.Open() {
			continue
		}
		var traffic []string
		for _, t := range c.Allowed {
			if text := t.String(); !slices.Contains(traffic, text) {
				traffic = append(traffic, text)
			}
		}
		slices.Sort(traffic)
		way := strings.Join(traffic, " and ")
		if c.Via != reachability.InsideVPC {
			way += ", by way of " + c.Via
		}
		found[pair{c.From.Name, c.To.Name}] = way
	}
	return found
}

// connectionsDiffer has a line for all that opens from a component, for all that closes, and
// for rules that are others without opening or closing anything.
func connectionsDiffer(before, after facts) []string {
	opens, closes, others := map[string][]string{}, map[string][]string{}, []string{}
	changed := map[pair]bool{}
	for ends, way := range after.connections {
		old := before.connections[ends]
		changed[ends] = old != way
		switch {
		case old == "":
			opens[ends.from] = append(opens[ends.from], fmt.Sprintf("%s (%s)", ends.to, way))
		case old != way:
			others = append(others, fmt.Sprintf("otherwise: %s to %s (%s), instead of (%s)", ends.from, ends.to, way, old))
		}
	}
	for ends, way := range before.connections {
		if after.connections[ends] == "" {
			changed[ends] = true
			closes[ends.from] = append(closes[ends.from], fmt.Sprintf("%s (%s)", ends.to, way))
		}
	}
	lines := slices.Concat(byStart("opens", opens), byStart("closes", closes), slices.Sorted(slices.Values(others)))
	hidden := func(pairs []pair) bool { return slices.ContainsFunc(pairs, func(p pair) bool { return changed[p] }) }
	for _, rule := range names(before.rules, after.rules) {
		was, had := before.rules[rule]
		is, has := after.rules[rule]
		switch {
		case !had && !hidden(is):
			lines = append(lines, "opens: the rule "+rule)
		case !has && !hidden(was):
			lines = append(lines, "closes: the rule "+rule)
		}
	}
	return lines
}

func byStart(word string, ends map[string][]string) []string {
	var lines []string
	for _, from := range names(ends, nil) {
		lines = append(lines, fmt.Sprintf("%s: %s to %s", word, from, strings.Join(slices.Sorted(slices.Values(ends[from])), ", ")))
	}
	return lines
}

// rules are those of security groups, each with the connections that it is for.
func rules(e *check.Examination) map[string][]pair {
	found := map[string][]pair{}
	for _, r := range e.Network().Rules {
		if !r.Placeholder {
			found[r.String()] = nil
		}
	}
	for _, c := range e.Model().Connections() {
		for _, r := range slices.Concat(c.Out, c.In) {
			if r != nil {
				found[r.String()] = append(found[r.String()], pair{c.From.Name, c.To.Name})
			}
		}
	}
	return found
}
