package difference

import (
	"fmt"
	"strings"
	"unicode"
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
			out.WriteString("  " + quoted(line) + "\n")
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

// mostLines is how many lines a section has in a comment, so that no section hides another.
const mostLines = 30

// quoted is a line that cannot leave the code that it stands in.
func quoted(line string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '`':
			return '\''
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		}
		return r
	}, line)
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
		for i, line := range s.Lines {
			if rest := len(s.Lines) - i; i == mostLines && rest > 1 {
				fmt.Fprintf(&out, "- %d more\n", rest)
				break
			}
			out.WriteString("- `" + quoted(line) + "`\n")
		}
	}
	if len(nothing) > 0 {
		fmt.Fprintf(&out, "\nNothing changes for %s.\n", strings.Join(nothing, ", "))
	}
	return out.String()
}
