package pages_test

import (
	"strings"
	"testing"

	"example.com/chassis/lib/proof/pages"
)

func TestAPageReadsWellOnATerminal(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long ", 40)
	page := "# The page\n\nOf [lib](../lib) and `code *` **loud**.\n\n## A table\n\n" +
		pages.Table([]string{"name", "what"}, [][]string{{"a", pages.Code("x|y")}, {"longer", `\|` + "<br>z"}, {"", "no name"}}) +
		"\n### Wide\n\n" + pages.Table([]string{"name", "why", "also"}, [][]string{{"a", long, ""}, {"b", "short", "yes"}}) +
		"\n" + pages.Table([]string{"name"}, nil) + "\n- a line\n"
	want := `THE PAGE

Of lib and code * loud.

A TABLE

  name    what
  a       x|y
  longer  \|; z
          no name

Wide

  name: a
  why: ` + strings.TrimSpace(long) + `

  name: b
  why: short
  also: yes

None.

- a line
`
	if got := pages.Plain(page); got != want {
		t.Errorf("the page reads\n%s\nwant\n%s", got, want)
	}
}
