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
			fmt.Fprintf(&out, "%s: nothing\n", s.Title)
			continue
		}
		fmt.Fprintf(&out, "%s:\n", s.Title)
		for _, line := range s.Lines {
			out.WriteString("  " + line + "\n")
		}
	}
	return out.String()
}

// Page has the report of each titled change.
func Page(titles []string, reports map[string]Report) string {
	var out strings.Builder
	out.WriteString("# What the report says of a change\n\n" +
		"Each part of `cdk.json` that [adding.md](../adding.md) shows, put into the shipped one, its example in Go, and what\n" +
		"[`go run ./cmd/review`](../deploying.md#read-a-change) then says of the environment that it is about. Written by `.ci/run update`.\n")
	for _, title := range titles {
		out.WriteString("\n## " + strings.ToUpper(title[:1]) + title[1:] + "\n\n```text\n" + reports[title].Text() + "```\n")
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
