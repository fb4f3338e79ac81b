package changes

import (
	"os"
	"strings"
	"testing"
)

// knownDifferences says with which differences we live, and why.
const knownDifferences = "testdata/registry/differences.txt"

// The ways in which table and registry differ. That one says for sure what the other says
// perhaps is no difference: the guard judges both alike.
const (
	// silent is the table about what replaces a resource to the registry: a loss that the
	// guard would not see.
	silent = "silent"
	// careful is the table about what the registry knows and calls an update.
	careful = "careful"
)

// difference is a path on which table and registry differ.
type difference struct{ way, kind, path string }

func (d difference) String() string { return d.kind + " " + d.path }

// differences compares a type's schema with what the table says of the type. Of a property
// that the schema does not have it says nothing: the table is newer.
func (s schema) differences(name string, table []string) []difference {
	var found []difference
	registry := s.replacing()
	for _, path := range registry {
		if !covered(path, table) {
			found = append(found, difference{silent, name, path})
		}
	}
	for _, path := range table {
		if !covered(path, registry) && s.has(path) {
			found = append(found, difference{careful, name, path})
		}
	}
	return found
}

// tablePaths are what the table says of a type, without the [] of a list.
func tablePaths(name string) []string {
	var found []string
	for _, p := range kinds()[name].paths {
		found = append(found, p.String())
	}
	return found
}

// listed reads the known differences, each with its reason.
func listed(t *testing.T) map[difference]string {
	t.Helper()
	text, err := os.ReadFile(knownDifferences)
	if err != nil {
		t.Fatal(err)
	}
	found := map[difference]string{}
	var way, reason string
	for line := range strings.Lines(string(text)) {
		switch words := strings.Fields(line); {
		case len(words) == 0 || words[0] == "#":
		case words[0] == silent+":" || words[0] == careful+":":
			way, reason = strings.TrimSuffix(words[0], ":"), strings.Join(words[1:], " ")
		default:
			for _, path := range words[1:] {
				found[difference{way, words[0], path}] = reason
			}
		}
	}
	return found
}

func TestEveryKnownDifferenceHasAReason(t *testing.T) {
	t.Parallel()
	known := listed(t)
	if len(known) == 0 {
		t.Fatalf("%s lists nothing", knownDifferences)
	}
	for d, reason := range known {
		if _, known := kinds()[d.kind]; !known || len(reason) < 20 {
			t.Errorf("%s in %s: the type is in the table: %t, and the reason is %q", d, knownDifferences, known, reason)
		}
	}
}

func TestADifferenceIsFoundInBothDirections(t *testing.T) {
	t.Parallel()
	s := schema{
		"properties": map[string]any{
			"Name": map[string]any{}, "Size": map[string]any{},
			"Rules": map[string]any{"items": map[string]any{"properties": map[string]any{"Key": map[string]any{}, "Value": map[string]any{}}}},
		},
		"createOnlyProperties":            []any{"/properties/Name", "/properties/Rules/*/Key"},
		"conditionalCreateOnlyProperties": []any{"/properties/Size"},
	}
	for name, tc := range map[string]struct{ table, want string }{
		"agreement":                         {"Name Rules.Key Size", ""},
		"the whole for a part":              {"Name Rules Size", "careful Rules"},
		"a part for the whole":              {"Name Rules.Key Size.Unit", "silent Size"},
		"a property that the table lacks":   {"Rules.Key Size", "silent Name"},
		"another part of a list":            {"Name Rules.Key Rules.Value Size", "careful Rules.Value"},
		"a property newer than the schema":  {"Name New Rules.Key Size", ""},
		"a name that only begins the same":  {"Name2 Rules.Key Size", "silent Name"},
		"a part of what the registry lists": {"Name Name.First Rules.Key Size", ""},
	} {
		var got []string
		for _, d := range s.differences("AWS::A::A", strings.Fields(tc.table)) {
			got = append(got, d.way+" "+d.path)
		}
		if strings.Join(got, ", ") != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}
