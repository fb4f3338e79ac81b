package compute

import (
	"regexp"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func certificates() []check.Promise {
	return []check.Promise{
		{ID: "R4.8", Says: "Port 443 uses the certificate of the settings, or the one that a custom resource finds for the domain at deployment.", Check: certificateOfListener},
		{ID: "R4.8", Says: "The certificate finder is a Go function for arm64 that may list and describe certificates and write its own log.", Check: certificateFinder},
		{ID: "R4.8", Says: "A record of the domain, where there is one, is an alias of the load balancer.", Check: aliasRecords},
	}
}

// certificateARN is an ACM certificate of the region: a load balancer takes no other.
var certificateARN = regexp.MustCompile(`^arn:aws:acm:` + parts.Region + `:\d{12}:certificate/[0-9a-f-]+$`)

// finder returns the custom resource that the listener on port 443 takes its
// certificate from; nil where the certificate is given.
func finder(v *check.Review) *assembly.Resource {
	https := listenerOn(v, "443")
	if https == nil {
		return nil
	}
	certificate := https.At("Certificates", 0, "CertificateArn")
	if _, literal := certificate.(string); literal {
		return nil
	}
	t, _ := v.Follow(https.Stack, certificate)
	if t.Resource == nil || !strings.HasPrefix(t.Resource.Type, "Custom::") {
		v.Lookup().Add("found no custom resource of the certificate of %s", https)
		return nil
	}
	return t.Resource
}

// oneCertificate complains unless port 443 has one certificate: one of the region, or
// what the custom resource search has found.
func oneCertificate(v *check.Review, search *assembly.Resource) {
	https := listenerOn(v, "443")
	if https == nil {
		return
	}
	if n := len(assembly.List(https.At("Certificates"))); n != 1 {
		v.Add("%s has %d certificates, want 1", https, n)
	}
	certificate := https.At("Certificates", 0, "CertificateArn")
	given, literal := certificate.(string)
	t, _ := v.Follow(https.Stack, certificate)
	switch {
	case literal && !certificateARN.MatchString(given):
		v.Add("%s: %q is no certificate of %s", https, given, parts.Region)
	case !literal && search == nil:
		v.Add("%s: the certificate is %s, want the result of a custom resource", https, v.Shown(https, certificate))
	case !literal && t.Attribute != "CertificateArn":
		v.Add("%s takes %q from %s, want CertificateArn", https, t.Attribute, search)
	}
}

func certificateOfListener(v *check.Review) {
	search := finder(v)
	oneCertificate(v, search)
	searches := v.OfType("Custom::CertificateSearch")
	if search == nil {
		v.Count(searches, 0, "certificate search beside a given certificate")
		return
	}
	v.Count(searches, 1, "certificate search")
	domain, _ := strings.CutPrefix(parts.URL(v), "https://")
	v.Reads(search, domain, "DomainName")
	// Only a changed property makes CloudFormation search again.
	if search.At("Lookup") == nil {
		v.Add("%s: Lookup is absent, so that a changed certificateLookup would not repeat the search", search)
	}
}

func certificateFinder(v *check.Review) {
	search := finder(v)
	function := v.Target(search, "AWS::Lambda::Function", "ServiceToken")
	if function == nil {
		return
	}
	v.Refers(search, function, "Arn", "ServiceToken")
	v.Reads(function, "provided.al2023", "Runtime")
	v.Alone(function, "arm64", "Architectures")
	role := v.Target(function, "AWS::IAM::Role", "Role")
	group := v.Target(function, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
	parts.Trusts(v, role, "lambda.amazonaws.com")
	parts.Permissions(v, role,
		"acm:ListCertificates on *",
		"acm:DescribeCertificate on arn:aws:acm:"+parts.Region+":"+check.Account(function.Stack)+":certificate/*",
		"logs:CreateLogStream on "+check.Token(group, "Arn"),
		"logs:PutLogEvents on "+check.Token(group, "Arn"))
	// A deployment must learn of a failure before CloudFormation loses patience.
	timeout, patience := v.Number(function, "Timeout"), v.Number(search, "ServiceTimeout")
	if timeout < 30 || timeout >= patience {
		v.Add("%s has %v s and %s waits %v s: too little to search, or to hear of it", function, timeout, search, patience)
	}
}

func aliasRecords(v *check.Review) {
	balancer := v.Only("Compute", parts.LoadBalancer)
	domain, _ := strings.CutPrefix(parts.URL(v), "https://")
	for _, record := range v.OfType("AWS::Route53::RecordSet") {
		v.Reads(record, domain+".", "Name")
		v.Reads(record, "A", "Type")
		v.Refers(record, balancer, "CanonicalHostedZoneID", "AliasTarget", "HostedZoneId")
		dns := v.Text(record.Stack, record.At("AliasTarget", "DNSName"))
		if strings.TrimPrefix(dns, "dualstack.") != check.Token(balancer, "DNSName") {
			v.Add("%s leads to %s, want the load balancer", record, dns)
		}
	}
}
