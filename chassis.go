// Chassis synthesizes the platform's CloudFormation: four stacks for the
// environment that the CDK's context names.
package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/config/input"
	"example.com/chassis/lib/stacks/additions"
	"example.com/chassis/lib/stacks/app"
	"example.com/chassis/lib/stacks/app/kernel"
	"example.com/chassis/lib/stacks/app/scratch"
	"example.com/chassis/lib/stacks/customresource/build"
)

func main() { scratch.Exit(run()) }

// run does all the work, and stops the kernel before it returns.
func run() (err error) {
	defer stopKernel()
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
	undo := app.Undo(outDir)
	defer func() {
		err = cmp.Or(scratch.Ended(), err)
		if err != nil && !errors.Is(err, app.ErrFindings) { // findings are read in the templates
			undo()
		}
	}()
	if err := app.CheckMachine(outDir); err != nil {
		return err
	}
	kernel.Direct(scratch.Dir())
	for _, note := range env.Notes() {
		fmt.Fprintln(os.Stderr, note)
	}
	// Compiled while the kernel starts and the stacks are defined.
	functions := build.Start(".", scratch.Dir(), app.Functions(env)...)
	platform, err := app.Build(env, app.Props{
		Context:   context.ForCDK(),
		OutDir:    outDir,
		Code:      functions.Wait,
		Additions: additions.Define,
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
	if err := checkSizes(dir); err != nil {
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

// largestTemplate is how many bytes of a template CloudFormation takes.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const largestTemplate = 1_000_000

// checkSizes refuses templates that CloudFormation would, after all that is before them is
// deployed.
func checkSizes(dir string) error {
	templates, err := filepath.Glob(filepath.Join(dir, "*.template.json"))
	if err != nil {
		return err
	}
	var errs []error
	for _, template := range templates {
		file, err := os.Stat(template)
		if err != nil {
			return err
		}
		if file.Size() > largestTemplate {
			errs = append(errs, fmt.Errorf("%s has %d bytes, and CloudFormation takes %d; give some of the services a platform of their own (docs/adding.md#many-services)",
				filepath.Base(template), file.Size(), largestTemplate))
		}
	}
	return errors.Join(errs...)
}

// stopKernel ends the Node process behind the CDK, and passes on what it still writes to
// stderr, such as findings. Only the complaint is left out that the jsii runtime makes
// there about the end of that process.
func stopKernel() {
	stderr := os.Stderr
	read, write, err := os.Pipe()
	if err != nil {
		jsii.Close()
		return
	}
	os.Stderr = write
	passed := make(chan struct{})
	go func() {
		defer close(passed)
		text, _ := io.ReadAll(read)
		said, _, _ := bytes.Cut(text, []byte("Runtime process exited abnormally"))
		_, _ = stderr.Write(said)
	}()
	jsii.Close()
	_ = write.Close()
	<-passed
	os.Stderr = stderr
}
