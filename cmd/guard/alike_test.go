package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// Values are compared as a person reads them. Where two of them read alike and are not the
// same, nobody may take that for no change.
func TestTemplatesThatDifferAreNeverNoChange(t *testing.T) {
	t.Parallel()
	resource := func(attributes string) string {
		return `{"Resources": {"A": {"Type": "AWS::SNS::Topic"}, "T": {"Type": "AWS::SNS::Topic"` + attributes + `}}}`
	}
	value := func(v string) string { return resource(`, "Properties": {"V": ` + v + `}`) }
	const alike = "S: its text differs where no change is seen: T.Properties.V\n"
	deep := func(v string) string { return value(strings.Repeat(`{"a": [`, 40) + v + strings.Repeat(`]}`, 40)) }
	for name, tc := range map[string]struct{ before, after, want string }{
		"nothing":                            {value(`{"a": 1, "b": [1.5, true]}`), value(`{"b": [1.5, true], "a": 1}`), "no changes\n"},
		"a list of one or two":               {value(`["a,b"]`), value(`["a", "b"]`), alike},
		"a text that looks like a reference": {value(`"${S/A}"`), value(`{"Ref": "A"}`), alike},
		"a text that looks like an object":   {value(`"{a:b}"`), value(`{"a": "b"}`), alike},
		"numbers beyond a float64":           {value("9007199254740993"), value("9007199254740992"), alike},
		"numbers written otherwise":          {value("1"), value("1.0"), alike},
		"a number and its text":              {value("1"), value(`"1"`), alike},
		"an empty text and none":             {value(`""`), resource(`, "Properties": {}`), alike},
		"null and nothing":                   {value("null"), resource(`, "Properties": {}`), alike},
		"no value and nothing":               {value(`{"Ref": "AWS::NoValue"}`), resource(`, "Properties": {}`), alike},
		"no properties and none at all":      {resource(`, "Properties": {}`), resource(""), "S: its text differs where no change is seen: T.Properties\n"},
		"one to wait for, and a list of one": {resource(`, "DependsOn": "A"`), resource(`, "DependsOn": ["A"]`), "S: its text differs where no change is seen: T.DependsOn\n"},
		"a policy that is the default":       {resource(""), resource(`, "DeletionPolicy": "Delete"`), "S: its text differs where no change is seen: T.DeletionPolicy\n"},
		"metadata that is told":              {resource(`, "Metadata": {"M": 1}`), resource(`, "Metadata": {"M": 2}`), "S: beside its resources, Metadata differ\n"},
		"metadata that reads alike":          {resource(`, "Metadata": {"M": 1}`), resource(`, "Metadata": {"M": "1"}`), "S: its text differs where no change is seen: T.Metadata.M\n"},
		"an output that reads alike":         {`{"Resources": {}, "Outputs": {"O": {"Value": 1}}}`, `{"Resources": {}, "Outputs": {"O": {"Value": "1"}}}`, "S: its text differs where no change is seen: Outputs.O\n"},
		"a change that is told":              {value("1"), value("2"), "S/T (AWS::SNS::Topic) updated: V\n"},
		"a difference far inside":            {deep("1"), deep("2"), "S/T (AWS::SNS::Topic) updated: V\n"},
		"a difference far inside what is split": {
			value(strings.Repeat(`{"Fn::Select": [0, {"Fn::Split": [",", `, 20) + `"a"` + strings.Repeat(`]}]}`, 20)),
			value(strings.Repeat(`{"Fn::Select": [0, {"Fn::Split": [",", `, 20) + `"b"` + strings.Repeat(`]}]}`, 20)), "S/T (AWS::SNS::Topic) updated: V\n",
		},
		"a difference far inside functions": {
			value(strings.Repeat(`{"Fn::Join": ["", [`, 40) + `"a"` + strings.Repeat(`]]}`, 40)),
			value(strings.Repeat(`{"Fn::Join": ["", [`, 40) + `"b"` + strings.Repeat(`]]}`, 40)), "S/T (AWS::SNS::Topic) updated: V\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, after := side(t, tc.before), side(t, tc.after)
			for _, old := range []string{before, "S=" + filepath.Join(before, "S.template.json")} {
				if strings.Contains(tc.before, `"Resources": {}`) && old != before {
					continue // nothing is deployed without resources
				}
				if stdout, stderr := judged(t, old, after); stdout != tc.want || stderr != "" {
					t.Errorf("%s: stdout %q, the error %q, want %q", old, stdout, stderr, tc.want)
				}
			}
		})
	}
}

// GetTemplate gives question marks back in keys too.
func TestQuestionMarksInAKeyAreNoChange(t *testing.T) {
	t.Parallel()
	document := func(key string) string {
		return `{"Resources": {"D": {"Type": "AWS::SSM::Document", "Properties": {"Content": {"` + key + `": "x", "é": 1, "è": 2}}}}}`
	}
	given := strings.NewReplacer(`, "é": 1, "è": 2`, "")
	for key, want := range map[string]string{"d??f": "no changes\n", "d??g": "REPLACED"} {
		deployed := filepath.Join(side(t, given.Replace(document(key))), "S.template.json")
		if stdout, _ := judged(t, "S="+deployed, side(t, given.Replace(document("déf")))); !strings.Contains(stdout, want) {
			t.Errorf("%q is told %q, want %q", key, stdout, want)
		}
	}
	// Two keys that are given back alike are no reason to forget one.
	deployed := filepath.Join(side(t, given.Replace(document("?"))), "S.template.json")
	if stdout, _ := judged(t, "S="+deployed, side(t, document("?"))); stdout == "no changes\n" {
		t.Error("keys got lost")
	}
}
