package posture

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// section is a titled table of a report.
type section struct {
	title, intro string
	head         []string
	rows         [][]string
}

func (s *section) row(cells ...string) { s.rows = append(s.rows, cells) }

// none stands for a table without rows.
const none = "None."

func (s section) markdown(out *strings.Builder) {
	fmt.Fprintf(out, "## %s\n\n", s.title)
	if s.intro != "" {
		fmt.Fprintf(out, "%s\n\n", s.intro)
	}
	if len(s.rows) == 0 {
		out.WriteString(none + "\n\n")
		return
	}
	line := func(cells []string) {
		for i, cell := range cells {
			cells[i] = strings.ReplaceAll(cell, "|", "\\|")
		}
		fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
	}
	line(s.head)
	fmt.Fprintf(out, "|%s\n", strings.Repeat("---|", len(s.head)))
	for _, row := range s.rows {
		line(row)
	}
	out.WriteString("\n")
}

func (s section) text(out *strings.Builder) {
	fmt.Fprintf(out, "%s\n\n", strings.ToUpper(s.title))
	if len(s.rows) == 0 {
		out.WriteString("  " + none + "\n\n")
		return
	}
	var aligned strings.Builder // which takes everything, so that no write fails
	columns := tabwriter.NewWriter(&aligned, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{s.head}, s.rows...) {
		_, _ = fmt.Fprintf(columns, "  %s\t\n", strings.Join(row, "\t"))
	}
	_ = columns.Flush()
	for line := range strings.Lines(aligned.String()) {
		out.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	out.WriteString("\n")
}
