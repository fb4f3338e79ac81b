package assembly_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

func TestAManifestOfOtherKindsIsRefusedByItsPlace(t *testing.T) {
	t.Parallel()
	stack := func(fields string) string {
		return `{"version": "54.0.0", "artifacts": {"S": {"type": "aws:cloudformation:stack", "environment": "aws://1/r", ` + fields + `}}}`
	}
	const file = `"templateFile": "S.json"`
	for name, tc := range map[string][2]string{
		"nothing":                         {"", "manifest.json: not JSON: it is empty"},
		"half of it":                      {"{\n\"version\":", "manifest.json: not JSON (line 2): it ends too early"},
		"a list":                          {"[]", "manifest.json: the whole must be an object, got []"},
		"null":                            {"null", "it has no version and artifacts: not written by the CDK"},
		"a version that is a number":      {`{"version": 1, "artifacts": {}}`, "version must be text, got 1"},
		"artifacts that are text":         {`{"version": "1", "artifacts": "x"}`, `artifacts must be an object, got "x"`},
		"an artifact that is text":        {`{"version": "1", "artifacts": {"S": "x"}}`, `artifacts.S must be an object, got "x"`},
		"an artifact that is null":        {`{"version": "1", "artifacts": {"S": null}}`, "artifacts.S must be an object, got null"},
		"a type that is a number":         {`{"version": "1", "artifacts": {"S": {"type": 1}}}`, "artifacts.S.type must be text, got 1"},
		"lookups that are text":           {`{"version": "1", "artifacts": {}, "missing": "x"}`, `missing must be a list, got "x"`},
		"a lookup that is text":           {`{"version": "1", "artifacts": {}, "missing": ["x"]}`, `missing.0 must be an object, got "x"`},
		"properties that are text":        {stack(`"properties": "x"`), `artifacts.S.properties must be an object, got "x"`},
		"a file that is a number":         {stack(`"properties": {"templateFile": 1}`), "artifacts.S.properties.templateFile must be text, got 1"},
		"a tag that is a number":          {stack(`"properties": {` + file + `, "tags": {"a": 1}}`), "artifacts.S.properties.tags.a must be text, got 1"},
		"a protection that is text":       {stack(`"properties": {` + file + `, "terminationProtection": "true"}`), `artifacts.S.properties.terminationProtection must be true or false, got "true"`},
		"dependencies that are text":      {stack(`"properties": {` + file + `}, "dependencies": "x"`), `artifacts.S.dependencies must be a list, got "x"`},
		"a dependency that is a number":   {stack(`"properties": {` + file + `}, "dependencies": [1]`), "artifacts.S.dependencies.0 must be text, got 1"},
		"metadata that are text":          {stack(`"properties": {` + file + `}, "metadata": "x"`), `artifacts.S.metadata must be an object, got "x"`},
		"metadata of no list":             {stack(`"properties": {` + file + `}, "metadata": {"/S": "x"}`), `artifacts.S.metadata./S must be a list, got "x"`},
		"a message of a number":           {stack(`"properties": {` + file + `}, "metadata": {"/S": [{"type": 1}]}`), "artifacts.S.metadata./S.0.type must be text, got 1"},
		"a file of messages, a list":      {stack(`"properties": {` + file + `}, "additionalMetadataFile": "list.json"`), "list.json: the whole must be an object, got []"},
		"a file of messages, half of it":  {stack(`"properties": {` + file + `}, "additionalMetadataFile": "half.json"`), "half.json: not JSON (line 1): it ends too early"},
		"a file of messages far away":     {stack(`"properties": {` + file + `}, "additionalMetadataFile": "../x.json"`), `"../x.json" is outside the assembly`},
		"an environment that is a number": {strings.Replace(stack(`"properties": {`+file+`}`), `"aws://1/r"`, "1", 1), "artifacts.S.environment must be text, got 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for file, text := range map[string]string{"manifest.json": tc[0], "S.json": `{"Resources": {}}`, "list.json": "[]", "half.json": "{"} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := assembly.Read(dir)
			if err == nil || !strings.Contains(err.Error(), tc[1]) {
				t.Errorf("got error %v, want one that says %q", err, tc[1])
			}
		})
	}
}

func TestWhatTheManifestSaysOfADeploymentIsKeptAsItIs(t *testing.T) {
	t.Parallel()
	a := read(t, "two-stacks")
	got := a.Stack("Data").Deployment
	if got["cloudFormationExecutionRoleArn"] != "arn:aws:iam::123456789012:role/deploy" || got["terminationProtection"] != true {
		t.Errorf("deployment of Data is %v, want its role and its termination protection", got)
	}
	if _, given := a.Stack("Network").Deployment["cloudFormationExecutionRoleArn"]; given {
		t.Error("want a role of Data only")
	}
}
