// Package scratch gives the program a temporary directory of its own, and removes it
// however the program ends. The jsii runtime unpacks its kernel there while Go
// initializes packages, before main can look at the directory or at a signal.
//
// Go initializes packages that are ready in the order of their import paths, so this one
// comes before those of github.com: https://go.dev/ref/spec#Program_initialization
package scratch

import (
	"cmp"
	"fmt"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// neededMiB is what a synthesis writes at once: the kernel, the archive of the CDK, and
// the functions.
const neededMiB = 64

var (
	// stderr is for what the program itself says last.
	stderr = os.Stderr
	// ended holds an error when a signal has come.
	ended atomic.Value
	// dir is the program's temporary directory.
	dir = prepare()
)

// prepare makes the directory, in which all that this process starts works too.
func prepare() string {
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) { // nohup has one ignored
			signal.Notify(signals, s)
		}
	}
	// When nobody reads stderr any more, because the CDK's command line was killed, a write
	// to it would end the program at once. As it is, the write fails and nothing else.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	made, err := makeDir(os.TempDir(), neededMiB)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go func() { end(<-signals, made) }()
	return made
}

// end ends the processes that this one has started. The program then fails and removes
// what it has written, as after any other failure, and [Exit] says what came.
func end(received os.Signal, made string) {
	ended.Store(fmt.Errorf("ended by a signal: %s", received))
	os.Stderr = nil // where the jsii runtime and the CDK would complain of it
	for range 100 {
		killStarted() // until there is nothing to start any more
		time.Sleep(20 * time.Millisecond)
	}
	remove(made) // the program waits for something else
	_, _ = fmt.Fprintln(stderr, Ended())
	os.Exit(1)
}

// Ended returns an error when a signal has come that ends the program.
func Ended() error {
	err, _ := ended.Load().(error)
	return err
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
func Remove() { remove(dir) }

// remove also ends what this process has started and still runs, which would go on writing
// there. What is killed takes a moment to end.
func remove(made string) {
	for range 50 {
		if running := killStarted(); os.RemoveAll(made) == nil && running == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// Exit ends the program: in silence, or with exit code 1 and what err says. When a signal
// has come, all other errors are its consequences.
func Exit(err error) {
	Remove()
	if err := cmp.Or(Ended(), err); err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		os.Exit(1)
	}
}
