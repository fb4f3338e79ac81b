package workflows_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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
	c := exec.Command("bash", append([]string{file}, args...)...)
	c.Dir, c.Env = dir, append(os.Environ(), environ...)
	out, err := c.CombinedOutput()
	return string(out), err
}

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

// Of a stack that is deployed the comment shows every difference, of another that it
// is new.
func TestTheCommentShowsWhatAPullRequestChanges(t *testing.T) {
	dir, a := synthesized(t)
	deployed := t.TempDir()
	template := read(t, filepath.Join(dir, "Data.template.json"))
	const days = `"BackupRetentionPeriod": `
	if !strings.Contains(template, days) {
		t.Fatalf("the template has no %s", days)
	}
	changed := strings.Replace(template, days, days+"9", 1)
	if err := os.WriteFile(filepath.Join(deployed, "Data.json"), []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := script(t, root, nil, "report", "somewhere", deployed, dir)
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	wants := []string{"### somewhere\n", "Stack Data (" + a.Stack("Data").Name + ")", "BackupRetentionPeriod"}
	for _, s := range a.Stacks {
		if s.ID != "Data" {
			wants = append(wants, "Stack "+s.ID+" would be created.")
		}
	}
	for _, want := range wants {
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
	dir, environ := programs(t, map[string]string{
		"node_modules/.bin/cdk": "head -c 200000 /dev/zero | tr '\\0' d",
		"bin/go":                "head -c 200000 /dev/zero | tr '\\0' g; exit 1",
	})
	if err := os.WriteFile(filepath.Join(dir, "Data.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	platform, _ := synthesized(t)
	got, err := script(t, dir, environ, "report", "somewhere", dir, platform)
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	if len(got) > 65000 || strings.Count(got, "too long for a comment") != 2 || strings.Count(got, "```") != 4 {
		t.Errorf("the comment has %d characters, and ends with %q", len(got), got[max(0, len(got)-200):])
	}
	for _, text := range []string{"(the deployment would stop here)", "would be created.", "<summary>cdk diff</summary>"} {
		if !strings.Contains(got, text) {
			t.Errorf("the comment lacks %q", text)
		}
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
