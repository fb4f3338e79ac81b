package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// side writes a cloud assembly with the stack S and further files.
func side(t *testing.T, template string, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	all := append([]string{
		"manifest.json", `{"version": "53.0.0", "artifacts": {"S": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/ap-northeast-2", "properties": {"templateFile": "S.template.json"}}}}`,
		"S.template.json", template,
	}, files...)
	for i := 0; i < len(all); i += 2 {
		if err := os.WriteFile(filepath.Join(dir, all[i]), []byte(all[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func judged(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	var out bytes.Buffer
	err := run(args, &out)
	return out.String(), message(err)
}

func TestWhatTheGuardCannotReadItRefusesByName(t *testing.T) {
	t.Parallel()
	const topic = `{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}`
	for name, tc := range map[string]struct{ template, want string }{
		"a transform":          {`{"Transform": "AWS::Serverless-2016-10-31", "Resources": {"T": {"Type": "AWS::SNS::Topic"}}}`, "S: the section Transform is not read"},
		"hooks":                {`{"Hooks": {"H": {}}, "Resources": {"T": {"Type": "AWS::SNS::Topic"}}}`, "S: the section Hooks is not read"},
		"globals":              {`{"Globals": {}, "Resources": {"T": {"Type": "AWS::SNS::Topic"}}}`, "S: the section Globals is not read"},
		"a section of a macro": {`{"Fn::Transform": {"Name": "AWS::Include"}, "Resources": {"T": {"Type": "AWS::SNS::Topic"}}}`, "S: the section Fn::Transform is not read"},
		"a macro around one":   {`{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Fn::Transform": {"Name": "Mine"}}}}`, "S/T: the attribute Fn::Transform is not read"},
		"a macro in an output": {`{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"O": {"Value": {"Fn::Transform": {"Name": "Mine"}}}}}`, "S: the macro Mine is not read"},
		"a loop of outputs":    {`{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"Fn::ForEach::O": []}}`, "S: loops such as Fn::ForEach::O"},
		"a list of resources":  {`{"Resources": ["T"]}`, `the section Resources must be an object, got ["T"]`},
		"a list":               {`["T"]`, `a template must be an object, got ["T"]`},
		"a snippet":            {`{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://x/y"}}}}}}`, "S/T: the macro AWS::Include is not read"},
		"a module":             {`{"Resources": {"T": {"Type": "Mine::Own::Thing::MODULE"}}}`, "S/T: modules such as Mine::Own::Thing::MODULE are not read"},
		"a loop":               {`{"Resources": {"Fn::ForEach::Topics": ["N", ["a"], {"T${N}": {"Type": "AWS::SNS::Topic"}}]}}`, "resource Fn::ForEach::Topics: loops such as Fn::ForEach::Topics (AWS::LanguageExtensions) are not read"},
		"a loop in a value":    {`{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"Tags": [{"Fn::ForEach::Tags": []}]}}}}`, "S/T: loops such as Fn::ForEach::Tags (AWS::LanguageExtensions) are not read"},
		"a macro of resources": {`{"Resources": {"Fn::Transform": {"Name": "AWS::Include"}}}`, "resource Fn::Transform: the macro AWS::Include is not read"},
		"a list of macros":     {`{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"Fn::Transform": [{"Name": "M"}]}}}}`, `S/T: the macro [{"Name":"M"}] is not read`},
		"a nameless macro":     {`{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"Fn::Transform": "x"}}}}`, `S/T: the macro "x" is not read`},
		"a macro in metadata":  {`{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Metadata": {"Fn::Transform": {"Name": "Mine"}}}}}`, "S/T: the macro Mine is not read"},
		"one for the template": {`{"Metadata": {"Fn::Transform": {"Name": "Mine"}}, "Resources": {"T": {"Type": "AWS::SNS::Topic"}}}`, "S: the macro Mine is not read"},
		"one in a policy":      {`{"Resources": {"T": {"Type": "AWS::SNS::Topic", "UpdatePolicy": {"A": [{"Fn::Transform": {"Name": "Mine"}}]}}}}`, "S/T: the macro Mine is not read"},
		"another function":     {`{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::Whatever": []}}}}}`, "S/T: the function Fn::Whatever is not known"},
		"one around resources": {`{"Resources": {"Fn::Whatever": []}}`, "resource Fn::Whatever: the function Fn::Whatever is not known"},
		"a nested stack's URL": {`{"Resources": {"N": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://example.com/a"}}}}`, "S/N is a nested stack whose template is not in the assembly, so nobody can look into it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, args := range [][]string{{side(t, topic), side(t, tc.template)}, {side(t, tc.template), side(t, topic)}} {
				stdout, stderr := judged(t, args...)
				if stdout != "" || !strings.Contains(stderr, tc.want) || strings.Contains(stderr, "struct") {
					t.Errorf("stdout %q, the error %q, want %q", stdout, stderr, tc.want)
				}
			}
		})
	}
}

func TestEveryDocumentedFunctionIsRead(t *testing.T) {
	t.Parallel()
	for _, function := range []string{"Base64", "Cidr", "FindInMap", "GetAZs", "If", "Length", "Select", "ToJsonString", "EachMemberIn"} {
		dir := side(t, `{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::`+function+`": []}}}}}`)
		if stdout, stderr := judged(t, dir, dir); stdout != "no changes\n" || stderr != "" {
			t.Errorf("Fn::%s: stdout %q, the error %q", function, stdout, stderr)
		}
	}
}

func TestAChangeOfWhatStandsForATemplateElsewhereIsRefused(t *testing.T) {
	t.Parallel()
	const topic = `"T": {"Type": "AWS::SNS::Topic"}`
	set := func(properties string) string {
		return `{"Parameters": {"P": {"Type": "String", "Default": "a"}}, "Resources": {` + topic + `, "X": {"Type": "AWS::CloudFormation::StackSet", "Properties": {` + properties + `}}}}`
	}
	product := func(artifact string) string {
		return `{"Resources": {"X": {"Type": "AWS::ServiceCatalog::CloudFormationProvisionedProduct", "Properties": {"ProvisioningArtifactId": "` + artifact + `"}}}}`
	}
	const aSet, aProduct = "S/X changes, and is a set of stacks whose template is not in the assembly", "S/X changes, and is a product of Service Catalog whose"
	for name, tc := range map[string]struct{ before, after, want string }{
		"another template":      {set(`"TemplateBody": "{}"`), set(`"TemplateBody": "{ }"`), aSet},
		"another address":       {set(`"TemplateURL": "a"`), set(`"TemplateURL": "b"`), aSet},
		"another parameter":     {set(`"TemplateURL": {"Ref": "P"}`), strings.Replace(set(`"TemplateURL": {"Ref": "P"}`), `"a"`, `"b"`, 1), aSet},
		"fewer instances":       {set(`"StackInstancesGroup": [{"Regions": ["a", "b"]}]`), set(`"StackInstancesGroup": [{"Regions": ["a"]}]`), aSet},
		"a set that goes":       {set(""), `{"Resources": {` + topic + `}}`, aSet},
		"a set that comes":      {`{"Resources": {` + topic + `}}`, set(""), aSet},
		"another artifact":      {product("a"), product("b"), aProduct},
		"a set that stays":      {set(`"TemplateURL": "a"`), set(`"TemplateURL": "a"`), ""},
		"a product that stays":  {product("a"), product("a"), ""},
		"a change of something": {set(""), strings.Replace(set(""), topic, `"T": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "t"}}`, 1), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr := judged(t, side(t, tc.before), side(t, tc.after))
			if (stdout == "") != (tc.want != "") || (stderr == "") != (tc.want == "") || !strings.Contains(stderr, tc.want) {
				t.Errorf("stdout %q, the error %q, want %q", stdout, stderr, tc.want)
			}
		})
	}
}

func TestWhatIsBesideTheResourcesIsNoSilentChange(t *testing.T) {
	t.Parallel()
	group := func(attributes, size string) string {
		return `{"Resources": {"G": {"Type": "AWS::AutoScaling::AutoScalingGroup"` + attributes + `, "Properties": {"MaxSize": "` + size + `"}}}}`
	}
	const topic, replacing = `"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}`, `, "UpdatePolicy": {"AutoScalingReplacingUpdate": {"WillReplace": true}}`
	for name, tc := range map[string]struct{ before, after, want string }{
		"a rule":                     {`{` + topic, `{"Rules": {"R": {}}, ` + topic, "S: beside its resources, Rules differ"},
		"metadata":                   {`{` + topic, `{"Metadata": {"M": 1}, ` + topic, "S: beside its resources, Metadata differ"},
		"an update policy":           {group("", "1"), group(replacing, "1"), "S/G (AWS::AutoScaling::AutoScalingGroup) updated: UpdatePolicy"},
		"a creation policy":          {group("", "1"), group(`, "CreationPolicy": {}`, "1"), "updated: CreationPolicy"},
		"a policy that replaces":     {group(replacing, "1"), group(replacing, "2"), "S/G (AWS::AutoScaling::AutoScalingGroup) may be REPLACED: MaxSize"},
		"a size without that policy": {group("", "1"), group("", "2"), "updated: MaxSize"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if stdout, _ := judged(t, side(t, tc.before), side(t, tc.after)); !strings.Contains(stdout, tc.want) {
				t.Errorf("stdout is %q, want %q", stdout, tc.want)
			}
		})
	}
}

// CloudFormation takes templates of 1 MB.
func TestAFileThatIsTooLongForATemplateIsRefused(t *testing.T) {
	t.Parallel()
	const topic = `{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}`
	dir := side(t, topic)
	long := filepath.Join(side(t, topic), "S.template.json")
	if err := os.Truncate(long, 50<<20); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"S=" + long, dir}, {filepath.Dir(long), dir}, {dir, filepath.Dir(long)}} {
		stdout, stderr := judged(t, args...)
		if stdout != "" || !strings.Contains(stderr, long+" has 50 MB, and CloudFormation takes templates of 1 MB") {
			t.Errorf("%s: stdout %q, the error %q", args, stdout, stderr)
		}
	}
}

