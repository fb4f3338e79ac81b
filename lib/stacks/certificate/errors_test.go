package certificate

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"example.com/chassis/lib/stacks/customresource"
)

func TestErrorsSayWhereAndWhatToDo(t *testing.T) {
	t.Parallel()
	denied := failure{"AccessDeniedException", "User: arn:aws:sts::123456789012:assumed-role/finder is not authorized"}
	for name, tc := range map[string]struct {
		fake *fakeACM
		want []string
	}{
		"none found": {
			&fakeACM{},
			[]string{`no certificate in ap-northeast-2 covers "app.example.com"`, "request or import one", "set certificateArn", "set domainName"},
		},
		"list denied": {
			&fakeACM{failing: map[string]failure{"ListCertificates": denied}},
			[]string{`find a certificate for "app.example.com" in ap-northeast-2`, "must be allowed acm:ListCertificates", denied.message},
		},
		"describe denied": {
			&fakeACM{
				certificates: []held{{id: "many", domain: "example.com", alternatives: manyNames()}},
				failing:      map[string]failure{"DescribeCertificate": denied},
			},
			[]string{`find a certificate for "app.example.com" in ap-northeast-2`, "must be allowed acm:DescribeCertificate", denied.message},
		},
		"throttled at every attempt": {
			&fakeACM{failing: map[string]failure{"ListCertificates": throttled}},
			[]string{`find a certificate for "app.example.com" in ap-northeast-2`, "throttled acm:ListCertificates at each of 5 attempts", "deploy again in some minutes", "Rate exceeded"},
		},
		"anything else": {
			&fakeACM{failing: map[string]failure{"ListCertificates": {"ValidationException", "1 validation error detected"}}},
			[]string{`find a certificate for "app.example.com" in ap-northeast-2`, "acm:ListCertificates", "ValidationException", "1 validation error detected"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.fake.pageSize = 1
			arn, err := tc.fake.start(t).Find(context.Background(), domain)
			if err == nil {
				t.Fatalf("found %q, want an error", arn)
			}
			for _, want := range tc.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %q", err, want)
				}
			}
			if len(err.Error()) > customresource.MaxReasonBytes {
				t.Errorf("error %q has %d bytes, of which CloudFormation shows %d", err, len(err.Error()), customresource.MaxReasonBytes)
			}
		})
	}
}

func TestThrottlingIsRetried(t *testing.T) {
	t.Parallel()
	fake := &fakeACM{
		certificates: []held{{id: "only", domain: domain}},
		failures:     []failure{throttled, throttled, throttled, throttled},
	}
	wantFound(t, fake.start(t), domain, "only")
	if got := fake.count("ListCertificates"); got != MaxAttempts {
		t.Errorf("ListCertificates was requested %d times, want %d: four throttled and the one that works", got, MaxAttempts)
	}
}

// manyNames are 100 names, which together with the domain name are one more
// than a summary holds.
func manyNames() []string {
	var names []string
	for i := range 100 {
		names = append(names, fmt.Sprintf("tenant-%d.example.com", i))
	}
	return names
}

func wantFound(t *testing.T, finder *Finder, domain, id string) {
	t.Helper()
	arn, err := finder.Find(context.Background(), domain)
	if want := (held{id: id}).arn(); err != nil || arn != want {
		t.Errorf("for %s found %q (error: %v), want %q", domain, arn, err, want)
	}
}

func wantNotFound(t *testing.T, finder *Finder, domain string) {
	t.Helper()
	arn, err := finder.Find(context.Background(), domain)
	if err == nil || !strings.HasPrefix(err.Error(), "no certificate in ") {
		t.Errorf("for %s found %q (error: %v), want none", domain, arn, err)
	}
}
