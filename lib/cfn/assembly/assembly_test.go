package assembly_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

// read decodes an assembly under testdata.
func read(t *testing.T, name string) *assembly.Assembly {
	t.Helper()
	a, err := assembly.Read(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestStacksComeInDependencyOrderWithTheirManifestEntry(t *testing.T) {
	t.Parallel()
	a := read(t, "two-stacks")
	if got := len(a.Stacks); got != 2 {
		t.Fatalf("found %d stacks, want 2", got)
	}
	network, data := a.Stacks[0], a.Stacks[1]
	if network.ID != "Network" || network.Name != "shop-network" || network.Description != "The VPC" {
		t.Errorf("first stack is %q, %q, %q, want Network with its name and description", network.ID, network.Name, network.Description)
	}
	if data.ID != "Data" || !slices.Equal(data.DependsOn, []string{"Network"}) {
		t.Errorf("second stack %q depends on %v, want Data on Network and on no asset", data.ID, data.DependsOn)
	}
	if data.Account != "" || data.Region != "ap-northeast-2" {
		t.Errorf("environment is %q, %q, want no account and ap-northeast-2", data.Account, data.Region)
	}
	if !data.TerminationProtection || network.TerminationProtection {
		t.Error("want termination protection of Data only")
	}
	if data.Tags["Project"] != "Shop" {
		t.Errorf("tags of Data are %v, want Project: Shop", data.Tags)
	}
	if a.Stack("Data") != data || a.Stack("Compute") != nil {
		t.Error("Stack finds by id, and nil for an unknown id")
	}
	if data.Parameters["Image"] == nil || data.Conditions["Wanted"] == nil || network.Outputs["Both"] == nil {
		t.Error("parameters, conditions or outputs are missing")
	}
}

func TestMessagesComeFromManifestAndMetadataFile(t *testing.T) {
	t.Parallel()
	a := read(t, "two-stacks")
	got := fmt.Sprint(a.Stack("Network").Messages, a.Stack("Data").Messages)
	want := "[{warning /Network two zones only}] [{error /Data/Proxy no secret} {info /Data/Proxy new pool}]"
	if got != want {
		t.Errorf("messages are %s, want %s", got, want)
	}
}

func TestResourcesKeepWhatTheTemplateSays(t *testing.T) {
	t.Parallel()
	a := read(t, "two-stacks")
	if got, want := fmt.Sprint(a.OfType("AWS::EC2::Subnet")), "[Network/SubnetA Network/SubnetB Data/Passer]"; got != want {
		t.Errorf("subnets are %s, want %s", got, want)
	}
	r := a.Stack("Network").Resources["SubnetA"]
	if !slices.Equal(r.DependsOn, []string{"Vpc", "SubnetB"}) || r.Condition != "Wanted" ||
		r.DeletionPolicy != "Retain" || r.UpdateReplacePolicy != "Snapshot" {
		t.Errorf("attributes of %s are wrong: %+v", r, r)
	}
	if got := a.Stack("Network").Resources["SubnetB"].DependsOn; !slices.Equal(got, []string{"Vpc"}) {
		t.Errorf("a single DependsOn is %v, want [Vpc]", got)
	}
	for _, tc := range []struct {
		path []any
		want any
	}{
		{[]any{"Tags", 0, "Value"}, "a"},
		{[]any{"Tags", 1, "Value"}, nil},
		{[]any{"Tags", -1}, nil},
		{[]any{"Tags", "Value"}, nil},
		{[]any{"VpcId", 0}, nil},
		{[]any{"None", "Of", "This"}, nil},
		{[]any{3.5}, nil},
	} {
		if got := r.At(tc.path...); got != tc.want {
			t.Errorf("At(%v) is %v, want %v", tc.path, got, tc.want)
		}
	}
	var none *assembly.Resource
	if none.At("x") != nil || none.String() == "" || a.Stack("Compute").OfType("x") != nil {
		t.Error("a missing resource or stack has nothing")
	}
}

func TestAnAssemblyThatAsksForLookupsSaysSo(t *testing.T) {
	t.Parallel()
	a := read(t, "pinned")
	if want := []string{"availability-zones:account=123456789012:region=cn-north-1"}; !slices.Equal(a.Missing, want) {
		t.Errorf("missing is %v, want %v", a.Missing, want)
	}
	s := a.Stacks[0]
	if s.Name != "Only" || s.Account != "123456789012" {
		t.Errorf("stack is %q in %q, want Only in 123456789012", s.Name, s.Account)
	}
}

func TestBrokenAssembliesAreRefusedWithAReason(t *testing.T) {
	t.Parallel()
	const stack = `{"version": "54.0.0", "artifacts": {"A": {"type": "aws:cloudformation:stack",
		"environment": "aws://unknown-account/ap-northeast-2", "properties": {"templateFile": "A.template.json"}, "dependencies": [%s]}%s}}`
	for name, tc := range map[string]struct {
		files map[string]string
		want  string
	}{
		"an empty directory":             {nil, "manifest.json"},
		"a manifest that is no JSON":     {map[string]string{"manifest.json": "{"}, "manifest.json: not JSON (line 1): it ends too early"},
		"the manifest of another tool":   {map[string]string{"manifest.json": `{"name": "web app"}`}, "not written by the CDK"},
		"artifacts that are a list":      {map[string]string{"manifest.json": `{"version": "54.0.0", "artifacts": []}`}, "artifacts must be an object, got []"},
		"an assembly without a stack":    {map[string]string{"manifest.json": `{"version": "54.0.0", "artifacts": {}}`}, "no stack"},
		"a missing template":             {map[string]string{"manifest.json": fmt.Sprintf(stack, "", "")}, `stack "A": stat`},
		"a template that breaks a line":  {map[string]string{"manifest.json": strings.Replace(fmt.Sprintf(stack, "", ""), "A.template", `A\n.template`, 1)}, `names no template file: "A\n.template.json"`},
		"a template that is no JSON":     {map[string]string{"manifest.json": fmt.Sprintf(stack, "", ""), "A.template.json": "Resources:"}, "A.template.json: a template in YAML cannot be read"},
		"a resource without a type":      {map[string]string{"manifest.json": fmt.Sprintf(stack, "", ""), "A.template.json": `{"Resources": {"X": {}}}`}, `resource "X" has no type`},
		"a dependency that is not there": {map[string]string{"manifest.json": fmt.Sprintf(stack, `"B"`, ""), "A.template.json": "{}"}, `depends on "B"`},
		"a stack that waits for itself":  {map[string]string{"manifest.json": fmt.Sprintf(stack, `"A"`, ""), "A.template.json": "{}"}, "in a circle"},
		"a stage":                        {map[string]string{"manifest.json": fmt.Sprintf(stack, "", `, "S": {"type": "cdk:cloud-assembly"}`), "A.template.json": "{}"}, `"S" is a nested assembly`},
		"a template outside":             {map[string]string{"manifest.json": strings.Replace(fmt.Sprintf(stack, "", ""), "A.template", "../A.template", 1)}, "outside the assembly"},
		"no template file":               {map[string]string{"manifest.json": strings.Replace(fmt.Sprintf(stack, "", ""), "A.template.json", "", 1)}, "no template file"},
		"an unknown environment":         {map[string]string{"manifest.json": strings.Replace(fmt.Sprintf(stack, "", ""), "aws://", "gcp://", 1), "A.template.json": "{}"}, "is not aws://account/region"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for file, text := range tc.files {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := assembly.Read(dir)
			if err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), dir) {
				t.Errorf("got error %v, want one that names the directory and says %q", err, tc.want)
			}
		})
	}
}
