package config

import "regexp"

// hostName has two or more labels of lower-case letters, digits and hyphens. The last
// starts with a letter, which excludes IP addresses.
var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

// maxHostName is the longest name in DNS (RFC 1035, 2.3.4).
const maxHostName = 253

// maxCertificateLookup is more than a date and a reason need.
const maxCertificateLookup = 100

// printableText is what a template can hold that is compared with the deployed one.
var printableText = regexp.MustCompile(`^[ -~]*$`)

var certificateARN = regexp.MustCompile(`^arn:aws:acm:([a-z0-9-]+):([0-9]{12}):certificate/[0-9A-Za-z-]+$`)

// hostedZoneID is the ID of a Route 53 zone, without the "/hostedzone/" of its API.
var hostedZoneID = regexp.MustCompile(`^Z[0-9A-Z]{1,31}$`)

func isHostName(name string) bool { return len(name) <= maxHostName && hostName.MatchString(name) }

// checkCertificate requires a certificate that the load balancer can use.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
func checkCertificate(e Environment, fail reporter) {
	arn := e.Domain.CertificateARN
	if arn == "" {
		return
	}
	parts := certificateARN.FindStringSubmatch(arn)
	if parts == nil {
		fail("certificateArn must look like arn:aws:acm:%s:<account>:certificate/<id>, got %q", e.Region, arn)
		return
	}
	if region := parts[1]; region != e.Region {
		fail("certificateArn must be of %s, because a load balancer takes only certificates of its own region, got one of %s", e.Region, region)
	}
}

func checkCertificateAccount(e Environment, fail reporter) {
	parts := certificateARN.FindStringSubmatch(e.Domain.CertificateARN)
	if parts != nil && !e.isIn(parts[2]) {
		fail("certificateArn must be of account %s, as set, got one of account %s", e.Account, parts[2])
	}
}

func checkHostedZoneHasDomain(e Environment, fail reporter) {
	if e.Domain.HostedZoneID != "" && !e.Domain.Given {
		fail("hostedZoneId needs domainName, the name of the alias record")
	}
}
