package app

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// ErrFindings says that a synthesis was refused, and not that it broke.
var ErrFindings = errors.New("the synthesis left findings")

// Synth writes app's cloud assembly and returns its directory. It turns the one
// exception that is a verdict, and no fault of the program, into an error: what
// cdk-nag or the CDK's CloudFormation validation object to, which the CDK has
// printed by then.
func Synth(app awscdk.App) (dir string, err error) {
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
