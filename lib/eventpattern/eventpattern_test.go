package eventpattern

import (
	"encoding/json"
	"strings"
	"testing"
)

func decode(t *testing.T, text string) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// ecr is the sample event of a basic scan.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
const ecr = `{"source": "aws.ecr", "detail-type": "ECR Image Scan", "detail": {"scan-status": "COMPLETE", "repository-name": "my-repo", "finding-severity-counts": {"CRITICAL": 10, "MEDIUM": 9}, "image-tags": []}}`

// instance is the event that the documentation's examples are about.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
const instance = `{"source": "aws.ec2", "detail-type": "EC2 Instance State-change Notification", "region": "us-west-1", "resources": ["arn:aws:ec2:us-west-1:123456789012:instance/i-1"], "detail": {"state": "terminated", "c-count": 5, "d-count": 8, "x-limit": 301.8, "nothing": null, "spot": true, "fileName": "image.PNG", "list": [{"name": "a"}, {"name": "b"}]}}`

// The cases are those of the documentation, put next to one event:
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
func TestPatternsMatchAsEventBridgeDocumentsThem(t *testing.T) {
	t.Parallel()
	const either = `{"detail": {"$or": [{"finding-severity-counts": {"CRITICAL": [{"numeric": [">", 0]}]}}, {"finding-severity-counts": {"HIGH": [{"numeric": [">", 0]}]}}]}}`
	counts := func(object string) string { return `{"detail": {"finding-severity-counts": ` + object + `}}` }
	for _, tc := range []struct {
		name, pattern, event string
		want                 bool
	}{
		{"a value", `{"detail": {"state": ["terminated"]}}`, instance, true},
		{"one of two values", `{"detail": {"state": ["running", "terminated"]}}`, instance, true},
		{"another value", `{"detail": {"state": ["running"]}}`, instance, false},
		{"another case", `{"detail": {"state": ["Terminated"]}}`, instance, false},
		{"two fields", `{"source": ["aws.ec2"], "detail": {"state": ["terminated"]}}`, instance, true},
		{"two fields, one wrong", `{"source": ["aws.ecr"], "detail": {"state": ["terminated"]}}`, instance, false},
		{"a name in another case", `{"Source": ["aws.ec2"]}`, instance, false},
		{"a field that is not there", `{"detail": {"other": ["x"]}}`, instance, false},
		{"an item of a list", `{"resources": ["x", "arn:aws:ec2:us-west-1:123456789012:instance/i-1"]}`, instance, true},
		{"no item of a list", `{"resources": ["x"]}`, instance, false},
		{"an object of a list", `{"detail": {"list": {"name": ["b"]}}}`, instance, true},
		{"null", `{"detail": {"nothing": [null]}}`, instance, true},
		{"null for what is not there", `{"detail": {"other": [null]}}`, instance, false},
		{"true", `{"detail": {"spot": [true]}}`, instance, true},
		{"a number", `{"detail": {"c-count": [5.0]}}`, instance, true},
		{"a number for its text", `{"detail": {"c-count": ["5"]}}`, instance, false},
		{"a prefix", `{"region": [{"prefix": "us-"}]}`, instance, true},
		{"another prefix", `{"region": [{"prefix": "eu-"}]}`, instance, false},
		{"a suffix", `{"detail": {"fileName": [{"suffix": ".PNG"}]}}`, instance, true},
		{"a suffix in another case", `{"detail": {"fileName": [{"suffix": ".png"}]}}`, instance, false},
		{"a text of any case", `{"detail": {"fileName": [{"equals-ignore-case": "IMAGE.png"}]}}`, instance, true},
		{"anything but a value", `{"detail": {"state": [{"anything-but": "initializing"}]}}`, instance, true},
		{"anything but the value", `{"detail": {"state": [{"anything-but": "terminated"}]}}`, instance, false},
		{"anything but several", `{"detail": {"state": [{"anything-but": ["stopped", "terminated"]}]}}`, instance, false},
		{"anything but numbers", `{"detail": {"x-limit": [{"anything-but": [100, 200, 300]}]}}`, instance, true},
		{"anything but a prefix", `{"detail": {"state": [{"anything-but": {"prefix": "init"}}]}}`, instance, true},
		{"anything but what is not there", `{"detail": {"other": [{"anything-but": "x"}]}}`, instance, false},
		{"a range", `{"detail": {"c-count": [{"numeric": [">", 0, "<=", 5]}], "d-count": [{"numeric": ["<", 10]}], "x-limit": [{"numeric": ["=", 301.8]}]}}`, instance, true},
		{"out of range", `{"detail": {"c-count": [{"numeric": [">", 0, "<", 5]}]}}`, instance, false},
		{"at least", `{"detail": {"c-count": [{"numeric": [">=", 5]}]}}`, instance, true},
		{"a text is no number", `{"detail": {"state": [{"numeric": [">", 0]}]}}`, instance, false},
		{"there", `{"detail": {"state": [{"exists": true}]}}`, instance, true},
		{"not there", `{"detail": {"c-count": [{"exists": false}]}}`, instance, false},
		{"not there, as it should", `{"detail": {"other": [{"exists": false}]}}`, instance, true},
		{"an object is no leaf", `{"detail": [{"exists": true}]}`, instance, false},
		{"or, the first", `{"detail": {"$or": [{"c-count": [{"numeric": [">", 0]}]}, {"d-count": [{"numeric": ["<", 1]}]}]}}`, instance, true},
		{"or, the second", `{"detail": {"$or": [{"c-count": [6]}, {"d-count": [{"numeric": ["<", 10]}]}]}}`, instance, true},
		{"or, neither", `{"detail": {"$or": [{"c-count": [6]}, {"d-count": [{"numeric": ["<", 1]}]}]}}`, instance, false},
		{"or beside a field that matches", `{"detail": {"state": ["terminated"], "$or": [{"c-count": [5]}, {"d-count": [1]}]}}`, instance, true},
		{"or beside a field that does not", `{"detail": {"state": ["running"], "$or": [{"c-count": [5]}, {"d-count": [1]}]}}`, instance, false},
		{"the sample scan", either, ecr, true},
		{"critical only", either, counts(`{"CRITICAL": 1}`), true},
		{"high only", either, counts(`{"HIGH": 1}`), true},
		{"zeros", either, counts(`{"CRITICAL": 0, "HIGH": 0}`), false},
		{"no severity", either, counts(`{}`), false},
		{"a count in words", either, counts(`{"HIGH": "1"}`), false},
		{"no counts", either, `{"detail": {}}`, false},
		{"an empty list of tags", `{"detail": {"image-tags": [{"exists": false}]}}`, ecr, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := Match(decode(t, tc.pattern), decode(t, tc.event))
			if err != nil || got != tc.want {
				t.Errorf("got %t and %v, want %t", got, err, tc.want)
			}
		})
	}
}

