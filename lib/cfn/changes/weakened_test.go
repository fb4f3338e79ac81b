package changes_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// alone is an assembly of one template, which has these sections.
func alone(t *testing.T, sections string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"manifest.json": `{"version": "48.0.0", "artifacts": {"S": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/eu-west-1",
			"properties": {"templateFile": "S.template.json", "stackName": "S"}}}}`,
		"S.template.json": "{" + sections + "}",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// one is a template with the resource X, of a type and with properties.
func one(kind, properties string) string {
	return `"Resources": {"X": {"Type": "` + kind + `", "Properties": {` + properties + `}}}`
}

// weakening is a change of X, and what is said of it; empty when it loses nothing.
type weakening struct{ before, after, want string }

func (w weakening) check(t *testing.T) {
	t.Helper()
	var told []string
	for _, line := range lines(t, alone(t, w.before), alone(t, w.after)) {
		if strings.Contains(line, "S/X ") {
			told = append(told, line)
		}
	}
	got := strings.Join(told, "\n")
	if lost := w.want != ""; strings.Contains(got, "WEAKENED") != lost || lost && !strings.HasPrefix(got, "!") || !strings.Contains(got, w.want) {
		t.Errorf("got %q, want it to lose something: %t, and that is %q", got, lost, w.want)
	}
}

func checkAll(t *testing.T, all map[string]weakening) {
	t.Helper()
	for name, w := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w.check(t)
		})
	}
}
