package migration

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/cfn"
	"github.com/aws/aws-sdk-go-v2/aws"

	"example.com/chassis/lib/stacks/task/tasktest"
)

const (
	requestID = "5f7d3c2e-0000-4000-8000-1234567890ab"
	stackID   = "arn:aws:cloudformation:ap-northeast-2:123456789012:stack/chassis-prod-compute/0f"
	stream    = "service-api/service-api/00000000000000000000000000000001"
)

// fakeAWS is ECS, the stack's status, the function itself and CloudFormation's answers.
type fakeAWS struct {
	tasktest.ECS
	status string
	// failStatus and failInvoke answer the nth call with an error, or return nil.
	failStatus, failInvoke func(n int) *tasktest.Failure
	// lost are how many answers do not arrive.
	lost int

	asked   int
	tried   int
	invoked []Event
	answers []cfn.Response

	url    string
	begin  time.Time
	waited time.Duration
}

func (f *fakeAWS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Header.Get("X-Amz-Target") != "":
		f.ECS.ServeHTTP(w, r)
	case strings.HasPrefix(r.URL.Path, "/2015-03-31/functions/chassis-prod-migration/invocations"):
		f.invoke(w, r)
	case r.URL.Path == "/answer":
		if f.lost > 0 {
			f.lost--
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		var answer cfn.Response
		_ = json.NewDecoder(r.Body).Decode(&answer)
		f.answers = append(f.answers, answer)
	case r.FormValue("Action") == "DescribeStacks" && r.FormValue("StackName") == stackID:
		f.describeStacks(w)
	default:
		http.Error(w, "no such operation", http.StatusNotFound)
	}
}

func (f *fakeAWS) invoke(w http.ResponseWriter, r *http.Request) {
	f.tried++
	if f.failInvoke != nil {
		if failed := f.failInvoke(f.tried - 1); failed != nil {
			w.Header().Set("X-Amzn-ErrorType", failed.Code)
			w.WriteHeader(failed.Status)
			_ = json.NewEncoder(w).Encode(map[string]any{"message": failed.Message})
			return
		}
	}
	var event Event
	if err := json.NewDecoder(r.Body).Decode(&event); err != nil || r.Header.Get("X-Amz-Invocation-Type") != "Event" {
		http.Error(w, "no asynchronous invocation", http.StatusBadRequest)
		return
	}
	f.invoked = append(f.invoked, event)
	w.WriteHeader(http.StatusAccepted)
}

func (f *fakeAWS) describeStacks(w http.ResponseWriter) {
	f.asked++
	w.Header().Set("Content-Type", "text/xml")
	if f.failStatus != nil {
		if failed := f.failStatus(f.asked - 1); failed != nil {
			w.WriteHeader(failed.Status)
			_, _ = fmt.Fprintf(w, "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>", failed.Code, failed.Message)
			return
		}
	}
	_, _ = fmt.Fprintf(w, "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>chassis-prod-compute</StackName>"+
		"<CreationTime>2026-07-01T12:00:00Z</CreationTime><StackStatus>%s</StackStatus></member></Stacks></DescribeStacksResult></DescribeStacksResponse>", f.status)
}

// start serves f, and returns a runner that uses it through the SDK's clients. Its clock
// moves by its pauses only, whose sum is waited.
func (f *fakeAWS) start(t *testing.T) *Runner {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	f.url, f.begin = server.URL, time.Now()
	if f.status == "" {
		f.status = "UPDATE_IN_PROGRESS"
	}
	r := New(aws.Config{
		Region:       "ap-northeast-2",
		BaseEndpoint: &server.URL,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
		Retryer: func() aws.Retryer { return aws.NopRetryer{} },
	}, "chassis-prod-migration")
	r.now = func() time.Time { return f.begin.Add(f.waited) }
	r.pause = func(ctx context.Context, length time.Duration) error {
		f.waited += length
		return ctx.Err()
	}
	return r
}

// handle runs the function for event as Lambda does, with 15 minutes.
func (f *fakeAWS) handle(t *testing.T, r *Runner, event Event) {
	t.Helper()
	event.ResponseURL = f.url + "/answer"
	ctx, cancel := context.WithDeadline(context.Background(), r.now().Add(15*time.Minute))
	defer cancel()
	if err := r.Handle(ctx, event); err != nil {
		t.Fatal(err)
	}
}

// deploy handles event and all that the function invokes, and returns the one answer.
func (f *fakeAWS) deploy(t *testing.T, event Event) cfn.Response {
	t.Helper()
	r := f.start(t)
	f.handle(t, r, event)
	for n := 0; n < len(f.invoked); n++ {
		if len(f.answers) > 0 {
			t.Errorf("it answers %v, although invocation %d goes on", f.answers, n+2)
		}
		f.handle(t, r, f.invoked[n])
	}
	if len(f.answers) != 1 {
		t.Fatalf("CloudFormation got %d answers, want 1", len(f.answers))
	}
	answer := f.answers[0]
	if want := event.PhysicalResourceID; answer.PhysicalResourceID != want && (want != "" || answer.PhysicalResourceID != requestID) {
		t.Errorf("the answer changes the physical id to %q, want %q or the request's id", answer.PhysicalResourceID, want)
	}
	if answer.RequestID != requestID || answer.StackID != stackID || answer.LogicalResourceID != "Migration" {
		t.Errorf("the answer is for another request: %+v", answer)
	}
	return answer
}
