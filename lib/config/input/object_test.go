package input

import "testing"

// Go's decoder takes the last of two equal keys, and the values of the first would be lost
// without a word.
func TestAKeyThatStandsTwiceIsRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"a": {"b": 1}, "c": {"b": 1}}`:                 "",
		`{"a": [{"b": 1}, {"b": 1}]}`:                    "",
		`{"a": 1, "a": 2}`:                               "file has a twice, and the last would win",
		`{"x": {"prod": {"y": 1}, "prod": {}}}`:          "file has x.prod twice, and the last would win",
		`{"x": [1, {"name": "a", "name": "b"}], "y": 1}`: "file has x.name twice, and the last would win",
	} {
		_, err := Object("file", []byte(text))
		if got := message(err); got != want {
			t.Errorf("%s: the error is %q, want %q", text, got, want)
		}
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
