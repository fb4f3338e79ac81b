// Package certificate is the custom resource that finds the load balancer's
// certificate at deployment: [Finder] asks AWS Certificate Manager (ACM). It runs in
// Lambda, in the frame of package customresource, and knows nothing of the CDK; package
// compute defines the function and passes the found ARN to the HTTPS listener.
package certificate

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	"github.com/aws/aws-sdk-go-v2/service/acm/types"
)

// MaxAttempts is how often a request to ACM is tried. The pauses between five attempts
// take at most 30 seconds, which is within the function's timeout. The SDK's default of
// three gives up after 6 seconds, but ACM allows only a few requests per second for all
// callers of the account:
// https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
const MaxAttempts = 5

// keyTypes are the keys that an Application Load Balancer serves from ACM. Without the
// filter, ACM lists only RSA keys of 1024 and 2048 bits. RSA_1024 is omitted, because no
// current browser trusts it. By default ACM omits certificates that an ACME client has
// ordered, because it does not have their key.
//
//   - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
//   - https://docs.aws.amazon.com/acm/latest/APIReference/API_Filters.html
var keyTypes = []types.KeyAlgorithm{
	types.KeyAlgorithmRsa2048,
	types.KeyAlgorithmRsa3072,
	types.KeyAlgorithmRsa4096,
	types.KeyAlgorithmEcPrime256v1,
	types.KeyAlgorithmEcSecp384r1,
	types.KeyAlgorithmEcSecp521r1,
}

// Finder searches the certificates of one account and region.
type Finder struct {
	client *acm.Client
	now    func() time.Time
}

// New returns a Finder for the account and region of client. The clock now
// decides which certificates are valid.
func New(client *acm.Client, now func() time.Time) *Finder {
	return &Finder{client: client, now: now}
}

// Work searches for the property DomainName and returns the attribute CertificateArn.
// Other properties, such as Lookup, are ignored; a change of one makes CloudFormation call
// the function again.
func (f *Finder) Work(ctx context.Context, properties map[string]any) (map[string]any, error) {
	domain, ok := properties["DomainName"].(string)
	if !ok || domain == "" {
		return nil, fmt.Errorf("property DomainName must be a domain, got %#v", properties["DomainName"])
	}
	arn, err := f.Find(ctx, domain)
	if err != nil {
		return nil, err
	}
	log.Printf("found %s", arn)
	return map[string]any{"CertificateArn": arn}, nil
}

// Find returns the ARN of the best certificate for domain among those that are issued
// and valid today. The exact domain name is better than a subject alternative name,
// which is better than a wildcard. Among equals the newest is best.
func (f *Finder) Find(ctx context.Context, domain string) (string, error) {
	var best candidate
	pages := acm.NewListCertificatesPaginator(f.client, &acm.ListCertificatesInput{
		CertificateStatuses: []types.CertificateStatus{types.CertificateStatusIssued},
		Includes:            &types.Filters{KeyTypes: keyTypes},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "", f.explain("acm:ListCertificates", domain, err)
		}
		for _, summary := range page.CertificateSummaryList {
			if !valid(summary, f.now()) {
				continue
			}
			coverage, err := f.coverage(ctx, summary, domain)
			if err != nil {
				return "", f.explain("acm:DescribeCertificate", domain, err)
			}
			if c := (candidate{coverage, summary}); c.betterThan(best) {
				best = c
			}
		}
	}
	if best.coverage == coversNot {
		return "", fmt.Errorf("no certificate in %s covers %q and is issued and valid today: request or import one"+
			" in AWS Certificate Manager in %[1]s and deploy again, or set certificateArn; if the domain is not yours, set domainName",
			f.region(), domain)
	}
	return aws.ToString(best.CertificateArn), nil
}

