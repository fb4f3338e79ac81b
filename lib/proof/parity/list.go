package parity

import (
	"fmt"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// identities are the members that tell the entries of a list apart, such as the Key
// of a tag. A widget of a dashboard has its title.
var identities = [][]any{
	{"Key"}, {"Name"}, {"Id"}, {"id"}, {"Sid"}, {"PolicyName"}, {"RuleName"}, {"ContainerName"}, {"properties", "title"},
}

// compareLists matches the entries of the environments' lists by what identifies
// them, or else by their content, so that an added entry moves no other.
func (c *comparison) compareLists(path string, values []any) {
	lists := make([][]entry, len(values))
	for i, v := range values {
		for _, item := range assembly.List(v) {
			lists[i] = append(lists[i], entry{value: item})
		}
	}
	if identify(lists) {
		c.compareIdentified(path, lists)
	} else {
		c.compareByContent(path, lists)
	}
}

// entry is one of a list, under a name that no other entry of the list has.
type entry struct {
	name  string
	value any
}

// identify names the entries by the first member that tells all of them apart.
func identify(lists [][]entry) bool {
	return slices.ContainsFunc(identities, func(member []any) bool { return nameByMember(lists, member) })
}

// nameByMember names every entry, or says that some have no name or share one.
func nameByMember(lists [][]entry, member []any) bool {
	for _, list := range lists {
		taken := map[string]bool{}
		for j := range list {
			named := assembly.At(list[j].value, member...)
			name := written(named)
			if named == nil || name == "" || taken[name] {
				return false
			}
			list[j].name, taken[name] = name, true
		}
	}
	return true
}

func (c *comparison) compareIdentified(path string, lists [][]entry) {
	c.compareOrder(path, lists, func(e entry) any { return e.name })
	for _, name := range names(lists) {
		c.compare(fmt.Sprintf("%s[%s]", path, name), valuesOf(lists, name))
	}
}

// compareByContent sets aside the entries that every list has. What is left are
// the same entries with something changed where it is the same number everywhere,
// and otherwise entries that some lists have more than others.
func (c *comparison) compareByContent(path string, lists [][]entry) {
	nameByContent(lists)
	c.compareOrder(path, lists, func(e entry) any { return e.value })
	shared := sharedNames(lists)
	left := make([][]any, len(lists))
	for i, list := range lists {
		for _, e := range list {
			if !slices.Contains(shared, e.name) {
				left[i] = append(left[i], e.value)
			}
		}
	}
	sameNumber := !slices.ContainsFunc(left, func(rest []any) bool { return len(rest) != len(left[0]) })
	if sameNumber {
		for j := range left[0] {
			changed := make([]any, len(left))
			for i := range left {
				changed[i] = left[i][j]
			}
			c.compare(fmt.Sprintf("%s[%d]", path, j), changed)
		}
		return
	}
	for _, name := range names(lists) {
		if !slices.Contains(shared, name) {
			c.compare(path+"[]", valuesOf(lists, name))
		}
	}
}

// nameByContent names every entry by all that it is, and equal ones of a list by
// their number too.
func nameByContent(lists [][]entry) {
	for _, list := range lists {
		seen := map[string]int{}
		for j := range list {
			text := encoded(list[j].value)
			seen[text]++
			list[j].name = fmt.Sprintf("%s #%d", text, seen[text])
		}
	}
}

// compareOrder notes when entries that two lists have come in another order.
func (c *comparison) compareOrder(path string, lists [][]entry, shown func(entry) any) {
	for i, list := range lists {
		for _, other := range lists[:i] {
			if !slices.Equal(sharedNames([][]entry{list, other}), sharedNames([][]entry{other, list})) {
				c.noteOrder(path+" (order)", lists, shown)
				return
			}
		}
	}
}

func (c *comparison) noteOrder(path string, lists [][]entry, shown func(entry) any) {
	orders := make([]any, len(lists))
	for i, list := range lists {
		order := []any{}
		for _, e := range list {
			order = append(order, shown(e))
		}
		orders[i] = order
	}
	c.note(path, orders)
}

// sharedNames lists the entries that every list has.
func sharedNames(lists [][]entry) []string {
	return slices.DeleteFunc(names(lists), func(name string) bool {
		return slices.Contains(valuesOf(lists, name), nil)
	})
}

// names lists the entries of all lists in the order in which they are met.
func names(lists [][]entry) []string {
	var found []string
	for _, list := range lists {
		for _, e := range list {
			if !slices.Contains(found, e.name) {
				found = append(found, e.name)
			}
		}
	}
	return found
}

// valuesOf returns the entry of that name in each list, nil where there is none.
func valuesOf(lists [][]entry, name string) []any {
	values := make([]any, len(lists))
	for i, list := range lists {
		for _, e := range list {
			if e.name == name {
				values[i] = e.value
			}
		}
	}
	return values
}
