package difference

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"example.com/chassis/lib/proof/promises/check"
)

// everyone are the address ranges of a door that is open to all.
var everyone = []string{"0.0.0.0/0"}

// doors are the ways in from the internet, each with the address ranges that may use it: a
// path that some service answers, a port of a component, and what has an address there.
func doors(e *check.Examination, outcomes map[string]outcome) map[string][]string {
	found := map[string][]string{}
	for path, o := range outcomes {
		if !o.answered {
			continue
		}
		if found[path] = everyone; o.restricted {
			found[path] = append([]string{"restricted"}, o.allowed...)
		}
	}
	for _, c := range e.Model().Components {
		if c.Public {
			found[c.Name+" with an address on the internet"] = everyone
		}
	}
	for _, c := range e.Model().Connections() {
		for i, in := range c.In {
			if c.Open() && in != nil && in.Peer.Block.IsValid() {
				door := fmt.Sprintf("%s on %s", c.To.Name, c.Allowed[i])
				found[door] = append(found[door], in.Peer.Block.String())
			}
		}
	}
	return found
}

// doorsDiffer says which doors open or close, and to whom.
func doorsDiffer(was, is map[string][]string) []string {
	var opens, closes []string
	for _, door := range names(was, is) {
		old, now := was[door], is[door]
		more, less := beyond(now, old), beyond(old, now)
		if len(more) > 0 {
			opens = append(opens, fmt.Sprintf("opens: %s to %s", door, whom(more)))
		}
		if len(less) > 0 {
			closes = append(closes, fmt.Sprintf("closes: %s to %s", door, whom(less)))
		}
	}
	return append(opens, closes...)
}

// beyond are the ranges that are in none of the others.
func beyond(ranges, others []string) []string {
	return slices.DeleteFunc(slices.Clone(ranges), func(r string) bool {
		return r == "restricted" || slices.ContainsFunc(others, func(other string) bool { return within(r, other) })
	})
}

func within(text, other string) bool {
	if text == other {
		return true
	}
	a, err := netip.ParsePrefix(text)
	if err != nil {
		return false
	}
	b, err := netip.ParsePrefix(other)
	return err == nil && a.Bits() >= b.Bits() && b.Contains(a.Addr())
}

func whom(ranges []string) string {
	if slices.Contains(ranges, everyone[0]) || slices.Contains(ranges, "::/0") {
		return "every address"
	}
	return strings.Join(slices.Compact(slices.Sorted(slices.Values(ranges))), ", ")
}

// external is what of the account somebody outside of it may use.
func external(e *check.Examination) []string {
	var facts []string
	table, _ := e.Permissions() // what is not understood is said by itself
	for _, x := range table.External {
		facts = append(facts, right(x.String()+" may", strings.Join(x.Actions, ", "), x.On, x.Conditions))
	}
	return facts
}
