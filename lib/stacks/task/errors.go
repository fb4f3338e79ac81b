package task

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// temporaryTexts are in messages whose code says too little: Fargate has no capacity for
// the moment, or a new role is not known everywhere yet.
//
//   - https://repost.aws/knowledge-center/ecs-fargate-runtask-capacity
//   - https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
var temporaryTexts = []string{"capacity is unavailable", "unable to assume the"}

// Temporary reports whether the same request may succeed after some time: throttling, no
// capacity, a role that is not known everywhere yet, an error of ECS, or of the network,
// or a task that [Look] does not find.
func Temporary(err error) bool {
	if err == nil {
		return false
	}
	if isMissing(err) || retryable.IsErrorRetryable(err) == aws.TrueTernary {
		return true
	}
	var response *awshttp.ResponseError
	if errors.As(err, &response) && response.HTTPStatusCode() >= http.StatusInternalServerError {
		return true
	}
	message := strings.ToLower(Brief(err).Error())
	return slices.ContainsFunc(temporaryTexts, func(text string) bool { return strings.Contains(message, text) })
}

// retryable are the errors that the SDK itself would try again.
var retryable = retry.IsErrorRetryables(retry.DefaultRetryables)

// Refused reports a failure in an answer that is no error: ECS has started no task and
// remembers that with the token, so another attempt needs another token. After any other
// error a task may have begun, and another attempt needs the same one.
func Refused(err error) bool { return errors.As(err, new(failure)) }

// Denied reports whether the caller may not make the request. For a caller whose role was
// made in this minute that passes; for others it does not.
func Denied(err error) bool {
	var api smithy.APIError
	return errors.As(err, &api) &&
		slices.Contains([]string{"AccessDeniedException", "UnrecognizedClientException", "InvalidClientTokenId"}, api.ErrorCode())
}

// Brief is an error of AWS without what the SDK adds to it.
func Brief(err error) error {
	var api smithy.APIError
	if errors.As(err, &api) {
		return errors.New(strings.TrimSuffix(api.ErrorCode()+": "+api.ErrorMessage(), ": ")) // some have no message
	}
	return err
}
