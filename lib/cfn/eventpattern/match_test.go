package eventpattern

import (
	"encoding/json"
	"strings"
	"testing"
)

// instance is the event of the documentation's first examples, with the fields
// that its other examples filter on.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
const instance = `{"version": "0", "detail-type": "EC2 Instance State-change Notification", "source": "aws.ec2",
	"time": "2017-10-02T18:43:48Z", "region": "us-west-1", "LastName": "", "UserID": null, "Price": 100,
	"resources": ["arn:aws:ec2:us-west-1:123456789012:instance/i-1", "arn:2"],
	"detail": {"state": "terminated", "service": "EVENTBRIDGE", "FileName": "dir/image.PNG", "star": "a*b\\c",
		"c-count": 5, "d-count": 8, "x-limit": 301.8, "huge": 6e9, "spot": true, "tags": [], "inner": {"c1": 100},
		"deep": [["x"], "y"], "list": [{"n": 1, "k": 1}, {"n": 2}], "text": "5"}}`

func decode(t *testing.T, text string) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var v map[string]any
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// match compiles a pattern and tries it.
func match(pattern, event map[string]any) (bool, error) {
	compiled, err := Compile(pattern)
	return compiled.Matches(event), err
}

// The patterns are the documentation's examples, put next to one event, and their
// counterparts that must not match.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html
func TestPatternsMatchAsDocumented(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]bool{
		`{"source": ["aws.ec2"], "detail": {"state": ["terminated"]}}`: true,
		`{"source": ["aws.ecr"], "detail": {"state": ["terminated"]}}`: false,
		`{"source": ["aws.fargate", "aws.ec2"]}`:                       true,
		`{"Source": ["aws.ec2"]}`:                                      false,
		`{"source": ["AWS.EC2"]}`:                                      false,
		`{"absent": ["x", null]}`:                                      false,
		`{"LastName": [""]}`:                                           true,
		`{"UserID": [null]}`:                                           true,
		`{"Price": [100.0]}`:                                           true,
		`{"detail": {"spot": [true]}}`:                                 true,
		`{"detail": {"spot": [false, "true"]}}`:                        false,
		`{"detail": {"text": [5]}}`:                                    false,
		`{"detail": {"c-count": ["5"]}}`:                               false,
		`{"detail": ["terminated"]}`:                                   false,
		`{"source": {"state": ["aws.ec2"]}}`:                           false,

		`{"resources": ["x", "y"]}`:                                    false,
		`{"resources": ["arn:2", "x", "y"]}`:                           true,
		`{"resources": [{"prefix": "arn:aws:ec2:"}]}`:                  true,
		`{"detail": {"deep": ["x"]}}`:                                  true,
		`{"detail": {"tags": [""]}}`:                                   false,
		`{"detail": {"list": {"n": [2]}}}`:                             true,
		`{"detail": {"list": {"n": [3]}}}`:                             false,
		`{"detail": {"list": {"n": [2], "k": [1]}}}`:                   false,
		`{"detail": {"list": {"n": [{"anything-but": 1}]}}}`:           true,
		`{"detail": {"list": {"n": [{"anything-but": [1, 2]}]}}}`:      false,
		`{"detail": {"list": {"n": [{"anything-but": 1}], "k": [1]}}}`: false,
		`{"detail": {"list": {"k": [{"exists": false}]}}}`:             false,
		`{"detail": {"list": {"z": [{"exists": false}]}}}`:             true,

		`{"time": [{"prefix": "2017-10-02"}]}`:                                    true,
		`{"time": [{"prefix": "2018"}]}`:                                          false,
		`{"Price": [{"prefix": "1"}]}`:                                            false,
		`{"detail": {"service": [{"prefix": {"equals-ignore-case": "eventb"}}]}}`: true,
		`{"detail": {"service": [{"prefix": {"equals-ignore-case": "bridge"}}]}}`: false,
		`{"detail": {"service": [{"prefix": "eventb"}]}}`:                         false,
		`{"detail": {"FileName": [{"suffix": ".PNG"}]}}`:                          true,
		`{"detail": {"FileName": [{"suffix": ".png"}]}}`:                          false,
		`{"detail": {"FileName": [{"suffix": {"equals-ignore-case": ".png"}}]}}`:  true,
		`{"detail": {"service": [{"equals-ignore-case": "eventbridge"}]}}`:        true,
		`{"detail": {"service": [{"equals-ignore-case": "event"}]}}`:              false,

		`{"detail": {"FileName": [{"wildcard": "dir/*.PNG"}]}}`:        true,
		`{"detail": {"FileName": [{"wildcard": "dir/*.png"}]}}`:        false,
		`{"detail": {"FileName": [{"wildcard": "*image*"}]}}`:          true,
		`{"detail": {"FileName": [{"wildcard": "image"}]}}`:            false,
		`{"detail": {"FileName": [{"wildcard": "dir/image.P*.PNG"}]}}`: false,
		`{"detail": {"star": [{"wildcard": "a\\*b\\\\*"}]}}`:           true,
		`{"detail": {"FileName": [{"wildcard": "dir/\\*"}]}}`:          false,

		`{"detail": {"state": [{"anything-but": "initializing"}]}}`:                       true,
		`{"detail": {"state": [{"anything-but": "terminated"}]}}`:                         false,
		`{"detail": {"state": [{"anything-but": ["stopped", "overloaded"]}]}}`:            true,
		`{"detail": {"state": [{"anything-but": ["stopped", "terminated"]}]}}`:            false,
		`{"detail": {"x-limit": [{"anything-but": [100, 200, 300]}]}}`:                    true,
		`{"Price": [{"anything-but": 100}]}`:                                              false,
		`{"detail": {"state": [{"anything-but": {"prefix": "init"}}]}}`:                   true,
		`{"detail": {"state": [{"anything-but": {"prefix": "term"}}]}}`:                   false,
		`{"detail": {"FileName": [{"anything-but": {"suffix": ".PNG"}}]}}`:                false,
		`{"detail": {"state": [{"anything-but": {"equals-ignore-case": "TERMINATED"}}]}}`: false,
		`{"detail": {"FileName": [{"anything-but": {"wildcard": "*/lib/*"}}]}}`:           true,
		`{"absent": [{"anything-but": "x"}]}`:                                             false,
		`{"detail": {"inner": [{"anything-but": "x"}]}}`:                                  false,
		`{"detail": {"list": [{"anything-but": "x"}]}}`:                                   false,

		`{"detail": {"c-count": [{"numeric": [">", 0, "<=", 5]}], "d-count": [{"numeric": ["<", 10]}], "x-limit": [{"numeric": ["=", 3.018e2]}]}}`: true,
		`{"detail": {"c-count": [{"numeric": [">", 0, "<", 5]}]}}`:                                                                                 false,
		`{"detail": {"c-count": [{"numeric": [">=", 5]}]}}`:                                                                                        true,
		`{"detail": {"text": [{"numeric": [">", 0]}]}}`:                                                                                            false,
		`{"detail": {"huge": [{"numeric": [">", 0]}]}}`:                                                                                            false,

		`{"detail": {"c-count": [{"exists": true}]}}`:      true,
		`{"detail": {"c-count": [{"exists": false}]}}`:     false,
		`{"detail": {"absent": [{"exists": false}]}}`:      true,
		`{"absent": {"below": [{"exists": false}]}}`:       true,
		`{"UserID": [{"exists": true}]}`:                   true,
		`{"detail": {"inner": [{"exists": true}]}}`:        false,
		`{"detail": {"inner": [{"exists": false}]}}`:       true,
		`{"detail": {"tags": [{"exists": false}]}}`:        true,
		`{"detail": {"absent": ["x", {"exists": false}]}}`: true,

		`{"detail": {"$or": [{"c-count": [{"numeric": [">", 9]}]}, {"d-count": [{"numeric": ["<", 10]}]}, {"x-limit": [1]}]}}`: true,
		`{"detail": {"$or": [{"c-count": [9]}, {"d-count": [9]}]}}`:                                                            false,
		`{"detail": {"$or": [{"state": ["x"]}, {"list": {"k": [1], "n": [{"anything-but": 0}]}}]}}`:                            true,
		`{"detail": {"$or": [{"state": ["x"]}, {"list": {"k": [1], "n": [{"anything-but": 1}]}}]}}`:                            false,
		`{"source": ["aws.ec2"], "$or": [{"region": ["x"]}, {"Price": [100]}]}`:                                                true,
		`{"source": ["aws.ecr"], "$or": [{"region": ["x"]}, {"Price": [100]}]}`:                                                false,
		`{"$or": [{"region": ["x"]}, {"Price": [100], "$or": [{"version": ["1"]}, {"version": ["0"]}]}]}`:                      true,
		`{"$or": [{"region": ["x"]}, {"Price": [100], "version": ["1"]}]}`:                                                     false,
	} {
		if got, err := match(decode(t, pattern), decode(t, instance)); err != nil || got != want {
			t.Errorf("%s: got %t and %v, want %t", pattern, got, err, want)
		}
	}
}

