package parity

import "testing"

func TestADeclarationAllowsWhatItSaysAndNothingElse(t *testing.T) {
	t.Parallel()
	there := func(texts ...string) []Value {
		var values []Value
		for i, text := range texts {
			values = append(values, Value{[]string{"dev", "staging", "prod"}[i], text, true})
		}
		return values
	}
	without := func(marker string, values []Value) []Value {
		values[0].Text, values[0].There = marker, false
		return values
	}
	for name, tc := range map[string]struct {
		has    Each
		values []Value
		want   bool
	}{
		"the values":                         {Each{"1", "1", "2"}, there("1", "1", "2"), true},
		"the values, reversed":               {Each{"1", "1", "2"}, there("2", "2", "1"), false},
		"another environment alone":          {Each{"1", "1", "2"}, there("1", "2", "2"), false},
		"part of a value":                    {Each{"10.1.*", "10.2.*", "10.3.*"}, there("10.1.0", "10.2.0", "10.3.0"), true},
		"part of the value of another":       {Each{"10.1.*", "10.2.*", "10.3.*"}, there("10.1.0", "10.3.0", "10.2.0"), false},
		"more than the value":                {Each{"1", "1", "2"}, there("1", "1", "25"), false},
		"a pattern over two lines":           {Each{"a*b", "x", "y"}, there("a\nb", "x", "y"), true},
		"a value like an expression":         {Each{"a.c", "x", "y"}, there("abc", "x", "y"), false},
		"the same words for the same":        {Each{"*", "*", "x"}, there("a", "a", "x"), true},
		"the same words for two values":      {Each{"*", "*", "x"}, there("a", "b", "x"), false},
		"an absent one":                      {Each{Absent, "1", "1"}, without(Absent, there("", "1", "1")), true},
		"one that should be absent":          {Each{Absent, "1", "1"}, there("0", "1", "1"), false},
		"one that should be there":           {Each{"*", "1", "1"}, without(Absent, there("", "1", "1")), false},
		"a value that reads absent":          {Each{Absent, "1", "1"}, there(Absent, "1", "1"), false},
		"a resource that is absent":          {Each{"0", "1", "2"}, without(Nowhere, there("", "1", "2")), true},
		"a resource that should be absent":   {Each{Nowhere, "1", "2"}, there("0", "1", "2"), false},
		"a value that reads as no resource":  {Each{Nowhere, "1", "2"}, there(Nowhere, "1", "2"), false},
		"a missing value is not the other's": {Each{Absent, Absent, "1"}, without(Nowhere, there("", "0", "1")), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tc.has.allows(tc.values); got != tc.want {
				t.Errorf("%q allows %v: got %t, want %t", tc.has, tc.values, got, tc.want)
			}
		})
	}
}
