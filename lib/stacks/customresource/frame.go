// Package customresource is what the functions behind our custom resources have in
// common: how they answer CloudFormation. It runs in Lambda and knows nothing of the CDK.
// Package build compiles the functions.
package customresource

import (
	"context"
	"errors"
	"log"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/cfn"
)

const (
	// AnswerTime is the part of a function's time that is reserved for the answer. A
	// function that times out sends none, and CloudFormation waits for its whole
	// patience.
	AnswerTime = 5 * time.Second

	// MaxReasonBytes keeps an answer below CloudFormation's limit of 4096 bytes, even if
	// JSON encodes each byte of the reason as six (\u003c):
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
	MaxReasonBytes = 550
)

// Work does what a custom resource is for, with its properties, and returns its
// attributes.
type Work func(ctx context.Context, properties map[string]any) (attributes map[string]any, err error)

// Handler returns the function for [cfn.LambdaWrap]. It does the work at a create and at
// an update, which are one to it, so the work must be repeatable. A delete does nothing
// and succeeds.
func Handler(work Work) cfn.CustomResourceFunction {
	return func(ctx context.Context, event cfn.Event) (string, map[string]any, error) {
		// An update returns the same ID, because CloudFormation treats another one as a
		// replacement and deletes the old resource. A create has none yet; LambdaWrap then
		// returns the ID of the request.
		id := event.PhysicalResourceID
		if event.RequestType == cfn.RequestDelete {
			return id, nil, nil
		}
		if deadline, ok := ctx.Deadline(); ok {
			var cancel context.CancelFunc
			ctx, cancel = context.WithDeadline(ctx, deadline.Add(-AnswerTime))
			defer cancel()
		}
		attributes, err := work(ctx, event.ResourceProperties)
		if err != nil {
			log.Print(err)
			return id, nil, shorten(err)
		}
		return id, attributes, nil
	}
}

// shorten cuts the message of err to MaxReasonBytes, so what to do comes first in it.
func shorten(err error) error {
	message := err.Error()
	if len(message) <= MaxReasonBytes {
		return err
	}
	const more = "..."
	return errors.New(strings.ToValidUTF8(message[:MaxReasonBytes-len(more)], "") + more)
}