// The shape of our rule, on the scan event that Amazon ECR documents.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
func TestSevereScansMatch(t *testing.T) {
	t.Parallel()
	above := func(severity string) any {
		// Go's own number, as in a pattern that never was JSON.
		counts := map[string]any{severity: []any{map[string]any{"numeric": []any{">", 0}}}}
		return map[string]any{"finding-severity-counts": counts}
	}
	pattern := map[string]any{"detail": map[string]any{"$or": []any{above("CRITICAL"), above("HIGH")}}}
	for detail, want := range map[string]bool{
		`{"finding-severity-counts": {"CRITICAL": 10, "MEDIUM": 9}}`:      true,
		`{"finding-severity-counts": {"HIGH": 1}}`:                        true,
		`{"finding-severity-counts": {"CRITICAL": 0, "HIGH": 1}}`:         true,
		`{"finding-severity-counts": {"CRITICAL": 0, "HIGH": 0}}`:         false,
		`{"finding-severity-counts": {"MEDIUM": 9}}`:                      false,
		`{"finding-severity-counts": {"critical": 9}}`:                    false,
		`{"finding-severity-counts": {"CRITICAL": "10", "HIGH": "1"}}`:    false,
		`{"finding-severity-counts": {"CRITICAL": null, "HIGH": [true]}}`: false,
		`{"finding-severity-counts": {}}`:                                 false,
		`{"finding-severity-counts": "CRITICAL"}`:                         false,
		`{}`: false,
	} {
		event := decode(t, `{"source": "aws.ecr", "detail-type": "ECR Image Scan", "detail": `+detail+`}`)
		if got, err := match(pattern, event); err != nil || got != want {
			t.Errorf("%s: got %t and %v, want %t", detail, got, err, want)
		}
	}
}

