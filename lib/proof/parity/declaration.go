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
	// Has is what each environment has.
	Has Each
	// Rising stands for it where several numbers are larger in staging than in dev, and
	// larger still in prod.
	Rising bool
	// Reason is a sentence for the reader who wonders.
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
	if d.Rising == (d.Has != Each{}) {
		problems = append(problems, d.String()+": wants either values or that they rise")
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
	return atPath && d.Type == found.Type && (len(d.Of) == 0 || slices.Contains(d.Of, found.Owner)) && d.allows(found.Values)
}

// leadsTo says whether a path of a declaration is that of a difference.
func leadsTo(pattern, path string) bool {
	expression := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\[\*\]`, `\[[^\[\]]+\]`)
	return regexp.MustCompile("^" + expression + "$").MatchString(path)
}

// allows says whether the environments differ in the way that is declared.
func (d Declaration) allows(values []Value) bool {
	if d.Rising {
		return rise(values)
	}
	return d.Has.allows(values)
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

// String names what the declaration is about, and the way that it goes.
func (d Declaration) String() string {
	way := fmt.Sprintf("%q", d.Has)
	if d.Rising {
		way = "rising"
	}
	return strings.Join(strings.Fields(strings.Join(slices.Concat([]string{d.Type}, d.Paths, d.Of, []string{way}), " ")), " ")
}
