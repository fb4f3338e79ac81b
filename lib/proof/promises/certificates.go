package promises

import (
	"regexp"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

func certificates() []Promise {
	return []Promise{
		{"R4.8", "Port 443 shows the certificate of the settings, or the one that a custom resource finds for the domain at deployment.", certificateOfListener},
		{"R4.8", "The certificate finder is a Go function for arm64 that may list and describe certificates and write its own log.", certificateFinder},
		{"R4.8", "A record of the domain, where there is one, is an alias of the load balancer.", aliasRecords},
	}
}

// certificateARN is an ACM certificate of the region: a load balancer takes no other.
var certificateARN = regexp.MustCompile(`^arn:aws:acm:` + region + `:\d{12}:certificate/[0-9a-f-]+$`)

// finder returns the custom resource that the listener on port 443 takes its
// certificate from, and the function behind it; nil where the certificate is
// given.
func (v *review) finder() (search, function *assembly.Resource) {
	https := v.listener("443")
	if https == nil {
		return nil, nil
	}
	if n := len(assembly.List(https.At("Certificates"))); n != 1 {
		v.add("%s has %d certificates, want 1", https, n)
	}
	given, literal := https.At("Certificates", 0, "CertificateArn").(string)
	if literal {
		if !certificateARN.MatchString(given) {
			v.add("%s: %q is no certificate of %s", https, given, region)
		}
		return nil, nil
	}
	t, _ := v.Follow(https.Stack, https.At("Certificates", 0, "CertificateArn"))
	if t.Resource == nil || !strings.HasPrefix(t.Resource.Type, "Custom::") {
		v.add("%s: the certificate is %s, want the result of a custom resource", https, v.shown(https, https.At("Certificates", 0, "CertificateArn")))
		return nil, nil
	}
	if t.Attribute != "CertificateArn" {
		v.add("%s takes %q from %s, want CertificateArn", https, t.Attribute, t.Resource)
	}
	function = v.target(t.Resource, "AWS::Lambda::Function", "ServiceToken")
	v.refers(t.Resource, function, "Arn", "ServiceToken")
	return t.Resource, function
}

func certificateOfListener(p Platform) []string {
	v := review{Platform: p}
	search, _ := v.finder()
	searches := v.OfType("Custom::CertificateSearch")
	if search == nil {
		v.count(searches, 0, "certificate search beside a given certificate")
		return v.findings
	}
	v.count(searches, 1, "certificate search")
	domain, _ := strings.CutPrefix(v.url(), "https://")
	v.reads(search, domain, "DomainName")
	// Only a changed property makes CloudFormation search again.
	if search.At("Lookup") == nil {
		v.add("%s: Lookup is absent, so that a changed certificateLookup would not repeat the search", search)
	}
	return v.findings
}

func certificateFinder(p Platform) []string {
	v := review{Platform: p}
	search, function := v.finder()
	if search == nil || function == nil {
		return v.findings
	}
	v.reads(function, "provided.al2023", "Runtime")
	v.alone(function, "arm64", "Architectures")
	role := v.target(function, "AWS::IAM::Role", "Role")
	group := v.target(function, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
	v.trusts(role, "lambda.amazonaws.com")
	v.powers(role,
		"acm:ListCertificates on *",
		"acm:DescribeCertificate on arn:aws:acm:"+region+":"+v.account(function.Stack)+":certificate/*",
		"logs:CreateLogStream on "+token(group, "Arn"),
		"logs:PutLogEvents on "+token(group, "Arn"))
	// A deployment must learn of a failure before CloudFormation loses patience.
	timeout, patience := v.number(function, "Timeout"), v.number(search, "ServiceTimeout")
	if timeout < 30 || timeout >= patience {
		v.add("%s has %v s and %s waits %v s: too little to search, or to hear of it", function, timeout, search, patience)
	}
	return v.findings
}

func aliasRecords(p Platform) []string {
	v := review{Platform: p}
	balancer := v.only("Compute", loadBalancer)
	domain, _ := strings.CutPrefix(v.url(), "https://")
	for _, record := range p.OfType("AWS::Route53::RecordSet") {
		v.reads(record, domain+".", "Name")
		v.reads(record, "A", "Type")
		v.refers(record, balancer, "CanonicalHostedZoneID", "AliasTarget", "HostedZoneId")
		dns := v.Text(record.Stack, record.At("AliasTarget", "DNSName"))
		if strings.TrimPrefix(dns, "dualstack.") != token(balancer, "DNSName") {
			v.add("%s leads to %s, want the load balancer", record, dns)
		}
	}
	return v.findings
}
