package pages

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Update is the command that writes every generated file anew. It runs the tests
// whose names contain "Generated" with the variable updating set.
const Update = ".ci/run update"

const updating = "CHASSIS_UPDATE"

// longest is how many lines of a difference are shown.
const longest = 30

// Generated returns an error unless a file holds text. The error is the difference
// and the command that writes the file; while that command runs, the file is
// written.
func Generated(file, text string) error {
	old, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if string(old) == text && err == nil {
		return nil
	}
	if os.Getenv(updating) != "" {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		return os.WriteFile(file, []byte(text), 0o644)
	}
	return fmt.Errorf("%s is stale. If the difference is meant, run %s:\n%s", file, Update, difference(string(old), text))
}

// GeneratedPart is Generated for what stands between <!-- name --> and
// <!-- /name --> in a file that people write.
func GeneratedPart(file, name, text string) error {
	before, _, after, err := cut(file, name)
	if err != nil {
		return err
	}
	return Generated(file, before+text+after)
}

// Part returns what stands between the marks of a name in a file.
func Part(file, name string) (string, error) {
	_, text, _, err := cut(file, name)
	return text, err
}

// cut cuts a file behind the opening and before the closing mark of a name.
func cut(file, name string) (before, text, after string, err error) {
	page, err := os.ReadFile(file)
	if err != nil {
		return "", "", "", err
	}
	opening, closing := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	before, rest, opened := strings.Cut(string(page), opening)
	text, after, closed := strings.Cut(rest, closing)
	if !opened || !closed {
		return "", "", "", fmt.Errorf("%s has no part between %s and %s", file, strings.TrimSpace(opening), closing)
	}
	return before + opening, text, closing + after, nil
}

// difference is what git says of two texts, shortened.
func difference(old, text string) string {
	dir, err := os.MkdirTemp("", "chassis-page-")
	if err != nil {
		return err.Error()
	}
	defer func() { _ = os.RemoveAll(dir) }()
	for name, content := range map[string]string{"was": old, "is": text} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			return err.Error()
		}
	}
	cmd := exec.Command("git", "diff", "--no-index", "--no-color", "--no-ext-diff", "--unified=0", "was", "is")
	cmd.Dir = dir
	out, err := cmd.Output() // exit code 1 means that there is a difference
	if len(out) == 0 {
		return fmt.Sprintf("(the difference cannot be shown: %v)", err)
	}
	_, hunks, _ := strings.Cut(string(out), "\n@@")
	var lines []string
	for line := range strings.Lines("@@" + hunks) {
		if !strings.HasPrefix(line, "@@") {
			lines = append(lines, strings.TrimRight(line, "\n"))
		}
	}
	if more := len(lines) - longest; more > 0 {
		lines = append(lines[:longest], fmt.Sprintf("… and %d more lines", more))
	}
	return strings.Join(lines, "\n")
}
