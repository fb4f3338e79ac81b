package runner

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
)

// failure is an error as the Data API sends it.
type failure struct {
	status        int
	code, message string
}

// fakeDataAPI speaks the Data API's REST protocol as far as a runner needs it.
type fakeDataAPI struct {
	// fail answers the call with this number, from 0, or returns nil for success.
	fail func(call int) *failure
	// hangUp ends a call without an answer.
	hangUp bool
	calls  []map[string]any
}

// start serves f, and returns a runner that uses it through the SDK's client. Its clock
// moves by its pauses only, whose sum is waited.
func (f *fakeDataAPI) start(t *testing.T) (r *Runner, waited *time.Duration) {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	r = New(rdsdata.New(rdsdata.Options{
		Region:       "ap-northeast-2",
		BaseEndpoint: aws.String(server.URL),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
		Retryer: aws.NopRetryer{},
	}))
	waited = new(time.Duration)
	begin := time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC)
	r.now = func() time.Time { return begin.Add(*waited) }
	r.pause = func(ctx context.Context, length time.Duration) error {
		*waited += length
		return ctx.Err()
	}
	return r, waited
}

func (f *fakeDataAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var call map[string]any
	if err := json.NewDecoder(r.Body).Decode(&call); err != nil || r.Method != http.MethodPost || r.URL.Path != "/Execute" {
		http.Error(w, "no such operation", http.StatusNotFound)
		return
	}
	f.calls = append(f.calls, call)
	if f.hangUp && len(f.calls) == 1 {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	var failed *failure
	if f.fail != nil {
		failed = f.fail(len(f.calls) - 1)
	}
	if failed == nil {
		_ = json.NewEncoder(w).Encode(map[string]any{"numberOfRecordsUpdated": 0})
		return
	}
	w.Header().Set("X-Amzn-ErrorType", failed.code)
	w.WriteHeader(failed.status)
	_ = json.NewEncoder(w).Encode(map[string]any{"message": failed.message})
}
