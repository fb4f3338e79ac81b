package workflows_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/platformtest/recorded"
)

// commented runs the script that writes a pull request's comment.
func commented(t *testing.T, dir string, environ []string, args ...string) string {
	t.Helper()
	script, err := filepath.Abs(root + ".github/scripts/report")
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command("bash", append([]string{script, "prod"}, args...)...)
	c.Dir, c.Env = dir, append(os.Environ(), environ...)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("report: %v\n%s", err, out)
	}
	return string(out)
}

// Of a stack that is deployed the comment shows every difference, of another that it
// is new.
func TestTheCommentShowsWhatAPullRequestChanges(t *testing.T) {
	assembly := t.TempDir() // cdk leaves a lock in it
	if err := os.CopyFS(assembly, os.DirFS(root+recorded.Folder)); err != nil {
		t.Fatal(err)
	}
	deployed := t.TempDir()
	template, err := os.ReadFile(filepath.Join(assembly, "Data.template.json"))
	if err != nil {
		t.Fatal(err)
	}
	// What is deployed keeps backups for another number of days.
	changed := strings.Replace(string(template), `"BackupRetentionPeriod": 14`, `"BackupRetentionPeriod": 13`, 1)
	if err := os.WriteFile(filepath.Join(deployed, "Data.json"), []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	got := commented(t, root, nil, deployed, assembly)
	for _, want := range []string{"### prod\n", "Stack Network would be created.", "Stack Security would be created.", "Stack Data (chassis-prod-data)", "BackupRetentionPeriod", "[+] 14", "Stack Compute would be created."} {
		if !strings.Contains(got, want) {
			t.Errorf("the comment lacks %q:\n%s", want, got)
		}
	}
	if n := strings.Count(got, "```"); n != 4 {
		t.Errorf("the comment has %d fences, want 4", n)
	}
}

// GitHub refuses a comment of more than 65,536 characters.
func TestALongReportIsShortened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, script := range map[string]string{
		"node_modules/.bin/cdk": "head -c 200000 /dev/zero | tr '\\0' d",
		"bin/go":                "head -c 200000 /dev/zero | tr '\\0' g; exit 1",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("#!/usr/bin/env bash\n"+script+"\n"), 0o700); err != nil { // #nosec G306 -- a program
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "Data.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := commented(t, dir, []string{fmt.Sprintf("PATH=%s:%s", filepath.Join(dir, "bin"), os.Getenv("PATH"))}, dir, "cdk.out")
	if len(got) > 65000 || strings.Count(got, "too long for a comment") != 2 || strings.Count(got, "```") != 4 {
		t.Errorf("the comment has %d characters, and ends with %q", len(got), got[max(0, len(got)-200):])
	}
	if !strings.Contains(got, "(the deployment would stop here)") {
		t.Error("the comment does not say that the guard stops the deployment")
	}
	for _, text := range []string{"Stack Network would be created.", "<summary>cdk diff</summary>"} {
		if !strings.Contains(got, text) {
			t.Errorf("the comment lacks %q", text)
		}
	}
}
