package input

import "testing"

func TestANameIsSuggestedOnlyWhenItIsReasonablyNear(t *testing.T) {
	t.Parallel()
	known := []string{"env", "cpu", "cpuArchitecture", "readers", "maxReaders", "natGateways", "hostedZoneId"}
	for name, want := range map[string]string{
		"CPU":            "cpu",             // only the case differs
		"cpi":            "cpu",             // one letter is wrong
		"cpuArch":        "cpuArchitecture", // cut short
		"zoneid":         "hostedZoneId",    // the end of a name
		"environment":    "env",             // drawn out
		"readrs":         "readers",
		"gatNateways":    "natGateways",
		"gatNbteweys":    "",
		"api":            "",
		"x":              "",
		"id":             "", // ends hostedZoneId by chance
		"ost":            "",
		"budget":         "",
		"":               "",
		"environmentenv": "env",
	} {
		got, ok := Nearest(name, known)
		if got != want || ok != (want != "") {
			t.Errorf("nearest to %q is %q, want %q", name, got, want)
		}
	}
}

func TestTheDistanceIsTheNumberOfEdits(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "", 3},
		{"kitten", "sitting", 3},
		{"abc", "bc", 1},
		{"bc", "abc", 1},
		{"서울", "서울시", 1},
	} {
		if got := distance(tc.a, tc.b); got != tc.want {
			t.Errorf("from %q to %q are %d edits, want %d", tc.a, tc.b, got, tc.want)
		}
	}
}
