package main

import (
	"bytes"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/mutation"
)

func TestBadInputIsOneClearLine(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"no environment":     {[]string{"cdk.out"}, `-env must be dev, staging or prod, got ""`},
		"JSON of some":       {[]string{"-env", "prod", "-json", "-accepted", "x.md", "cdk.out"}, "give one of them"},
		"no such table":      {[]string{"-env", "prod", "-accepted", "nowhere.md", "cdk.out"}, "nowhere.md"},
		"a file without any": {[]string{"-env", "prod", "-accepted", "main.go", "cdk.out"}, "main.go: there is no table"},
		"no such folder":     {[]string{"-env", "prod", "nowhere"}, "nowhere"},
		"two outputs":        {[]string{"-env", "prod", "-json", "-requirements", "cdk.out"}, "give one of them"},
		"a foreign assembly": {[]string{"-env", "prod", "../../lib/cfn/changes/testdata/base"}, "before anything is changed"},
	} {
		var out bytes.Buffer
		err := run(tc.args, &out)
		if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "\n") || out.Len() > 0 {
			t.Errorf("%s: the error is %v and the output %q, want %s", name, err, out.String(), tc.want)
		}
	}
}

func TestHelpIsHelp(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run([]string{"-help"}, &out); err != nil || !strings.Contains(out.String(), "usage: mutation") {
		t.Errorf("got %q (%v)", out.String(), err)
	}
}

func TestOtherSurvivorsThanAcceptedFail(t *testing.T) {
	t.Parallel()
	score := mutation.Score{Killed: 3, Total: 4, Survivors: []mutation.Mutant{{Where: "Data A", Change: "removed", Count: 1}}}
	row := func(count int) []mutation.Accepted {
		return []mutation.Accepted{{Places: []string{"Data A"}, Changes: []string{"removed"}, Count: count, Line: 7}}
	}
	for name, tc := range map[string]struct {
		rows []mutation.Accepted
		fail bool
		want string
	}{
		"the accepted": {row(1), false, "3 of 4 changes are noticed, 75.0 %\n"},
		"others":       {nil, true, "3 of 4 changes are noticed, 75.0 %\nnot accepted: Data A: removed\n"},
		"fewer":        {row(2), true, "3 of 4 changes are noticed, 75.0 %\nnot needed: line 7 accepts 2 of Data A, and 1 survive\n"},
	} {
		var out bytes.Buffer
		if err := compare(score, tc.rows, &out); (err != nil) != tc.fail || out.String() != tc.want {
			t.Errorf("%s: got %q (%v), want %q", name, out.String(), err, tc.want)
		}
	}
}

// The table that is published must be one that the command reads.
func TestThePublishedTableCanBeRead(t *testing.T) {
	t.Parallel()
	rows, err := readAccepted("../../docs/posture/mutation.md")
	if err != nil || len(rows) == 0 {
		t.Errorf("read %d rows: %v", len(rows), err)
	}
}
