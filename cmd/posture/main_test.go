package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const good = "../../lib/proof/platformtest/testdata/prod"

func TestAReportIsPrinted(t *testing.T) {
	t.Parallel()
	var text, asJSON bytes.Buffer
	if err := run([]string{"-env", "prod", good}, &text); err != nil || !strings.Contains(text.String(), " promises hold.\n") || !strings.Contains(text.String(), "WHICH CONNECTIONS ARE OPEN") || !strings.Contains(text.String(), "WHO MAY DO WHAT") {
		t.Errorf("a text of %d characters, and the error %v", text.Len(), err)
	}
	var decoded struct{ Holds bool }
	if err := run([]string{"-json", good}, &asJSON); err != nil || json.Unmarshal(asJSON.Bytes(), &decoded) != nil || !decoded.Holds {
		t.Errorf("JSON of %d characters, and the error %v", asJSON.Len(), err)
	}
}

// One command, one verdict: what any promise notices decides the exit code. The report
// is printed all the same, since it says what is wrong.
func TestABrokenPromiseIsAnError(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ file, old, new, says, id string }{
		"of a component":   {"Data.template.json", `"BackupRetentionPeriod": 14`, `"BackupRetentionPeriod": 1`, "BackupRetentionPeriod is 1, want 14", "R3.4"},
		"of the network":   {"Data.template.json", `"MultiAZEnabled": true`, `"MultiAZEnabled": false`, "BROKEN R1.3: The loss of any one zone", "R1.3"},
		"of a permission":  {"Compute.template.json", `"ecr:GetAuthorizationToken"`, `"ecr:*"`, "no reason is declared", "Proof"},
		"of the alarms":    {"Compute.template.json", `"TreatMissingData": "breaching"`, `"TreatMissingData": "ignore"`, "ignore Chassis prod: The service runs fewer tasks", "R2.8"},
		"of the lifecycle": {"manifest.json", `"terminationProtection": true`, `"terminationProtection": false`, "termination protection is false, want true", "R5.5"},
	} {
		dir := t.TempDir()
		files, err := os.ReadDir(good)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(filepath.Join(good, file.Name()))
			if err != nil {
				t.Fatal(err)
			}
			if file.Name() == tc.file {
				if !bytes.Contains(raw, []byte(tc.old)) {
					t.Fatalf("%s: %s has no %s", name, tc.file, tc.old)
				}
				raw = bytes.Replace(raw, []byte(tc.old), []byte(tc.new), 1)
			}
			if err := os.WriteFile(filepath.Join(dir, file.Name()), raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		err = run([]string{dir}, &out)
		if err == nil || !strings.Contains(err.Error(), " promises are broken: ") || !strings.Contains(err.Error(), tc.id) || !strings.Contains(out.String(), tc.says) {
			said, _, _ := strings.Cut(out.String(), "# ")
			t.Errorf("%s: the error is %v and the output\n%s", name, err, said[:min(len(said), 2000)])
		}
	}
}

func TestBadInputIsOneClearLine(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"no such folder":     {[]string{"nowhere"}, "nowhere"},
		"another's assembly": {[]string{"-env", "dev", good}, "is of prod, not of dev"},
		"no platform":        {[]string{"../../lib/cfn/assembly/testdata/conditions"}, "is no platform of Chassis"},
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
	if err := run([]string{"-help"}, &out); err != nil || !strings.Contains(out.String(), "usage: posture") {
		t.Errorf("got %q (%v)", out.String(), err)
	}
}
