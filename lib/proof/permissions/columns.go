package permissions

import (
	"slices"
	"strings"

	"example.com/chassis/lib/proof/pages"
)

// mark says that a row holds in the environment of the column.
const mark = "yes"

// table writes a table with the rows of all environments, or that there is nothing to list.
// Their columns come first: behind a long cell nobody would see them.
func table[T any](b *page, head []string, lists [][]T, row func(words, T) []string) {
	several := len(b.environments) > 1
	if several {
		head = append(b.labels(b.everywhere()), head...)
	}
	var rows [][]string
	for _, r := range union(lists, func(i int, item T) string { return strings.Join(row(b.words(i), item), "\n") }) {
		first := slices.Index(r.in, true)
		cells := row(b.words(first), r.of[first])
		if several {
			cells = append(marks(r.in), cells...)
		}
		rows = append(rows, cells)
	}
	b.line("%s", pages.Table(head, rows))
}

// marks are the cells that say in which environments a row holds.
func marks(in []bool) []string {
	cells := make([]string, len(in))
	for i, holds := range in {
		if holds {
			cells[i] = mark
		}
	}
	return cells
}

// list writes facts about what the environments among have. A fact that not all of these
// share says where it holds.
func (b *page) list(facts []shared[string], among []bool) {
	for _, f := range facts {
		where := ""
		if !slices.Equal(f.in, among) {
			where = "in " + strings.Join(b.labels(f.in), ", ") + ": "
		}
		b.line("- %s%s", where, f.key)
	}
	if len(facts) > 0 {
		b.line("")
	}
}

// labels name environments.
func (b *page) labels(in []bool) []string {
	var found []string
	for i, e := range b.environments {
		if in[i] {
			found = append(found, e.Settings.Label())
		}
	}
	return found
}

// everywhere is in all environments.
func (b *page) everywhere() []bool { return slices.Repeat([]bool{true}, len(b.environments)) }
