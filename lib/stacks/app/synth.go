package app

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// ErrFindings means that a synthesis completed and was refused for its findings.
var ErrFindings = errors.New("the synthesis left findings")

// Synth writes app's cloud assembly and returns its directory. It returns an error for
// findings of cdk-nag or of the CDK's CloudFormation validation, which the CDK has
// already printed. Any other exception stays a panic.
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
