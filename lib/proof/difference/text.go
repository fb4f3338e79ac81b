package difference

import (
	"fmt"
	"strings"
)

// Text is the report for a terminal.
func (r Report) Text() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: what the change does\n", r.Environment)
	for _, s := range r.Sections {
		if len(s.Lines) == 0 {
			fmt.Fprintf(&out, "\n%s: nothing\n", s.Title)
			continue
		}
		fmt.Fprintf(&out, "\n%s:\n", s.Title)
		for _, line := range s.Lines {
			out.WriteString("  " + line + "\n")
		}
	}
	return out.String()
}

// Markdown is the report for a comment on a pull request. What stands in it comes from
// templates, so each line is code.
func (r Report) Markdown() string {
	var out strings.Builder
	fmt.Fprintf(&out, "### %s\n", r.Environment)
	var nothing []string
	for _, s := range r.Sections {
		if len(s.Lines) == 0 {
			nothing = append(nothing, strings.ToLower(s.Title))
			continue
		}
		fmt.Fprintf(&out, "\n**%s**\n\n", s.Title)
		for _, line := range s.Lines {
			out.WriteString("- `" + strings.ReplaceAll(line, "`", "'") + "`\n")
		}
	}
	if len(nothing) > 0 {
		fmt.Fprintf(&out, "\nNothing changes for %s.\n", strings.Join(nothing, ", "))
	}
	return out.String()
}
