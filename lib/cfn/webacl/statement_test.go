package webacl_test

import (
	"testing"

	"example.com/chassis/lib/cfn/webacl"
)

func TestStatementsAreEvaluatedAsWAFDoes(t *testing.T) {
	t.Parallel()
	match := func(constraint, search, transformation string) any {
		return map[string]any{"ByteMatchStatement": map[string]any{
			"FieldToMatch": map[string]any{"UriPath": map[string]any{}}, "PositionalConstraint": constraint,
			"SearchString": search, "TextTransformations": []any{map[string]any{"Priority": 0.0, "Type": transformation}},
		}}
	}
	combine := func(kind string, statements ...any) any {
		return map[string]any{kind: map[string]any{"Statements": statements}}
	}
	not := func(statement any) any {
		return map[string]any{"NotStatement": map[string]any{"Statement": statement}}
	}
	a, b := match("STARTS_WITH", "/a", "NONE"), match("ENDS_WITH", "b", "NONE")
	for _, tc := range []struct {
		name      string
		statement any
		path      string
		want      bool
	}{
		{"exactly", match("EXACTLY", "/a", "NONE"), "/a/", false},
		{"contains", match("CONTAINS", "bc", "NONE"), "/abcd", true},
		{"decoded once", match("EXACTLY", "/%61", "URL_DECODE"), "/%2561", true},
		{"a broken escape stays", match("EXACTLY", "/%zz", "URL_DECODE"), "/%zz", true},
		{"a trailing slash stays", match("EXACTLY", "/a/", "NORMALIZE_PATH"), "/x//../a//", true},
		{"and", combine("AndStatement", a, b), "/ab", true},
		{"and, one missing", combine("AndStatement", a, b), "/ac", false},
		{"or", combine("OrStatement", a, b), "/xb", true},
		{"or, both missing", combine("OrStatement", a, b), "/xy", false},
		{"not", not(a), "/a", false},
	} {
		got, err := webacl.Matches(tc.statement, tc.path)
		if err != nil || got != tc.want {
			t.Errorf("%s on %s is %t, %v, want %t", tc.name, tc.path, got, err, tc.want)
		}
	}
	for name, statement := range map[string]any{
		"nothing":                   nil,
		"two kinds":                 map[string]any{"AndStatement": nil, "OrStatement": nil},
		"an unknown constraint":     match("CONTAINS_WORD", "a", "NONE"),
		"an unknown transformation": match("EXACTLY", "a", "JS_DECODE"),
		"an empty search":           match("EXACTLY", "", "NONE"),
		"an unknown field":          map[string]any{"ByteMatchStatement": map[string]any{"FieldToMatch": map[string]any{"Body": nil}}},
		"one of several unknown":    combine("OrStatement", a, map[string]any{"GeoMatchStatement": nil}),
	} {
		if _, err := webacl.Matches(statement, "/"); err == nil {
			t.Errorf("%s is evaluated, want an error", name)
		}
	}
}
