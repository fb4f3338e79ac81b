package compute

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/permissions/reasons"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func accessLogging() []check.Promise {
	return []check.Promise{
		{ID: "R4.6", Says: "Access logs go to a bucket that is closed to the public and expires them with the other logs.", Check: accessLogs},
		{ID: "R4.6", Says: "An access log that somebody overwrites or deletes can be brought back for 7 days.", Check: accessLogsComeBack},
		{ID: "R4.6", Says: "AWS may deliver logs of this account to the bucket, over TLS, and nobody else may do anything with it.", Check: accessLogsPolicy},
	}
}

// accessLogBucket returns the bucket that the load balancer logs to.
func accessLogBucket(v *check.Review) *assembly.Resource {
	balancer := v.Only("Compute", parts.LoadBalancer)
	attributes := parts.Attributes(v, balancer)
	return v.Lookup().Unique("bucket of the access logs", slices.DeleteFunc(v.OfType("AWS::S3::Bucket"), func(b *assembly.Resource) bool {
		return attributes["access_logs.s3.bucket"] != check.Token(b, "")
	}))
}

func accessLogs(v *check.Review) {
	balancer := v.Only("Compute", parts.LoadBalancer)
	attributes := parts.Attributes(v, balancer)
	if got := attributes["access_logs.s3.enabled"]; got != "true" {
		v.Add("%s: access logs are %q, want true", balancer, got)
	}
	bucket := accessLogBucket(v)
	// Load balancers deliver to no other encryption.
	v.Reads(bucket, "AES256", "BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault", "SSEAlgorithm")
	for _, block := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
		v.Reads(bucket, true, "PublicAccessBlockConfiguration", block)
	}
	if n := len(assembly.List(bucket.At("LifecycleConfiguration", "Rules"))); bucket != nil && n != 1 {
		v.Add("%s has %d lifecycle rules, want 1: another could expire the logs earlier", bucket, n)
	}
	rule := []any{"LifecycleConfiguration", "Rules", 0}
	v.Reads(bucket, "Enabled", append(rule, "Status")...)
	v.Reads(bucket, v.Settings.LogRetentionDays, append(rule, "ExpirationInDays")...)
}

func accessLogsComeBack(v *check.Review) {
	bucket := accessLogBucket(v)
	v.Reads(bucket, "Enabled", "VersioningConfiguration", "Status")
	// Without an end a log would be kept for as long as it is current, and once more.
	v.Reads(bucket, 7, "LifecycleConfiguration", "Rules", 0, "NoncurrentVersionExpiration", "NoncurrentDays")
}

// loadBalancing is who delivers the logs, as a policy names it.
func loadBalancing(v *check.Review) string {
	if account := reasons.LoadBalancing[v.Settings.Region]; account != "" {
		return "AWS arn:aws:iam::" + account + ":root"
	}
	return "Service logdelivery.elasticloadbalancing.amazonaws.com"
}

func accessLogsPolicy(v *check.Review) {
	bucket := accessLogBucket(v)
	if bucket == nil {
		return
	}
	whole, all := check.Token(bucket, "Arn"), check.Token(bucket, "Arn")+"/*"
	balancer := v.Only("Compute", parts.LoadBalancer)
	folder := parts.Attributes(v, balancer)["access_logs.s3.prefix"]
	if folder != "" {
		folder += "/"
	}
	logs := whole + "/" + folder + "AWSLogs/" + check.Account(bucket.Stack) + "/*"
	var got []string
	for _, s := range iampolicy.OfResource(v.Assembly, bucket) {
		for _, grant := range parts.Grants([]iampolicy.Statement{s}) {
			got = append(got, strings.Join(s.PrincipalTexts(), ",")+": "+grant)
		}
	}
	want := []string{
		loadBalancing(v) + ": s3:PutObject on " + logs,
		"Service delivery.logs.amazonaws.com: s3:GetBucketAcl on " + whole,
		"Service delivery.logs.amazonaws.com: s3:PutObject on " + logs + " if StringEquals s3:x-amz-acl bucket-owner-full-control",
		"AWS *: Deny s3:* on " + whole + " if Bool aws:SecureTransport false",
		"AWS *: Deny s3:* on " + all + " if Bool aws:SecureTransport false",
	}
	if v.Settings.Ephemeral {
		// Who empties the bucket when its stack goes.
		got = slices.DeleteFunc(got, func(grant string) bool { return strings.Contains(grant, "CustomS3AutoDeleteObjects") })
	}
	v.Texts(bucket.String()+": policy", got, want)
}
