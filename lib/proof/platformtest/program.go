package platformtest

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

// AsProgram makes the test binary behave as the program, so that its exit codes and
// messages can be tested without linking it a second time.
const AsProgram = "CHASSIS_TEST_AS_PROGRAM"

// ItsOwnKernel has a process start its own kernel as it would without the test, which has
// said by that variable how it starts its kernel.
const ItsOwnKernel = "JSII_RUNTIME="

// Outcome is what a person sees of one run of the program.
type Outcome struct {
	Code   int
	Stdout string
	// Stderr has no banner of jsii about an old Node.js.
	Stderr []string
	Wrote  bool
}

// Run runs the program in dir the way the CDK's command line does; environ adds to
// the environment or overrides it.
func Run(t *testing.T, dir string, context map[string]any, environ ...string) Outcome {
	t.Helper()
	return RunAndEnd(t, dir, context, nil, environ...)
}

// RunAndEnd is Run with a signal, which the program gets when end returns it.
func RunAndEnd(t *testing.T, dir string, context map[string]any, end func() os.Signal, environ ...string) Outcome {
	t.Helper()
	outDir := filepath.Join(t.TempDir(), "cdk.out")
	cmd := Program(t, dir, context, append([]string{"CDK_OUTDIR=" + outDir}, environ...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if end != nil {
		if signal := end(); signal != nil {
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
		}
	}
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	outcome := Outcome{Code: cmd.ProcessState.ExitCode(), Stdout: stdout.String()}
	for line := range strings.Lines(stderr.String()) {
		if !strings.HasPrefix(line, "!!") {
			outcome.Stderr = append(outcome.Stderr, strings.TrimSuffix(line, "\n"))
		}
	}
	_, err = os.Stat(outDir)
	outcome.Wrote = err == nil
	return outcome
}

// Program is the program before it starts, in dir and as the CDK's command line starts it;
// environ says where it writes.
func Program(t *testing.T, dir string, context map[string]any, environ ...string) *exec.Cmd {
	t.Helper()
	given, err := json.Marshal(context)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), ItsOwnKernel, AsProgram+"=1",
		"CDK_VALIDATION=false", // seconds that other tests spend already
		"CDK_CONTEXT_JSON="+string(given))
	cmd.Env = append(cmd.Env, environ...)
	return cmd
}

// ShippedFolder is the repository with the shipped cdk.json, whatever the committed one
// says.
func ShippedFolder(t *testing.T) string {
	t.Helper()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	project, err := os.ReadFile("cdk.json")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum", "lib"} {
		if err := os.Symlink(filepath.Join(root, name), filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "cdk.json"), withTeam(t, project, Configuration{File: shipped}), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}
