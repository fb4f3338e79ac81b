package compute

import "example.com/chassis/lib/proof/promises/checktest"

func balancingBreaches() []checktest.Breach {
	const alb, rule, group = "Compute/Alb", "Compute/AdminApiListenerRule", "Compute/AdminApiTargetGroup"
	action := func(path ...any) []any { return append([]any{"DefaultActions", 0}, path...) }
	attribute := func(i int) []any { return []any{"LoadBalancerAttributes", i, "Value"} }
	paths := []any{"Conditions", 0, "PathPatternConfig", "Values"}
	return []checktest.Breach{
		{Name: "a balancer inside", Check: balancerInPublicSubnets, Change: checktest.Set(alb, `"internal"`, "Scheme"), Want: "want internet-facing"},
		{Name: "a balancer in one zone", Check: balancerInPublicSubnets, Change: checktest.Set(alb, `[{"Fn::ImportValue": "chassis-prod-network:PublicA"}]`, "Subnets"), Want: "subnets"},
		{Name: "a redirect for now", Check: plainIsRedirected, Change: checktest.Set("Compute/AlbHttp", `"HTTP_302"`, action("RedirectConfig", "StatusCode")...), Want: "want HTTP_301"},
		{Name: "a redirect to nowhere", Check: plainIsRedirected, Change: checktest.Set("Compute/AlbHttp", `"/"`, action("RedirectConfig", "Path")...), Want: "another path"},
		{Name: "port 80 that forwards", Check: plainIsRedirected, Change: checktest.Set("Compute/AlbHttp", `"forward"`, action("Type")...), Want: "want redirect"},
		{Name: "a rule on port 80", Check: plainIsRedirected, Change: checktest.Set(rule, `{"Ref": "AlbHttp"}`, "ListenerArn"), Want: "answers on port 80"},
		{Name: "a third listener", Check: plainIsRedirected, Change: checktest.Put("Compute/Other", "AWS::ElasticLoadBalancingV2::Listener", `{"Port": 8443}`), Want: "found 3"},
		{Name: "TLS 1.0", Check: httpsListener, Change: checktest.Set("Compute/AlbHttps", `null`, "SslPolicy"), Want: "SslPolicy is absent"},
		{Name: "port 443 in plain text", Check: httpsListener, Change: checktest.Set("Compute/AlbHttps", `"HTTP"`, "Protocol"), Want: "want HTTPS"},
		{Name: "200 for everything", Check: httpsListener, Change: checktest.Set("Compute/AlbHttps", `"200"`, action("FixedResponseConfig", "StatusCode")...), Want: "want 404"},
		{Name: "a page for everything", Check: httpsListener, Change: checktest.Set("Compute/AlbHttps", `"text/html"`, action("FixedResponseConfig", "ContentType")...), Want: "want text/plain"},
		{Name: "404 without a word", Check: httpsListener, Change: checktest.Set("Compute/AlbHttps", `null`, action("FixedResponseConfig", "MessageBody")...), Want: "answers 404 without a word"},
		{Name: "a misspelt attribute", Check: knownAttributes, Change: checktest.Set(alb, `"idle_timeout.seconds"`, "LoadBalancerAttributes", 1, "Key"), Want: `"idle_timeout.seconds", which AWS does not know`},
		{Name: "a balancer's attribute of a target group", Check: knownAttributes, Change: checktest.Set(group, `"idle_timeout.timeout_seconds"`, "TargetGroupAttributes", 0, "Key"), Want: "which AWS does not know"},
		{Name: "an attribute without a value", Check: knownAttributes, Change: checktest.Set(group, `null`, "TargetGroupAttributes", 1, "Value"), Want: "stickiness.enabled has no value"},
		{Name: "clients that stay", Check: noStickiness, Change: checktest.Set(group, `"true"`, "TargetGroupAttributes", 1, "Value"), Want: `stickiness is "true"`},
		{Name: "everything to admin-api", Check: routedPaths, Change: checktest.Set(rule, `["/*"]`, paths...), Want: "paths"},
		{Name: "the bare path nowhere", Check: routedPaths, Change: checktest.Set(rule, `["/admin/*"]`, paths...), Want: "paths"},
		{Name: "both paths to one service", Check: routedPaths, Change: checktest.Set(rule, `{"Ref": "ServiceApiTargetGroup"}`, "Actions", 0, "TargetGroupArn"), Want: "found 0 of rule that forwards to admin-api"},
		{Name: "only for some hosts", Check: routedPaths, Change: checktest.Set(rule, `[{"Field": "path-pattern"}, {"Field": "host-header"}]`, "Conditions"), Want: "has 2 conditions"},
		{Name: "equal priorities", Check: routedPaths, Change: checktest.Set(rule, `10`, "Priority"), Want: "of another rule"},
		{Name: "invalid headers", Check: balancerHardening, Change: checktest.Set(alb, `"false"`, attribute(2)...), Want: "dropping invalid header fields"},
		{Name: "smuggled requests", Check: balancerHardening, Change: checktest.Set(alb, `"monitor"`, attribute(3)...), Want: "desync mitigation"},
		{Name: "an attribute given twice", Check: balancerHardening, Change: checktest.Set(alb, `"routing.http.desync_mitigation_mode"`, "LoadBalancerAttributes", 0, "Key"), Want: "given twice"},
		{Name: "an unprotected balancer", Check: balancerProtection, Change: checktest.Set(alb, `"false"`, attribute(0)...), Want: "want true"},
		{Name: "a balancer before the certificate is found", Check: balancerComesLater, Change: checktest.After(alb, "ReadersCpu"), Want: "does not wait for Compute/Search"},
		{Name: "a balancer before the readers scale", Check: balancerComesLater, Change: checktest.After(alb, "Search"), Want: "does not wait for Compute/ReadersCpu"},
		{Name: "a protected balancer in dev", Check: balancerProtection, Change: checktest.As("dev", ""), Want: "is true, want false"},
		{Name: "no access log", Check: accessLogs, Change: checktest.Set(alb, `"false"`, attribute(4)...), Want: "access logs are"},
		{Name: "a bucket of nobody", Check: accessLogs, Change: checktest.Set(alb, `"other"`, attribute(5)...), Want: "found 0 of bucket"},
		{Name: "a bucket with a key of ours", Check: accessLogs, Change: checktest.Set("Compute/AccessLogs", `"aws:kms"`, "BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault", "SSEAlgorithm"), Want: "want AES256"},
		{Name: "a public bucket", Check: accessLogs, Change: checktest.Set("Compute/AccessLogs", `false`, "PublicAccessBlockConfiguration", "RestrictPublicBuckets"), Want: "want true"},
		{Name: "access logs for ever", Check: accessLogs, Change: checktest.Set("Compute/AccessLogs", `"Disabled"`, "LifecycleConfiguration", "Rules", 0, "Status"), Want: "want Enabled"},
		{Name: "access logs of dev for a year", Check: accessLogs, Change: checktest.As("dev", ""), Want: "ExpirationInDays is 365, want 7"},
		{Name: "a deleted log that is gone", Check: accessLogsComeBack, Change: checktest.Set("Compute/AccessLogs", `"Suspended"`, "VersioningConfiguration", "Status"), Want: "want Enabled"},
		{Name: "deleted logs for ever", Check: accessLogsComeBack, Change: checktest.Set("Compute/AccessLogs", `null`, "LifecycleConfiguration", "Rules", 0, "NoncurrentVersionExpiration"), Want: "want 7"},
		{Name: "logs in a folder that nobody may write", Check: accessLogsPolicy, Change: checktest.Set(alb, `"chassis"`, attribute(6)...), Want: "/chassis/AWSLogs/"},
		{Name: "a bucket that nobody may write", Check: accessLogsPolicy, Change: checktest.Set("Compute/AccessLogsPolicy", `{"AWS": "arn:aws:iam::1:root"}`, "PolicyDocument", "Statement", 1, "Principal"), Want: "policy"},
		{Name: "a bucket in plain text", Check: accessLogsPolicy, Change: checktest.Set("Compute/AccessLogsPolicy", `"Allow"`, "PolicyDocument", "Statement", 0, "Effect"), Want: "policy"},
		{Name: "a rule without a priority", Check: routedPaths, Change: checktest.Set(rule, `null`, "Priority"), Want: "want a number"},
		{Name: "half a minute between checks", Check: healthChecks, Change: checktest.Set(group, `30`, "HealthCheckIntervalSeconds"), Want: "want 15"},
		{Name: "a check longer than its interval", Check: healthChecks, Change: checktest.Set(group, `15`, "HealthCheckTimeoutSeconds"), Want: "want 5"},
		{Name: "three failures", Check: healthChecks, Change: checktest.Set(group, `3`, "UnhealthyThresholdCount"), Want: "want 2"},
		{Name: "five successes", Check: healthChecks, Change: checktest.Set(group, `5`, "HealthyThresholdCount"), Want: "want 2"},
		{Name: "a check of the root", Check: healthChecks, Change: checktest.Set(group, `"/"`, "HealthCheckPath"), Want: "want /health"},
		{Name: "any answer", Check: healthChecks, Change: checktest.Set(group, `"200-499"`, "Matcher", "HttpCode"), Want: "want 200"},
		{Name: "instances as targets", Check: targetGroups, Change: checktest.Set(group, `"instance"`, "TargetType"), Want: "want ip"},
		{Name: "TLS to the targets", Check: targetGroups, Change: checktest.Set(group, `"HTTPS"`, "Protocol"), Want: "want HTTP"},
		{Name: "one target group for both", Check: targetGroups, Change: checktest.Set("Compute/AdminApiReleaseService", `{"Ref": "ServiceApiTargetGroup"}`, "LoadBalancers", 0, "TargetGroupArn"), Want: "both services use"},
		{Name: "no web ACL", Check: webACLAssociated, Change: checktest.Drop("Compute/WebAclAssociation"), Want: "found 0"},
		{Name: "another web ACL", Check: webACLAssociated, Change: checktest.Set("Compute/WebAclAssociation", `"arn"`, "WebACLArn"), Want: "WebACLArn is arn"},
	}
}

