package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	prod  = "../../lib/proof/platformtest/testdata/prod"
	kinds = "../../lib/proof/platformtest/testdata/kinds"
)

func told(args ...string) (stdout, stderr string) {
	var out bytes.Buffer
	if err := run(args, &out); err != nil {
		stderr = err.Error()
	}
	return out.String(), stderr
}

// changed is the recorded prod with one text of a template replaced.
func changed(t *testing.T, file, old, replacement string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(prod)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, file)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("%s has no %q", file, old)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), old, replacement, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestAReviewSaysTheSameInEachForm(t *testing.T) {
	t.Parallel()
	dir := changed(t, "Data.template.json", `"BackupRetentionPeriod": 14`, `"BackupRetentionPeriod": 1`)
	const want = "BackupRetentionPeriod 14 becomes 1"
	for _, form := range [][]string{{prod, dir}, {"-markdown", prod, dir}, {"-json", prod, dir}} {
		stdout, stderr := told(form...)
		if !strings.Contains(stdout, want) || stderr != "" {
			t.Errorf("%v says %q and %q, want %q", form[0], stdout, stderr, want)
		}
	}
	asJSON, _ := told("-json", prod, dir)
	var report struct {
		Sections []struct {
			Title string
			Lines []string
		}
	}
	if err := json.Unmarshal([]byte(asJSON), &report); err != nil || len(report.Sections) != 9 {
		t.Errorf("the JSON has %d sections: %v", len(report.Sections), err)
	}
	if stdout, _ := told("-markdown", prod, dir); !strings.Contains(stdout, "Nothing changes for order, connections,") {
		t.Errorf("the Markdown is %q", stdout)
	}
}

func TestBadInputIsOneLine(t *testing.T) {
	t.Parallel()
	broken := changed(t, "Data.template.json", "{", "[")
	for want, args := range map[string][]string{
		"want an old and a new cloud assembly, got 1": {prod},
		"want an old and a new cloud assembly, got 3": {prod, prod, prod},
		"want -json or -markdown, not both":           {"-json", "-markdown", prod, prod},
		"flag provided but not defined: -loud":        {"-loud", prod, prod},
		"nowhere":                                     {prod, "nowhere"},
		"Data.template.json: ":                        {broken, prod},
		"not of one environment":                      {prod, kinds},
		"is no platform of Chassis":                   {prod, "../../lib/cfn/assembly/testdata/conditions"},
	} {
		stdout, stderr := told(args...)
		if stdout != "" || !strings.Contains(stderr, want) || strings.Contains(stderr, "\n") {
			t.Errorf("%v says %q and %q, want one line with %q", args, stdout, stderr, want)
		}
	}
	if stdout, stderr := told("-help"); stdout != usage || stderr != "" {
		t.Errorf("-help says %q and %q", stdout, stderr)
	}
}
