package app

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"example.com/chassis/lib/cfn/assembly"
)

// ErrFindings says that a synthesis was refused, and not that it broke.
var ErrFindings = errors.New("the synthesis left findings")

// Synth writes app's cloud assembly and returns an error that lists what
// cdk-nag, the CDK's CloudFormation validation or an annotation still objects to.
func Synth(app awscdk.App) error {
	dir, err := synthesize(app)
	if err != nil {
		return err
	}
	// The feature flag that makes findings fail a synthesis is the user's to switch
	// off; a finding is an error all the same.
	result, err := assembly.Read(dir)
	if err != nil {
		return err
	}
	var findings []string
	for _, stack := range result.Stacks {
		for _, m := range stack.Messages {
			if m.Level == "error" {
				findings = append(findings, fmt.Sprintf("%s: %s", m.Path, m.Text))
			}
		}
	}
	if len(findings) > 0 {
		return fmt.Errorf("%w:\n%s", ErrFindings, strings.Join(findings, "\n"))
	}
	return nil
}

// synthesize turns the one exception that is a verdict, and no fault of the
// program, into an error. The CDK has printed the findings by then.
func synthesize(app awscdk.App) (dir string, err error) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case error:
			if !strings.HasPrefix(cause.Error(), "ValidationFailed") {
				panic(cause)
			}
			err = fmt.Errorf("%w, listed above: %w", ErrFindings, cause)
		default:
			panic(cause)
		}
	}()
	return *app.Synth(nil).Directory(), nil
}
