package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// asGuard makes the test binary behave as the command.
const asGuard = "CHASSIS_TEST_AS_GUARD"

func TestMain(m *testing.M) {
	if os.Getenv(asGuard) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestTheExitCodeIsZeroOrOne(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		args        []string
		code, lines int
	}{
		"harmless":  {[]string{fixture("base"), fixture("harmless")}, 0, 0},
		"help":      {[]string{"-help"}, 0, 0},
		"data lost": {[]string{fixture("base"), fixture("deleted-stack")}, 1, 1},
		"bad input": {[]string{"-force"}, 1, 1},
	} {
		for _, dir := range tc.args {
			_, _ = os.ReadDir(dir) // go test sees what the test itself reads, and else keeps the result of other files
		}
		cmd := exec.Command(self, tc.args...)
		cmd.Env = append(os.Environ(), asGuard+"=1")
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
			t.Fatal(err)
		}
		if got := cmd.ProcessState.ExitCode(); got != tc.code {
			t.Errorf("%s: exit code %d, want %d", name, got, tc.code)
		}
		if got := strings.Count(stderr.String(), "\n"); got != tc.lines {
			t.Errorf("%s: %d lines on stderr, want %d:\n%s", name, got, tc.lines, stderr.String())
		}
	}
}
