// Package markdown writes what the pages under docs have in common.
package markdown

import "strings"

// Table is a table, or "None." if it has no rows. A | in a cell stays in it.
func Table(head []string, rows [][]string) string {
	if len(rows) == 0 {
		return "None.\n"
	}
	var out strings.Builder
	line := func(cells []string) {
		for _, cell := range cells {
			out.WriteString("| " + strings.ReplaceAll(cell, "|", `\|`) + " ")
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

// Code keeps a text as it is, on one line.
func Code(text string) string {
	return "`" + strings.NewReplacer("\n", " ", "`", "'").Replace(text) + "`"
}
