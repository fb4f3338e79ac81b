package data

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
	"example.com/chassis/lib/proof/promises/parts"
)

// replaced changes part of the text of a command.
func replaced(output, part, by string) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		changed := 0
		join := assembly.At(p.Stack("Data").Outputs[output], "Value", "Fn::Join", 1)
		for i, piece := range assembly.List(join) {
			if text, _ := piece.(string); strings.Contains(text, part) {
				assembly.List(join)[i] = strings.ReplaceAll(text, part, by)
				changed++
			}
		}
		if changed == 0 {
			t.Fatalf("output %s has no %q", output, part)
		}
	}
}

func commandBreaches() []checktest.Breach {
	const tunnel, token = "TunnelCommand", "ReadTokenCommand"
	return []checktest.Breach{
		{Name: "no tunnel", Check: tunnelCommands, Change: checktest.Output("Data", tunnel, `null`), Want: "documents of the tunnels' commands"},
		{Name: "AWS's document", Check: tunnelCommands, Change: checktest.Output("Data", tunnel, `{"Value": "aws ssm start-session --document-name AWS-StartPortForwardingSessionToRemoteHost"}`), Want: "AWS-StartPortForwardingSessionToRemoteHost"},
		{Name: "two tunnels on one port", Check: tunnelCommands, Change: replaced("ReaderTunnelCommand", "5433", "5432"), Want: "want a port of its own"},
		{Name: "no port", Check: tunnelCommands, Change: replaced(tunnel, "=5432", "="), Want: "want a port of its own"},
		{Name: "another port than the document's", Check: tunnelCommands, Change: replaced(tunnel, "5432", "15432"), Want: "want 15432"},
		{Name: "a bastion that is gone", Check: tunnelCommands, Change: replaced(tunnel, "aws ec2 describe-instances", "echo"), Want: "want the bastion by its name"},
		{Name: "another host", Check: tunnelCommands, Change: replaced(tunnel, "prod-bastion", "dev-bastion"), Want: "chassis-prod-bastion"},
		{Name: "a host that is stopped", Check: tunnelCommands, Change: replaced(tunnel, "running", "stopped"), Want: "Values=running"},
		{Name: "the older host", Check: tunnelCommands, Change: replaced(tunnel, "[-1]", "[0]"), Want: "[-1].InstanceId"},
		{Name: "another region", Check: tunnelCommands, Change: settings(func(e *config.Environment) { e.Region = "eu-west-1" }), Want: `want "eu-west-1"`},
		{Name: "a token for localhost", Check: tokenCommands, Change: checktest.Output("Data", token, `{"Value": "aws rds generate-db-auth-token --hostname localhost"}`), Want: `at localhost`},
		{Name: "a token for a service", Check: tokenCommands, Change: replaced(token, config.ReadOnlyRole, "service_api"), Want: "service_api at"},
		{Name: "a token for the local port", Check: tokenCommands, Change: replaced(token, "5432", "5433"), Want: `--port is "5433"`},
	}
}

// What a person pastes runs in the shells of Linux and macOS, and each program gets its
// words as they were meant.
func TestTheCommandsCanBePasted(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	v := check.Examine(p).Review()
	for _, shell := range []string{"bash", "zsh"} {
		if _, err := exec.LookPath(shell); err != nil && shell != "bash" {
			continue
		}
		for _, o := range parts.Outputs(v, "Data") {
			line := v.Text(v.Stack("Data"), assembly.At(o.Body, "Value"))
			if !strings.HasPrefix(line, "aws ") {
				continue
			}
			// What only a deployment knows is a word without blanks.
			line = regexp.MustCompile(`\$\{[^}]*\}`).ReplaceAllString(line, "token")
			got := pasted(t, shell, line)
			want := append([]string{}, shellWords(line)...)
			if target := slices.Index(want, "--target") + 1; target > 0 {
				inner := strings.TrimSuffix(strings.TrimPrefix(want[target], "$("), ")")
				want[target] = "i-123"
				want = append(shellWords(inner), want...)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s runs output %s as\n%q, want\n%q", shell, o.ID, got, want)
			}
		}
	}
}

// pasted runs a line with a program aws that prints an instance's id, and returns the words
// of all calls of it, its name included.
func pasted(t *testing.T, shell, line string) []string {
	t.Helper()
	dir := t.TempDir()
	const aws = "#!/bin/sh\nfor word in aws \"$@\"; do echo \"$word\" >>\"$CALLS\"; done\necho i-123\n"
	if err := os.WriteFile(filepath.Join(dir, "aws"), []byte(aws), 0o700); err != nil { // #nosec G306 -- a program
		t.Fatal(err)
	}
	calls := filepath.Join(dir, "calls")
	c := exec.Command(shell, "-c", line)
	c.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "CALLS="+calls)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", line, err, out)
	}
	text, err := os.ReadFile(calls)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// Whoever reads docs/databases.md looks for the outputs by their names.
func TestTheDocumentNamesTheOutputs(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(recorded.Root(t), "docs/databases.md"))
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`\w+(Command|Policy|Endpoint)\b`).FindAllString(string(text), -1)
	var outputs []string
	for _, o := range parts.Outputs(check.Examine(recorded.Platform(t)).Review(), "Data") {
		outputs = append(outputs, o.ID)
	}
	slices.Sort(named)
	slices.Sort(outputs)
	if named = slices.Compact(named); !slices.Equal(named, outputs) {
		t.Errorf("docs/databases.md names %q, and the outputs are %q", named, outputs)
	}
}
