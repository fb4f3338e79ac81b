package app

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/offer"
)

// ErrFindings means that a synthesis completed and was refused for its findings.
var ErrFindings = errors.New("the synthesis left findings")

// Synth writes app's cloud assembly, with the settings of env beside the templates, and
// returns its directory. It returns an error for findings of cdk-nag or of the CDK's
// CloudFormation validation, which the CDK has already printed, and for whatever else the
// CDK refuses.
func Synth(app awscdk.App, env config.Environment) (dir string, err error) {
	defer func() { err = cmp.Or(refusal(recover()), err) }()
	dir = *app.Synth(nil).Directory()
	return dir, env.Save(dir)
}

// refusal turns what the CDK panics with into an error of one line. A mistake in this
// program's own code stays a panic, and with the jsii runtime's variable JSII_DEBUG all do.
func refusal(cause any) error {
	said, isError := cause.(error)
	_, isOurs := cause.(runtime.Error)
	switch mistake, ofTeam := cause.(offer.Mistake); {
	case cause == nil:
		return nil
	case ofTeam:
		return mistake
	case !isError || isOurs || os.Getenv("JSII_DEBUG") != "":
		panic(cause)
	case strings.HasPrefix(said.Error(), "ValidationFailed"):
		return fmt.Errorf("%w, listed above: %w", ErrFindings, said)
	}
	line, _, _ := strings.Cut(said.Error(), "\n")
	return fmt.Errorf("the CDK refuses: %s", line)
}
