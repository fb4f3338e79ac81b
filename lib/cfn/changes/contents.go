package changes

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// measures are all that the tables have of a type.
func measures(kind string) []measure {
	var all []measure
	for _, r := range retentions[kind] {
		all = append(all, r)
	}
	for _, g := range safeguards[kind] {
		all = append(all, g)
	}
	for _, n := range wanted[kind] {
		all = append(all, n)
	}
	for _, k := range kafka[kind] {
		all = append(all, k)
	}
	return all
}

// weakenedContents lists what would be lost of the content of a resource that
// stays.
func (c *comparison) weakenedContents(_, after *assembly.Resource) []string {
	p := c.byAfter[after]
	var found []string
	for _, m := range measures(after.Type) {
		found = append(found, c.worsened(p, m)...)
	}
	for _, property := range overwritten[after.Type] {
		found = append(found, c.rewritten(p, property)...)
	}
	return slices.Concat(found, c.endangered(p), c.shortened(p))
}

// rewritten says that a property which is there writes the content anew.
func (c *comparison) rewritten(p *pair, property string) []string {
	why, changes := c.cause(p, []string{property})
	switch {
	case changes == no || text(c.after, p.after, []string{property}) == "":
		return nil
	case changes == may:
		return []string{property + " may write the content anew" + why}
	}
	return []string{property + " writes the content anew" + why}
}
