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

func TestATypeBecomesALine(t *testing.T) {
	t.Parallel()
	table, err := servicespec.Table(pack(t, npm, `{"schema": {
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
			"Tree": {"type": {"type": "ref", "reference": {"$ref": "1"}}}}}]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "#") {
			got = append(got, line)
		}
	}
	want := "AWS::A::A Tags[].Key\nAWS::B::B ! =Name List[].Leaf Name Size? Tree.Leaf\n"
	if strings.Join(got, "") != want {
		t.Errorf("got\n%swant\n%s", strings.Join(got, ""), want)
	}
	if !strings.Contains(table, "aws-cdk 2.0.0, sha256 ") || !strings.Contains(table, "DO NOT EDIT") {
		t.Errorf("the head does not name its source:\n%s", table)
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
		if table, err := servicespec.Table(dir); err == nil || table != "" || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: got %d bytes and %v, want an error that names the directory", name, len(table), err)
		}
	}
}
