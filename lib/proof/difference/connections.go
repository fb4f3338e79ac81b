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
		way := strings.Join(traffic, " and ")
		if c.Via != reachability.InsideVPC {
			way += ", by way of " + c.Via
		}
		found[pair{c.From.Name, c.To.Name}] = way
	}
	return found
}

// connectionsDiffer has a line for all that opens from a component, and for all that closes.
func connectionsDiffer(was, is map[pair]string) []string {
	opens, closes, others := map[string][]string{}, map[string][]string{}, []string{}
	for ends, way := range is {
		switch old := was[ends]; {
		case old == "":
			opens[ends.from] = append(opens[ends.from], fmt.Sprintf("%s (%s)", ends.to, way))
		case old != way:
			others = append(others, fmt.Sprintf("otherwise: %s to %s (%s), instead of (%s)", ends.from, ends.to, way, old))
		}
	}
	for ends, way := range was {
		if is[ends] == "" {
			closes[ends.from] = append(closes[ends.from], fmt.Sprintf("%s (%s)", ends.to, way))
		}
	}
	var lines []string
	for _, side := range []struct {
		word string
		from map[string][]string
	}{{"opens", opens}, {"closes", closes}} {
		for _, from := range names(side.from, nil) {
			lines = append(lines, fmt.Sprintf("%s: %s to %s", side.word, from, strings.Join(slices.Sorted(slices.Values(side.from[from])), ", ")))
		}
	}
	return append(lines, slices.Sorted(slices.Values(others))...)
}

// rules are those of security groups that no connection shows: what lets addresses in, which
// may have no way to it yet, and what lets nothing through.
func rules(e *check.Examination) []string {
	shown := map[string]bool{}
	for _, c := range e.Model().Connections() {
		for _, r := range slices.Concat(c.Out, c.In) {
			if r != nil {
				shown[r.String()] = true
			}
		}
	}
	var facts []string
	for _, r := range e.Network().Rules {
		addresses := r.Peer.Group == nil || r.Peer.Group.Resource == nil
		if !r.Placeholder && (r.Inbound && addresses || !shown[r.String()]) {
			facts = append(facts, "the rule "+r.String())
		}
	}
	return facts
}

// public are the components with an address on the internet, and what of the account the
// internet may use.
func public(e *check.Examination) []string {
	var facts []string
	for _, c := range e.Model().Components {
		if c.Public {
			facts = append(facts, c.Name+" has an address on the internet")
		}
	}
	table, _ := e.Permissions() // what is not understood is a broken promise
	for _, x := range table.External {
		facts = append(facts, right(x.String()+" may", strings.Join(x.Actions, ", "), x.On, x.Conditions))
	}
	return facts
}
