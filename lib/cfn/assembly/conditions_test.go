package assembly_test

import (
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

func TestConditionsAreEvaluated(t *testing.T) {
	t.Parallel()
	s := &assembly.Stack{
		Region:     "ap-northeast-2",
		Parameters: map[string]any{"A": map[string]any{"Default": "none"}, "B": map[string]any{}},
		Conditions: map[string]any{"Self": map[string]any{"Condition": "Self"}},
	}
	if holds, err := s.Holds("", nil); !holds || err != nil {
		t.Errorf("no condition is %t with error %v", holds, err)
	}
	for _, tc := range []struct {
		expression string
		want, fail bool
	}{
		{`{"Fn::Equals": [{"Ref": "A"}, "none"]}`, true, false},
		{`{"Fn::Not": [{"Fn::Equals": [{"Ref": "A"}, "none"]}]}`, false, false},
		{`{"Fn::And": [{"Fn::Equals": ["a", "a"]}, {"Fn::Equals": ["a", "b"]}]}`, false, false},
		{`{"Fn::Or": [{"Fn::Equals": ["a", "b"]}, {"Fn::Equals": ["a", "a"]}]}`, true, false},
		{`{"Fn::Equals": [{"Ref": "B"}, "none"]}`, false, true},
		{`{"Fn::Equals": [{"Ref": "AWS::Region"}, "ap-northeast-2"]}`, true, false},
		{`{"Fn::Equals": [{"Ref": "AWS::StackId"}, "none"]}`, false, true},
		{`{"Condition": "Missing"}`, false, true},
		{`{"Condition": "Self"}`, false, true},
		{`{"Fn::Contains": [[], "a"]}`, false, true},
		{`true`, false, true},
	} {
		s.Conditions["It"] = value(t, tc.expression)
		got, err := s.Holds("It", nil)
		if got != tc.want && !tc.fail || (err != nil) != tc.fail {
			t.Errorf("%s is %t with error %v, want %t", tc.expression, got, err, tc.want)
		}
	}
}
