package app

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"example.com/chassis/lib/config"
)

// ErrFindings means that a synthesis completed and was refused for its findings.
var ErrFindings = errors.New("the synthesis left findings")

// Synth writes app's cloud assembly, with the settings of env beside the templates, and
// returns its directory. It returns an error for findings of cdk-nag or of the CDK's
// CloudFormation validation, which the CDK has already printed, and for a stack that is
// too large. Any other exception stays a panic.
func Synth(app awscdk.App, env config.Environment) (dir string, err error) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case error:
			switch text := cause.Error(); {
			case strings.HasPrefix(text, "ValidationFailed"):
				err = fmt.Errorf("%w, listed above: %w", ErrFindings, cause)
			case strings.HasPrefix(text, "TooManyResourcesInStack"):
				line, _, _ := strings.Cut(text, "\n")
				err = errors.New(line)
			default:
				panic(cause)
			}
		default:
			panic(cause)
		}
	}()
	dir = *app.Synth(nil).Directory()
	return dir, env.Save(dir)
}
