package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// decoders are words of encoding/json, which say nothing to who writes a template.
var decoders = regexp.MustCompile(`\bjson: cannot|invalid character|unexpected end|unmarshal|Go |EOF|map\[|<nil>|panic`)

// A template may be malformed in an assembly, in a nested stack and in what is deployed.
func TestAMalformedTemplateIsRefusedInWordsWhereverItIs(t *testing.T) {
	t.Parallel()
	const topic = `{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}`
	const outer = `{"Resources": {"N": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "N.json"}}}}`
	resource := func(attributes string) string {
		return `{"Resources": {"T": {"Type": "AWS::SNS::Topic", ` + attributes + `}}}`
	}
	for name, tc := range map[string][2]string{
		"nothing":                     {"", "not JSON: it is empty"},
		"white space":                 {" \n", "not JSON: it is empty"},
		"half of it":                  {"{\n\"Resources\": {", "not JSON (line 2): it ends too early"},
		"YAML":                        {"AWSTemplateFormatVersion: 2010-09-09\nResources:\n  T:\n", "a template in YAML cannot be read: convert it to JSON first"},
		"YAML behind a line of signs": {"---\nResources:\n  T:\n", "a template in YAML cannot be read: convert it to JSON first"},
		"a byte order mark":           {"\ufeff" + topic, "not JSON (line 1): it begins with a byte order mark"},
		"bytes of another encoding":   {strings.Replace(topic, "Topic", "T\xff", 1), "not JSON: it is not UTF-8"},
		"text behind it":              {topic + "\nx", "not JSON (line 2): 'x' stands behind its end"},
		"a comma too much":            {"{\n\"Resources\": {},\n}", "not JSON (line 3): '}' is out of place"},
		"not a number":                {resource(`"Properties": {"A": NaN}`), "not JSON (line 1): 'N' is out of place"},
		"too large a number":          {resource(`"Properties": {"A": [0, 1e999]}`), "Resources.T.Properties.A.1: the number 1e999 is too large"},
		"too many levels":             {strings.Repeat("[", 11000) + strings.Repeat("]", 11000), "not JSON (line 1): it is nested too deeply"},
		"more levels than are read":   {resource(`"Properties": {"A": ` + strings.Repeat("[", 1100) + strings.Repeat("]", 1100) + "}"), "Resources.T.Properties.A is nested too deeply"},
		"a section that is null":      {`{"Resources": null}`, "the section Resources must be an object, got null"},
		"a section given twice":       {`{"Resources": {}, "Resources": {"T": {"Type": "AWS::SNS::Topic"}}}`, "Resources is given twice"},
		"a resource given twice":      {`{"Resources": {"T": {"Type": "AWS::SNS::Topic"}, "\u0054": {"Type": "AWS::SNS::Topic"}}}`, "Resources.T is given twice"},
		"a policy given twice":        {resource(`"DeletionPolicy": "Retain", "DeletionPolicy": "Delete"`), "Resources.T.DeletionPolicy is given twice"},
		"a key deep inside":           {resource(`"Properties": {"A": [{"B": 1, "B": 1}]}`), "Resources.T.Properties.A.0.B is given twice"},
		"a name of two lines":         {`{"Resources": {"T\nS/T DELETED": {"Type": "AWS::SNS::Topic"}}}`, `"Resources.T\nS/T DELETED" has characters that cannot be printed`},
		"a name with a NUL":           {`{"Resources": {"T\u0000": {"Type": "AWS::SNS::Topic"}}}`, `"Resources.T\x00" has characters that cannot be printed`},
		"a type of two lines":         {`{"Resources": {"T": {"Type": "AWS::SNS::Topic\nno changes"}}}`, `resource T: Type "AWS::SNS::Topic\nno changes" has characters that cannot be printed`},
		"a text turned around":        {`{"Resources": {"T": {"Type": "AWS::SNS::Topic\u202e"}}}`, "has characters that cannot be printed"},
		"a name that is empty":        {`{"Resources": {"": {"Type": "AWS::SNS::Topic"}}}`, "a resource has no name"},
		"a condition that is empty":   {resource(`"Condition": ""`), "resource T: Condition is empty"},
		"an order of objects":         {resource(`"DependsOn": {"a": 1}`), `resource T: DependsOn must be text or a list of texts, got {"a":1}`},
		"an order of references":      {resource(`"DependsOn": ["a", {"Ref": "b"}]`), `resource T: DependsOn must be text or a list of texts, got ["a",{"Ref":"b"}]`},
		"an order that is null":       {resource(`"DependsOn": null`), "resource T: DependsOn must be text or a list of texts, got null"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			good, malformed := side(t, topic), side(t, tc[0])
			for _, args := range [][]string{
				{good, malformed},
				{malformed, good},
				{malformed, malformed},
				{side(t, outer, "N.json", topic), side(t, outer, "N.json", tc[0])},
				{"S=" + filepath.Join(malformed, "S.template.json"), good},
			} {
				stdout, stderr := judged(t, args...)
				if stdout != "" || !strings.Contains(stderr, tc[1]) || strings.Contains(stderr, "\n") || decoders.MatchString(stderr) {
					t.Errorf("%s: stdout %q, the error %q, want one line with %q", args, stdout, stderr, tc[1])
				}
			}
		})
	}
}