func TestTheGuardLooksIntoNestedStacks(t *testing.T) {
	t.Parallel()
	outer := func(parameter, more string) string {
		return `{"Resources": {"N": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "N.json"}, "Properties": {"TemplateURL": "x", "Parameters": {"Id": ` + parameter + `}}}` + more + `}}`
	}
	const database = `"Db": {"Type": "AWS::RDS::DBCluster", "Properties": {"SnapshotIdentifier": {"Ref": "Id"}}}`
	inner := func(resources string) string {
		return `{"Parameters": {"Id": {"Type": "String"}}, "Resources": {` + resources + `}, "Outputs": {"Group": {"Value": {"Ref": "G"}}}}`
	}
	group := func(family string) string {
		return `"G": {"Type": "AWS::RDS::DBSubnetGroup", "Properties": {"DBSubnetGroupName": "` + family + `"}}`
	}
	uses := `, "Db2": {"Type": "AWS::RDS::DBCluster", "Properties": {"DBSubnetGroupName": {"Fn::GetAtt": ["N", "Outputs.Group"]}}}`
	for name, tc := range map[string]struct{ before, inside, after, insideAfter, want string }{
		"a deletion inside":              {outer(`"a"`, ""), inner(database + "," + group("a")), outer(`"a"`, ""), inner(group("a")), "S.N/Db (AWS::RDS::DBCluster) DELETED"},
		"a parameter from outside":       {outer(`"a"`, ""), inner(database + "," + group("a")), outer(`"b"`, ""), inner(database + "," + group("a")), "S.N/Db (AWS::RDS::DBCluster) may be REPLACED: SnapshotIdentifier (parameter Id is changed)"},
		"a replacement behind an output": {outer(`"a"`, uses), inner(group("a")), outer(`"a"`, uses), inner(group("b")), "S/Db2 (AWS::RDS::DBCluster) REPLACED: DBSubnetGroupName (S.N/G is replaced)"},
		"a condition inside on a parameter from outside": {
			outer(`"a"`, ""), inner(strings.Replace(database, `"Properties"`, `"Condition": "P", "Properties"`, 1) + `}, "Conditions": {"P": {"Fn::Equals": [{"Ref": "Id"}, "a"]}`),
			outer(`"b"`, ""), inner(strings.Replace(database, `"Properties"`, `"Condition": "P", "Properties"`, 1) + `}, "Conditions": {"P": {"Fn::Equals": [{"Ref": "Id"}, "a"]}`), "S.N/Db (AWS::RDS::DBCluster) may be DELETED",
		},
		"a stack with a role only": {outer(`"a"`, `, "M": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "M.json"}, "Properties": {"TemplateURL": "x"}}`), inner(group("a")), outer(`"a"`, ""), inner(group("a")), ""},
		"nothing":                  {outer(`"a"`, uses), inner(group("a")), outer(`"a"`, uses), inner(group("a")), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const role = `{"Resources": {"R": {"Type": "AWS::IAM::Role"}}}`
			stdout, stderr := judged(t, side(t, tc.before, "N.json", tc.inside, "M.json", role), side(t, tc.after, "N.json", tc.insideAfter, "M.json", role))
			if !strings.Contains(stdout, tc.want) || (tc.want != "") != (stderr != "") || name == "nothing" && stdout != "no changes\n" {
				t.Errorf("stdout %q, the error %q, want %q", stdout, stderr, tc.want)
			}
		})
	}
	deployed := filepath.Join(side(t, outer(`"a"`, ""), "N.json", inner(group("a"))), "S.template.json")
	if _, stderr := judged(t, "S="+deployed, side(t, outer(`"a"`, ""), "N.json", inner(group("a")))); !strings.Contains(stderr, "S/N is a nested stack, and what is deployed of it is not given") {
		t.Errorf("with a deployed template the error is %q", stderr)
	}
}

// GetTemplate gives question marks back for each character beyond ASCII.
func TestQuestionMarksOfADeployedTemplateAreNoChange(t *testing.T) {
	t.Parallel()
	group := func(description string) string {
		return `{"Resources": {"Web": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "` + description + `"}}}}`
	}
	for given, want := range map[string]string{"f??r 5 ?s": "no changes\n", "für 5 µs": "no changes\n", "f?r 6 ?s": "REPLACED"} {
		deployed := filepath.Join(side(t, group(given)), "S.template.json")
		if stdout, _ := judged(t, "S="+deployed, side(t, group("für 5 µs"))); !strings.Contains(stdout, want) {
			t.Errorf("%q is told %q, want %q", given, stdout, want)
		}
	}
	// Two assemblies hide nothing.
	if stdout, _ := judged(t, side(t, group("f?r")), side(t, group("für"))); !strings.Contains(stdout, "REPLACED") {
		t.Errorf("two assemblies are told %q", stdout)
	}
}
