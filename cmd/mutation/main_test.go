package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/mutation"
)

const good = "../../lib/proof/platformtest/testdata/prod"

func TestBadInputIsOneClearLine(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"JSON of some":               {[]string{"-json", "-accepted", "x.md", good}, "give one of them"},
		"no such table":              {[]string{"-accepted", "nowhere.md", good}, "nowhere.md"},
		"a file without any":         {[]string{"-accepted", "main.go", good}, "main.go: there is no table"},
		"no such folder":             {[]string{"nowhere"}, "nowhere"},
		"two outputs":                {[]string{"-json", "-requirements", good}, "give one of them"},
		"a third output":             {[]string{"-report", "-requirements", good}, "give one of them"},
		"the source and an assembly": {[]string{"-source", "1", good}, "takes no assembly"},
		"the source of elsewhere":    {[]string{"-source", "1"}, "root of the repository"},
		"a foreign assembly":         {[]string{"../../lib/cfn/changes/testdata/base"}, "is no platform of Chassis"},
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
	scores := mutation.Scores{
		Changed: mutation.Score{Killed: 3, Total: 4, Survivors: []mutation.Mutant{{Where: "Data A", Change: "removed", Count: 1}}},
		Added:   mutation.Score{Killed: 2, Total: 2},
	}
	const counted = "changed or removed: 3 of 4 changes are noticed, 75.0 %\nadded: 2 of 2 changes are noticed, 100.0 %\n"
	row := func(count int) []mutation.Accepted {
		return []mutation.Accepted{{Places: []string{"Data A"}, Changes: []string{"removed"}, Count: count, Line: 7}}
	}
	for name, tc := range map[string]struct {
		rows []mutation.Accepted
		fail bool
		want string
	}{
		"the accepted": {row(1), false, counted},
		"others":       {nil, true, counted + "not accepted: Data A: removed\n"},
		"fewer":        {row(2), true, counted + "not needed: line 7 accepts 2 of Data A, and 1 survive\n"},
	} {
		var out bytes.Buffer
		if err := compare(scores, tc.rows, &out); (err != nil) != tc.fail || out.String() != tc.want {
			t.Errorf("%s: got %q (%v), want %q", name, out.String(), err, tc.want)
		}
	}
}

func TestWhatTheReportIsNotAboutIsListed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(good)); err != nil {
		t.Fatal(err)
	}
	for _, stack := range config.Stacks() {
		template := `{"Resources": {}}`
		if stack == config.DataStack {
			template = `{"Resources": {"Log": {"Type": "AWS::Logs::LogGroup", "DeletionPolicy": "Retain", "Properties": {"RetentionInDays": 7, "Tags": [{"Key": "a", "Value": "b"}]}}}}`
		}
		if err := os.WriteFile(filepath.Join(dir, stack+".template.json"), []byte(template), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	const want = "5 of 7 changes are noticed, 71.4 %\n" +
		"Data AWS::Logs::LogGroup.Tags: entry removed\nData AWS::Logs::LogGroup.Tags: removed\n"
	if err := run([]string{"-report", dir}, &out); err != nil || out.String() != want {
		t.Errorf("got %q (%v), want %q", out.String(), err, want)
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
