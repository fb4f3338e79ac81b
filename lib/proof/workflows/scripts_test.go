package workflows_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/platformtest/recorded"
)

// script runs a script of the workflows in a folder and returns what it prints.
func script(t *testing.T, dir string, environ []string, name string, args ...string) (string, error) {
	t.Helper()
	file, err := filepath.Abs(root + ".github/scripts/" + name)
	if err != nil {
		t.Fatal(err)
	}
	readsCheckout()
	c := exec.Command("bash", append([]string{file}, args...)...)
	c.Dir, c.Env = dir, append(os.Environ(), environ...)
	out, err := c.CombinedOutput()
	return string(out), err
}

// readsCheckout looks at what the scripts run: go test does not see what they read, and would
// keep the result of other programs.
var readsCheckout = sync.OnceFunc(func() {
	for _, path := range []string{".github", "cmd", "lib", "cdk.json", "go.mod", "go.sum", "package.json", "package-lock.json"} {
		_ = filepath.WalkDir(root+path, func(string, fs.DirEntry, error) error { return nil })
	}
})

// programs writes scripts that stand in for programs, and returns the environment in
// which they are found first. Each also writes its arguments to the file "calls".
func programs(t *testing.T, scripts map[string]string) (dir string, environ []string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range scripts {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		text = "#!/usr/bin/env bash\necho \"${0##*/} $*\" >>" + dir + "/calls\n" + text + "\n"
		if err := os.WriteFile(file, []byte(text), 0o700); err != nil { // #nosec G306 -- a program
			t.Fatal(err)
		}
	}
	return dir, []string{"PATH=" + filepath.Join(dir, "bin") + ":" + os.Getenv("PATH")}
}

// calls are the commands that the programs in dir were given.
func calls(t *testing.T, dir string) []string {
	t.Helper()
	return strings.Split(strings.TrimSpace(read(t, filepath.Join(dir, "calls"))), "\n")
}

// synthesized is a copy of the recorded assembly: cdk leaves a lock in it.
func synthesized(t *testing.T) (dir string, a *assembly.Assembly) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(root+recorded.Folder)); err != nil {
		t.Fatal(err)
	}
	a, err := assembly.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	return dir, a
}

// The comment is the report on the change, and behind it what cdk diff says: of a stack that
// is deployed every difference, of another that it is new.
func TestTheCommentShowsWhatAPullRequestChanges(t *testing.T) {
	t.Parallel()
	dir, a := synthesized(t)
	deployed := t.TempDir()
	for _, s := range a.Stacks {
		template := read(t, filepath.Join(dir, s.ID+".template.json"))
		switch s.ID {
		case "Compute":
			continue
		case "Data":
			const days = `"BackupRetentionPeriod": 14`
			if !strings.Contains(template, days) {
				t.Fatalf("the template has no %s", days)
			}
			template = strings.Replace(template, days, `"BackupRetentionPeriod": 35`, 1)
		}
		if err := os.WriteFile(filepath.Join(deployed, s.ID+".json"), []byte(template), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	approvals := filepath.Join(deployed, "approvals")
	got, err := script(t, root, nil, "report", "somewhere", deployed, dir, approvals)
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	for _, want := range []string{
		"### prod\n", "**Data at risk**", "BackupRetentionPeriod 35 becomes 14", "Somebody must accept this with the label `data-at-risk`.",
		"Stack Data (" + a.Stack("Data").Name + ")", "Stack Compute would be created.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the comment lacks %q:\n%s", want, got)
		}
	}
	if n := strings.Count(got, "````````"); n != 2 {
		t.Errorf("the comment has %d fences, want 2", n)
	}
	if got := read(t, approvals); got != "data-at-risk\nopen-to-the-internet\n" {
		t.Errorf("the approvals are %q", got)
	}
}

