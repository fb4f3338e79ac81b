// Chassis synthesizes the platform's CloudFormation: four stacks for the
// environment that the CDK's context names.
package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/config/input"
	"example.com/chassis/lib/stacks/additions"
	"example.com/chassis/lib/stacks/app"
	"example.com/chassis/lib/stacks/certificate/build"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run does all the work, so that what the jsii runtime has unpacked, which it
// does before any kernel is started, is gone before main exits.
func run() (err error) {
	defer func() { stopKernel(!errors.Is(err, app.ErrFindings)) }()
	files, err := input.ReadFiles(".")
	if err != nil {
		return err
	}
	context, err := config.ReadContext(files, os.Getenv("CDK_CONTEXT_JSON"))
	if err != nil {
		return err
	}
	env, err := config.Load(context)
	if err != nil {
		return err
	}
	outDir := cmp.Or(os.Getenv("CDK_OUTDIR"), "cdk.out") // the command line's, or by hand
	if err := app.CheckMachine(outDir); err != nil {
		return err
	}
	for _, note := range env.Notes() {
		fmt.Fprintln(os.Stderr, note)
	}
	// Compiled while the kernel starts and the stacks are defined.
	finder := build.Start(".")
	platform, err := app.Build(env, app.Props{
		Context:    context.ForCDK(),
		OutDir:     outDir,
		FinderCode: finder.Wait,
		Additions:  additions.Define,
	})
	if err != nil {
		return err
	}
	return synthesize(platform, env)
}

// synthesize writes the cloud assembly and returns an error that lists what is
// still objected to. The feature flag that makes findings fail a synthesis is the
// user's to switch off; a finding is an error all the same.
func synthesize(platform awscdk.App, env config.Environment) error {
	dir, err := app.Synth(platform, env)
	if err != nil {
		return err
	}
	result, err := assembly.Read(dir)
	if err != nil {
		return err
	}
	if left := result.Errors(); len(left) > 0 {
		return fmt.Errorf("%w:\n%s", app.ErrFindings, strings.Join(left, "\n"))
	}
	return nil
}

// stopKernel ends the Node process behind the CDK and removes what it unpacked.
//
// Two goroutines of the jsii runtime wait for that process, and the one that is
// late complains on stderr. Quietly keeps that from the user; it would also swallow
// findings that are still on their way from the process.
func stopKernel(quietly bool) {
	stderr := os.Stderr
	if null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); quietly && err == nil {
		os.Stderr = null
	}
	jsii.Close()
	os.Stderr = stderr
}
