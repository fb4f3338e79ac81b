package certificate

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/aws/aws-lambda-go/cfn"
)

const (
	// responseTime is the part of the function's time that is reserved for the response.
	// A function that times out sends none, and CloudFormation waits for up to an hour.
	responseTime = 5 * time.Second

	// maxReasonBytes keeps a response below CloudFormation's limit of 4096 bytes, even if
	// JSON encodes each byte of the reason as six (\u003c):
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
	maxReasonBytes = 550
)

// Handler returns the function for [cfn.LambdaWrap]. At a create or an update it searches
// for the property DomainName and returns the attribute CertificateArn. Other
// properties, such as Lookup, are ignored; a change of one makes CloudFormation call the
// function again. A delete does nothing and succeeds.
func (f *Finder) Handler() cfn.CustomResourceFunction {
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
			ctx, cancel = context.WithDeadline(ctx, deadline.Add(-responseTime))
			defer cancel()
		}
		arn, err := f.findFor(ctx, event)
		if err != nil {
			log.Print(err)
			return id, nil, shorten(err)
		}
		log.Printf("found %s", arn)
		return id, map[string]any{"CertificateArn": arn}, nil
	}
}

// findFor reads the event's properties and searches.
func (f *Finder) findFor(ctx context.Context, event cfn.Event) (string, error) {
	domain, ok := event.ResourceProperties["DomainName"].(string)
	if !ok || domain == "" {
		return "", fmt.Errorf("property DomainName must be a domain, got %#v", event.ResourceProperties["DomainName"])
	}
	return f.Find(ctx, domain)
}

// shorten cuts the message of err to maxReasonBytes.
func shorten(err error) error {
	message := err.Error()
	if len(message) <= maxReasonBytes {
		return err
	}
	const more = "..."
	return errors.New(message[:maxReasonBytes-len(more)] + more)
}
