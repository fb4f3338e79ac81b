package runner

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// waiting are the Data API's errors of a cluster that is not ready. The last line has
// those that a role, a secret or an endpoint gives for some time after it was made.
//
//   - https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_ExecuteStatement.html
//   - https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
var waiting = []string{
	"DatabaseNotFoundException", "DatabaseResumingException", "DatabaseUnavailableException", "InvalidResourceStateException",
	"InternalServerErrorException", "ServiceUnavailableError", "StatementTimeoutException",
	"AccessDeniedException", "ForbiddenException", "HttpEndpointNotEnabledException", "InvalidSecretException", "NotFoundException", "SecretsErrorException",
}

// state finds PostgreSQL's error code, which the Data API puts at the end of a message.
var state = regexp.MustCompile(`SQLState: ([0-9A-Z]{5})`)

// waitingStates begin the codes that pass: a lost connection, a writer that a failover has
// made a reader, a password that is not valid yet, a deadlock, too few resources, a lock
// that somebody holds, a server that starts or stops, a statement that took too long.
// https://www.postgresql.org/docs/15/errcodes-appendix.html
var waitingStates = []string{"08", "25006", "28", "40", "53", "55P03", "57"}

// waitingTexts are for messages without a code. Two transactions that change the same
// entry of a catalog have none of their own.
var waitingTexts = []string{
	"authentication failed", "communications link failure", "connection", "httpendpoint", "lock timeout", "not authorized", "not available",
	"resuming", "the database system is", "tuple concurrently", "unavailable",
}

// temporary reports whether the same statement may succeed after some time. An error without
// an answer of the API is one of the network.
func temporary(err error) bool {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return true
	}
	if _, throttled := retry.DefaultThrottleErrorCodes[api.ErrorCode()]; throttled || slices.Contains(waiting, api.ErrorCode()) {
		return true
	}
	var response *awshttp.ResponseError
	if errors.As(err, &response) && response.HTTPStatusCode() >= http.StatusInternalServerError {
		return true
	}
	if found := state.FindStringSubmatch(api.ErrorMessage()); found != nil && found[1] != "XX000" {
		return slices.ContainsFunc(waitingStates, func(begin string) bool { return strings.HasPrefix(found[1], begin) })
	}
	message := strings.ToLower(api.ErrorMessage())
	return slices.ContainsFunc(waitingTexts, func(text string) bool { return strings.Contains(message, text) })
}

// brief is an error of the API without what the SDK adds.
func brief(err error) error {
	var api smithy.APIError
	if errors.As(err, &api) {
		return errors.New(strings.TrimSuffix(api.ErrorCode()+": "+api.ErrorMessage(), ": ")) // some have no message
	}
	return err
}
