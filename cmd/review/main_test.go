package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	prod  = "../../lib/proof/platformtest/testdata/prod"
	kinds = "../../lib/proof/platformtest/testdata/kinds"
)

func told(args ...string) (stdout, stderr string) {
	var out bytes.Buffer
	if err := run(args, &out); err != nil {
		stderr = err.Error()
	}
	return out.String(), stderr
}

// changed is the recorded prod with one text of a template replaced.
func changed(t *testing.T, file, old, replacement string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(prod)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, file)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("%s has no %q", file, old)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), old, replacement, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestAReviewSaysTheSameInEachForm(t *testing.T) {
	t.Parallel()
	dir := changed(t, "Data.template.json", `"BackupRetentionPeriod": 14`, `"BackupRetentionPeriod": 1`)
	report, err := review([]string{prod, dir})
	if err != nil {
		t.Fatal(err)
	}
	const change = "BackupRetentionPeriod 14 becomes 1"
	for form, want := range map[string][]string{
		"":          {change},
		"json":      {change},
		"markdown":  {"### prod\n", change, "Nothing changes for order, not understood, connections,"},
		"approvals": {"data-at-risk\n"},
	} {
		text, err := forms[form](report)
		for _, want := range want {
			if err != nil || !strings.Contains(text, want) {
				t.Errorf("%q says %q (%v), want %q", form, text, err, want)
			}
		}
	}
	if stdout, stderr := told("-markdown", prod, dir); !strings.HasPrefix(stdout, "### prod\n") || stderr != "" {
		t.Errorf("-markdown says %q and %q", stdout, stderr)
	}
	stdout, stderr := told("-json", prod, dir)
	var printed struct {
		Sections []struct {
			Title string
			Lines []string
		}
	}
	if err := json.Unmarshal([]byte(stdout), &printed); err != nil || len(printed.Sections) != 12 || stderr != "" {
		t.Errorf("the JSON has %d sections: %v %q", len(printed.Sections), err, stderr)
	}
}

// deployed are the templates of an assembly as arguments, some of them not deployed.
func deployed(dir string, not ...string) []string {
	var args []string
	for _, stack := range []string{"Network", "Security", "Data", "Compute"} {
		file := filepath.Join(dir, stack+".template.json")
		if slices.Contains(not, stack) {
			file = "none"
		}
		args = append(args, stack+"="+file)
	}
	return args
}

func TestAReviewComparesWithWhatIsDeployed(t *testing.T) {
	t.Parallel()
	dir := changed(t, "Data.template.json", `"BackupRetentionPeriod": 14`, `"BackupRetentionPeriod": 21`)
	for name, tc := range map[string]struct {
		old  []string
		want string
		not  string
	}{
		"the same":               {deployed(prod), "Data at risk: nothing", ":\n"},
		"fewer backups":          {deployed(dir), "BackupRetentionPeriod 21 becomes 14", "Settings"},
		"nothing at all":         {deployed(prod, "Network", "Security", "Data", "Compute"), "nothing is deployed yet; the platform will cost", "Connections"},
		"all but the last stack": {deployed(prod, "Compute"), "opens: service-api to Alb (tcp 443), Proxy (tcp 5432)", "risk:\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr := told(append(tc.old, prod)...)
			if stderr != "" || !strings.Contains(stdout, tc.want) || strings.Contains(strings.TrimPrefix(stdout, "prod: what the change does\n"), tc.not) {
				t.Errorf("it says %q and %q, want %q and not %q", stdout, stderr, tc.want, tc.not)
			}
		})
	}
	// A first deployment may have ended anywhere, and somebody may have deleted any stack.
	for _, not := range [][]string{{"Compute", "Data"}, {"Compute", "Data", "Security"}, {"Network"}, {"Security"}, {"Data"}} {
		if stdout, stderr := told(append(deployed(prod, not...), prod)...); stderr != "" || stdout == "" {
			t.Errorf("without %v it says %q and %q", not, stdout, stderr)
		}
	}
}

func TestWhatSomebodyMustAcceptIsListed(t *testing.T) {
	t.Parallel()
	for want, dir := range map[string]string{
		"":                       changed(t, "Data.template.json", `"BackupRetentionPeriod": 14`, `"BackupRetentionPeriod": 21`),
		"open-to-the-internet\n": changed(t, "Compute.template.json", `"AssignPublicIp": "DISABLED"`, `"AssignPublicIp": "ENABLED"`),
	} {
		if stdout, stderr := told("-approvals", prod, dir); stdout != want || stderr != "" {
			t.Errorf("it says %q and %q, want %q", stdout, stderr, want)
		}
	}
	// A door that is closed asks for nobody.
	dir := changed(t, "Compute.template.json", `"AssignPublicIp": "DISABLED"`, `"AssignPublicIp": "ENABLED"`)
	if stdout, _ := told("-approvals", dir, prod); stdout != "" {
		t.Errorf("a door that closes wants %q", stdout)
	}
}

func TestBadInputIsOneLine(t *testing.T) {
	t.Parallel()
	broken := changed(t, "Data.template.json", "{", "[")
	for want, args := range map[string][]string{
		"want an old and a new side, got 1":                {prod},
		"is not <Stack>=<file>":                            {prod, prod, prod},
		"want one form, not two":                           {"-json", "-markdown", prod, prod},
		"flag provided but not defined: -loud":             {"-loud", prod, prod},
		"nowhere":                                          {prod, "nowhere"},
		"Data.template.json: ":                             {broken, prod},
		"not of one environment":                           {prod, kinds},
		"is no platform of Chassis":                        {prod, "../../lib/cfn/assembly/testdata/conditions"},
		"want what is deployed of each of 4 stacks, got 1": {"Data=none", prod},
	} {
		stdout, stderr := told(args...)
		if stdout != "" || !strings.Contains(stderr, want) || strings.Contains(stderr, "\n") {
			t.Errorf("%v says %q and %q, want one line with %q", args, stdout, stderr, want)
		}
	}
	if stdout, stderr := told("-help"); stdout != usage || stderr != "" {
		t.Errorf("-help says %q and %q", stdout, stderr)
	}
}
