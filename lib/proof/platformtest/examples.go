package platformtest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/config/input"
)

// example is a part of the context in a page, with the heading above it.
var example = regexp.MustCompile("(?ms)^## ([^\n]+)$|^```json\n(.*?)^```$")

// Examples are the shipped configuration with each change that a page shows, in the
// environment that the change is about.
func Examples(t *testing.T, page string) []Configuration {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var list []Configuration
	title := page
	for _, found := range example.FindAllStringSubmatch(string(text), -1) {
		if found[1] != "" {
			title = strings.ToLower(found[1])
			continue
		}
		env := "prod"
		about, _ := object(t, page, []byte(found[2]))["environments"].(map[string]any)
		for name := range about {
			if len(about) == 1 {
				env = name
			}
		}
		list = append(list, Configuration{File: shipped, Change: found[2], Title: title, Run: map[string]string{"env": env}})
	}
	return list
}

// Committed are the environments of cdk.json, unless they are the shipped ones.
func Committed(t *testing.T) []Configuration {
	t.Helper()
	project, err := os.ReadFile("cdk.json")
	if err != nil {
		t.Fatal(err)
	}
	team, err := os.ReadFile(filepath.Join(testdata, shipped))
	if err != nil {
		t.Fatal(err)
	}
	if isShipped(t, project, team) {
		return nil
	}
	context, err := config.ReadContext(input.Files{Project: project}, "")
	if err != nil {
		t.Fatal(err)
	}
	environments, err := config.LoadAll(context)
	if err != nil {
		t.Fatal(err)
	}
	var list []Configuration
	for _, env := range environments {
		list = append(list, Configuration{Run: map[string]string{"env": env.Name}})
	}
	return list
}

func isShipped(t *testing.T, project, team []byte) bool {
	t.Helper()
	context, _ := object(t, "cdk.json", project)["context"].(map[string]any)
	own := object(t, shipped, team)
	for _, section := range config.Sections() {
		if got := input.Merge(map[string]any{section: context[section]}); !input.Same(got[section], own[section]) {
			return false
		}
	}
	return true
}

// UploadsForPage is the example of a team's own resources as its page shows it.
func UploadsForPage(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile("lib/proof/platformtest/uploads/uploads.go")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(source), "func Define")
	lines := slices.Insert(strings.Split(strings.TrimSpace("func Define"+body), "\n"), 0, "```go")
	return strings.Join(append(lines, "```"), "\n") + "\n"
}
