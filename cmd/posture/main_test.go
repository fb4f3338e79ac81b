package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const good = "../../lib/proof/reachability/testdata/platform"

func TestAReportIsPrinted(t *testing.T) {
	t.Parallel()
	var text, asJSON bytes.Buffer
	if err := run([]string{"-env", "prod", good}, &text); err != nil || !strings.Contains(text.String(), "WHICH CONNECTIONS ARE OPEN") || !strings.Contains(text.String(), "WHO MAY DO WHAT") {
		t.Errorf("a text of %d characters, and the error %v", text.Len(), err)
	}
	var decoded struct{ Holds bool }
	if err := run([]string{"-env", "prod", "-json", good}, &asJSON); err != nil || json.Unmarshal(asJSON.Bytes(), &decoded) != nil || !decoded.Holds {
		t.Errorf("JSON of %d characters, and the error %v", asJSON.Len(), err)
	}
}

// The report is printed all the same, since it says what is wrong.
func TestABrokenPromiseIsAnError(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"manifest.json", "Network.template.json", "App.template.json"} {
		raw, err := os.ReadFile(filepath.Join(good, name))
		if err != nil {
			t.Fatal(err)
		}
		raw = bytes.Replace(raw, []byte(`"NumCacheClusters": 2`), []byte(`"NumCacheClusters": 1`), 1)
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	err := run([]string{"-env", "prod", dir}, &out)
	if err == nil || err.Error() != "these promises are broken: zone-loss" || !strings.Contains(out.String(), "BROKEN zone-loss (R1.3): When any one zone fails") || !strings.Contains(out.String(), "Redis has a primary: its only node is there") {
		t.Errorf("the error is %v and the output\n%s", err, out.String())
	}
}

func TestBadInputIsOneClearLine(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"no environment":                {[]string{"cdk.out"}, `-env must be dev, staging or prod, got ""`},
		"no such folder":                {[]string{"-env", "prod", "nowhere"}, "nowhere"},
		"another's assembly":            {[]string{"-env", "dev", good}, "holds the stack chassis-prod-network, which is not of dev"},
		"an assembly without a network": {[]string{"-env", "prod", "../../lib/cfn/assembly/testdata/conditions"}, "which is not of prod"},
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
