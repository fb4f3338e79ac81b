// Package pages writes what the pages under docs have in common. Texts come from
// templates, so none of them may end a row, a line or a code span, or start markup.
package pages

import (
	"regexp"
	"strings"
)

// Table is a table, or "None." if it has no rows. A cell stays one cell of one row,
// whatever is in it.
func Table(head []string, rows [][]string) string {
	if len(rows) == 0 {
		return "None.\n"
	}
	var out strings.Builder
	line := func(cells []string) {
		for _, cell := range cells {
			out.WriteString("| " + bar.ReplaceAllString(Line(cell), `$1$1\|`) + " ")
		}
		out.WriteString("|\n")
	}
	line(head)
	out.WriteString("|" + strings.Repeat("---|", len(head)) + "\n")
	for _, row := range rows {
		line(row)
	}
	return out.String()
}

// bar is a | with the backslashes before it: an odd number of them would escape the
// one that keeps the | in its cell.
var bar = regexp.MustCompile(`(\\*)\|`)

// Line puts a text on one line.
func Line(text string) string {
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(text)
}

// Code keeps a text as it is, on one line.
func Code(text string) string {
	return "`" + strings.ReplaceAll(Line(text), "`", "'") + "`"
}

// Prose shows a text as it is: as code if it has what Markdown or HTML would read as
// more than a character.
func Prose(text string) string {
	if markup.MatchString(text) {
		return Code(text)
	}
	return text
}

// markup is what is never only a character, and what is not at a word's edge or at
// the start of a line.
var markup = regexp.MustCompile("[*$|<&`~\\[\\]\\\\\r\n]|\\b_|_\\b|^\\s*([#>+-]|\\d+[.)])")
