package changes

import (
	"maps"
	"slices"
)

// alike is the share of equal properties from which on two resources of a type
// count as one that was renamed.
const alike = 0.75

// nameRenamed marks resources that are deleted and created again under another
// logical id. To CloudFormation they have nothing in common, and what the old one
// held is gone; that a construct was only renamed is the most common reason:
// https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html
func nameRenamed(c *comparison, found []Change) {
	pairs := map[string]*pair{}
	for _, s := range c.stacks {
		for _, p := range s.pairs {
			if p.before == nil || p.after == nil {
				pairs[actionOf(p)+p.either().String()] = p
			}
		}
	}
	for i := range found {
		if found[i].Action != Delete {
			continue
		}
		best, closest := -1, 0.0
		for j := range found {
			if found[j].Action != Create || found[j].Type != found[i].Type || found[j].Renamed != "" {
				continue
			}
			share := c.share(pairs[string(Delete)+found[i].Name], pairs[string(Create)+found[j].Name])
			if share >= alike && share > closest {
				best, closest = j, share
			}
		}
		if best >= 0 {
			found[i].Renamed, found[best].Renamed = found[best].Name, found[i].Name
		}
	}
}

func actionOf(p *pair) string {
	if p.before == nil {
		return string(Create)
	}
	return string(Delete)
}

// share is the part of the properties that is equal in a deleted and a created resource.
func (c *comparison) share(deleted, created *pair) float64 {
	names := map[string]bool{}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(deleted.before.Properties)),
		slices.Collect(maps.Keys(created.after.Properties))) {
		names[name] = true
	}
	if len(names) == 0 {
		return 1
	}
	equal := 0
	for name := range names {
		steps := []string{name}
		if text(c.before, deleted.before, steps) == text(c.after, created.after, steps) {
			equal++
		}
	}
	return float64(equal) / float64(len(names))
}
