package parity

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/proof/pages"
)

const (
	// maxValues is how many values of an environment a row shows; more are counted.
	maxValues = 6
	// maxLength is how much of a value a row shows, in characters.
	maxLength = 100
)

// preface tells a reader of the document what it is.
const preface = `# How dev, staging and prod differ

One code base makes all three, and this is every difference between their templates, and in how these are deployed,
with its reason. What differs by the environment's own name only is left out. A difference that is not declared in
[lib/proof/parity](../../lib/proof/parity/declared.go), or goes another way, fails the tests, and so does a declaration that nothing
needs any more.

"present" and "absent" are about what a row names; "–" stands where the resource around it is absent. A cell may list
values of several resources. Long values are cut; the checksum beside them covers the whole value. Of more than six
values a cell gives their number and one checksum.

"held to" is how much of the values the declaration fixes: all that is shown; or what dev, staging and prod must have,
where ` + "`*`" + ` stands for any text and the same words for the same value; or that numbers rise from dev to prod. A
resource that one environment alone has is named here and not looked into: what it must be is held by the promises.

This file is written by ` + "`.ci/run update`" + `.
`

// Markdown renders the declared differences, a table for each topic and in it a row
// for each declaration.
func Markdown(topics []Topic, differences []Difference) string {
	var out strings.Builder
	out.WriteString(preface)
	for _, topic := range topics {
		fmt.Fprintf(&out, "\n## %s\n\n", topic.Name)
		var head []string
		var rows [][]string
		for _, d := range topic.Declarations {
			covered := slices.DeleteFunc(slices.Clone(differences), func(found Difference) bool { return !d.covers(found) })
			if len(covered) == 0 {
				continue
			}
			head = []string{"what"}
			row := []string{d.what(covered)}
			for i, v := range covered[0].Values {
				head, row = append(head, v.Environment), append(row, cell(covered, i))
			}
			head = append(head, "held to", "reason")
			rows = append(rows, append(row, d.heldTo(), d.Reason))
		}
		if len(rows) > 0 {
			out.WriteString(pages.Table(head, rows))
		}
	}
	return out.String()
}

// what names the resources that differ, and where in them.
func (d Declaration) what(covered []Difference) string {
	var owners []string
	for _, found := range covered {
		owners = append(owners, found.Owner)
	}
	slices.Sort(owners)
	text := strings.Join(slices.Compact(owners), ", ")
	if d.Type != "" {
		text += " (" + d.Type + ")"
	}
	var paths []string
	for _, path := range d.Paths {
		paths = append(paths, pages.Code(strings.TrimPrefix(path, "Properties.")))
	}
	if len(paths) > 0 {
		text += ": " + strings.Join(paths, ", ")
	}
	return text
}

// heldTo tells how much of the values the declaration fixes.
func (d Declaration) heldTo() string {
	if d.Rising {
		return "rising"
	}
	return d.Has.shown()
}

// cell shows what one environment has of the differences in a row.
func cell(covered []Difference, environment int) string {
	var values, shown []string
	nothing := ""
	for _, found := range covered {
		switch v := found.Values[environment]; {
		case !v.There:
			nothing = v.Text
		case !slices.Contains(values, v.Text):
			values = append(values, v.Text)
			text := v.Text
			if text != Present {
				text = pages.Code(excerpt(found.Values, environment))
			}
			if len([]rune(v.Text)) > maxLength {
				text += " " + checksum(v.Text)
			}
			shown = append(shown, text)
		}
	}
	switch {
	case len(values) == 0:
		return nothing
	case len(values) > maxValues:
		return fmt.Sprintf("%d values %s", len(values), checksum(values...))
	}
	return strings.Join(shown, "<br>")
}

// checksum stands for values that the page does not show as a whole, so that a
// change of them changes the page.
func checksum(values ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(values, "\x00")))
	return fmt.Sprintf("(sum %x)", sum[:4])
}

// excerpt returns one of the values; of a long one the part that is its own.
func excerpt(values []Value, environment int) string {
	letters := []rune(values[environment].Text)
	if len(letters) <= maxLength {
		return string(letters)
	}
	const before = maxLength / 4
	start := max(0, commonStart(values)-before)
	text := string(letters[start:min(start+maxLength, len(letters))])
	if start > 0 {
		text = "…" + text
	}
	if start+maxLength < len(letters) {
		text += "…"
	}
	return text
}

// commonStart is how many characters the values share before they differ.
func commonStart(values []Value) int {
	var there [][]rune
	for _, v := range values {
		if v.There {
			there = append(there, []rune(v.Text))
		}
	}
	if len(there) < 2 {
		return 0
	}
	for i := range there[0] {
		for _, other := range there[1:] {
			if i >= len(other) || other[i] != there[0][i] {
				return i
			}
		}
	}
	return 0
}
