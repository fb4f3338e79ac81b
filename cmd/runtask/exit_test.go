package main

import (
	"bytes"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/chassis/lib/stacks/task/tasktest"
)

// asRuntask makes the test binary behave as the command.
const asRuntask = "CHASSIS_TEST_AS_RUNTASK"

func TestMain(m *testing.M) {
	if os.Getenv(asRuntask) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// program returns the program itself, with credentials and with f for AWS.
func program(t *testing.T, f *fakeAWS, args ...string) (cmd *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	cmd, stderr = exec.CommandContext(t.Context(), self, args...), &bytes.Buffer{}
	cmd.Dir, cmd.Stderr = project(t), stderr
	cmd.Env = append(os.Environ(), asRuntask+"=1", "AWS_ENDPOINT_URL="+server.URL, "HOME="+t.TempDir(),
		"AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test", "AWS_REGION=eu-west-1", "AWS_PROFILE=")
	return cmd, stderr
}

func TestTheProgramEndsWithTheExitCodeOfTheTask(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args []string
		code int
	}{
		"help":        {[]string{"-help"}, 0},
		"bad input":   {nil, 1},
		"exit code 3": {inProd, 3},
	} {
		f := &fakeAWS{resources: deployed()}
		f.Task = until(0, tasktest.Ended("EssentialContainerExited", "", 3))
		f.failLog = func(int) *tasktest.Failure { return &tasktest.Failure{Status: 400, Code: "AccessDeniedException"} }
		cmd, stderr := program(t, f, tc.args...)
		if err := cmd.Run(); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != tc.code {
			t.Errorf("%s: %v, want exit code %d; stderr is %s", name, err, tc.code, stderr)
		}
	}
}

func TestASignalStopsTheTaskAndASecondOneEndsTheProgram(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]os.Signal{"Ctrl-C": os.Interrupt, "SIGTERM": syscall.SIGTERM} {
		for _, hangs := range []bool{false, true} {
			looked, told, done := make(chan bool, 99), make(chan bool, 99), make(chan bool)
			f := &fakeAWS{resources: deployed()}
			f.Task = func(int) map[string]any { looked <- true; return tasktest.Running() }
			f.Fail = func(action string, _ int) *tasktest.Failure {
				if action == "StopTask" {
					told <- true
					if hangs {
						<-done
					}
				}
				return nil
			}
			cmd, stderr := program(t, f, inProd...)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			arrives(t, looked, cmd, stderr)
			_ = cmd.Process.Signal(end)
			arrives(t, told, cmd, stderr)
			if hangs {
				_ = cmd.Process.Signal(end)
			}
			_ = cmd.Wait()
			close(done)
			if says := strings.HasSuffix(stderr.String(), "the task is told to stop\n"); cmd.ProcessState.ExitCode() != 130 || says == hangs {
				t.Errorf("%s, the request hangs %t: exit code %d, stderr %q", name, hangs, cmd.ProcessState.ExitCode(), stderr)
			}
		}
	}
}

// arrives waits for a request of the program.
func arrives(t *testing.T, request <-chan bool, cmd *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	select {
	case <-request:
	case <-time.After(time.Minute):
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		t.Fatalf("the program does not ask for what it should; stderr is %q", stderr)
	}
}
