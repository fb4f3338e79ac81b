package pages_test

import (
	"testing"

	"example.com/chassis/lib/proof/pages"
)

func TestATableHasARuleUnderItsHead(t *testing.T) {
	t.Parallel()
	want := "| a | b |\n|---|---|\n| 1\\|2 |  |\n"
	if got := pages.Table([]string{"a", "b"}, [][]string{{"1|2", ""}}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := pages.Table([]string{"a"}, nil); got != "None.\n" {
		t.Errorf("without rows: %q", got)
	}
}

func TestACellStaysOneCellOfOneRow(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"a\nb":    "| a b |\n",
		"a\r\nb":  "| a b |\n",
		"a\rb":    "| a b |\n",
		`a\|b`:    `| a\\\|b |` + "\n",
		`a\\|b`:   `| a\\\\\|b |` + "\n",
		`C:\ | b`: `| C:\ \| b |` + "\n",
	} {
		if got := pages.Table([]string{"h"}, [][]string{{cell}}); got != "| h |\n|---|\n"+want {
			t.Errorf("%q: got %q, want the row %q", cell, got, want)
		}
	}
}

func TestCodeStaysOnItsLine(t *testing.T) {
	t.Parallel()
	if got, want := pages.Code("a|b`c\nd*\re"), "`a|b'c d* e`"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestProseHasNoMarkup(t *testing.T) {
	t.Parallel()
	for _, plain := range []string{"Data/Roles/Role", "admin_api", "Makes the services' roles: two", "any key arn:aws:s3:::a-b", "x - y"} {
		if got := pages.Prose(plain); got != plain {
			t.Errorf("%q became %q", plain, got)
		}
	}
	for text, want := range map[string]string{
		"<script>":       "`<script>`",
		"[a](b)":         "`[a](b)`",
		"a `b` c":        "`a 'b' c`",
		"a\n# b":         "`a # b`",
		"# a":            "`# a`",
		"- a":            "`- a`",
		"1. a":           "`1. a`",
		"_a_ b":          "`_a_ b`",
		"a&lt;b":         "`a&lt;b`",
		"${AWS::Region}": "`${AWS::Region}`",
		`a\`:             "`a\\`",
	} {
		if got := pages.Prose(text); got != want {
			t.Errorf("%q became %s, want %s", text, got, want)
		}
	}
}
