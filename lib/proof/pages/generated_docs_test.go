package pages_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/pages"
	"example.com/chassis/lib/proof/promises"
)

// elsewhere are the requirements that no template shows, with their tests.
var elsewhere = map[string]struct {
	says  string
	files []string
}{
	"R5.1": {
		"Settings have types and defaults, and the table of settings is the code's.",
		[]string{"lib/config/settings_test.go", "lib/config/defaults_test.go", "lib/proof/pages/generated_docs_test.go"},
	},
	"R5.2": {
		"Each mistake is one clear line; all are reported together, and nothing is written.",
		[]string{"lib/config/load_test.go", "lib/config/validate_test.go", "chassis_test.go"},
	},
	"R7.4": {
		"One command runs any command in a service's image as a task of its own, prints where its log is and what it says, and ends with its exit code.",
		[]string{"cmd/runtask/run_test.go", "cmd/runtask/exit_test.go", "cmd/runtask/refused_test.go"},
	},
	"R8.2": {
		"More cache nodes together with failover, over a deployed template that has neither, is refused with the two steps.",
		[]string{"lib/cfn/changes/refused_test.go", "cmd/guard/main_test.go"},
	},
	"R8.4": {
		"The function of the database roles waits for what may still come, gives up on what is a mistake, and says which statement failed and why.",
		[]string{"lib/stacks/databaseroles/runner/runner_test.go", "lib/stacks/databaseroles/roles_test.go"},
	},
	"R8.7": {
		"A version of Aurora that the CDK does not know is a note; its form and the lowest one are checked.",
		[]string{"lib/config/validate_test.go", "lib/config/notes_test.go"},
	},
	"R8.11": {
		"More tasks than a new account may run on Fargate are a note.",
		[]string{"lib/config/notes_test.go"},
	},
}

// chapters are the requirements by chapter, with the number of the last.
var chapters = map[int]int{1: 7, 2: 8, 3: 11, 4: 11, 5: 7, 7: 5, 8: 11}

// A requirement without a promise would be a claim that nothing checks.
func TestEveryRequirementHasAPromiseOrATest(t *testing.T) {
	t.Parallel()
	kept := promisesByRequirement()
	for chapter, last := range chapters {
		for n := 1; n <= last; n++ {
			id := fmt.Sprintf("R%d.%d", chapter, n)
			if kept[id] == 0 && elsewhere[id].files == nil {
				t.Errorf("%s has no promise and no test", id)
			}
		}
	}
	for id, requirement := range elsewhere {
		for _, file := range requirement.files {
			if !strings.Contains(read(t, file), "func Test") {
				t.Errorf("%s is tested in %s, which has no test", id, file)
			}
		}
	}
}

func TestGeneratedSettingsPageIsThatOfTheCode(t *testing.T) {
	for name, table := range map[string]string{"settings": config.SettingsTable(), "services": config.ServicesTable()} {
		if err := pages.GeneratedPart(filepath.Join(root, "docs/settings.md"), name, table); err != nil {
			t.Error(err)
		}
	}
}

func TestGeneratedSchemaIsThatOfTheCode(t *testing.T) {
	if err := pages.Generated(filepath.Join(root, "docs/cdk.schema.json"), config.Schema()); err != nil {
		t.Error(err)
	}
}

func TestGeneratedRequirementsPageIsThatOfTheCode(t *testing.T) {
	var kept, others [][]string
	for _, p := range promises.All() {
		by := p.Check
		kept = append(kept, []string{p.ID, p.Says, checkedBy(t, by)})
	}
	for _, id := range slices.Sorted(maps.Keys(elsewhere)) {
		var links []string
		for _, file := range elsewhere[id].files {
			links = append(links, link(filepath.Base(file), file))
		}
		others = append(others, []string{id, elsewhere[id].says, strings.Join(links, ", ")})
	}
	for name, table := range map[string]string{
		"requirements": pages.Table([]string{"id", "promise", "checked by"}, kept),
		"elsewhere":    pages.Table([]string{"id", "requirement", "tests"}, others),
	} {
		if err := pages.GeneratedPart(filepath.Join(root, "docs/requirements.md"), name, table); err != nil {
			t.Error(err)
		}
	}
}

// checkedBy links the function that checks a promise.
func checkedBy(t *testing.T, check any) string {
	t.Helper()
	pc := reflect.ValueOf(check).Pointer()
	function := runtime.FuncForPC(pc)
	file, _ := function.FileLine(pc)
	_, inProof, found := strings.Cut(filepath.ToSlash(file), "/lib/proof/")
	if !found {
		t.Fatalf("%s is in %s, want it in lib/proof", function.Name(), file)
	}
	// example.com/chassis/lib/proof/promises/network.flowLogs; for a closure
	// ….Promises.onlyFrom.func1, the function that makes it before the last.
	var name string
	for _, part := range strings.Split(function.Name()[strings.LastIndex(function.Name(), "/")+1:], ".")[1:] {
		if !closure.MatchString(part) {
			name = part
		}
	}
	if !strings.Contains(read(t, "lib/proof/"+inProof), "func "+name+"(") {
		t.Errorf("%s is said to be in %s, and is not", name, inProof)
	}
	return link(name, "lib/proof/"+inProof)
}

var closure = regexp.MustCompile(`^(func)?\d+$`)

// link links a file of the repository from a page in docs.
func link(text, file string) string { return "[" + text + "](../" + file + ")" }
