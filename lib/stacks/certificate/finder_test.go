package certificate

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

const domain = "app.example.com"

func TestTheBetterNameWinsAndThenTheNewerCertificate(t *testing.T) {
	t.Parallel()
	var (
		old      = today.AddDate(0, 0, -20)
		recent   = today.AddDate(0, 0, -10)
		midnight = today.AddDate(0, 0, -1).Truncate(24 * time.Hour)
	)
	for name, tc := range map[string]struct {
		certificates []held
		want         string
	}{
		"domain name over a newer alternative name and a still newer wildcard": {[]held{
			{id: "wildcard", domain: "*.example.com", begins: today},
			{id: "alternative", domain: "example.com", alternatives: []string{domain}, begins: recent},
			{id: "exact", domain: domain, begins: old},
		}, "exact"},
		"alternative name over a newer wildcard": {[]held{
			{id: "wildcard", domain: "*.example.com", begins: recent},
			{id: "alternative", domain: "example.com", alternatives: []string{"api.example.com", domain}, begins: old},
		}, "alternative"},
		"alternative name over a wildcard in the same certificate": {[]held{
			{id: "wildcard", domain: "*.example.com", begins: recent},
			{id: "both", domain: "*.example.com", alternatives: []string{domain}, begins: old},
		}, "both"},
		"domain name in capitals over a newer alternative name": {[]held{
			{id: "exact", domain: "APP.Example.com", begins: old},
			{id: "alternative", domain: "example.com", alternatives: []string{domain}, begins: recent},
		}, "exact"},
		"wildcard among the alternative names": {[]held{
			{id: "wildcard", domain: "example.com", alternatives: []string{"*.example.com"}},
			{id: "other", domain: "example.org"},
		}, "wildcard"},
		"newest of the exact ones": {[]held{
			{id: "older", domain: domain, begins: old},
			{id: "newer", domain: domain, begins: recent},
			{id: "oldest", domain: domain, begins: old.AddDate(0, 0, -1)},
		}, "newer"},
		"newest of the wildcards, wherever the wildcard is": {[]held{
			{id: "older", domain: "*.example.com", begins: old},
			{id: "newer", domain: "example.com", alternatives: []string{"*.example.com"}, begins: recent},
		}, "newer"},
		"newly issued over imported, by the begin of validity": {[]held{
			{id: "imported", domain: domain, begins: old, create: today, imported: true},
			{id: "issued", domain: domain, begins: recent},
		}, "issued"},
		"newly begun import over issued": {[]held{
			{id: "imported", domain: domain, begins: recent, imported: true},
			{id: "issued", domain: domain, begins: old},
		}, "imported"},
		"later request when both began at the same midnight": {[]held{
			{id: "z-morning", domain: domain, begins: midnight, create: midnight.Add(8 * time.Hour)},
			{id: "a-evening", domain: domain, begins: midnight, create: midnight.Add(20 * time.Hour)},
		}, "a-evening"},
		"the same one of equals in whatever order they are listed": {[]held{
			{id: "a", domain: domain},
			{id: "b", domain: domain},
		}, "b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for range 2 {
				fake := &fakeACM{certificates: slices.Clone(tc.certificates)}
				wantFound(t, fake.start(t), domain, tc.want)
				slices.Reverse(tc.certificates)
			}
		})
	}
}

func TestEveryPageIsRead(t *testing.T) {
	t.Parallel()
	fake := &fakeACM{pageSize: 2}
	for i := range 6 {
		fake.certificates = append(fake.certificates, held{id: fmt.Sprint("other-", i), domain: "example.org"})
	}
	fake.certificates = append(fake.certificates, held{id: "last", domain: domain})
	wantFound(t, fake.start(t), domain, "last")
	if got := fake.count("ListCertificates"); got != 4 {
		t.Errorf("ListCertificates was requested %d times, want 4 pages for 7 certificates, 2 a page", got)
	}
}

// ACM leaves most of these out of a list unless they are asked for.
func TestEveryKeyOfALoadBalancerIsFound(t *testing.T) {
	t.Parallel()
	for _, keyType := range []string{"RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"} {
		t.Run(keyType, func(t *testing.T) {
			t.Parallel()
			fake := &fakeACM{certificates: []held{{id: "only", domain: domain, keyType: keyType}}}
			wantFound(t, fake.start(t), domain, "only")
		})
	}
}