func certificateBreaches() []checktest.Breach {
	certificate := []any{"Certificates", 0, "CertificateArn"}
	return []checktest.Breach{
		{Name: "a certificate of Virginia", Check: certificateOfListener, Change: checktest.Set("Compute/AlbHttps", `"arn:aws:acm:us-east-1:123456789012:certificate/1-2"`, certificate...), Want: "is no certificate of ap-northeast-2"},
		{Name: "a search that nobody uses", Check: certificateOfListener, Change: checktest.Set("Compute/AlbHttps", `"arn:aws:acm:ap-northeast-2:123456789012:certificate/1-2"`, certificate...), Want: "found 1 of certificate search beside"},
		{Name: "no certificate", Check: certificateOfListener, Change: checktest.Set("Compute/AlbHttps", `[]`, "Certificates"), Want: "has 0 certificates"},
		{Name: "another domain", Check: certificateOfListener, Change: checktest.Set("Compute/Search", `"example.org"`, "DomainName"), Want: "want prod.chassis.example.com"},
		{Name: "a search that cannot be repeated", Check: certificateOfListener, Change: checktest.Set("Compute/Search", `null`, "Lookup"), Want: "Lookup is absent"},
		{Name: "another result of the search", Check: certificateOfListener, Change: checktest.Set("Compute/AlbHttps", `{"Fn::GetAtt": ["Search", "Arn"]}`, certificate...), Want: "want CertificateArn"},
		{Name: "a finder that may do more", Check: certificateFinder, Change: checktest.Set("Compute/FinderRolePolicy", `"acm:*"`, "PolicyDocument", "Statement", 1, "Action"), Want: "acm:* on *"},
		{Name: "a finder for x86", Check: certificateFinder, Change: checktest.Set("Compute/Finder", `["x86_64"]`, "Architectures"), Want: "Architectures"},
		{Name: "a finder in Python", Check: certificateFinder, Change: checktest.Set("Compute/Finder", `"python3.13"`, "Runtime"), Want: "want provided.al2023"},
		{Name: "a finder that is too slow", Check: certificateFinder, Change: checktest.Set("Compute/Finder", `120`, "Timeout"), Want: "too little to search"},
		{Name: "a record of something else", Check: aliasRecords, Change: checktest.Put("Compute/Record", "AWS::Route53::RecordSet", `{"Name": "prod.chassis.example.com.", "Type": "A", "AliasTarget": {"DNSName": "other", "HostedZoneId": "Z1"}}`), Want: "leads to other"},
		{Name: "a record of another name", Check: aliasRecords, Change: checktest.Put("Compute/Record", "AWS::Route53::RecordSet", `{"Name": "example.org.", "Type": "A"}`), Want: "want prod.chassis.example.com."},
	}
}
