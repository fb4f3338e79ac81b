package certificate

import (
	"context"
	"io"
	"log"
	"os"
	"strings"
	"testing"
	"time"
)

// TestMain drops the log lines that an operator reads in CloudWatch.
func TestMain(m *testing.M) {
	log.SetOutput(io.Discard)
	os.Exit(m.Run())
}

// A changed Lookup is only there to make CloudFormation call again.
func TestEachCallSearchesForItsDomain(t *testing.T) {
	t.Parallel()
	fake := &fakeACM{certificates: []held{{id: "first", domain: domain}, {id: "other", domain: "other.example.com"}}}
	finder := fake.start(t)
	wantWork(t, finder, map[string]any{"DomainName": domain}, "first")
	wantWork(t, finder, map[string]any{"DomainName": "other.example.com"}, "other")
	fake.certificates = append(fake.certificates, held{id: "newer", domain: domain, begins: today})
	wantWork(t, finder, map[string]any{"DomainName": domain, "Lookup": "2"}, "newer")
}

func wantWork(t *testing.T, finder *Finder, properties map[string]any, id string) {
	t.Helper()
	got, err := finder.Work(context.Background(), properties)
	if err != nil || got["CertificateArn"] != (held{id: id}).arn() {
		t.Errorf("for %v got %v (%v), want the CertificateArn of %q", properties, got, err, id)
	}
}

func TestWorkWithoutACertificateFails(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		properties map[string]any
		reason     string
	}{
		"none found":         {map[string]any{"DomainName": domain}, `no certificate in ap-northeast-2 covers "app.example.com"`},
		"no DomainName":      {map[string]any{"Lookup": "1"}, "property DomainName must be a domain, got <nil>"},
		"empty DomainName":   {map[string]any{"DomainName": ""}, `property DomainName must be a domain, got ""`},
		"a list as a domain": {map[string]any{"DomainName": []any{"x"}}, "property DomainName must be a domain, got "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := (&fakeACM{}).start(t).Work(context.Background(), tc.properties); err == nil || !strings.Contains(err.Error(), tc.reason) {
				t.Errorf("got %v and %v, want %q", got, err, tc.reason)
			}
		})
	}
}

func TestASlowACMIsReported(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, err := (&fakeACM{hangs: true}).start(t).Work(ctx, map[string]any{"DomainName": domain})
	if want := "ACM did not answer acm:ListCertificates in time"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}
