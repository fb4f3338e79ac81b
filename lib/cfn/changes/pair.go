package changes

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// comparison is two assemblies, matched.
type comparison struct {
	before, after *assembly.Assembly
	stacks        []*stackPair
	// byAfter finds the pair of a resource that a reference names.
	byAfter map[*assembly.Resource]*pair
}

// stackPair is a stack on both sides; one of them may be nil.
type stackPair struct {
	before, after *assembly.Stack
	pairs         []*pair // by logical id
}

// pair is a resource on both sides; one of them may be nil.
type pair struct {
	before, after *assembly.Resource
	// stackGone is set when the whole stack is deleted.
	stackGone bool
	// conditional is set when a condition may delete the resource.
	conditional bool
	replaced    verdict
	details     []string
	// read is what the templates say of its values, by their paths.
	read map[string]reading
}

func (p *pair) either() *assembly.Resource {
	if p.after != nil {
		return p.after
	}
	return p.before
}

// pairUp matches stacks and their resources.
func pairUp(before, after *assembly.Assembly) (*comparison, error) {
	c := &comparison{before: before, after: after, byAfter: map[*assembly.Resource]*pair{}}
	common := 0
	for _, s := range after.Stacks {
		old := before.Stack(s.ID)
		if !same(old, s) {
			old = nil
		} else {
			common++
		}
		c.add(old, s)
	}
	for _, s := range before.Stacks {
		if !same(s, after.Stack(s.ID)) {
			c.add(s, nil)
		}
	}
	if common == 0 {
		return nil, fmt.Errorf("the two sides have no stack in common (%s against %s): not the same environment?",
			stackNames(before), stackNames(after))
	}
	return c, nil
}

func (c *comparison) add(before, after *assembly.Stack) {
	s := &stackPair{before: before, after: after}
	ids := map[string]bool{}
	for _, side := range []*assembly.Stack{before, after} {
		if side != nil {
			for id := range side.Resources {
				ids[id] = true
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		p := &pair{stackGone: after == nil}
		if before != nil {
			p.before = before.Resources[id]
		}
		if after != nil {
			p.after = after.Resources[id]
		}
		if p.after != nil {
			c.byAfter[p.after] = p
		}
		s.pairs = append(s.pairs, p)
	}
	c.stacks = append(c.stacks, s)
}

// same reports whether CloudFormation sees one stack in both.
func same(a, b *assembly.Stack) bool {
	return a != nil && b != nil && a.Name == b.Name && a.Together(b)
}

// stackNames gives each stack with the account and the region, where they are known.
func stackNames(a *assembly.Assembly) string {
	var names []string
	for _, s := range a.Stacks {
		place := strings.TrimSpace(s.Account + " " + s.Region)
		if place != "" {
			place = " in " + place
		}
		names = append(names, s.Name+place)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
