package assembly_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

func TestADeployedTemplateTakesThePlaceOfTheSynthesizedOne(t *testing.T) {
	t.Parallel()
	a := read(t, "two-stacks")
	want := a.Stack("Data")
	text, err := os.ReadFile(filepath.Join("testdata", "two-stacks", "Data.template.json"))
	if err != nil {
		t.Fatal(err)
	}
	quoted, err := json.Marshal(string(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"as an object": text, "as a string": quoted} {
		got, err := want.WithTemplate(text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got.Name != want.Name || got.Region != want.Region || !got.TerminationProtection {
			t.Errorf("%s: the stack is %s in %s, want what the manifest says", name, got.Name, got.Region)
		}
		if !reflect.DeepEqual(got.Outputs, want.Outputs) || !reflect.DeepEqual(got.Parameters, want.Parameters) || len(got.Resources) != len(want.Resources) {
			t.Errorf("%s: outputs, parameters or resources differ from the template's", name)
		}
		for id, r := range got.Resources {
			expected := *want.Resources[id]
			expected.Stack = got
			if r.Stack != got || !reflect.DeepEqual(r.Properties, expected.Properties) || r.DeletionPolicy != expected.DeletionPolicy {
				t.Errorf("%s: resource %s differs from the template's", name, id)
			}
		}
	}
}

func TestWhatIsNoTemplateIsRefused(t *testing.T) {
	t.Parallel()
	s := read(t, "two-stacks").Stack("Data")
	for name, tc := range map[string][2]string{
		"nothing":            {"", "not JSON: it is empty"},
		"YAML in a string":   {`"Resources:\n  A:\n"`, "a template in YAML cannot be read: convert it to JSON first"},
		"no resources":       {`{"Type": "AWS::S3::Bucket"}`, "no Resources"},
		"a list":             {"[]", "a template must be an object, got []"},
		"a nameless type":    {`{"Resources": {"A": {}}}`, `"A" has no type`},
		"a policy of a list": {`{"Resources": {"A": {"Type": "T", "DeletionPolicy": []}}}`, "resource A: DeletionPolicy must be text, got []"},
		"a loop":             {`{"Resources": {"Fn::ForEach::Tables": ["Name", ["a"], {}]}}`, "resource Fn::ForEach::Tables: loops such as Fn::ForEach::Tables (AWS::LanguageExtensions) are not read"},
		"a computed type":    {`{"Resources": {"A": {"Type": {"Ref": "Type"}}}}`, `resource A: Type must be text, got {"Ref":"Type"}`},
		"a macro's resource": {`{"Resources": {"A": ["Type", "T"]}}`, "resource A is no object"},
	} {
		if _, err := s.WithTemplate([]byte(tc[0])); err == nil || !strings.Contains(err.Error(), tc[1]) {
			t.Errorf("%s: got error %v, want one that says %q", name, err, tc[1])
		}
	}
}

// What the stack's own template has besides says nothing of another template.
func TestAnotherTemplateHasItsOwnUnknownSections(t *testing.T) {
	t.Parallel()
	other, err := read(t, "conditions").Stack("Compute").WithTemplate([]byte(`{"Transform": "X", "Resources": {"R": {"Type": "Custom::R"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	got := (&assembly.Assembly{Stacks: []*assembly.Stack{other}}).Unknown()
	if len(got) != 1 || got[0] != "Compute: section Transform is not understood" {
		t.Errorf("unknown is %q", got)
	}
}