func TestCertificatesThatCannotServeAreIgnored(t *testing.T) {
	t.Parallel()
	for name, unusable := range map[string]held{
		"expired":             {ends: today.Add(-time.Second)},
		"not yet valid":       {begins: today.Add(time.Second)},
		"pending validation":  {status: "PENDING_VALIDATION"},
		"revoked":             {status: "REVOKED"},
		"failed":              {status: "FAILED"},
		"a key of 1024 bits":  {keyType: "RSA_1024"},
		"of another domain":   {domain: "example.org"},
		"of a longer domain":  {domain: "an" + domain},
		"of the parent":       {domain: "example.com"},
		"of a deeper domain":  {domain: "x." + domain},
		"of a wrong wildcard": {domain: "*.example.org"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			unusable.id = "unusable"
			if unusable.domain == "" {
				unusable.domain = domain
			}
			fake := &fakeACM{certificates: []held{unusable}}
			wantNotFound(t, fake.start(t), domain)

			fake.certificates = append(fake.certificates, held{id: "usable", domain: "*.example.com", begins: today.AddDate(-1, 0, 0)})
			wantFound(t, fake.start(t), domain, "usable")
		})
	}
}

func TestAWildcardCoversExactlyOneLabel(t *testing.T) {
	t.Parallel()
	for covered, want := range map[string]bool{
		"app.example.com":       true,
		"admin.example.com":     true,
		"example.com":           false,
		"app.admin.example.com": false,
		"app.example.org":       false,
		"appexample.com":        false,
	} {
		t.Run(covered, func(t *testing.T) {
			t.Parallel()
			fake := &fakeACM{certificates: []held{{id: "wildcard", domain: "*.example.com"}}}
			if want {
				wantFound(t, fake.start(t), covered, "wildcard")
			} else {
				wantNotFound(t, fake.start(t), covered)
			}
		})
	}
}

func TestNamesHaveNoCase(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]held{
		"domain name":      {domain: "APP.example.com"},
		"alternative name": {domain: "example.com", alternatives: []string{"App.Example.Com"}},
		"wildcard":         {domain: "*.EXAMPLE.com"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h.id = "only"
			fake := &fakeACM{certificates: []held{h}}
			wantFound(t, fake.start(t), "app.Example.com", "only")
		})
	}
}

func TestNamesBeyondTheHundredOfASummaryAreFound(t *testing.T) {
	t.Parallel()
	hidden := held{id: "hidden", domain: "example.com", alternatives: append(manyNames(), domain)}
	for name, tc := range map[string]struct {
		certificates []held
		want         string
		describes    int
	}{
		"an exact name":          {[]held{hidden}, "hidden", 1},
		"better than a wildcard": {[]held{{id: "wildcard", domain: "*.example.com", begins: today}, hidden}, "hidden", 1},
		"better than a wildcard of the same": {[]held{
			{id: "wildcard", domain: "*.example.com", begins: today},
			{id: "both", domain: "*.example.com", alternatives: append(manyNames(), domain)},
		}, "both", 1},
		"unless the summary has it": {[]held{{id: "shown", domain: domain, alternatives: manyNames()}}, "shown", 0},
		"unless the summary is complete": {[]held{
			{id: "complete", domain: "*.example.com", alternatives: manyNames()[:99]},
		}, "complete", 0},
		"unless the certificate expired": {[]held{
			{id: "expired", domain: "example.com", alternatives: append(manyNames(), domain), ends: today.Add(-time.Hour)},
			{id: "wildcard", domain: "*.example.com"},
		}, "wildcard", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := &fakeACM{certificates: tc.certificates}
			wantFound(t, fake.start(t), domain, tc.want)
			if got := fake.count("DescribeCertificate"); got != tc.describes {
				t.Errorf("DescribeCertificate was requested %d times, want %d: it costs a request of a small quota", got, tc.describes)
			}
		})
	}
}

func TestACertificateDeletedDuringTheSearchIsNoError(t *testing.T) {
	t.Parallel()
	fake := &fakeACM{
		certificates: []held{
			{id: "deleted", domain: "example.com", alternatives: manyNames()},
			{id: "wildcard", domain: "*.example.com"},
		},
		failing: map[string]failure{"DescribeCertificate": {"ResourceNotFoundException", "Could not find certificate"}},
	}
	wantFound(t, fake.start(t), domain, "wildcard")
}
