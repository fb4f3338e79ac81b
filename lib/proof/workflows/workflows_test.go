// Package workflows_test checks what runs on GitHub: the workflows and their scripts.
package workflows_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
)

// A tag of an action can be moved to other code, a commit cannot.
func TestEveryActionIsPinnedToACommit(t *testing.T) {
	pinned := regexp.MustCompile(`^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	commits := map[string]string{}
	for _, file := range append(files(t), root+"docs/release.md") {
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
	workflows, err := filepath.Glob(root + ".github/workflows/*.yml")
	if err != nil || len(workflows) < 5 {
		t.Fatalf("found %d workflows: %v", len(workflows), err)
	}
	for _, file := range workflows {
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
	variable := regexp.MustCompile(`vars\.(\w+)|vars\[format\('(\w+)\{0\}'`)
	found := 0
	for _, file := range files(t) {
		for _, name := range variable.FindAllStringSubmatch(read(t, file), -1) {
			found++
			if !strings.Contains(text, name[1]+name[2]) {
				t.Errorf("docs/deploying.md does not name %s%s", name[1], name[2])
			}
		}
	}
	if found < 3 {
		t.Errorf("found %d variables", found)
	}
}

// What cdk.json and the templates know is said nowhere else: neither environments, nor
// regions, nor stacks.
func TestNothingOnGitHubKnowsAnEnvironmentARegionOrAStack(t *testing.T) {
	names := slices.Concat(config.Likes(), config.Stacks(), []string{`[a-z]{2}-[a-z]+-\d`})
	known := regexp.MustCompile(`\b(` + strings.Join(names, "|") + `)\b`)
	// Like whom an environment is, is no name; and a device is no environment.
	harmless := strings.NewReplacer("$LIKE != "+config.Prod, "", "/dev/", "")
	for _, file := range files(t) {
		for number, line := range strings.Split(read(t, file), "\n") {
			if name := known.FindString(harmless.Replace(line)); name != "" {
				t.Errorf("%s:%d knows %s: %s", file, number+1, name, line)
			}
		}
	}
}

// files are the workflows, what they share, and the scripts that run on GitHub.
func files(t *testing.T) []string {
	t.Helper()
	found := []string{root + ".ci/run"}
	for _, pattern := range []string{"workflows/*", "scripts/*", "actions/*/*"} {
		matches, err := filepath.Glob(root + ".github/" + pattern)
		if err != nil || len(matches) == 0 {
			t.Fatalf("found no %s: %v", pattern, err)
		}
		found = append(found, matches...)
	}
	return found
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
