package reachability

import (
	"fmt"
	"strings"

	"example.com/chassis/lib/proof/pages"
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
	out.WriteString(pages.Table(s.head, s.rows) + "\n")
}
