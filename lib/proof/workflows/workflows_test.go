// Package workflows_test checks what runs on GitHub: the workflows and their scripts.
package workflows_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A tag of an action can be moved to other code, a commit cannot.
func TestEveryActionIsPinnedToACommit(t *testing.T) {
	files, err := filepath.Glob(root + ".github/*/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	nested, err := filepath.Glob(root + ".github/*/*/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	pinned := regexp.MustCompile(`^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	commits := map[string]string{}
	for _, file := range append(append(files, nested...), root+"docs/release.md") {
		for _, line := range strings.Split(read(t, file), "\n") {
			_, action, found := strings.Cut(line, "uses: ")
			if !found || strings.HasPrefix(action, "./") {
				continue
			}
			if !pinned.MatchString(action) {
				t.Errorf("%s uses %s, want a commit with its version behind it", file, action)
			}
			name, version, _ := strings.Cut(action, "@")
			if other, known := commits[name]; known && other != version {
				t.Errorf("%s uses %s at %s, elsewhere it is %s", file, name, version, other)
			}
			commits[name] = version
		}
	}
	if len(commits) < 4 {
		t.Fatalf("found %d actions", len(commits))
	}
}

// What a workflow may do is said in it, and starts from reading.
func TestEveryWorkflowStartsFromReading(t *testing.T) {
	files, err := filepath.Glob(root + ".github/workflows/*.yml")
	if err != nil || len(files) < 5 {
		t.Fatalf("found %d workflows: %v", len(files), err)
	}
	for _, file := range files {
		text := read(t, file)
		if !strings.Contains(text, "\npermissions:\n  contents: read\njobs:\n") && !strings.Contains(text, "\npermissions:\n  contents: read\nconcurrency:\n") {
			t.Errorf("%s does not start from contents: read", file)
		}
		if regexp.MustCompile(`secrets\.|aws-(access-key-id|secret-access-key)`).MatchString(text) {
			t.Errorf("%s uses a secret, want the roles only", file)
		}
		// What somebody else wrote would be a part of the script.
		for _, line := range strings.Split(text, "\n") {
			if strings.Contains(line, "run:") && strings.Contains(line, "${{") {
				t.Errorf("%s puts an expression into a script: %s", file, line)
			}
		}
	}
}

// The workflows read the roles from variables whose names the page on deploying must give.
func TestThePageOnDeployingNamesEveryVariableOfTheWorkflows(t *testing.T) {
	text := read(t, root+"docs/deploying.md")
	for _, name := range []string{"REVIEW_ROLE_DEV", "DRIFT_ROLE_DEV", "DEPLOY_ROLE"} {
		if !strings.Contains(text, name) {
			t.Errorf("docs/deploying.md does not name %s", name)
		}
	}
}

// root is the folder of the repository.
const root = "../../../"

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