// coverage is how summary's certificate covers domain. It reads the whole certificate
// only if that has more names than the 100 of a summary, and an exact name may be among
// the others.
func (f *Finder) coverage(ctx context.Context, summary types.CertificateSummary, domain string) (coverage, error) {
	found := coverageOf(domain, aws.ToString(summary.DomainName), summary.SubjectAlternativeNameSummaries)
	if found >= byAlternativeName || !aws.ToBool(summary.HasAdditionalSubjectAlternativeNames) {
		return found, nil
	}
	described, err := f.client.DescribeCertificate(ctx, &acm.DescribeCertificateInput{CertificateArn: summary.CertificateArn})
	if gone := (*types.ResourceNotFoundException)(nil); errors.As(err, &gone) {
		return coversNot, nil // deleted since it was listed
	}
	if err != nil {
		return coversNot, err
	}
	return coverageOf(domain, aws.ToString(described.Certificate.DomainName), described.Certificate.SubjectAlternativeNames), nil
}

// explain turns an error of ACM into one that the operator can act on. The advice comes
// first, because the message may be cut at its end.
func (f *Finder) explain(action, domain string, err error) error {
	what := fmt.Sprintf("find a certificate for %q in %s", domain, f.region())
	var api interface {
		ErrorCode() string
		ErrorMessage() string
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: ACM did not answer %s in time: deploy again: %w", what, action, err)
	case !errors.As(err, &api):
		return fmt.Errorf("%s: %s: %w", what, action, err)
	case api.ErrorCode() == "AccessDeniedException":
		return fmt.Errorf("%s: the certificate finder's role must be allowed %s: %s", what, action, api.ErrorMessage())
	case throttles(api.ErrorCode()):
		return fmt.Errorf("%s: ACM throttled %s at each of %d attempts: deploy again in some minutes: %s",
			what, action, f.client.Options().Retryer.MaxAttempts(), api.ErrorMessage())
	default:
		return fmt.Errorf("%s: %s: %s: %s", what, action, api.ErrorCode(), api.ErrorMessage())
	}
}

func throttles(code string) bool {
	_, ok := retry.DefaultThrottleErrorCodes[code]
	return ok
}

func (f *Finder) region() string { return f.client.Options().Region }

// valid reports whether now is within the certificate's period of validity. ACM sets the
// status EXPIRED only some time after the end.
func valid(c types.CertificateSummary, now time.Time) bool {
	return !now.Before(aws.ToTime(c.NotBefore)) && !now.After(aws.ToTime(c.NotAfter))
}

// candidate is a valid certificate and how it covers the domain.
type candidate struct {
	coverage
	types.CertificateSummary
}

// betterThan compares NotBefore among certificates with the same coverage: issued and
// imported certificates have it, and a renewal changes it. ACM's public certificates
// begin at midnight, so CreatedAt decides between two of one day. The ARN makes the
// result independent of the order in ACM's list.
func (c candidate) betterThan(other candidate) bool {
	if c.coverage != other.coverage {
		return c.coverage > other.coverage
	}
	if order := aws.ToTime(c.NotBefore).Compare(aws.ToTime(other.NotBefore)); order != 0 {
		return order > 0
	}
	if order := aws.ToTime(c.CreatedAt).Compare(aws.ToTime(other.CreatedAt)); order != 0 {
		return order > 0
	}
	return aws.ToString(c.CertificateArn) > aws.ToString(other.CertificateArn)
}

// coverage is the way in which a certificate covers a domain, best last.
type coverage int

const (
	coversNot coverage = iota
	byWildcard
	byAlternativeName
	byDomainName
)

// coverageOf compares domain with the names of a certificate. Names in DNS have
// no case: https://www.rfc-editor.org/rfc/rfc4343
func coverageOf(domain, domainName string, alternativeNames []string) coverage {
	if strings.EqualFold(domain, domainName) {
		return byDomainName
	}
	found := coversNot
	for _, name := range append([]string{domainName}, alternativeNames...) {
		switch {
		case strings.EqualFold(domain, name):
			return byAlternativeName
		case strings.EqualFold(wildcardOf(domain), name):
			found = byWildcard
		}
	}
	return found
}

// wildcardOf is the only wildcard that covers domain: the asterisk stands for
// exactly one label, the leftmost.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
func wildcardOf(domain string) string {
	_, parent, _ := strings.Cut(domain, ".")
	return "*." + parent
}
