package servicespec_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/changes/internal/servicespec"
)

const npm = `{"name": "aws-cdk", "version": "2.0.0"}`

// pack makes a directory like npm's package; an empty text is a missing file.
func pack(t *testing.T, npm, database string) string {
	t.Helper()
	dir := t.TempDir()
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := w.Write([]byte(database)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"package.json": npm, servicespec.File: zipped.String()} {
		if content == "" || name == servicespec.File && database == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const database = `{"schema": {
	"resource": {"entities": [
		{"cloudFormationType": "AWS::B::B", "isStateful": true, "primaryIdentifier": ["Name"], "properties": {
			"Name": {"type": {"type": "string"}, "causesReplacement": "yes"},
			"Size": {"type": {"type": "integer"}, "causesReplacement": "maybe"},
			"Tree": {"type": {"type": "ref", "reference": {"$ref": "1"}}},
			"List": {"type": {"type": "array", "element": {"type": "union", "types": [{"type": "json"}, {"type": "ref", "reference": {"$ref": "1"}}]}}},
			"Free": {"type": {"type": "string"}, "causesReplacement": "no"}}},
		{"cloudFormationType": "AWS::A::A", "primaryIdentifier": ["Name"], "cfnRefIdentifier": ["Arn"], "properties": {"Name": {"type": {"type": "string"}}},
			"additionalReplacementProperties": [["Tags", "*", "Key"], ["Tags", "*", "Key"]]}]},
	"typeDefinition": {"entities": [{"$id": "1", "properties": {
		"Leaf": {"type": {"type": "string"}, "causesReplacement": "yes"},
		"Tree": {"type": {"type": "ref", "reference": {"$ref": "1"}}}}}]}}}`

// rows are the lines of a table below its head.
func rows(table string) string {
	var rows strings.Builder
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "#") {
			rows.WriteString(line)
		}
	}
	return rows.String()
}

func TestATypeBecomesALine(t *testing.T) {
	t.Parallel()
	table, err := servicespec.Table(pack(t, npm, database), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := "AWS::A::A Tags[].Key\nAWS::B::B ! =Name List[].Leaf Name Size? Tree.Leaf\n"
	if got := rows(table); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if !strings.Contains(table, "aws-cdk 2.0.0, sha256 ") || !strings.Contains(table, "DO NOT EDIT") {
		t.Errorf("the head does not name its source:\n%s", table)
	}
}

func TestACorrectionAddsWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		kind, words string
		want, wrong string
	}{
		"a property":               {"AWS::B::B", "Free?", "AWS::B::B ! =Name Free? List[].Leaf Name Size? Tree.Leaf", ""},
		"more than a part":         {"AWS::B::B", "Tree?", "AWS::B::B ! =Name List[].Leaf Name Size? Tree.Leaf Tree?", ""},
		"another part of a list":   {"AWS::B::B", "List[].Tree?", "AWS::B::B ! =Name List[].Leaf List[].Tree? Name Size? Tree.Leaf", ""},
		"what the database says":   {"AWS::B::B", "Size?", "", "not needed any more"},
		"a part of what it says":   {"AWS::B::B", "Name.Inner?", "", "not needed any more"},
		"a property with a slip":   {"AWS::B::B", "Sise?", "", "has no such property"},
		"a type that nobody knows": {"AWS::C::C", "Size?", "", "does not have"},
	} {
		table, err := servicespec.Table(pack(t, npm, database), servicespec.Corrections{tc.kind: tc.words})
		if refused := err != nil && strings.Contains(err.Error(), tc.wrong); refused != (tc.wrong != "") || !strings.Contains(rows(table), tc.want) {
			t.Errorf("%s: got\n%sand %v, want the line %q or the error %q", name, rows(table), err, tc.want, tc.wrong)
		}
	}
}

func TestAPackageWithoutTheDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	for name, dir := range map[string]string{
		"no package":         filepath.Join(t.TempDir(), "none"),
		"no database":        pack(t, npm, ""),
		"an empty database":  pack(t, npm, "{}"),
		"a database of text": pack(t, npm, "hello"),
		"a broken package":   pack(t, "{", "{}"),
	} {
		if table, err := servicespec.Table(dir, nil); err == nil || table != "" || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: got %d bytes and %v, want an error that names the directory", name, len(table), err)
		}
	}
}
