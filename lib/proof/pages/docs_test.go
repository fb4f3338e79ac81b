package pages_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/pages"
	"example.com/chassis/lib/proof/promises"
)

// root is the repository, seen from this package.
const root = "../../.."

// documents lists the Markdown files of the repository, relative to its root. Pages
// under testdata are input of tests and link nothing.
func documents(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		hidden := strings.HasPrefix(name, ".") && path != root && name != ".github"
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (hidden || name == "node_modules" || name == "testdata" || strings.HasPrefix(name, "cdk.out")):
			return filepath.SkipDir
		case strings.HasSuffix(name, ".md"):
			relative, err := filepath.Rel(root, path)
			files = append(files, relative)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 || !slices.Contains(files, "README.md") {
		t.Fatalf("found %d documents, want at least 20 and README.md among them: %v", len(files), files)
	}
	return files
}

// read returns a file of the repository.
func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheREADMECanBeReadInTenMinutes(t *testing.T) {
	t.Parallel()
	const most = 250
	if lines := strings.Count(read(t, "README.md"), "\n"); lines > most {
		t.Errorf("README.md has %d lines, want at most %d: move what is not for a newcomer to docs", lines, most)
	}
}

// folders is where the components of a stack are. A file that only puts others
// together, stack.go or chain.go, is no component.
var folders = map[string][]string{
	"Network":  {"lib/stacks/network"},
	"Security": {"lib/stacks/security", "lib/stacks/alertchain", "lib/stacks/delivery"},
	"Data":     {"lib/stacks/data"},
	"Compute":  {"lib/stacks/compute"},
}

var componentRow = regexp.MustCompile(`^\| [^|]+ \| (\w+) \| \[(\w+\.go)\]\(\.\./([^)]+)\) \| ([^|]+) \| [^|]+ \|$`)

// A newcomer finds the file of any box of the diagram through this map, so it must
// name every file of the four stacks, and only those.
func TestTheComponentMapNamesEveryFileOfTheStacks(t *testing.T) {
	t.Parallel()
	table, err := pages.Part(filepath.Join(root, "docs/architecture.md"), "components")
	if err != nil {
		t.Fatal(err)
	}
	kept := promisesByRequirement()
	var got []string
	for _, row := range strings.Split(strings.TrimSpace(table), "\n")[2:] {
		parts := componentRow.FindStringSubmatch(row)
		if parts == nil {
			t.Errorf("not a row of the component map: %s", row)
			continue
		}
		stack, file, path, ids := parts[1], parts[2], parts[3], parts[4]
		if folder, _ := strings.CutSuffix(path, "/"+file); !slices.Contains(folders[stack], folder) {
			t.Errorf("%s of %s links %s, want it in %v", file, stack, path, folders[stack])
		}
		for _, id := range regexp.MustCompile(`R\d\.\d+`).FindAllString(ids, -1) {
			if kept[id] == 0 {
				t.Errorf("%s names %s, which has no promise", file, id)
			}
		}
		got = append(got, path)
	}
	var want []string
	for _, stack := range folders {
		for _, folder := range stack {
			want = append(want, components(t, folder)...)
		}
	}
	for _, file := range want {
		if n := len(slices.DeleteFunc(slices.Clone(got), func(g string) bool { return g != file })); n != 1 {
			t.Errorf("the component map has %d rows for %s, want 1", n, file)
		}
	}
	for _, file := range got {
		if !slices.Contains(want, file) {
			t.Errorf("the component map names %s, which is no file of a stack", file)
		}
	}
}

// components lists the files of a folder that are components.
func components(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no Go files: %v", folder, err)
	}
	var found []string
	for _, file := range files {
		name := filepath.Base(file)
		if !strings.HasSuffix(name, "_test.go") && name != "stack.go" && name != "chain.go" {
			found = append(found, folder+"/"+name)
		}
	}
	return found
}

// promisesByRequirement counts the promises of each requirement.
func promisesByRequirement() map[string]int {
	kept := map[string]int{}
	for _, p := range promises.All() {
		kept[p.ID]++
	}
	return kept
}

func TestContributingNamesTheStepsOfCI(t *testing.T) {
	t.Parallel()
	steps := regexp.MustCompile(`(?m)^steps=\((.+)\)$`).FindStringSubmatch(read(t, ".ci/run"))
	if steps == nil {
		t.Fatal(".ci/run has no list of steps")
	}
	var got []string
	for _, row := range regexp.MustCompile("(?m)^\\| `(\\w+)` \\| [^|]+ \\|$").FindAllStringSubmatch(read(t, "docs/CONTRIBUTING.md"), -1) {
		got = append(got, row[1])
	}
	if want := strings.Fields(steps[1]); !slices.Equal(got, want) {
		t.Errorf("docs/CONTRIBUTING.md lists the steps %v, and .ci/run has %v", got, want)
	}
}
