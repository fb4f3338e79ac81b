package certificate

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/cfn"
)

// TestMain drops the log lines that an operator reads in CloudWatch.
func TestMain(m *testing.M) {
	log.SetOutput(io.Discard)
	os.Exit(m.Run())
}

func TestCreateAndUpdateAnswerWithTheCertificate(t *testing.T) {
	t.Parallel()
	fake := &fakeACM{certificates: []held{{id: "app", domain: domain}, {id: "other", domain: "other.example.com"}}}
	finder := fake.start(t)

	created := answer(t, finder, cfn.Event{
		RequestType:        cfn.RequestCreate,
		ResourceProperties: map[string]any{"DomainName": domain},
	})
	wantSuccess(t, created, "app")

	for name, properties := range map[string]map[string]any{
		"app":   {"DomainName": domain, "Lookup": "again"},
		"other": {"DomainName": "other.example.com"},
	} {
		updated := answer(t, finder, cfn.Event{
			RequestType:        cfn.RequestUpdate,
			PhysicalResourceID: created.PhysicalResourceID,
			ResourceProperties: properties,
		})
		wantSuccess(t, updated, name)
		if updated.PhysicalResourceID != created.PhysicalResourceID {
			t.Errorf("an update to %v changed the id from %q to %q, which CloudFormation takes for a replacement",
				properties, created.PhysicalResourceID, updated.PhysicalResourceID)
		}
	}
}

func TestAChangedLookupSearchesAgain(t *testing.T) {
	t.Parallel()
	fake := &fakeACM{certificates: []held{{id: "first", domain: domain}}}
	finder := fake.start(t)
	event := cfn.Event{RequestType: cfn.RequestCreate, ResourceProperties: map[string]any{"DomainName": domain}}
	wantSuccess(t, answer(t, finder, event), "first")

	fake.certificates = append(fake.certificates, held{id: "newer", domain: domain, begins: today})
	event.RequestType = cfn.RequestUpdate
	event.PhysicalResourceID = "given-at-create"
	event.ResourceProperties["Lookup"] = "2"
	wantSuccess(t, answer(t, finder, event), "newer")
}

// A delete also follows a create that failed, whatever was wrong with it.
func TestDeleteAlwaysSucceedsWithoutASearch(t *testing.T) {
	t.Parallel()
	for name, properties := range map[string]map[string]any{
		"good properties":    {"DomainName": domain},
		"no properties":      nil,
		"a list as a domain": {"DomainName": []any{1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := &fakeACM{failing: map[string]failure{"ListCertificates": throttled}}
			got := answer(t, fake.start(t), cfn.Event{
				RequestType:        cfn.RequestDelete,
				PhysicalResourceID: "given-at-create",
				ResourceProperties: properties,
			})
			if got.Status != cfn.StatusSuccess || got.PhysicalResourceID != "given-at-create" {
				t.Errorf("got status %s (%s) for id %q, want SUCCESS for the id of the request", got.Status, got.Reason, got.PhysicalResourceID)
			}
			if requests := fake.count("ListCertificates"); requests != 0 {
				t.Errorf("a delete made %d requests to ACM, want none", requests)
			}
		})
	}
}

func TestFailuresReachCloudFormation(t *testing.T) {
	t.Parallel()
	rambling := failure{"AccessDeniedException", strings.Repeat("<", 5000)}
	for name, tc := range map[string]struct {
		fake       *fakeACM
		properties map[string]any
		reason     string
	}{
		"none found":         {&fakeACM{}, map[string]any{"DomainName": domain}, `no certificate in ap-northeast-2 covers "app.example.com"`},
		"no DomainName":      {&fakeACM{}, map[string]any{"Lookup": "1"}, "property DomainName must be a domain, got <nil>"},
		"empty DomainName":   {&fakeACM{}, map[string]any{"DomainName": ""}, `property DomainName must be a domain, got ""`},
		"a list as a domain": {&fakeACM{}, map[string]any{"DomainName": []any{"x"}}, "property DomainName must be a domain, got "},
		"a long message": {
			&fakeACM{failing: map[string]failure{"ListCertificates": rambling}},
			map[string]any{"DomainName": domain},
			"the certificate finder's role must be allowed acm:ListCertificates",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			finder := tc.fake.start(t)
			created := answer(t, finder, cfn.Event{RequestType: cfn.RequestCreate, ResourceProperties: tc.properties})
			wantFailure(t, created, tc.reason)
			if created.PhysicalResourceID == "" {
				t.Error("a failed create has no id, which CloudFormation refuses")
			}
			updated := answer(t, finder, cfn.Event{
				RequestType: cfn.RequestUpdate, PhysicalResourceID: "given-at-create", ResourceProperties: tc.properties,
			})
			wantFailure(t, updated, tc.reason)
			if updated.PhysicalResourceID != "given-at-create" {
				t.Errorf("a failed update changed the id to %q", updated.PhysicalResourceID)
			}
		})
	}
}

func TestASlowACMIsReportedBeforeTheFunctionTimesOut(t *testing.T) {
	t.Parallel()
	fake := &fakeACM{hangs: true}
	// The function's deadline, as Lambda hands it over.
	ctx, cancel := context.WithTimeout(context.Background(), responseTime+100*time.Millisecond)
	defer cancel()
	got := answerWithin(ctx, t, fake.start(t), cfn.Event{
		RequestType:        cfn.RequestCreate,
		ResourceProperties: map[string]any{"DomainName": domain},
	})
	wantFailure(t, got, "ACM did not answer acm:ListCertificates in time")
	deadline, _ := ctx.Deadline()
	if left := time.Until(deadline); left < responseTime-time.Second {
		t.Errorf("the answer left %v of the function's time, want about %v", left, responseTime)
	}
}

// answer sends event through cfn.LambdaWrap, as Lambda would, and returns what
// was put to CloudFormation's response URL.
func answer(t *testing.T, finder *Finder, event cfn.Event) cfn.Response {
	t.Helper()
	return answerWithin(context.Background(), t, finder, event)
}

func answerWithin(ctx context.Context, t *testing.T, finder *Finder, event cfn.Event) cfn.Response {
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
	if _, err := cfn.LambdaWrap(finder.Handler())(ctx, event); err != nil {
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

func wantSuccess(t *testing.T, got cfn.Response, id string) {
	t.Helper()
	if got.Status != cfn.StatusSuccess || got.Data["CertificateArn"] != (held{id: id}).arn() || got.PhysicalResourceID == "" {
		t.Errorf("got %s %v (%s) for id %q, want SUCCESS with the CertificateArn of %q", got.Status, got.Data, got.Reason, got.PhysicalResourceID, id)
	}
}

func wantFailure(t *testing.T, got cfn.Response, reason string) {
	t.Helper()
	if got.Status != cfn.StatusFailed || !strings.Contains(got.Reason, reason) {
		t.Errorf("got %s with reason %q, want FAILED with %q", got.Status, got.Reason, reason)
	}
}
