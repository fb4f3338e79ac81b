package eventpattern

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// A pattern that is not understood passes neither for one that matches nor for one
// that does not.
func TestPatternsNotUnderstoodAreRefused(t *testing.T) {
	t.Parallel()
	for pattern, says := range map[string]string{
		`{}`:                        "needs a field",
		`{"detail": {}}`:            "detail: a pattern needs a field",
		`{"source": "aws.ec2"}`:     "source: want a list of values",
		`{"source": null}`:          "want a list of values",
		`{"source": []}`:            "an empty list",
		`{"source": [["aws.ec2"]]}`: "want a string, a number",
		`{"source": [{}]}`:          "want one operator",
		`{"source": [{"prefix": "a", "suffix": "b"}]}`: "want one operator",
		`{"source": [{"cidr": "10.0.0.0"}]}`:           "cidr takes a range",
		`{"source": [{"Prefix": "aws"}]}`:              `unknown operator "Prefix"`,
		`{"source": [{"$or": ["a", "b"]}]}`:            `unknown operator "$or"`,

		`{"source": [{"prefix": 1}]}`:                         "prefix takes a string",
		`{"source": [{"suffix": ""}]}`:                        "suffix takes a string",
		`{"source": [{"prefix": {"wildcard": "a"}}]}`:         `unknown operator "wildcard"`,
		`{"source": [{"prefix": {"equals-ignore-case": 1}}]}`: "prefix takes a string",
		`{"source": [{"prefix": {}}]}`:                        "want one operator",
		`{"source": [{"suffix": ["a"]}]}`:                     "suffix takes a string",
		`{"source": [{"suffix": {"prefix": "a"}}]}`:           `unknown operator "prefix"`,
		`{"source": [{"equals-ignore-case": null}]}`:          "equals-ignore-case takes a string",
		`{"source": [{"exists": "true"}]}`:                    "exists takes true or false",
		`{"source": [{"wildcard": 1}]}`:                       "wildcard takes a string",
		`{"source": [{"wildcard": "a**"}]}`:                   "no '*' after '*'",
		`{"source": [{"wildcard": "a\\b"}]}`:                  "wildcard knows",
		`{"source": [{"wildcard": "a\\"}]}`:                   "wildcard knows",

		`{"source": [{"anything-but": []}]}`:                    "got an empty list",
		`{"source": [{"anything-but": null}]}`:                  "only strings or only numbers",
		`{"source": [{"anything-but": true}]}`:                  "only strings or only numbers",
		`{"source": [{"anything-but": ["a", 1]}]}`:              "only strings or only numbers",
		`{"source": [{"anything-but": [{"prefix": "a"}]}]}`:     "only strings or only numbers",
		`{"source": [{"anything-but": {"anything-but": "a"}}]}`: `unknown operator "anything-but"`,
		`{"source": [{"anything-but": {"numeric": ["=", 1]}}]}`: `unknown operator "numeric"`,
		`{"source": [{"anything-but": {"exists": false}}]}`:     `unknown operator "exists"`,
		`{"source": [{"anything-but": {"prefix": [1]}}]}`:       "prefix takes a string",
		`{"source": [{"anything-but": {}}]}`:                    "want one operator",

		`{"source": [{"numeric": 1}]}`:                        "one comparison or a range",
		`{"source": [{"numeric": []}]}`:                       "one comparison or a range",
		`{"source": [{"numeric": [">"]}]}`:                    "one comparison or a range",
		`{"source": [{"numeric": [">", 0, "<", 1, "=", 1]}]}`: "one comparison or a range",
		`{"source": [{"numeric": [">", "0"]}]}`:               "numeric takes numbers",
		`{"source": [{"numeric": ["<", 5.1e9]}]}`:             "numeric takes numbers",
		`{"source": [{"numeric": ["!=", 0]}]}`:                "numeric knows",
		`{"source": [{"numeric": [0, ">"]}]}`:                 "numeric takes numbers",
		`{"source": [{"numeric": ["=", 0, "<", 1]}]}`:         "a lower bound and then",
		`{"source": [{"numeric": ["<", 5, ">", 0]}]}`:         "a lower bound and then",
		`{"source": [{"numeric": [">", 5, "<", 5]}]}`:         "a lower bound and then",

		`{"$or": {"a": ["b"]}}`:                          "two patterns or more",
		`{"$or": [{"source": ["a"]}]}`:                   "two patterns or more",
		`{"$or": ["a", "b"]}`:                            "an object for each alternative",
		`{"$or": [{"source": ["a"]}, {}]}`:               "needs a field",
		`{"$or": [{"numeric": [1]}, {"a": {"b": [1]}}]}`: "no field inside $or",
		`{"$or": [{"a": {"prefix": [1]}}, {"b": [1]}]}`:  "no field inside $or",

		`{"source": ["other"], "zone": [{"larger": 1}]}`:             `unknown operator "larger"`,
		`{"source": ["aws.ec2", {"larger": 1}]}`:                     `unknown operator "larger"`,
		`{"$or": [{"source": ["aws.ec2"]}, {"a": [{"larger": 1}]}]}`: `unknown operator "larger"`,
		`{"absent": {"a": {"b": [{"larger": 1}]}}}`:                  `unknown operator "larger"`,
	} {
		got, err := match(decode(t, pattern), decode(t, instance))
		if got || err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %t and %v, want an error that says %q", pattern, got, err, says)
		}
	}
}

// What Go can hold and JSON cannot is no pattern either.
func TestValuesThatAreNotJSONAreRefused(t *testing.T) {
	t.Parallel()
	for name, leaf := range map[string]any{
		"a typed list": []string{"aws.ec2"}, "a struct": []any{struct{}{}},
		"infinity": []any{math.Inf(1)}, "not a number": []any{math.NaN()}, "a bad number": []any{json.Number("x")},
	} {
		if got, err := match(map[string]any{"source": leaf}, decode(t, instance)); got || err == nil {
			t.Errorf("%s: got %t and %v, want an error", name, got, err)
		}
	}
}

func FuzzMatchIsDeterministicAndNeverPanics(f *testing.F) {
	f.Add(`{"detail": {"state": ["terminated"]}}`, instance)
	f.Add(`{"$or": [{"a": [{"exists": false}]}, {"b": [{"wildcard": "a*\\*"}]}]}`, `{"a": {}, "b": [[1], {"c": null}]}`)
	f.Add(`{"a": [{"anything-but": {"suffix": "x"}}, {"numeric": [">", 0, "<", 1e9]}]}`, `{"a": [0.5, "x", [[]]]}`)
	f.Add(`{"a": {"b": [{"prefix": {"equals-ignore-case": "X"}}, null, -0]}, "c": [[]]}`, `{"a": [{"b": "x"}, 1]}`)
	f.Fuzz(func(t *testing.T, pattern, event string) {
		var p, e map[string]any
		if json.Unmarshal([]byte(pattern), &p) != nil || json.Unmarshal([]byte(event), &e) != nil {
			t.Skip()
		}
		first, err := match(p, e)
		for range 3 {
			second, again := match(p, e)
			if first != second || (err == nil) != (again == nil) || err != nil && err.Error() != again.Error() {
				t.Fatalf("two runs differ: %t %v, %t %v", first, err, second, again)
			}
		}
		if first && err != nil {
			t.Errorf("got a match with the error %v", err)
		}
		if _, other := match(p, nil); (err == nil) != (other == nil) {
			t.Errorf("the event decides whether the pattern is refused: %v, %v", err, other)
		}
	})
}