// GitHub refuses a comment of more than 65,536 characters.
func TestALongReportIsShortened(t *testing.T) {
	t.Parallel()
	const long = "yes ddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd | head -n 4000"
	dir, environ := programs(t, map[string]string{"node_modules/.bin/cdk": long, "bin/go": "[[ $* == *-approvals* ]] || " + long})
	if err := os.WriteFile(filepath.Join(dir, "Data.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	platform, _ := synthesized(t)
	got, err := script(t, dir, environ, "report", "somewhere", dir, platform, filepath.Join(dir, "approvals"))
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	if len(got) > 65000 || strings.Count(got, "too long for a comment") != 2 || strings.Count(got, "````````") != 2 {
		t.Errorf("the comment has %d characters, and ends with %q", len(got), got[max(0, len(got)-200):])
	}
	if !strings.Contains(got, "<summary>cdk diff</summary>") || strings.Contains(got, "must accept") {
		t.Errorf("the comment is %q", got[:200])
	}
}

// A cdk diff that fails, or that somebody's template keeps busy, hides nothing else.
func TestACdkDiffThatFailsIsSaid(t *testing.T) {
	t.Parallel()
	dir, environ := programs(t, map[string]string{"node_modules/.bin/cdk": "echo odd; exit 1", "bin/go": "[[ $* == *-approvals* ]] || echo '### prod'"})
	if err := os.WriteFile(filepath.Join(dir, "Data.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	platform, _ := synthesized(t)
	got, err := script(t, dir, environ, "report", "somewhere", dir, platform, filepath.Join(dir, "approvals"))
	if err != nil || !strings.Contains(got, "### prod\n") || !strings.Contains(got, "odd\ncdk diff of Data failed.\n") {
		t.Errorf("%v\n%s", err, got)
	}
}

// What cannot be read is in danger until somebody has looked.
func TestAReportThatFailsSaysWhyAndAsksForSomebody(t *testing.T) {
	t.Parallel()
	dir, environ := programs(t, map[string]string{"node_modules/.bin/cdk": "", "bin/go": "echo 'review: S/T: the macro Mine is not read' >&2; exit 1"})
	platform, _ := synthesized(t)
	got, err := script(t, dir, environ, "report", "somewhere", dir, platform, filepath.Join(dir, "approvals"))
	if err != nil || !strings.Contains(got, "    review: S/T: the macro Mine is not read\n") || !strings.Contains(got, "with the label `not-understood`") {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestWhatAChangeDoesMustBeAcceptedAfterItWasPushed(t *testing.T) {
	t.Parallel()
	const pushed, before, after, later = "2026-11-29T10:00:00Z", "2026-11-29T09:00:00Z", "2026-11-29T11:00:00Z", "2026-11-29T12:00:00Z"
	const both = "data-at-risk\nopen-to-the-internet\n"
	for name, tc := range map[string]struct {
		pushed    string
		events    []string
		approvals string
		want      []string
	}{
		"nothing to accept":             {"", nil, "", nil},
		"both are missing":              {pushed, []string{after + " labeled data"}, both, []string{"label data-at-risk:", "label open-to-the-internet:"}},
		"one is missing":                {pushed, []string{after + " labeled open-to-the-internet"}, both, []string{"label data-at-risk:"}},
		"both are there":                {pushed, []string{after + " labeled open-to-the-internet", after + " labeled data-at-risk"}, both, nil},
		"without a last line break":     {pushed, nil, "data-at-risk", []string{"label data-at-risk:"}},
		"in other letters":              {pushed, []string{after + " labeled Data-At-Risk"}, "data-at-risk\n", nil},
		"a label that is alike":         {pushed, []string{after + " labeled no data-at-risk"}, "data-at-risk\n", []string{"label data-at-risk:"}},
		"given before the push":         {pushed, []string{before + " labeled data-at-risk"}, "data-at-risk\n", []string{"was given before the last push"}},
		"given again":                   {pushed, []string{before + " labeled data-at-risk", after + " unlabeled data-at-risk", later + " labeled data-at-risk"}, "data-at-risk\n", nil},
		"taken away":                    {pushed, []string{after + " labeled data-at-risk", later + " unlabeled data-at-risk"}, "data-at-risk\n", []string{"label data-at-risk:"}},
		"a push that GitHub has forgot": {"", []string{after + " labeled data-at-risk"}, "data-at-risk\n", []string{"does not say when abc was pushed"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, environ := programs(t, map[string]string{
				"bin/gh": "case \"$*\" in *activity*) echo '" + tc.pushed + "' ;; *events*) echo '" + strings.Join(tc.events, "\n") + "' ;; esac",
			})
			if err := os.WriteFile(filepath.Join(dir, "approvals"), []byte(tc.approvals), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := script(t, dir, append(environ, "GITHUB_REPOSITORY=acme/shop", "ENVIRONMENT=somewhere"), "accepted", "7", "branch", "abc", "approvals")
			if (err != nil) != (tc.want != nil) || strings.Count(got, "::error::") != len(tc.want) {
				t.Errorf("%v: %s", err, got)
			}
			for _, want := range tc.want {
				if !strings.Contains(got, want) {
					t.Errorf("it says %q, want %q", got, want)
				}
			}
		})
	}
}

func TestACommentOfSomebodyElseIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir, environ := programs(t, map[string]string{"bin/gh": "[[ $* != *'github-actions[bot]'* ]] || echo 42"})
	if err := os.WriteFile(filepath.Join(dir, "report.md"), []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := script(t, dir, append(environ, "GITHUB_REPOSITORY=acme/shop"), "comment", "7", "diff-x", "report.md"); err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	if got := calls(t, dir); len(got) != 2 || !strings.HasPrefix(got[1], "gh api --method PATCH repos/acme/shop/issues/comments/42 ") {
		t.Errorf("the calls are %q", got)
	}
}

// The names come from the assembly, so that one with further stacks is compared whole.
func TestTheDeployedTemplatesAreThoseOfTheAssembly(t *testing.T) {
	t.Parallel()
	platform, a := synthesized(t)
	for name, tc := range map[string]struct {
		answer string
		files  int
		fails  bool
	}{
		"all are deployed": {"echo '{}'", len(a.Stacks), false},
		"none is deployed": {"echo 'Stack with id x does not exist' >&2; exit 254", 0, false},
		"no permission":    {"echo 'AccessDenied' >&2; exit 254", 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, environ := programs(t, map[string]string{"bin/aws": tc.answer})
			got, err := script(t, dir, environ, "deployed", platform, "deployed")
			if (err != nil) != tc.fails {
				t.Fatalf("%v\n%s", err, got)
			}
			files, err := filepath.Glob(filepath.Join(dir, "deployed", "*.json"))
			if err != nil || len(files) != tc.files {
				t.Errorf("found %d templates, want %d: %v", len(files), tc.files, err)
			}
			for i, call := range calls(t, dir) {
				if want := "--stack-name " + a.Stacks[i].Name + " "; !strings.Contains(call, want) {
					t.Errorf("call %d is %s, want %s", i, call, want)
				}
			}
		})
	}
}