// An absent field is looked for among the items of a list that the fields before it, by
// name, have left.
func TestAbsentBesideOthersInAList(t *testing.T) {
	t.Parallel()
	event := decode(t, `{"staff": [{"name": "John", "ids": [1], "phones": [1], "home": {"city": "Busan", "zip": 1}}, {"name": "Anna", "home": {"city": "Seoul"}}]}`)
	for pattern, want := range map[string]bool{
		`{"staff": {"name": ["Anna"], "phones": [{"exists": false}]}}`:                               true,
		`{"staff": {"name": ["John"], "phones": [{"exists": false}]}}`:                               false,
		`{"staff": {"phones": [{"exists": false}]}}`:                                                 false,
		`{"staff": {"ids": [{"exists": false}], "name": ["Anna"]}}`:                                  false,
		`{"staff": {"home": {"city": ["Seoul"], "zip": [{"exists": false}]}}}`:                       true,
		`{"staff": {"home": {"city": ["Busan"], "zip": [{"exists": false}]}}}`:                       false,
		`{"staff": {"home": {"city": ["Seoul"]}, "phones": [{"exists": false}]}}`:                    true,
		`{"staff": {"name": [{"exists": true}], "phones": [{"exists": false}]}}`:                     true,
		`{"staff": {"name": ["Anna"], "phones": [{"exists": false}], "title": [{"exists": false}]}}`: true,
	} {
		if got, err := match(decode(t, pattern), event); err != nil || got != want {
			t.Errorf("%s matches: %t (%v), want %t", pattern, got, err, want)
		}
	}
	for pattern, want := range map[string]bool{
		`{"staff": {"$or": [{"name": ["Nobody"]}, {"phones": [{"exists": false}]}]}}`:                            false,
		`{"staff": {"name": ["Anna"], "$or": [{"name": ["Nobody"]}, {"phones": [{"exists": false}]}]}}`:          true,
		`{"staff": {"name": ["John"], "$or": [{"title": [{"exists": true}]}, {"phones": [{"exists": false}]}]}}`: false,
		`{"$or": [{"staff": {"name": ["Nobody"]}}, {"staff": {"name": ["Anna"], "ids": [1]}}]}`:                  false,
		`{"staff": {"name": ["Anna"]}, "$or": [{"staff": {"phones": [{"exists": false}]}}, {"x": [1]}]}`:         true,
	} {
		if got, err := match(decode(t, pattern), event); err != nil || got != want {
			t.Errorf("%s matches: %t (%v), want %t", pattern, got, err, want)
		}
	}
}

// These are recorded from EventBridge, and documented as lists of each operator.
func TestOperatorsOnSeveralTexts(t *testing.T) {
	t.Parallel()
	for pattern, byText := range map[string]map[string]bool{
		`{"a": [{"anything-but": {"prefix": ["init", "test"]}}]}`:         {"post": true, "testing": false},
		`{"a": [{"anything-but": {"suffix": [".txt", ".jpg"]}}]}`:         {"x.png": true, "x.jpg": false},
		`{"a": [{"anything-but": {"equals-ignore-case": ["A", "B"]}}]}`:   {"c": true, "b": false},
		`{"a": [{"anything-but": {"wildcard": ["*/lib/*", "*/bin/*"]}}]}`: {"x/src/y": true, "x/bin/y": false},
		`{"a": [{"cidr": "10.0.0.0/24"}]}`:                                {"10.0.0.255": true, "10.0.1.0": false, "host": false},
		`{"a": [{"cidr": "2001:db8::/32"}]}`:                              {"2001:db8::1": true, "10.0.0.1": false},
		`{"a": [{"prefix": ""}]}`:                                         {"x": true, "": true},
		`{"a": [{"equals-ignore-case": ""}]}`:                             {"": true, "x": false},
	} {
		for text, want := range byText {
			if got, err := match(decode(t, pattern), map[string]any{"a": text}); err != nil || got != want {
				t.Errorf("%s matches %q: %t (%v), want %t", pattern, text, got, err, want)
			}
		}
	}
}
