package customresource

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/cfn"
)

// TestMain drops the log lines that an operator reads in CloudWatch.
func TestMain(m *testing.M) {
	log.SetOutput(io.Discard)
	os.Exit(m.Run())
}

// echo is work that returns its properties, or fails with the one called Error.
func echo(_ context.Context, properties map[string]any) (map[string]any, error) {
	if message, fails := properties["Error"].(string); fails {
		return nil, errors.New(message)
	}
	return properties, nil
}

func TestACreateAndAnUpdateAnswerWithTheWork(t *testing.T) {
	t.Parallel()
	created := answer(context.Background(), t, echo, cfn.Event{RequestType: cfn.RequestCreate, ResourceProperties: map[string]any{"N": "1"}})
	wantSuccess(t, created, "1")
	updated := answer(context.Background(), t, echo, cfn.Event{
		RequestType: cfn.RequestUpdate, PhysicalResourceID: created.PhysicalResourceID, ResourceProperties: map[string]any{"N": "2"},
	})
	wantSuccess(t, updated, "2")
	if updated.PhysicalResourceID != created.PhysicalResourceID {
		t.Errorf("an update changed the id from %q to %q, which CloudFormation takes for a replacement", created.PhysicalResourceID, updated.PhysicalResourceID)
	}
}

// A delete also follows a create that failed, whatever was wrong with it.
func TestADeleteSucceedsWithoutWork(t *testing.T) {
	t.Parallel()
	work := func(context.Context, map[string]any) (map[string]any, error) {
		t.Error("a delete works")
		return nil, nil
	}
	got := answer(context.Background(), t, work, cfn.Event{RequestType: cfn.RequestDelete, PhysicalResourceID: "given-at-create"})
	if got.Status != cfn.StatusSuccess || got.PhysicalResourceID != "given-at-create" {
		t.Errorf("got status %s (%s) for id %q, want SUCCESS for the id of the request", got.Status, got.Reason, got.PhysicalResourceID)
	}
}

// answer refuses what is too long for CloudFormation.
func TestFailuresReachCloudFormation(t *testing.T) {
	t.Parallel()
	for name, message := range map[string]string{
		"a short message":       "no such thing",
		"a long one":            "no such thing" + strings.Repeat("<", 5000),
		"one cut in a letter":   "no such thing" + strings.Repeat("é", 5000),
		"one cut between those": "no such thing." + strings.Repeat("é", 5000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			properties := map[string]any{"Error": message}
			created := answer(context.Background(), t, echo, cfn.Event{RequestType: cfn.RequestCreate, ResourceProperties: properties})
			if created.Status != cfn.StatusFailed || !strings.HasPrefix(created.Reason, "no such thing") || strings.ContainsRune(created.Reason, utf8.RuneError) {
				t.Errorf("got %s with reason %q, want FAILED with the message", created.Status, created.Reason)
			}
			if created.PhysicalResourceID == "" {
				t.Error("a failed create has no id, which CloudFormation refuses")
			}
			updated := answer(context.Background(), t, echo, cfn.Event{RequestType: cfn.RequestUpdate, PhysicalResourceID: "given-at-create", ResourceProperties: properties})
			if updated.Status != cfn.StatusFailed || updated.PhysicalResourceID != "given-at-create" {
				t.Errorf("a failed update answers %s for the id %q", updated.Status, updated.PhysicalResourceID)
			}
		})
	}
}

func TestSlowWorkIsReportedBeforeTheFunctionTimesOut(t *testing.T) {
	t.Parallel()
	// The function's deadline, as Lambda hands it over.
	ctx, cancel := context.WithTimeout(context.Background(), AnswerTime+100*time.Millisecond)
	defer cancel()
	got := answer(ctx, t, func(ctx context.Context, _ map[string]any) (map[string]any, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}, cfn.Event{RequestType: cfn.RequestCreate})
	if got.Status != cfn.StatusFailed || got.Reason != context.DeadlineExceeded.Error() {
		t.Errorf("got %s with reason %q, want FAILED at the deadline", got.Status, got.Reason)
	}
	deadline, _ := ctx.Deadline()
	if left := time.Until(deadline); left < AnswerTime-time.Second {
		t.Errorf("the answer left %v of the function's time, want about %v", left, AnswerTime)
	}
}

// answer sends event through cfn.LambdaWrap, as Lambda would, and returns what was put to
// CloudFormation's response URL.
func answer(ctx context.Context, t *testing.T, work Work, event cfn.Event) cfn.Response {
	t.Helper()
	var bodies [][]byte
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Method != http.MethodPut {
			t.Errorf("CloudFormation got a %s (%v), want a PUT", r.Method, err)
		}
		bodies = append(bodies, body)
	}))
	defer server.Close()
	event.ResponseURL = server.URL
	event.RequestID = "5f7d3c2e-0000-4000-8000-1234567890ab"
	event.LogicalResourceID = "CertificateFinder"
	event.StackID = "arn:aws:cloudformation:ap-northeast-2:123456789012:stack/chassis-prod-compute/5f7d3c2e-0000-4000-8000-1234567890ab"
	if _, err := cfn.LambdaWrap(Handler(work))(ctx, event); err != nil {
		t.Fatalf("the response was not delivered: %v", err)
	}
	if len(bodies) != 1 {
		t.Fatalf("CloudFormation got %d responses, want 1", len(bodies))
	}
	if len(bodies[0]) > 4096 {
		t.Errorf("the response has %d bytes, CloudFormation takes 4096", len(bodies[0]))
	}
	var response cfn.Response
	if err := json.Unmarshal(bodies[0], &response); err != nil {
		t.Fatal(err)
	}
	return response
}

func wantSuccess(t *testing.T, got cfn.Response, n string) {
	t.Helper()
	if got.Status != cfn.StatusSuccess || got.Data["N"] != n || got.PhysicalResourceID == "" {
		t.Errorf("got %s %v (%s) for id %q, want SUCCESS with the attribute %s", got.Status, got.Data, got.Reason, got.PhysicalResourceID, n)
	}
}
