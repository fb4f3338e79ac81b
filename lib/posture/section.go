package posture

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"example.com/chassis/lib/markdown"
)

// section is a titled table of a report.
type section struct {
	title, intro string
	head         []string
	rows         [][]string
}

func (s *section) row(cells ...string) { s.rows = append(s.rows, cells) }

func (s section) markdown(out *strings.Builder) {
	fmt.Fprintf(out, "## %s\n\n", s.title)
	if s.intro != "" {
		fmt.Fprintf(out, "%s\n\n", s.intro)
	}
	out.WriteString(markdown.Table(s.head, s.rows) + "\n")
}

func (s section) text(out *strings.Builder) {
	fmt.Fprintf(out, "%s\n\n", strings.ToUpper(s.title))
	if len(s.rows) == 0 {
		out.WriteString("  None.\n\n")
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