// This is what GetTemplate and the AWS CLI print of one template.
func TestADeployedTemplateIsReadAsItIsPrinted(t *testing.T) {
	t.Parallel()
	const topic = `{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}`
	const quoted = `"{\"Resources\": {\"T\": {\"Type\": \"AWS::SNS::Topic\"}}}"`
	const yaml = "a template in YAML cannot be read: convert it to JSON first"
	for name, tc := range map[string]struct{ printed, stdout, stderr string }{
		"the template":                   {topic, "no changes\n", ""},
		"one text":                       {quoted, "no changes\n", ""},
		"without --query":                {`{"TemplateBody": ` + topic + `, "StagesAvailable": ["Original"]}`, "no changes\n", ""},
		"one text without --query":       {`{"StagesAvailable": ["Original"], "TemplateBody": ` + quoted + `}`, "no changes\n", ""},
		"YAML in one text":               {`"Resources:\n  T:\n"`, "", yaml},
		"YAML in one text, not --query":  {`{"TemplateBody": "Resources:\n  T:\n"}`, "", yaml},
		"a key given twice inside":       {`{"TemplateBody": {"Resources": {"T": {"Type": "A"}, "T": {"Type": "B"}}}}`, "", "TemplateBody.Resources.T is given twice"},
		"half of a template in one text": {`"{\"Resources\": {"`, "", "not JSON (line 1): it ends too early"},
		"an empty text":                  {`""`, "", "not JSON: it is empty"},
		"nothing inside":                 {`{"TemplateBody": null}`, "", "a template must be an object, got null"},
		"the answer of another question": {`{"Stacks": []}`, "", "it has no Resources"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr := judged(t, "S="+write(t, tc.printed), side(t, topic))
			if stdout != tc.stdout || (stderr == "") != (tc.stderr == "") || !strings.Contains(stderr, tc.stderr) || decoders.MatchString(stderr) {
				t.Errorf("stdout %q, the error %q, want %q, %q", stdout, stderr, tc.stdout, tc.stderr)
			}
		})
	}
}

func TestAManifestThatForgesALineIsRefused(t *testing.T) {
	t.Parallel()
	dir := side(t, `{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}`)
	for name, tc := range map[string][3]string{
		"a stack of two lines":    {`"S": {`, `"S\nno changes": {`, "has characters that cannot be printed"},
		"a name of two lines":     {`"templateFile"`, `"stackName": "a\nb", "templateFile"`, `its name "a\nb" has characters that cannot be printed`},
		"a region of two lines":   {"ap-northeast-2", `a\nb`, "is not aws://account/region"},
		"a lookup of two lines":   {`"artifacts"`, `"missing": [{"key": "a\nb"}], "artifacts"`, "still has to look up a b"},
		"a stack given twice":     {`"S": {`, `"S": {}, "S": {`, "manifest.json: artifacts.S is given twice"},
		"a template given twice":  {`"templateFile"`, `"templateFile": "x", "templateFile"`, "artifacts.S.properties.templateFile is given twice"},
		"a name that is a number": {`"templateFile"`, `"stackName": 1, "templateFile"`, "artifacts.S.properties.stackName must be text, got 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
			if err != nil {
				t.Fatal(err)
			}
			forged := side(t, `{"Resources": {}}`, "manifest.json", strings.Replace(string(text), tc[0], tc[1], 1))
			if stdout, stderr := judged(t, dir, forged); stdout != "" || !strings.Contains(stderr, tc[2]) || strings.Contains(stderr, "\n") {
				t.Errorf("stdout %q, the error %q, want one line with %q", stdout, stderr, tc[2])
			}
		})
	}
}
