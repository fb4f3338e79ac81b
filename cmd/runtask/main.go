// Runtask runs a command in the newest released image of a service, as a task of its own
// with the service's roles, variables, secrets and network. It prints the task's log, and
// ends with the task's exit code:
//
//	go run ./cmd/runtask -c env=prod service-api -- repair-orders --since 2026-11-23
//
// "go run" itself turns every other exit code than 0 into 1; a built program does not.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	awsconfig "github.com/aws/aws-sdk-go-v2/config"

	"example.com/chassis/lib/stacks/task"
)

const usage = `usage: runtask [-c <setting>=<value>]... <service> -- <word>...

Runs the words as a command in the newest released image of the service. The settings
are those of cdk: -c env=prod, -c env=staging -c instance=pr-42. What the command prints
comes on stdout, everything else on stderr. The exit code is that of the command, 1 if
there is none, 130 after Ctrl-C, which stops the task.
`

// interrupted is the exit code after Ctrl-C, as shells have it.
const interrupted = 130

func main() {
	os.Exit(command{dir: ".", out: os.Stdout, errs: os.Stderr, pause: task.Pause}.main(interruptible(), os.Args[1:]))
}

// interruptible returns a context that the first Ctrl-C or SIGTERM ends. The second one
// ends the program.
func interruptible() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel()
		<-signals
		os.Exit(interrupted)
	}()
	return ctx
}

// command is what the program has of the machine.
type command struct {
	dir       string
	out, errs io.Writer
	// pause is task.Pause.
	pause func(ctx context.Context, length time.Duration) error
	// options are for tests, which have no AWS.
	options []func(*awsconfig.LoadOptions) error
}

// main runs the command and returns its exit code.
func (c command) main(ctx context.Context, args []string) int {
	code, err := c.run(ctx, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		if _, err := io.WriteString(c.out, usage); err != nil {
			return 1
		}
		return 0
	case err != nil && ctx.Err() != nil && code == 0:
		c.say("interrupted before a task was started")
		return interrupted
	case err != nil:
		for line := range strings.SplitSeq(err.Error(), "\n") { // one mistake each
			c.say("%s", line)
		}
		return max(code, 1)
	}
	return code
}

func (c command) say(format string, values ...any) {
	_, _ = fmt.Fprintf(c.errs, "runtask: "+format+"\n", values...)
}
