package assembly_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

// uploading reads a stack whose list of uploads has this text.
func uploading(t *testing.T, text string) *assembly.Uploads {
	t.Helper()
	dir := t.TempDir()
	for file, text := range map[string]string{
		"manifest.json": `{"version": "54.0.0", "artifacts": {
			"S": {"type": "aws:cloudformation:stack", "environment": "aws://1/r", "properties": {"templateFile": "S.json"}, "dependencies": ["S.assets"]},
			"S.assets": {"type": "cdk:asset-manifest", "properties": {"file": "S.assets.json"}}}}`,
		"S.json":        `{"Resources": {}}`,
		"S.assets.json": text,
	} {
		if text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a, err := assembly.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	return a.Stack("S").Uploads
}

const (
	source      = `{"path": "asset.1", "packaging": "zip"}`
	destination = `{"bucketName": "b", "objectKey": "1.zip", "region": "r", "assumeRoleArn": "a"}`
)

// The CLI makes an asset of the metadata too, and sets a parameter of the template to it.
func TestAnAssetInTheMetadataIsNotUnderstood(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for file, text := range map[string]string{
		"manifest.json": `{"version": "54.0.0", "artifacts": {"S": {"type": "aws:cloudformation:stack", "environment": "aws://1/r",
			"properties": {"templateFile": "S.json"}, "metadata": {"/S": [{"type": "aws:cdk:asset", "data": {"packaging": "container-image"}}]}}}}`,
		"S.json": `{"Resources": {}}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a, err := assembly.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := &assembly.Uploads{NotRead: []string{"aws:cdk:asset of /S"}}
	if got := a.Stack("S").Uploads; !reflect.DeepEqual(got, want) {
		t.Errorf("uploads are %+v, want %+v", got, want)
	}
}

func TestUploadsAreReadWithAllThatIsNotUnderstood(t *testing.T) {
	t.Parallel()
	file := func(source, destinations, more string) string {
		return fmt.Sprintf(`{"version": "1", "files": {"1": {"displayName": "x", "source": %s, "destinations": %s%s}}, "dockerImages": {}}`, source, destinations, more)
	}
	whole := assembly.Upload{ID: "1", Source: "asset.1", Packaging: "zip", Bucket: "b", Key: "1.zip", Region: "r", Role: "a"}
	for name, tc := range map[string]struct {
		text string
		want *assembly.Uploads
	}{
		"no file":           {"", nil},
		"a file":            {file(source, `{"d": `+destination+`}`, ""), &assembly.Uploads{Files: []assembly.Upload{whole}}},
		"half of it":        {"{", &assembly.Uploads{NotRead: []string{"S.assets.json"}}},
		"a list":            {"[]", &assembly.Uploads{NotRead: []string{"S.assets.json"}}},
		"files that are no": {`{"files": []}`, &assembly.Uploads{NotRead: []string{"files"}}},
		"an image":          {`{"dockerImages": {"1": {}}}`, &assembly.Uploads{NotRead: []string{"dockerImages"}}},
		"two destinations":  {file(source, `{"c": `+destination+`, "d": `+destination+`}`, ""), &assembly.Uploads{Files: []assembly.Upload{whole}, NotRead: []string{"files.1.destinations.c", "files.1.destinations.d"}}},
		"a program":         {file(`{"executable": ["sh"], "packaging": "zip"}`, `{"d": `+destination+`}`, ""), &assembly.Uploads{Files: []assembly.Upload{{ID: "1", Packaging: "zip", Bucket: "b", Key: "1.zip", Region: "r", Role: "a"}}, NotRead: []string{"files.1.source"}}},
		"more of a file":    {file(source, `{"d": `+destination+`}`, `, "other": 1`), &assembly.Uploads{Files: []assembly.Upload{whole}, NotRead: []string{"files.1.other"}}},
	} {
		if got := uploading(t, tc.text); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, tc.want)
		}
	}
}
