package pages

import (
	"regexp"
	"strings"
	"text/tabwriter"
	"unicode/utf8"
)

// terminal is how many characters may stand before the last cell of a row, which may
// be long itself; a wider row's cells stand in lines of their own.
const terminal = 120

// Plain shows a page of this package's tables on a terminal: without markup, columns
// under each other, and wide rows as a list of what they say.
func Plain(page string) string {
	var out strings.Builder
	lines := strings.Split(strings.TrimRight(page, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		var rows [][]string
		for ; i < len(lines) && strings.HasPrefix(lines[i], "| "); i++ {
			rows = append(rows, cells(lines[i]))
			if len(rows) == 1 {
				i++ // the line between head and rows
			}
		}
		if len(rows) > 0 {
			out.WriteString(columns(rows))
		}
		if i < len(lines) {
			out.WriteString(heading(lines[i]) + "\n")
		}
	}
	return out.String()
}

// heading shows a line that is no row of a table.
func heading(line string) string {
	level := len(line) - len(strings.TrimLeft(line, "#"))
	text := bare(strings.TrimSpace(line[level:]))
	if level == 1 || level == 2 {
		return strings.ToUpper(text)
	}
	return text
}

var (
	link     = regexp.MustCompile(`\[([^\]]+)\]\([^)]+\)`)
	emphasis = regexp.MustCompile(`\*\*([^*]+)\*\*`)
)

// bare takes the markup away that this package and its users write. What is code is
// a text as it is.
func bare(text string) string {
	parts := strings.Split(text, "`")
	for i := range parts {
		if i%2 == 0 || i == len(parts)-1 {
			parts[i] = strings.ReplaceAll(emphasis.ReplaceAllString(link.ReplaceAllString(parts[i], "$1"), "$1"), "<br>", "; ")
		}
	}
	return strings.Join(parts, "")
}

// cells cuts a row of Table.
func cells(row string) []string {
	var found []string
	var cell strings.Builder
	slashes := 0
	for _, c := range strings.TrimPrefix(row, "|") {
		switch {
		case c == '\\':
			slashes++
			continue
		case c == '|' && slashes%2 == 1:
			cell.WriteString(strings.Repeat(`\`, slashes/2) + "|")
		case c == '|':
			cell.WriteString(strings.Repeat(`\`, slashes/2))
			found = append(found, bare(strings.TrimSpace(cell.String())))
			cell.Reset()
		default:
			cell.WriteString(strings.Repeat(`\`, slashes) + string(c))
		}
		slashes = 0
	}
	return found
}

// columns shows a table, the first row of which is its head.
func columns(rows [][]string) string {
	var aligned strings.Builder // which takes everything, so that no write fails
	writer := tabwriter.NewWriter(&aligned, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		_, _ = writer.Write([]byte("  " + strings.Join(row, "\t") + "\t\n"))
	}
	_ = writer.Flush()
	var out strings.Builder
	for i, line := range strings.Split(strings.TrimSuffix(aligned.String(), "\n"), "\n") {
		line = strings.TrimRight(line, " ")
		if last := rows[i][len(rows[i])-1]; utf8.RuneCountInString(line)-utf8.RuneCountInString(last) > terminal {
			return list(rows)
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}

// list shows each row as its cells with their columns' names; empty ones are left out.
func list(rows [][]string) string {
	var out strings.Builder
	for i, row := range rows[1:] {
		if i > 0 {
			out.WriteString("\n")
		}
		for j, cell := range row {
			if cell != "" && j < len(rows[0]) {
				out.WriteString(strings.TrimRight("  "+rows[0][j]+": "+cell, " ") + "\n")
			}
		}
	}
	return out.String()
}
