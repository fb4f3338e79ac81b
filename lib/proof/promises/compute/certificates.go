package compute

import (
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func certificates() []check.Promise {
	return []check.Promise{
		{ID: "R4.8", Says: "Port 443 uses the certificate of the settings, or the one that a custom resource finds for the domain at deployment.", Check: certificateOfListener},
		{ID: "R4.8", Says: "The certificate finder is a Go function for arm64 that may list and describe certificates and write its own log.", Check: certificateFinder},
		{ID: "R4.8", Says: "Where the settings name a Route 53 zone, it has one record of the domain, an alias of the load balancer.", Check: aliasRecords},
	}
}

// search returns the custom resource that searches for the certificate; nil where the
// settings give one.
func search(v *check.Review) *assembly.Resource {
	if v.Settings.Domain.CertificateARN != "" {
		return nil
	}
	return v.Only("Compute", certificateSearch)
}

const certificateSearch = "Custom::CertificateSearch"

func certificateOfListener(v *check.Review) {
	https := listenerOn(v, "443")
	if https == nil {
		return
	}
	if n := len(assembly.List(https.At("Certificates"))); n != 1 {
		v.Add("%s has %d certificates, want 1", https, n)
	}
	certificate := []any{"Certificates", 0, "CertificateArn"}
	domain := v.Settings.Domain
	if domain.CertificateARN != "" {
		v.Reads(https, domain.CertificateARN, certificate...)
		v.Count(v.OfType(certificateSearch), 0, "certificate search beside a given certificate")
		return
	}
	search := search(v)
	v.Refers(https, search, "CertificateArn", certificate...)
	v.Reads(search, domain.Name, "DomainName")
	// Only a changed property makes CloudFormation search again.
	v.Reads(search, domain.CertificateLookup, "Lookup")
}

func certificateFinder(v *check.Review) {
	search := search(v)
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
		"acm:DescribeCertificate on arn:aws:acm:"+v.Settings.Region+":"+check.Account(function.Stack)+":certificate/*",
		"logs:CreateLogStream on "+check.Token(group, "Arn"),
		"logs:PutLogEvents on "+check.Token(group, "Arn"))
	// A deployment must learn of a failure before CloudFormation loses patience.
	timeout, patience := v.Number(function, "Timeout"), v.Number(search, "ServiceTimeout")
	if timeout < 30 || timeout >= patience {
		v.Add("%s has %v s and %s waits %v s: too little to search, or to hear of it", function, timeout, search, patience)
	}
}

// aliasRecords leaves a team records of other names.
func aliasRecords(v *check.Review) {
	balancer := v.Only("Compute", parts.LoadBalancer)
	domain := v.Settings.Domain
	var records []*assembly.Resource
	for _, record := range v.OfType("AWS::Route53::RecordSet") {
		switch {
		case sameName(v.Text(record.Stack, record.At("Name")), domain.Name):
			records = append(records, record)
		case !record.Below(config.AdditionsStack):
			v.Add("%s is of %s, want no other record than of %s", record, v.Shown(record, record.At("Name")), domain.Name)
		}
	}
	for _, group := range v.OfType("AWS::Route53::RecordSetGroup") {
		if !group.Below(config.AdditionsStack) {
			v.Add("%s is of no use for one record", group)
		}
		for _, record := range assembly.List(group.At("RecordSets")) {
			if sameName(v.Text(group.Stack, assembly.At(record, "Name")), domain.Name) {
				v.Add("%s has a record of %s too", group, domain.Name)
			}
		}
	}
	want := 0
	if domain.HostedZoneID != "" {
		want = 1
	}
	v.Count(records, want, "records of "+domain.Name)
	for _, record := range records {
		v.Reads(record, domain.HostedZoneID, "HostedZoneId")
		v.Reads(record, "A", "Type")
		v.Refers(record, balancer, "CanonicalHostedZoneID", "AliasTarget", "HostedZoneId")
		dns := v.Text(record.Stack, record.At("AliasTarget", "DNSName"))
		if strings.TrimPrefix(dns, "dualstack.") != check.Token(balancer, "DNSName") {
			v.Add("%s leads to %s, want the load balancer", record, dns)
		}
	}
}

// sameName says whether two names are one in DNS.
func sameName(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "."), strings.TrimSuffix(b, "."))
}
