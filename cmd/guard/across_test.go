package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// assemblyOf writes a cloud assembly of stacks, given as "id region" and template.
func assemblyOf(t *testing.T, stacks ...string) string {
	t.Helper()
	dir := t.TempDir()
	var artifacts []string
	for i := 0; i < len(stacks); i += 2 {
		id, region, _ := strings.Cut(stacks[i], " ")
		artifacts = append(artifacts, fmt.Sprintf(
			`"%[1]s": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/%[2]s", "properties": {"templateFile": "%[1]s.template.json"}}`, id, region))
		if err := os.WriteFile(filepath.Join(dir, id+".template.json"), []byte(stacks[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	manifest := `{"version": "53.0.0", "artifacts": {` + strings.Join(artifacts, ", ") + `}}`
	if err := os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(manifest), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// What decides a value may stand in the stack that exports it.
func TestAnImportedValueIsFollowedToWhatDecidesIt(t *testing.T) {
	t.Parallel()
	const database = `{"Resources": {"Db": {"Type": "AWS::RDS::DBCluster", "Properties": {"SnapshotIdentifier": {"Fn::ImportValue": "d:x"}}}}}`
	exporter := func(sections, value string) string {
		return `{` + sections + `"Resources": {"G": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"O": {"Value": ` + value + `, "Export": {"Name": "d:x"}}}}`
	}
	const condition = `"Conditions": {"P": {"Fn::Equals": ["a", %q]}}, `
	for name, tc := range map[string]struct{ was, is, want string }{
		"a mapping":   {exporter(`"Mappings": {"M": {"a": {"b": "s1"}}}, `, `{"Fn::FindInMap": ["M", "a", "b"]}`), exporter(`"Mappings": {"M": {"a": {"b": "s2"}}}, `, `{"Fn::FindInMap": ["M", "a", "b"]}`), "SnapshotIdentifier (mapping M is changed)"},
		"a parameter": {exporter(`"Parameters": {"K": {"Type": "String", "Default": "s1"}}, `, `{"Ref": "K"}`), exporter(`"Parameters": {"K": {"Type": "String", "Default": "s2"}}, `, `{"Ref": "K"}`), "SnapshotIdentifier (parameter K is changed)"},
		"a condition": {exporter(fmt.Sprintf(condition, "a"), `{"Fn::If": ["P", "s1", "s2"]}`), exporter(fmt.Sprintf(condition, "b"), `{"Fn::If": ["P", "s1", "s2"]}`), "SnapshotIdentifier (condition P is changed)"},
		"nothing":     {exporter(fmt.Sprintf(condition, "a"), `{"Fn::If": ["P", "s1", "s2"]}`), exporter(fmt.Sprintf(condition, "a"), `{"Fn::If": ["P", "s1", "s2"]}`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stdout, _ := judged(t, assemblyOf(t, "D x", tc.was, "C x", database), assemblyOf(t, "D x", tc.is, "C x", database))
			if !strings.Contains(stdout, tc.want) || (tc.want == "") != (stdout == "no changes\n") {
				t.Errorf("stdout is %q, want %q", stdout, tc.want)
			}
		})
	}
	// CloudFormation compares the expression.
	other := strings.Replace(database, `{"Fn::ImportValue": "d:x"}`, `{"Fn::GetStackOutput": {"StackName": "D", "OutputName": "O"}}`, 1)
	d := exporter("", `"s1"`)
	if stdout, _ := judged(t, assemblyOf(t, "D x", d, "C x", database), assemblyOf(t, "D x", d, "C x", other)); !strings.Contains(stdout, "may be REPLACED: SnapshotIdentifier (imported in another way)") {
		t.Errorf("of another expression it says %q", stdout)
	}
}

// Names of exports and of stacks are unique in a region only.
func TestAnImportIsOfItsOwnRegion(t *testing.T) {
	t.Parallel()
	group := func(name string) string {
		return `{"Resources": {"G": {"Type": "AWS::RDS::DBSubnetGroup", "Properties": {"DBSubnetGroupName": "` + name + `"}}}, "Outputs": {"O": {"Value": {"Ref": "G"}, "Export": {"Name": "d:g"}}}}`
	}
	const database = `{"Resources": {"Db": {"Type": "AWS::RDS::DBCluster", "Properties": {"DBSubnetGroupName": {"Fn::ImportValue": "d:g"}}}}}`
	was := assemblyOf(t, "Du us-east-1", group("a"), "De eu-west-1", group("a"), "Ce eu-west-1", database)
	is := assemblyOf(t, "Du us-east-1", group("a"), "De eu-west-1", group("b"), "Ce eu-west-1", database)
	if stdout, _ := judged(t, was, is); !strings.Contains(stdout, "Ce/Db (AWS::RDS::DBCluster) REPLACED") {
		t.Errorf("stdout is %q", stdout)
	}
	elsewhere := assemblyOf(t, "Du us-east-1", group("b"), "De eu-west-1", group("a"), "Ce eu-west-1", database)
	if stdout, _ := judged(t, was, elsewhere); strings.Contains(stdout, "Ce/Db") {
		t.Errorf("of the other region it says %q", stdout)
	}
}

func TestAStackIsItsNameAndNotItsConstruct(t *testing.T) {
	t.Parallel()
	template := func(name string) string {
		return `{"Resources": {"T": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "` + name + `"}}}, "Outputs": {"O": {"Value": {"Ref": "T"}, "Export": {"Name": "d:t"}}}}`
	}
	renamed := func(template, id string) string {
		dir := assemblyOf(t, id+" x", template)
		manifest := filepath.Join(dir, "manifest.json")
		text, err := os.ReadFile(manifest)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(manifest, []byte(strings.Replace(string(text), `"properties": {`, `"properties": {"stackName": "one", `, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	if stdout, stderr := judged(t, renamed(template("a"), "A"), renamed(template("a"), "A2")); stdout != "no changes\n" || stderr != "" {
		t.Errorf("under another id it says %q and %q", stdout, stderr)
	}
	if stdout, _ := judged(t, renamed(template("a"), "A"), renamed(template("b"), "A2")); !strings.Contains(stdout, "A2/T (AWS::DynamoDB::Table) REPLACED: TableName") {
		t.Errorf("with another table it says %q", stdout)
	}
}

func TestATableIsComparedByTheNamesOfItsParts(t *testing.T) {
	t.Parallel()
	table := func(kind, attributes, indexes string) string {
		return `{"Resources": {"T": {"Type": "AWS::DynamoDB::` + kind + `", "Properties": {"AttributeDefinitions": [` + attributes + `], "GlobalSecondaryIndexes": [` + indexes + `]}}}}`
	}
	attribute := func(name, kind string) string {
		return `{"AttributeName": "` + name + `", "AttributeType": "` + kind + `"}`
	}
	index := func(name, key string) string {
		return `{"IndexName": "` + name + `", "KeySchema": [{"AttributeName": "` + key + `", "KeyType": "HASH"}]}`
	}
	for name, tc := range map[string]struct{ was, is, want string }{
		"another type of an attribute": {table("Table", attribute("id", "S"), ""), table("Table", attribute("id", "N"), ""), "may be REPLACED: AttributeDefinitions.AttributeType"},
		"an attribute more":            {table("Table", attribute("id", "S"), ""), table("Table", attribute("a", "N")+","+attribute("id", "S"), ""), "updated: AttributeDefinitions\n"},
		"an index more":                {table("GlobalTable", "", index("b", "x")), table("GlobalTable", "", index("a", "y")+","+index("b", "x")), "updated: GlobalSecondaryIndexes\n"},
		"another key of an index":      {table("GlobalTable", "", index("b", "x")), table("GlobalTable", "", index("b", "y")), "may be REPLACED: GlobalSecondaryIndexes.KeySchema.AttributeName"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if stdout, _ := judged(t, side(t, tc.was), side(t, tc.is)); !strings.Contains(stdout, tc.want) {
				t.Errorf("stdout is %q, want %q", stdout, tc.want)
			}
		})
	}
}