// A pattern that is not understood must never pass for one that matches, or for
// one that does not.
func TestPatternsThatAreNotUnderstoodAreRefused(t *testing.T) {
	t.Parallel()
	for pattern, says := range map[string]string{
		`{"source": [{"larger": 1}]}`:                                  `unknown operator "larger"`,
		`{"source": [{"wildcard": "aws.*"}]}`:                          `unknown operator "wildcard"`,
		`{"source": [{"cidr": "10.0.0.0/24"}]}`:                        `unknown operator "cidr"`,
		`{"detail": {"a": [{"b": [{"numeric": ["!=", 1]}]}]}}`:         `unknown operator "b"`,
		`{"source": "aws.ec2"}`:                                        "a pattern's leaf is a list",
		`{"source": []}`:                                               "an empty list",
		`{}`:                                                           "an empty pattern",
		`{"detail": {}}`:                                               "an empty pattern",
		`{"source": [["aws.ec2"]]}`:                                    "a value is a text",
		`{"source": [{"prefix": 1}]}`:                                  "prefix takes a text",
		`{"source": [{"prefix": "a", "suffix": "b"}]}`:                 "one operator at a time",
		`{"source": [{"exists": "yes"}]}`:                              "exists takes true or false",
		`{"source": [{"numeric": [">"]}]}`:                             "numeric takes one comparison or two",
		`{"source": [{"numeric": [">", "0"]}]}`:                        "numeric compares with a number",
		`{"source": [{"numeric": ["!=", 0]}]}`:                         "numeric knows",
		`{"source": [{"anything-but": []}]}`:                           "anything-but takes a value",
		`{"source": [{"anything-but": [{"prefix": "a"}]}]}`:            "anything-but takes one operator or several values",
		`{"$or": [{"source": ["a"]}]}`:                                 "two patterns or more",
		`{"$or": ["a", "b"]}`:                                          "$or must list patterns",
		`{"source": ["other"], "detail": {"a": [{"larger": 1}]}}`:      `unknown operator "larger"`,
		`{"$or": [{"source": ["aws.ec2"]}, {"a": [{"larger": "1"}]}]}`: `unknown operator "larger"`,
	} {
		got, err := Match(decode(t, pattern), decode(t, instance))
		if got || err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %t and %v, want an error that says %q", pattern, got, err, says)
		}
	}
}

func FuzzNoPatternPanics(f *testing.F) {
	f.Add(`{"detail": {"state": ["terminated"]}}`, instance)
	f.Add(`{"$or": [{"a": [{"exists": false}]}, {"b": [[]]}]}`, `{"a": {}, "b": [[1]]}`)
	f.Fuzz(func(t *testing.T, pattern, event string) {
		var p, e map[string]any
		if json.Unmarshal([]byte(pattern), &p) != nil || json.Unmarshal([]byte(event), &e) != nil {
			t.Skip()
		}
		first, err := Match(p, e)
		second, again := Match(p, e)
		if first != second || (err == nil) != (again == nil) {
			t.Errorf("two runs differ: %t %v, %t %v", first, err, second, again)
		}
	})
}
