package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// outcome is what a person sees of one run of the program.
type outcome struct {
	code           int
	stdout, stderr string
	wrote          bool
}

// runProgram runs the program in dir the way the CDK's command line does; environ
// adds to the environment or overrides it.
func runProgram(t *testing.T, dir string, context map[string]any, environ ...string) outcome {
	t.Helper()
	given, err := json.Marshal(context)
	if err != nil {
		t.Fatal(err)
	}
	outDir := filepath.Join(t.TempDir(), "cdk.out")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asProgram+"=1", "CDK_OUTDIR="+outDir,
		"CDK_VALIDATION=false", // seconds that other tests spend already
		"CDK_CONTEXT_JSON="+string(given))
	cmd.Env = append(cmd.Env, environ...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	_, statErr := os.Stat(outDir)
	return outcome{code: cmd.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String(), wrote: statErr == nil}
}

// The messages themselves are tested where they are made, in lib/config; this is
// about the program: one line a mistake, exit code 1, nothing written.
func TestAMistakeIsOneClearLine(t *testing.T) {
	for name, tc := range map[string]struct {
		context map[string]any
		says    []string
	}{
		"an unknown environment": {
			map[string]any{"env": "qa"}, []string{`"qa"`},
		},
		"an unknown setting names the nearest": {
			map[string]any{"natGateway": "2"}, []string{"natGateways"},
		},
		"a word where a number belongs": {
			map[string]any{"natGateways": "zero"}, []string{`"zero"`},
		},
		"a task size that Fargate does not offer": {
			map[string]any{"cpu": "512", "memoryMiB": "8192"}, []string{"8192"},
		},
		"fewer tasks at most than at least": {
			map[string]any{"env": "prod", "minTasks": "5", "maxTasks": "3"}, []string{"maxTasks"},
		},
		"too little capacity": {
			map[string]any{"auroraMinAcu": "0.3"}, []string{"0.3"},
		},
		"too much capacity": {
			map[string]any{"env": "prod", "auroraMaxAcu": "200"}, []string{"200"},
		},
		"a domain that is none": {
			map[string]any{"domainName": "not a domain"}, []string{"not a domain"},
		},
		"a Slack webhook where its secret belongs": {
			map[string]any{"slackWebhookSecret": "https://hooks.slack.com/services/T0/B0/xyz"}, []string{"revoke"},
		},
		"an e-mail address that is none": {
			map[string]any{"alertEmail": "ops@"}, []string{`"ops@"`},
		},
		"a snapshot and a clone": {
			map[string]any{"restoreSnapshotId": "a", "cloneSourceClusterId": "b"}, []string{"cloneSourceClusterId"},
		},
		"prod from a snapshot": {
			map[string]any{"env": "prod", "restoreSnapshotId": "a"}, []string{"restoreSnapshotId"},
		},
		"a snapshot of another region": {
			map[string]any{"restoreSnapshotId": "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:a"}, []string{"us-east-1"},
		},
		"an account with eleven digits": {
			map[string]any{"account": "12345678901"}, []string{"12345678901"},
		},
		"a certificate of another region": {
			map[string]any{"certificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/0a1b"}, []string{"ap-northeast-2"},
		},
		"an instance in upper case": {
			map[string]any{"env": "staging", "instance": "PR-42"}, []string{`"PR-42"`},
		},
		"an instance of forty characters": {
			map[string]any{"env": "staging", "instance": strings.Repeat("a", 40)}, []string{"20"},
		},
		"several mistakes are all told": {
			map[string]any{"natGateways": "zero", "account": "1", "cpuArchitecture": "mips", "colour": "blue"},
			[]string{"natGateways", "account", "cpuArchitecture", "colour"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runProgram(t, ".", tc.context)
			if got.code != 1 {
				t.Errorf("exit code %d, want 1", got.code)
			}
			if got.wrote {
				t.Error("something was written to the output directory")
			}
			if got.stdout != "" {
				t.Errorf("stdout says %q, want nothing", got.stdout)
			}
			if lines := strings.Count(got.stderr, "\n"); lines != len(tc.says) {
				t.Errorf("stderr has %d lines, want %d:\n%s", lines, len(tc.says), got.stderr)
			}
			for _, says := range tc.says {
				if !strings.Contains(got.stderr, says) {
					t.Errorf("stderr does not mention %s:\n%s", says, got.stderr)
				}
			}
		})
	}
}

func TestTheProgramSaysWhereItMustRun(t *testing.T) {
	t.Parallel()
	got := runProgram(t, t.TempDir(), nil)
	if got.code != 1 || !strings.Contains(got.stderr, "repository's root") || strings.Count(got.stderr, "\n") != 1 {
		t.Errorf("exit code %d, stderr %q; want 1 and one line about the repository's root", got.code, got.stderr)
	}
}

func TestAMachineThatCannotSynthesizeIsOneClearLine(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct{ environ, says string }{
		"no Node.js":                              {"PATH=", "Node.js"},
		"another Node.js that is not there":       {"JSII_NODE=/nowhere/node", "/nowhere/node"},
		"a file in the output directory's place":  {"CDK_OUTDIR=" + file, file},
		"a file where a directory has to be made": {"CDK_OUTDIR=" + filepath.Join(file, "cdk.out"), file},
		"an output directory that takes no files": {"CDK_OUTDIR=/proc/self", "/proc/self"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runProgram(t, ".", map[string]any{}, tc.environ)
			if got.code != 1 || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, tc.says) {
				t.Errorf("exit code %d, stderr %q; want 1 and one line about %s", got.code, got.stderr, tc.says)
			}
			if got.stdout != "" || got.wrote {
				t.Errorf("stdout %q, wrote %t; want nothing", got.stdout, got.wrote)
			}
		})
	}
}

// A missing domain is no mistake: the platform synthesizes, and one line says
// that it would not deploy.
func TestAMissingDomainIsOneLineAndNoMistake(t *testing.T) {
	got := runProgram(t, ".", map[string]any{"env": "dev"})
	if got.code != 0 || !got.wrote {
		t.Fatalf("exit code %d, wrote %t; want a synthesis. stderr:\n%s", got.code, got.wrote, got.stderr)
	}
	var said []string
	for line := range strings.Lines(got.stderr) {
		if !strings.HasPrefix(line, "!!") { // jsii's banner about an old Node.js
			said = append(said, line)
		}
	}
	if len(said) != 1 || !strings.Contains(said[0], "domainName") {
		t.Errorf("stderr is %q, want one line about domainName", said)
	}
}
