package pages_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/pages"
)

func page(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// not "Generated" in their names: the update command runs those.
func TestAStalePageIsADifferenceAndACommand(t *testing.T) {
	t.Setenv("CHASSIS_UPDATE", "")
	file := page(t, "a\nb\nc\n")
	if err := pages.Generated(file, "a\nb\nc\n"); err != nil {
		t.Errorf("a page that is right is refused: %v", err)
	}
	err := pages.Generated(file, "a\nB\nc\n")
	if err == nil || !strings.HasSuffix(err.Error(), "run .ci/run update:\n-b\n+B") {
		t.Errorf("the error is %v", err)
	}
	lined := page(t, "a\n---\n-- b\n")
	if err := pages.Generated(lined, "a\n"); err == nil || !strings.HasSuffix(err.Error(), ":\n----\n--- b") {
		t.Errorf("lines that look like the head of a difference are not shown: %v", err)
	}
	err = pages.Generated(file, strings.Repeat("x\n", 100))
	if err == nil || strings.Count(err.Error(), "\n") != 31 || !strings.HasSuffix(err.Error(), "… and 73 more lines") {
		t.Errorf("the error is %v", err)
	}
}

func TestAPartOfAPageIsLookedAtAlone(t *testing.T) {
	t.Setenv("CHASSIS_UPDATE", "")
	file := page(t, "head\n<!-- x -->\nold\n<!-- /x -->\nfoot\n")
	if err := pages.GeneratedPart(file, "x", "old\n"); err != nil {
		t.Errorf("a part that is right is refused: %v", err)
	}
	if err := pages.GeneratedPart(file, "x", "new\n"); err == nil || !strings.HasSuffix(err.Error(), ":\n-old\n+new") {
		t.Errorf("the error is %v", err)
	}
	if err := pages.GeneratedPart(file, "y", "new\n"); err == nil || !strings.Contains(err.Error(), "no part between <!-- y -->") {
		t.Errorf("the error is %v", err)
	}
	if text, err := pages.Part(file, "x"); text != "old\n" || err != nil {
		t.Errorf("the part is %q, %v", text, err)
	}
}

func TestTheUpdateCommandWritesThePage(t *testing.T) {
	t.Setenv("CHASSIS_UPDATE", "1")
	file := page(t, "head\n<!-- x -->\nold\n<!-- /x -->\nfoot\n")
	if err := pages.GeneratedPart(file, "x", "new\n"); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if want := "head\n<!-- x -->\nnew\n<!-- /x -->\nfoot\n"; err != nil || string(got) != want {
		t.Errorf("the page is %q, %v", got, err)
	}
}
