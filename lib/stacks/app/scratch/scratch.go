// Package scratch gives the program a temporary directory of its own, and removes it
// however the program ends. The jsii runtime unpacks its kernel there while Go
// initializes packages, before main can look at the directory or at a signal.
//
// Go initializes packages that are ready in the order of their import paths, so this one
// comes before those of github.com: https://go.dev/ref/spec#Program_initialization
package scratch

import (
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
)

// neededMiB is what a synthesis writes at once: the kernel, and the archive of the CDK.
const neededMiB = 64

// dir is the program's temporary directory.
var dir = prepare()

// prepare makes the directory, in which all that this process starts works too.
func prepare() string {
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, os.Interrupt, syscall.SIGTERM)
	made, err := makeDir(os.TempDir(), neededMiB)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go func() { end(<-ended, made) }()
	return made
}

// end removes made and ends the program. It becomes a shell that does so: goroutines that
// write there, or miss what they wrote, stop at once. The kernel stops soon after.
func end(received os.Signal, made string) {
	fmt.Fprintf(os.Stderr, "ended by a signal: %s\n", received)
	const script = `for _ in 1 2 3 4 5 6 7 8; do rm -rf "$1" && break; sleep 0.1; done 2>/dev/null; exit "$2"`
	code := exitCode(received)
	_ = syscall.Exec("/bin/sh", []string{"sh", "-c", script, "sh", made, strconv.Itoa(code)}, os.Environ())
	_ = os.RemoveAll(made) // where there is no such shell
	os.Exit(code)
}

// exitCode is what a shell reports of a program that a signal ended.
func exitCode(received os.Signal) int {
	number, _ := received.(syscall.Signal)
	return 128 + int(number)
}

// makeDir makes a directory in parent and has the process use it.
func makeDir(parent string, neededMiB uint64) (string, error) {
	const advice = "set TMPDIR to another one"
	made, err := os.MkdirTemp(parent, "chassis-")
	if err != nil {
		return "", fmt.Errorf("the temporary directory %s takes no files, %s: %w", parent, advice, err)
	}
	if free, known := freeMiB(made); known && free < neededMiB {
		_ = os.Remove(made)
		return "", fmt.Errorf("the temporary directory %s must have %d MiB free, got %d: %s", parent, neededMiB, free, advice)
	}
	for _, variable := range []string{"TMPDIR", "TMP"} { // Unix, Windows
		if err := os.Setenv(variable, made); err != nil {
			return "", err
		}
	}
	return made, nil
}

// Dir returns the program's temporary directory.
func Dir() string { return dir }

// Remove removes the program's temporary directory with all that is in it.
func Remove() { _ = os.RemoveAll(dir) }
