package certificate

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/acm"
)

// today is the finder's clock in these tests.
var today = time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC)

// held is one certificate in the fake ACM. Left empty, it is an issued RSA 2048
// certificate that began 30 days ago and ends in 30.
type held struct {
	id                   string
	domain               string
	alternatives         []string
	status               string
	keyType              string
	begins, ends, create time.Time
	imported             bool
}

func (h held) arn() string {
	return "arn:aws:acm:ap-northeast-2:123456789012:certificate/" + h.id
}

func (h held) withDefaults() held {
	h.status = cmp.Or(h.status, "ISSUED")
	h.keyType = cmp.Or(h.keyType, "RSA_2048")
	if h.begins.IsZero() {
		h.begins = today.AddDate(0, 0, -30)
	}
	if h.ends.IsZero() {
		h.ends = today.AddDate(0, 0, 30)
	}
	if h.create.IsZero() {
		h.create = h.begins
	}
	return h
}

// fakeACM speaks ACM's JSON protocol as far as a finder needs it, and filters
// and pages like ACM, so that a finder which forgets either does not pass.
type fakeACM struct {
	certificates []held
	// pageSize is how many certificates a page holds; 1000 if zero.
	pageSize int
	// failures answer the first requests, one each.
	failures []failure
	// failing answers every request of one action.
	failing map[string]failure
	// hangs makes every request wait until the client gives up.
	hangs bool

	mu       sync.Mutex
	requests []string // the actions, in order
}

// failure is an error as ACM sends it, with status 400.
type failure struct{ code, message string }

var throttled = failure{"ThrottlingException", "Rate exceeded"}

// start serves f and returns a finder that uses it through the SDK's client.
// Retries do not wait; their number is production's.
func (f *fakeACM) start(t *testing.T) *Finder {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	client := acm.New(acm.Options{
		Region:       "ap-northeast-2",
		BaseEndpoint: aws.String(server.URL),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
		Retryer: retry.NewStandard(func(o *retry.StandardOptions) {
			o.MaxAttempts = MaxAttempts
			o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		}),
	})
	return New(client, func() time.Time { return today })
}

// count is how often action was requested.
func (f *fakeACM) count(action string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, request := range f.requests {
		if request == action {
			n++
		}
	}
	return n
}

func (f *fakeACM) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	action := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "CertificateManager.")
	if f.hangs {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that the client left
		<-r.Context().Done()
		return
	}
	response, failed := f.answer(action, r)
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if failed != nil {
		w.WriteHeader(http.StatusBadRequest)
		response = map[string]any{"__type": failed.code, "message": failed.message}
	}
	_ = json.NewEncoder(w).Encode(response)
}

func (f *fakeACM) answer(action string, r *http.Request) (any, *failure) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests = append(f.requests, action)
	if len(f.failures) > 0 {
		first := f.failures[0]
		f.failures = f.failures[1:]
		return nil, &first
	}
	if failed, ok := f.failing[action]; ok {
		return nil, &failed
	}
	if !strings.Contains(r.Header.Get("Authorization"), "/ap-northeast-2/acm/aws4_request") {
		return nil, &failure{"SignatureDoesNotMatch", "signed for another region or service"}
	}
	switch action {
	case "ListCertificates":
		return f.list(r.Body)
	case "DescribeCertificate":
		return f.describe(r.Body)
	default:
		return nil, &failure{"UnknownOperationException", action}
	}
}

// list filters as https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html
// and API_Filters.html say: all statuses unless some are named, RSA keys of 1024
// and 2048 bits unless others are named.
func (f *fakeACM) list(body io.Reader) (any, *failure) {
	var request struct {
		CertificateStatuses []string
		Includes            struct {
			KeyTypes []string `json:"keyTypes"`
		}
		MaxItems  int
		NextToken string
	}
	if err := json.NewDecoder(body).Decode(&request); err != nil {
		return nil, &failure{"SerializationException", err.Error()}
	}
	keyTypes := request.Includes.KeyTypes
	if len(keyTypes) == 0 {
		keyTypes = []string{"RSA_1024", "RSA_2048"}
	}
	var matching []any
	for _, h := range f.certificates {
		h = h.withDefaults()
		if (len(request.CertificateStatuses) == 0 || slices.Contains(request.CertificateStatuses, h.status)) && slices.Contains(keyTypes, h.keyType) {
			matching = append(matching, h.summary())
		}
	}

	start := 0
	if request.NextToken != "" {
		position, err := strconv.Atoi(strings.TrimPrefix(request.NextToken, "token-"))
		if err != nil || position > len(matching) {
			return nil, &failure{"ValidationException", "NextToken is not valid"}
		}
		start = position
	}
	size := cmp.Or(request.MaxItems, f.pageSize, 1000)
	if f.pageSize > 0 {
		size = min(size, f.pageSize)
	}
	end := min(start+size, len(matching))
	response := map[string]any{"CertificateSummaryList": matching[start:end]}
	if end < len(matching) {
		response["NextToken"] = fmt.Sprintf("token-%d", end)
	}
	return response, nil
}

// summary has the first 100 names only, like ACM's.
func (h held) summary() map[string]any {
	names := h.names()
	summary := map[string]any{
		"CertificateArn":                       h.arn(),
		"DomainName":                           h.domain,
		"SubjectAlternativeNameSummaries":      names[:min(100, len(names))],
		"HasAdditionalSubjectAlternativeNames": len(names) > 100,
		"Status":                               h.status,
		"KeyAlgorithm":                         h.keyType,
		"Type":                                 "AMAZON_ISSUED",
		"CreatedAt":                            h.create.Unix(),
	}
	switch {
	case h.imported:
		summary["Type"] = "IMPORTED"
		summary["ImportedAt"] = h.create.Unix()
	case h.status == "ISSUED":
		summary["IssuedAt"] = h.create.Unix()
	}
	if h.status != "PENDING_VALIDATION" {
		summary["NotBefore"] = h.begins.Unix()
		summary["NotAfter"] = h.ends.Unix()
	}
	return summary
}

// names are the alternative names, of which the domain name is the first.
func (h held) names() []string { return append([]string{h.domain}, h.alternatives...) }

func (f *fakeACM) describe(body io.Reader) (any, *failure) {
	var request struct{ CertificateArn string }
	if err := json.NewDecoder(body).Decode(&request); err != nil {
		return nil, &failure{"SerializationException", err.Error()}
	}
	for _, h := range f.certificates {
		if h.arn() == request.CertificateArn {
			return map[string]any{"Certificate": map[string]any{
				"CertificateArn":          h.arn(),
				"DomainName":              h.domain,
				"SubjectAlternativeNames": h.names(),
			}}, nil
		}
	}
	return nil, &failure{"ResourceNotFoundException", "Could not find certificate " + request.CertificateArn}
}
