package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/promises"
)

var update = flag.Bool("update", false, "write the golden files anew")

// section returns what README.md has between two markers, and the file around it.
func section(t *testing.T, name string) (before, table, after string) {
	t.Helper()
	opening, closing := fmt.Sprintf("<!-- %s -->\n", name), fmt.Sprintf("<!-- /%s -->", name)
	before, rest, found := strings.Cut(read(t, "README.md"), opening)
	table, after, closed := strings.Cut(rest, closing)
	if !found || !closed {
		t.Fatalf("README.md has no section between %s and %s", opening, closing)
	}
	return before + opening, table, closing + after
}

func TestTheREADMEListsThePromisesAsTheCodeHasThem(t *testing.T) {
	want := "| id | promise |\n|---|---|\n"
	for _, p := range promises.All() {
		want += fmt.Sprintf("| %s | %s |\n", p.ID, p.Says)
	}
	before, got, after := section(t, "requirements")
	if *update && got != want {
		if err := os.WriteFile("README.md", []byte(before+want+after), 0o644); err != nil {
			t.Fatal(err)
		}
		got = want
	}
	if got != want {
		t.Errorf("README.md differs from lib/proof/promises; run with -update. The table must be\n%s", want)
	}
}

// folders is where the components of a stack live. A table of contents, stack.go or
// chain.go, is no component.
var folders = map[string][]string{
	"Network":  {"lib/stacks/network"},
	"Security": {"lib/stacks/security", "lib/stacks/scanalerts", "lib/stacks/delivery"},
	"Data":     {"lib/stacks/data"},
	"Compute":  {"lib/stacks/compute"},
}

var componentRow = regexp.MustCompile(`^\| [^|]+ \| (\w+) \| \[(\w+\.go)\]\(([^)]+)\) \| ([^|]+) \| [^|]+ \|$`)

// A stranger finds the file for any box of the diagram through this map, so it
// must name every file of the four stacks, and only those.
func TestTheComponentMapNamesEveryFileOfTheStacks(t *testing.T) {
	_, table, _ := section(t, "components")
	known := map[string]bool{}
	for _, p := range promises.All() {
		known[p.ID] = true
	}
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
			if !known[id] {
				t.Errorf("%s names %s, which no promise keeps", file, id)
			}
		}
		got = append(got, path)
	}
	var want []string
	for _, folder := range slices.Concat(slices.Collect(maps.Values(folders))...) {
		files, err := filepath.Glob(folder + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, slices.DeleteFunc(files, func(f string) bool {
			return strings.HasSuffix(f, "_test.go") || slices.Contains([]string{"stack.go", "chain.go"}, filepath.Base(f))
		})...)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the component map names\n%s\nbut the stacks have\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// elsewhere are the requirements that are not about templates, with their tests.
var elsewhere = map[string][]string{
	"R5.1": {"lib/config/settings_test.go", "lib/config/docs_test.go"},
	"R5.2": {"lib/config/load_test.go", "lib/config/validate_test.go", "chassis_test.go"},
}

// A requirement without a promise would be a claim that nothing checks. What the
// promises notice was measured by cmd/mutation; the page must be about all of them.
func TestEveryRequirementHasAPromiseOrATest(t *testing.T) {
	kept := map[string]int{}
	for _, p := range promises.All() {
		kept[p.ID]++
	}
	page := read(t, "docs/posture/requirements.md")
	traced := map[string]int{}
	for _, row := range regexp.MustCompile(`(?m)^\| (\S+) \| (\d+) \| \d+ \| \d+ \|`).FindAllStringSubmatch(page, -1) {
		traced[row[1]], _ = strconv.Atoi(row[2])
	}
	if !maps.Equal(kept, traced) {
		t.Errorf("docs/posture/requirements.md has promises by requirement %v, and the code %v; write it again as it says", traced, kept)
	}
	for id, files := range elsewhere {
		for _, file := range files {
			if !strings.Contains(page, file) || !strings.Contains(read(t, file), "func Test") {
				t.Errorf("%s is tested in %s, which the page does not say or which has no test", id, file)
			}
		}
	}
	for chapter, last := range map[int]int{1: 7, 2: 8, 3: 11, 4: 11, 5: 7} {
		for n := 1; n <= last; n++ {
			id := fmt.Sprintf("R%d.%d", chapter, n)
			if kept[id] == 0 && elsewhere[id] == nil {
				t.Errorf("%s has no promise", id)
			}
		}
	}
}
