package markdown_test

import (
	"testing"

	"example.com/chassis/lib/markdown"
)

func TestATableHasARuleUnderItsHead(t *testing.T) {
	t.Parallel()
	want := "| a | b |\n|---|---|\n| 1\\|2 |  |\n"
	if got := markdown.Table([]string{"a", "b"}, [][]string{{"1|2", ""}}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := markdown.Table([]string{"a"}, nil); got != "None.\n" {
		t.Errorf("without rows: %q", got)
	}
}

func TestCodeStaysOnItsLine(t *testing.T) {
	t.Parallel()
	if got, want := markdown.Code("a|b`c\nd*"), "`a|b'c d*`"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
