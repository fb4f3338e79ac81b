package promises

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

func accessLogging() []Promise {
	return []Promise{
		{"R4.6", "Access logs go to a bucket that is closed to the public and expires them with the other logs.", accessLogs},
		{"R4.6", "An access log that somebody overwrites or deletes can be brought back for 7 days.", accessLogsComeBack},
		{"R4.6", "AWS may deliver logs of this account to the bucket, over TLS, and nobody else may do anything with it.", accessLogsPolicy},
	}
}

// accessLogBucket returns the bucket that the load balancer logs to.
func (v *review) accessLogBucket() *assembly.Resource {
	balancer := v.only("Compute", loadBalancer)
	attributes := v.entries(balancer, balancer.At("LoadBalancerAttributes"), "Key", "Value")
	if got := attributes["access_logs.s3.enabled"]; got != "true" {
		v.add("%s: access logs are %q, want true", balancer, got)
	}
	return v.unique("bucket of the access logs", slices.DeleteFunc(v.OfType("AWS::S3::Bucket"), func(b *assembly.Resource) bool {
		return attributes["access_logs.s3.bucket"] != token(b, "")
	}))
}

func accessLogs(p Platform) []string {
	v := review{Platform: p}
	bucket := v.accessLogBucket()
	// Load balancers deliver to no other encryption.
	v.reads(bucket, "AES256", "BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault", "SSEAlgorithm")
	for _, block := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
		v.reads(bucket, true, "PublicAccessBlockConfiguration", block)
	}
	rule := []any{"LifecycleConfiguration", "Rules", 0}
	v.reads(bucket, "Enabled", append(rule, "Status")...)
	v.reads(bucket, retentionDays.of(p), append(rule, "ExpirationInDays")...)
	return v.findings
}

func accessLogsComeBack(p Platform) []string {
	v := review{Platform: p}
	bucket := v.accessLogBucket()
	v.reads(bucket, "Enabled", "VersioningConfiguration", "Status")
	// Without an end a log would be kept for as long as it is current, and once more.
	v.reads(bucket, 7, "LifecycleConfiguration", "Rules", 0, "NoncurrentVersionExpiration", "NoncurrentDays")
	return v.findings
}

func accessLogsPolicy(p Platform) []string {
	v := review{Platform: p}
	bucket := v.accessLogBucket()
	if bucket == nil {
		return v.findings
	}
	whole, all := token(bucket, "Arn"), token(bucket, "Arn")+"/*"
	balancer := v.only("Compute", loadBalancer)
	folder := v.entries(balancer, balancer.At("LoadBalancerAttributes"), "Key", "Value")["access_logs.s3.prefix"]
	if folder != "" {
		folder += "/"
	}
	logs := whole + "/" + folder + "AWSLogs/" + v.account(bucket.Stack) + "/*"
	var got []string
	for _, s := range v.resourceStatements(bucket) {
		for _, grant := range grants([]iampolicy.Statement{s}) {
			got = append(got, strings.Join(s.PrincipalTexts(), ",")+": "+grant)
		}
	}
	want := []string{
		// The account of Elastic Load Balancing in Seoul.
		"AWS arn:aws:iam::600734575887:root: s3:PutObject on " + logs,
		"Service delivery.logs.amazonaws.com: s3:GetBucketAcl on " + whole,
		"Service delivery.logs.amazonaws.com: s3:PutObject on " + logs + " if StringEquals s3:x-amz-acl bucket-owner-full-control",
		"AWS *: Deny s3:* on " + whole + " if Bool aws:SecureTransport false",
		"AWS *: Deny s3:* on " + all + " if Bool aws:SecureTransport false",
	}
	if p.Ephemeral() {
		// Who empties the bucket when its stack goes.
		got = slices.DeleteFunc(got, func(grant string) bool { return strings.Contains(grant, "CustomS3AutoDeleteObjects") })
	}
	v.texts(bucket.String()+": policy", got, want)
	return v.findings
}
