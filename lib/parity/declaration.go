package parity

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Topic is what some differences are about.
type Topic struct {
	Name         string
	Declarations []Declaration
}

// Declaration allows differences that one reason explains.
type Declaration struct {
	// Type is that of the resources; empty for the stacks themselves.
	Type string
	// Of names the resources by their constructs, or the stacks; empty for all.
	Of []string
	// Paths lead to what differs; [*] stands for any entry of a list. Without paths it
	// is the resources themselves that only some environments have.
	Paths []string
	// Alone is the one environment that is not like the others; empty when no two are
	// alike. Those that lack the resource do not count.
	Alone string
	// Reason is a sentence for whoever wonders.
	Reason string
}

// Problems tells which differences nobody declared, or more than one declaration
// does, and which declarations, or parts of them, no difference needs any more.
func Problems(topics []Topic, differences []Difference) []string {
	var problems []string
	declared := make([]int, len(differences))
	for _, topic := range topics {
		for _, declaration := range topic.Declarations {
			problems = append(problems, declaration.vague()...)
			var covered []Difference
			for i, d := range differences {
				if declaration.covers(d) {
					declared[i]++
					covered = append(covered, d)
				}
			}
			for _, part := range declaration.unneeded(covered) {
				problems = append(problems, fmt.Sprintf("%s: nothing needs the declaration of %s", topic.Name, part))
			}
		}
	}
	for i, d := range differences {
		switch {
		case declared[i] == 0:
			problems = append(problems, "undeclared: "+d.String())
		case declared[i] > 1:
			problems = append(problems, "declared more than once: "+d.String())
		}
	}
	return problems
}

// vague tells what makes a declaration allow more than anybody thought of.
func (d Declaration) vague() []string {
	var problems []string
	if len(d.Of) == 0 && len(d.Paths) == 0 {
		problems = append(problems, d.String()+": names neither resources nor paths")
	}
	if d.Reason == "" {
		problems = append(problems, d.String()+": no reason")
	}
	return problems
}

func (d Declaration) covers(found Difference) bool {
	atPath := len(d.Paths) == 0 && found.Path == ""
	for _, path := range d.Paths {
		atPath = atPath || leadsTo(path, found.Path)
	}
	return atPath && d.Type == found.Type && (len(d.Of) == 0 || slices.Contains(d.Of, found.Owner)) && d.divides(found.Values)
}

// leadsTo says whether a path of a declaration is that of a difference.
func leadsTo(pattern, path string) bool {
	expression := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\[\*\]`, `\[[^\[\]]+\]`)
	return regexp.MustCompile("^" + expression + "$").MatchString(path)
}

// divides says whether the environments differ in the way that is declared.
func (d Declaration) divides(values []Value) bool {
	var alone, others []string
	for _, v := range values {
		switch v.Text {
		case Nowhere:
		default:
			if v.Environment == d.Alone {
				alone = append(alone, v.Text)
			} else {
				others = append(others, v.Text)
			}
		}
	}
	if d.Alone == "" {
		slices.Sort(others)
		return len(slices.Compact(slices.Clone(others))) == len(others)
	}
	return len(alone) == 1 && same(others) && !slices.Contains(others, alone[0])
}

// unneeded names the resources and paths of which no difference was covered.
func (d Declaration) unneeded(covered []Difference) []string {
	if len(covered) == 0 {
		return []string{d.String()}
	}
	var parts []string
	for _, owner := range d.Of {
		if !slices.ContainsFunc(covered, func(c Difference) bool { return c.Owner == owner }) {
			parts = append(parts, owner)
		}
	}
	for _, path := range d.Paths {
		if !slices.ContainsFunc(covered, func(c Difference) bool { return leadsTo(path, c.Path) }) {
			parts = append(parts, path)
		}
	}
	return parts
}

// String names what the declaration is about.
func (d Declaration) String() string {
	return strings.Join(strings.Fields(strings.Join(slices.Concat([]string{d.Type}, d.Paths, d.Of), " ")), " ")
}
