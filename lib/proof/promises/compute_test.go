package promises

import (
	"testing"

	"example.com/chassis/lib/proof/promises/check"
)

func serviceBreaches() []Breach {
	const service, task, scaling = "Compute/AdminApiReleaseService", "Compute/AdminApiReleaseTaskDefinition", "Compute/AdminApiReleaseScaling"
	network := func(key string) []any { return []any{"NetworkConfiguration", "AwsvpcConfiguration", key} }
	container := func(path ...any) []any { return append([]any{"ContainerDefinitions", 0}, path...) }
	policy := func(path ...any) []any { return append([]any{"TargetTrackingScalingPolicyConfiguration"}, path...) }
	return []Breach{
		{Name: "plain Container Insights", Check: fargateOnly, Change: Set("Compute/Cluster", `"enabled"`, "ClusterSettings", 0, "Value"), Want: "want enhanced"},
		{Name: "hosts of our own", Check: fargateOnly, Change: Set("Compute/ClusterAssociations", `["FARGATE", "hosts"]`, "CapacityProviders"), Want: "hosts is not Fargate"},
		{Name: "a service on hosts", Check: fargateOnly, Change: Set(service, `"EC2"`, "LaunchType"), Want: "want FARGATE"},
		{Name: "a task for hosts", Check: fargateOnly, Change: Set(task, `["EC2"]`, "RequiresCompatibilities"), Want: "RequiresCompatibilities"},
		{Name: "a third service", Check: twoServices, Change: Put("Compute/Third", "AWS::ECS::Service", `{}`), Want: "found 3"},
		{Name: "tasks in isolated subnets", Check: twoServices, Change: Set(service, `[{"Fn::ImportValue": "chassis-prod-network:IsolatedA"}]`, network("Subnets")...), Want: "subnets"},
		{Name: "tasks of dev in both zones", Check: twoServices, Change: As("dev", ""), Want: "subnets"},
		{Name: "public tasks", Check: twoServices, Change: Set(service, `"ENABLED"`, network("AssignPublicIp")...), Want: "want DISABLED"},
		{Name: "tasks left in one zone", Check: zoneRebalancing, Change: Set(service, `"DISABLED"`, "AvailabilityZoneRebalancing"), Want: "want ENABLED"},
		{Name: "tasks of staging left in one zone", Check: zoneRebalancing, Change: func(t *testing.T, p *check.Platform) {
			t.Helper()
			p.Env = "staging"
			Set(service, `null`, "AvailabilityZoneRebalancing")(t, p)
		}, Want: "want ENABLED"},
		{Name: "a balance of one zone", Check: zoneRebalancing, Change: As("dev", ""), Want: "want DISABLED"},
		{Name: "half a CPU in prod", Check: taskSize, Change: Set(task, `"512"`, "Cpu"), Want: "want 1024"},
		{Name: "less memory in prod", Check: taskSize, Change: Set(task, `"1024"`, "Memory"), Want: "want 2048"},
		{Name: "a whole CPU in dev", Check: taskSize, Change: As("dev", ""), Want: "Cpu is 1024, want 512"},
		{Name: "ARM", Check: taskSize, Change: Set(task, `"ARM64"`, "RuntimePlatform", "CpuArchitecture"), Want: "want X86_64"},
		{Name: "a container of another name", Check: containerPort, Change: Set(service, `"admin"`, "LoadBalancers", 0, "ContainerName"), Want: "want admin-api"},
		{Name: "the name of the other service", Check: containerPort, Change: Set(task, `"service-api"`, container("Name")...), Want: "want admin-api"},
		{Name: "another port behind the balancer", Check: containerPort, Change: Set(service, `9090`, "LoadBalancers", 0, "ContainerPort"), Want: "want 8080"},
		{Name: "another port of the container", Check: containerPort, Change: Set(task, `9090`, container("PortMappings", 0, "ContainerPort")...), Want: "want 8080"},
		{Name: "UDP", Check: containerPort, Change: Set(task, `"udp"`, container("PortMappings", 0, "Protocol")...), Want: "want tcp"},
		{Name: "one task in prod", Check: taskCounts, Change: Set(scaling, `1`, "MinCapacity"), Want: "want 2"},
		{Name: "fewer tasks than the fewest", Check: taskCounts, Change: Set(scaling, `1`, "MaxCapacity"), Want: "want 50"},
		{Name: "staging as wide as prod", Check: taskCounts, Change: As("staging", ""), Want: "MaxCapacity is 50, want 10"},
		{Name: "dev as wide as prod", Check: taskCounts, Change: As("dev", ""), Want: "MaxCapacity is 50, want 4"},
		{Name: "a scalable target of no service", Check: taskCounts, Change: Set(scaling, `"service/x/y"`, "ResourceId"), Want: "found 0 of scalable target of admin-api"},
		{Name: "scaling at 70 %", Check: taskScaling, Change: Set(scaling+"Cpu", `70`, policy("TargetValue")...), Want: "want 50"},
		{Name: "scaling by memory", Check: taskScaling, Change: Set(scaling+"Cpu", `"ECSServiceAverageMemoryUtilization"`, policy("PredefinedMetricSpecification", "PredefinedMetricType")...), Want: "want ECSServiceAverageCPUUtilization"},
		{Name: "slow scaling", Check: taskScaling, Change: Set(scaling+"Cpu", `300`, policy("ScaleOutCooldown")...), Want: "want 60"},
		{Name: "a cold start after a lull", Check: taskScaling, Change: Set(scaling+"Cpu", `60`, policy("ScaleInCooldown")...), Want: "want 300"},
		{Name: "no scaling policy", Check: taskScaling, Change: Drop(scaling + "Cpu"), Want: "found 0 of scaling policy"},
		{Name: "a fixed number of tasks", Check: noDesiredCount, Change: Set(service, `2`, "DesiredCount"), Want: "want it absent"},
	}
}

func deploymentBreaches() []Breach {
	const service, task, alarm = "Compute/AdminApiReleaseService", "Compute/AdminApiReleaseTaskDefinition", "Compute/AdminApiReleaseServerErrors"
	deployment := func(path ...any) []any { return append([]any{"DeploymentConfiguration"}, path...) }
	return []Breach{
		{Name: "half the tasks", Check: rollingDeployment, Change: Set(service, `50`, deployment("MinimumHealthyPercent")...), Want: "want 100"},
		{Name: "room for half more", Check: rollingDeployment, Change: Set(service, `150`, deployment("MaximumPercent")...), Want: "want 200"},
		{Name: "another controller", Check: rollingDeployment, Change: Set(service, `{"Type": "CODE_DEPLOY"}`, "DeploymentController"), Want: "want ECS"},
		{Name: "a breaker that only stops", Check: deploymentRollback, Change: Set(service, `false`, deployment("DeploymentCircuitBreaker", "Rollback")...), Want: "want true"},
		{Name: "an alarm that only stops", Check: deploymentRollback, Change: Set(service, `false`, deployment("Alarms", "Rollback")...), Want: "want true"},
		{Name: "no alarm", Check: deploymentRollback, Change: Set(service, `[]`, deployment("Alarms", "AlarmNames")...), Want: "alarms: got []"},
		{Name: "the balancer's own errors", Check: deploymentRollback, Change: Set(alarm, `"HTTPCode_ELB_5XX_Count"`, "Metrics", 1, "MetricStat", "Metric", "MetricName"), Want: "errors AWS/ApplicationELB HTTPCode_Target_5XX_Count"},
		{Name: "the other service's errors", Check: deploymentRollback, Change: Set(alarm, `{"Fn::GetAtt": ["ServiceApiTargetGroup", "TargetGroupFullName"]}`, "Metrics", 1, "MetricStat", "Metric", "Dimensions", 1, "Value"), Want: "target group is"},
		{Name: "an alarm that cannot fire", Check: serverErrors, Change: Set(alarm, `1000000`, "Threshold"), Want: "want 1"},
		{Name: "an alarm at one minute of errors", Check: serverErrors, Change: Set(alarm, `1`, "DatapointsToAlarm"), Want: "want 2"},
		{Name: "an alarm at every minute of errors", Check: serverErrors, Change: Set(alarm, `null`, "DatapointsToAlarm"), Want: "want 2"},
		{Name: "an alarm that remembers longer", Check: serverErrors, Change: Set(alarm, `5`, "EvaluationPeriods"), Want: "want 3"},
		{Name: "an alarm in minutes of five", Check: serverErrors, Change: Set(alarm, `300`, "Metrics", 1, "MetricStat", "Period"), Want: "want the sum of a minute"},
		{Name: "an alarm at ten errors", Check: serverErrors, Change: Set(alarm, `"GreaterThanOrEqualToThreshold"`, "ComparisonOperator"), Want: "want GreaterThanThreshold"},
		{Name: "an alarm at any error", Check: serverErrors, Change: Set(alarm, `"100 * errors / requests"`, "Metrics", 0, "Expression"), Want: "want IF(errors > 10"},
		{Name: "an alarm on the average", Check: serverErrors, Change: Set(alarm, `"Average"`, "Metrics", 1, "MetricStat", "Stat"), Want: "want the sum of a minute"},
		{Name: "an alarm of no balancer", Check: deploymentRollback, Change: Set(alarm, `"app/x/1"`, "Metrics", 1, "MetricStat", "Metric", "Dimensions", 0, "Value"), Want: "load balancer is"},
		{Name: "an alarm without traffic", Check: serverErrors, Change: Set(alarm, `"breaching"`, "TreatMissingData"), Want: "want notBreaching"},
		{Name: "a minute to start", Check: startAndStop, Change: Set(service, `60`, "HealthCheckGracePeriodSeconds"), Want: "want 120"},
		{Name: "half a minute to stop", Check: startAndStop, Change: Set(task, `30`, "ContainerDefinitions", 0, "StopTimeout"), Want: "want 60"},
		{Name: "requests cut off", Check: deregistrationDelay, Change: Set("Compute/AdminApiTargetGroup", `"30"`, "TargetGroupAttributes", 0, "Value"), Want: "cut off after 30 s"},
	}
}

func releaseBreaches() []Breach {
	parameter := func(key, value string) func(*testing.T, *check.Platform) {
		return func(_ *testing.T, p *check.Platform) {
			p.Stack("Compute").Parameters["AdminImage"].(map[string]any)[key] = value
		}
	}
	pull := []any{"PolicyDocument", "Statement", 0}
	return []Breach{
		{Name: "an image from the start", Check: imageParameters, Change: parameter("Default", "nginx"), Want: "want none"},
		{Name: "any image", Check: imageParameters, Change: parameter("AllowedPattern", ".*"), Want: `accepts "latest"`},
		{Name: "no way back to none", Check: imageParameters, Change: parameter("AllowedPattern", `.+/.+:.+`), Want: "refuses none"},
		{Name: "no pattern", Check: imageParameters, Change: parameter("AllowedPattern", ""), Want: "cannot be read"},
		{Name: "a service without an image", Check: nothingRunsWithoutImage, Change: On("Compute/AdminApiReleaseService", ""), Want: "Compute/AdminApiReleaseService exists: true, want false"},
		{Name: "an alarm without a service", Check: nothingRunsWithoutImage, Change: On("Compute/AdminApiReleaseServerErrors", ""), Want: "exists: true, want false"},
		{Name: "the other service's image", Check: nothingRunsWithoutImage, Change: On("Compute/AdminApiReleaseScaling", "ServiceImageGiven"), Want: "exists: false, want true"},
		{Name: "a log group that comes and goes", Check: nothingRunsWithoutImage, Change: On("Compute/AdminApiLogGroup", "AdminImageGiven"), Want: "Compute/AdminApiLogGroup exists: false, want true"},
		{Name: "a condition that nobody defines", Check: nothingRunsWithoutImage, Change: On("Compute/AdminApiReleaseScaling", "Nothing"), Want: `refers to "Nothing"`},
		{Name: "a reference to what may not exist", Check: noDanglingReferences, Change: Set("Compute/AdminApiListenerRule", `{"Ref": "AdminApiReleaseService"}`, "Extra"), Want: "Compute/AdminApiListenerRule refers to Compute/AdminApiReleaseService"},
		{Name: "waiting for what may not exist", Check: noDanglingReferences, Change: After("Compute/AdminApiListenerRule", "AdminApiReleaseService"), Want: "Compute/AdminApiListenerRule refers to"},
		{Name: "an output of what may not exist", Check: noDanglingReferences, Change: Output("Compute", "Service", `{"Value": {"Ref": "AdminApiReleaseService"}}`), Want: "output Service refers to"},
		{Name: "a placeholder", Check: onlyTheGivenImage, Change: Set("Compute/AdminApiReleaseTaskDefinition", `"nginx"`, "ContainerDefinitions", 0, "Image"), Want: "no task definition runs the image AdminImage"},
		{Name: "a second container", Check: onlyTheGivenImage, Change: Set("Compute/AdminApiReleaseTaskDefinition", `[{"Image": {"Ref": "AdminImage"}}, {"Image": "sidecar"}]`, "ContainerDefinitions"), Want: "has 2 containers"},
		{Name: "an image that cannot be pulled", Check: executionRole, Change: Set("Compute/AdminApiExecutionRolePolicy", `"ecr:BatchGetImage"`, append(pull, "Action")...), Want: "may"},
		{Name: "the other service's repository", Check: executionRole, Change: Set("Compute/AdminApiExecutionRolePolicy", `{"Fn::ImportValue": "chassis-prod-security:ServiceImagesRepositoryArn"}`, append(pull, "Resource")...), Want: "ServiceImagesRepository"},
	}
}

func balancingBreaches() []Breach {
	const alb, rule, group = "Compute/Alb", "Compute/AdminApiListenerRule", "Compute/AdminApiTargetGroup"
	action := func(path ...any) []any { return append([]any{"DefaultActions", 0}, path...) }
	attribute := func(i int) []any { return []any{"LoadBalancerAttributes", i, "Value"} }
	paths := []any{"Conditions", 0, "PathPatternConfig", "Values"}
	return []Breach{
		{Name: "a balancer inside", Check: balancerInPublicSubnets, Change: Set(alb, `"internal"`, "Scheme"), Want: "want internet-facing"},
		{Name: "a balancer in one zone", Check: balancerInPublicSubnets, Change: Set(alb, `[{"Fn::ImportValue": "chassis-prod-network:PublicA"}]`, "Subnets"), Want: "subnets"},
		{Name: "a redirect for now", Check: plainIsRedirected, Change: Set("Compute/AlbHttp", `"HTTP_302"`, action("RedirectConfig", "StatusCode")...), Want: "want HTTP_301"},
		{Name: "a redirect to nowhere", Check: plainIsRedirected, Change: Set("Compute/AlbHttp", `"/"`, action("RedirectConfig", "Path")...), Want: "another path"},
		{Name: "port 80 that forwards", Check: plainIsRedirected, Change: Set("Compute/AlbHttp", `"forward"`, action("Type")...), Want: "want redirect"},
		{Name: "a rule on port 80", Check: plainIsRedirected, Change: Set(rule, `{"Ref": "AlbHttp"}`, "ListenerArn"), Want: "answers on port 80"},
		{Name: "a third listener", Check: plainIsRedirected, Change: Put("Compute/Other", "AWS::ElasticLoadBalancingV2::Listener", `{"Port": 8443}`), Want: "found 3"},
		{Name: "TLS 1.0", Check: httpsListener, Change: Set("Compute/AlbHttps", `null`, "SslPolicy"), Want: "SslPolicy is absent"},
		{Name: "port 443 in plain text", Check: httpsListener, Change: Set("Compute/AlbHttps", `"HTTP"`, "Protocol"), Want: "want HTTPS"},
		{Name: "200 for everything", Check: httpsListener, Change: Set("Compute/AlbHttps", `"200"`, action("FixedResponseConfig", "StatusCode")...), Want: "want 404"},
		{Name: "a page for everything", Check: httpsListener, Change: Set("Compute/AlbHttps", `"text/html"`, action("FixedResponseConfig", "ContentType")...), Want: "want text/plain"},
		{Name: "404 without a word", Check: httpsListener, Change: Set("Compute/AlbHttps", `null`, action("FixedResponseConfig", "MessageBody")...), Want: "answers 404 without a word"},
		{Name: "a misspelt attribute", Check: knownAttributes, Change: Set(alb, `"idle_timeout.seconds"`, "LoadBalancerAttributes", 1, "Key"), Want: `"idle_timeout.seconds", which AWS does not know`},
		{Name: "a balancer's attribute of a target group", Check: knownAttributes, Change: Set(group, `"idle_timeout.timeout_seconds"`, "TargetGroupAttributes", 0, "Key"), Want: "which AWS does not know"},
		{Name: "an attribute without a value", Check: knownAttributes, Change: Set(group, `null`, "TargetGroupAttributes", 1, "Value"), Want: "stickiness.enabled has no value"},
		{Name: "clients that stay", Check: noStickiness, Change: Set(group, `"true"`, "TargetGroupAttributes", 1, "Value"), Want: `stickiness is "true"`},
		{Name: "everything to admin-api", Check: routedPaths, Change: Set(rule, `["/*"]`, paths...), Want: "paths"},
		{Name: "the bare path nowhere", Check: routedPaths, Change: Set(rule, `["/admin/*"]`, paths...), Want: "paths"},
		{Name: "both paths to one service", Check: routedPaths, Change: Set(rule, `{"Ref": "ServiceApiTargetGroup"}`, "Actions", 0, "TargetGroupArn"), Want: "found 0 of rule that forwards to admin-api"},
		{Name: "only for some hosts", Check: routedPaths, Change: Set(rule, `[{"Field": "path-pattern"}, {"Field": "host-header"}]`, "Conditions"), Want: "has 2 conditions"},
		{Name: "equal priorities", Check: routedPaths, Change: Set(rule, `10`, "Priority"), Want: "of another rule"},
		{Name: "invalid headers", Check: balancerHardening, Change: Set(alb, `"false"`, attribute(2)...), Want: "dropping invalid header fields"},
		{Name: "smuggled requests", Check: balancerHardening, Change: Set(alb, `"monitor"`, attribute(3)...), Want: "desync mitigation"},
		{Name: "an attribute given twice", Check: balancerHardening, Change: Set(alb, `"routing.http.desync_mitigation_mode"`, "LoadBalancerAttributes", 0, "Key"), Want: "given twice"},
		{Name: "an unprotected balancer", Check: balancerProtection, Change: Set(alb, `"false"`, attribute(0)...), Want: "want true"},
		{Name: "a balancer before the certificate is found", Check: balancerComesLater, Change: After(alb, "ReadersCpu"), Want: "does not wait for Compute/Search"},
		{Name: "a balancer before the readers scale", Check: balancerComesLater, Change: After(alb, "Search"), Want: "does not wait for Compute/ReadersCpu"},
		{Name: "a protected balancer in dev", Check: balancerProtection, Change: As("dev", ""), Want: "is true, want false"},
		{Name: "no access log", Check: accessLogs, Change: Set(alb, `"false"`, attribute(4)...), Want: "access logs are"},
		{Name: "a bucket of nobody", Check: accessLogs, Change: Set(alb, `"other"`, attribute(5)...), Want: "found 0 of bucket"},
		{Name: "a bucket with a key of ours", Check: accessLogs, Change: Set("Compute/AccessLogs", `"aws:kms"`, "BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault", "SSEAlgorithm"), Want: "want AES256"},
		{Name: "a public bucket", Check: accessLogs, Change: Set("Compute/AccessLogs", `false`, "PublicAccessBlockConfiguration", "RestrictPublicBuckets"), Want: "want true"},
		{Name: "access logs for ever", Check: accessLogs, Change: Set("Compute/AccessLogs", `"Disabled"`, "LifecycleConfiguration", "Rules", 0, "Status"), Want: "want Enabled"},
		{Name: "access logs of dev for a year", Check: accessLogs, Change: As("dev", ""), Want: "ExpirationInDays is 365, want 7"},
		{Name: "a deleted log that is gone", Check: accessLogsComeBack, Change: Set("Compute/AccessLogs", `"Suspended"`, "VersioningConfiguration", "Status"), Want: "want Enabled"},
		{Name: "deleted logs for ever", Check: accessLogsComeBack, Change: Set("Compute/AccessLogs", `null`, "LifecycleConfiguration", "Rules", 0, "NoncurrentVersionExpiration"), Want: "want 7"},
		{Name: "logs in a folder that nobody may write", Check: accessLogsPolicy, Change: Set(alb, `"chassis"`, attribute(6)...), Want: "/chassis/AWSLogs/"},
		{Name: "a bucket that nobody may write", Check: accessLogsPolicy, Change: Set("Compute/AccessLogsPolicy", `{"AWS": "arn:aws:iam::1:root"}`, "PolicyDocument", "Statement", 1, "Principal"), Want: "policy"},
		{Name: "a bucket in plain text", Check: accessLogsPolicy, Change: Set("Compute/AccessLogsPolicy", `"Allow"`, "PolicyDocument", "Statement", 0, "Effect"), Want: "policy"},
		{Name: "a rule without a priority", Check: routedPaths, Change: Set(rule, `null`, "Priority"), Want: "want a number"},
		{Name: "half a minute between checks", Check: healthChecks, Change: Set(group, `30`, "HealthCheckIntervalSeconds"), Want: "want 15"},
		{Name: "a check longer than its interval", Check: healthChecks, Change: Set(group, `15`, "HealthCheckTimeoutSeconds"), Want: "want 5"},
		{Name: "three failures", Check: healthChecks, Change: Set(group, `3`, "UnhealthyThresholdCount"), Want: "want 2"},
		{Name: "five successes", Check: healthChecks, Change: Set(group, `5`, "HealthyThresholdCount"), Want: "want 2"},
		{Name: "a check of the root", Check: healthChecks, Change: Set(group, `"/"`, "HealthCheckPath"), Want: "want /health"},
		{Name: "any answer", Check: healthChecks, Change: Set(group, `"200-499"`, "Matcher", "HttpCode"), Want: "want 200"},
		{Name: "instances as targets", Check: targetGroups, Change: Set(group, `"instance"`, "TargetType"), Want: "want ip"},
		{Name: "TLS to the targets", Check: targetGroups, Change: Set(group, `"HTTPS"`, "Protocol"), Want: "want HTTP"},
		{Name: "one target group for both", Check: targetGroups, Change: Set("Compute/AdminApiReleaseService", `{"Ref": "ServiceApiTargetGroup"}`, "LoadBalancers", 0, "TargetGroupArn"), Want: "both services use"},
		{Name: "no web ACL", Check: webACLAssociated, Change: Drop("Compute/WebAclAssociation"), Want: "found 0"},
		{Name: "another web ACL", Check: webACLAssociated, Change: Set("Compute/WebAclAssociation", `"arn"`, "WebACLArn"), Want: "WebACLArn is arn"},
	}
}

func certificateBreaches() []Breach {
	certificate := []any{"Certificates", 0, "CertificateArn"}
	return []Breach{
		{Name: "a certificate of Virginia", Check: certificateOfListener, Change: Set("Compute/AlbHttps", `"arn:aws:acm:us-east-1:123456789012:certificate/1-2"`, certificate...), Want: "is no certificate of ap-northeast-2"},
		{Name: "a search that nobody uses", Check: certificateOfListener, Change: Set("Compute/AlbHttps", `"arn:aws:acm:ap-northeast-2:123456789012:certificate/1-2"`, certificate...), Want: "found 1 of certificate search beside"},
		{Name: "no certificate", Check: certificateOfListener, Change: Set("Compute/AlbHttps", `[]`, "Certificates"), Want: "has 0 certificates"},
		{Name: "another domain", Check: certificateOfListener, Change: Set("Compute/Search", `"example.org"`, "DomainName"), Want: "want prod.chassis.example.com"},
		{Name: "a search that cannot be repeated", Check: certificateOfListener, Change: Set("Compute/Search", `null`, "Lookup"), Want: "Lookup is absent"},
		{Name: "another result of the search", Check: certificateOfListener, Change: Set("Compute/AlbHttps", `{"Fn::GetAtt": ["Search", "Arn"]}`, certificate...), Want: "want CertificateArn"},
		{Name: "a finder that may do more", Check: certificateFinder, Change: Set("Compute/FinderRolePolicy", `"acm:*"`, "PolicyDocument", "Statement", 1, "Action"), Want: "acm:* on *"},
		{Name: "a finder for x86", Check: certificateFinder, Change: Set("Compute/Finder", `["x86_64"]`, "Architectures"), Want: "Architectures"},
		{Name: "a finder in Python", Check: certificateFinder, Change: Set("Compute/Finder", `"python3.13"`, "Runtime"), Want: "want provided.al2023"},
		{Name: "a finder that is too slow", Check: certificateFinder, Change: Set("Compute/Finder", `120`, "Timeout"), Want: "too little to search"},
		{Name: "a record of something else", Check: aliasRecords, Change: Put("Compute/Record", "AWS::Route53::RecordSet", `{"Name": "prod.chassis.example.com.", "Type": "A", "AliasTarget": {"DNSName": "other", "HostedZoneId": "Z1"}}`), Want: "leads to other"},
		{Name: "a record of another name", Check: aliasRecords, Change: Put("Compute/Record", "AWS::Route53::RecordSet", `{"Name": "example.org.", "Type": "A"}`), Want: "want prod.chassis.example.com."},
	}
}

func taskBreaches() []Breach {
	const task = "Compute/AdminApiReleaseTaskDefinition"
	container := func(path ...any) []any { return append([]any{"ContainerDefinitions", 0}, path...) }
	return []Breach{
		{Name: "a log that loses lines", Check: logBuffer, Change: Set(task, `"1m"`, container("LogConfiguration", "Options", "max-buffer-size")...), Want: "has 1 MiB, want 25"},
		{Name: "a log of no size", Check: logBuffer, Change: Set(task, `"25 MiB"`, container("LogConfiguration", "Options", "max-buffer-size")...), Want: `is "25 MiB", want a size`},
		{Name: "a log as large as its task", Check: logBuffer, Change: Set(task, `"128"`, "Memory"), Want: "no more than a tenth of 128"},
		{Name: "logs elsewhere", Check: taskLogs, Change: Set(task, `"splunk"`, container("LogConfiguration", "LogDriver")...), Want: "want awslogs"},
		{Name: "logs in Tokyo", Check: taskLogs, Change: Set(task, `"ap-northeast-1"`, container("LogConfiguration", "Options", "awslogs-region")...), Want: "want ap-northeast-2"},
		{Name: "logs of both services in one group", Check: taskLogs, Change: Set(task, `{"Ref": "ServiceApiLogGroup"}`, container("LogConfiguration", "Options", "awslogs-group")...), Want: "both services log to"},
		{Name: "an application that waits for its log", Check: taskLogs, Change: Set(task, `"blocking"`, container("LogConfiguration", "Options", "mode")...), Want: "want non-blocking"},
		{Name: "a log group that operators do not find", Check: taskLogs, Change: Set("Compute/AdminApiLogGroup", `"/chassis/prod/other"`, "LogGroupName"), Want: "want /chassis/prod/admin-api"},
		{Name: "a key for more than the secret", Check: executionRole, Change: Set("Compute/AdminApiExecutionRolePolicy", `null`, "PolicyDocument", "Statement", 2, "Condition"), Want: "may"},
		{Name: "an execution role that hosts assume", Check: executionRole, Change: Set("Compute/AdminApiExecutionRole", `"Deny"`, "AssumeRolePolicyDocument", "Statement", 0, "Effect"), Want: "trusts"},
		{Name: "capabilities kept", Check: fewPrivileges, Change: Set(task, `null`, container("LinuxParameters", "Capabilities")...), Want: "Capabilities.Drop"},
		{Name: "logs that may not be written", Check: executionRole, Change: Set("Compute/AdminApiExecutionRolePolicy", `"Deny"`, "PolicyDocument", "Statement", 3, "Effect"), Want: "Deny logs:PutLogEvents"},
		{Name: "a year of logs in staging", Check: logRetention, Change: As("staging", ""), Want: "RetentionInDays is 365, want 30"},
		{Name: "a year of logs in dev", Check: logRetention, Change: As("dev", ""), Want: "RetentionInDays is 365, want 7"},
		{Name: "a log group in plain text", Check: logRetention, Change: Set("Compute/InsightsLogGroup", `null`, "KmsKeyId"), Want: "KmsKeyId is absent"},
		{Name: "the database past its proxy", Check: taskEnvironment, Change: Set(task, `"aurora.example.com"`, container("Environment", 0, "Value")...), Want: "DB_HOST is"},
		{Name: "reads from the writer in prod", Check: taskEnvironment, Change: Set(task, `{"Fn::ImportValue": "chassis-prod-data:ProxyEndpoint"}`, container("Environment", 3, "Value")...), Want: "DB_READER_HOST is"},
		{Name: "another service's role", Check: taskEnvironment, Change: Set(task, `"service_api"`, container("Environment", 4, "Value")...), Want: "want \"admin_api\""},
		{Name: "another database", Check: taskEnvironment, Change: Set(task, `"postgres"`, container("Environment", 1, "Value")...), Want: "want \"chassis\""},
		{Name: "the writer as reader in dev", Check: taskEnvironment, Change: As("dev", ""), Want: "DB_READER_HOST is"},
		{Name: "one variable more", Check: taskEnvironment, Change: Set(task, `"DB_PASSWORD"`, container("Environment", 0, "Name")...), Want: "variables"},
		{Name: "a secret more", Check: taskSecrets, Change: Set(task, `[{"Name": "REDIS_AUTH_TOKEN", "ValueFrom": {"Fn::ImportValue": "chassis-prod-data:RedisAuthToken"}}, {"Name": "DB_PASSWORD", "ValueFrom": "x"}]`, container("Secrets")...), Want: "secrets are"},
		{Name: "another secret", Check: taskSecrets, Change: Set(task, `"x"`, container("Secrets", 0, "ValueFrom")...), Want: "secrets are"},
		{Name: "any database role", Check: taskRole, Change: Set("Compute/AdminApiTaskRolePolicy", `"*"`, "PolicyDocument", "Statement", 0, "Resource"), Want: "rds-db:connect on *"},
		{Name: "a task that may do more", Check: taskRole, Change: Set("Compute/AdminApiTaskRole", `["arn:aws:iam::aws:policy/PowerUserAccess"]`, "ManagedPolicyArns"), Want: "PowerUserAccess"},
		{Name: "a root file system to write on", Check: readOnlyRoot, Change: Set(task, `false`, container("ReadonlyRootFilesystem")...), Want: "want true"},
		{Name: "nowhere to write", Check: readOnlyRoot, Change: Set(task, `[]`, container("MountPoints")...), Want: "want one, at /tmp"},
		{Name: "a /tmp that is read-only", Check: readOnlyRoot, Change: Set(task, `true`, container("MountPoints", 0, "ReadOnly")...), Want: "want false"},
		{Name: "a volume of nobody", Check: readOnlyRoot, Change: Set(task, `"other"`, container("MountPoints", 0, "SourceVolume")...), Want: "no volume of the task"},
		{Name: "no init process", Check: fewPrivileges, Change: Set(task, `false`, container("LinuxParameters", "InitProcessEnabled")...), Want: "want true"},
		{Name: "a capability", Check: fewPrivileges, Change: Set(task, `["SYS_PTRACE"]`, container("LinuxParameters", "Capabilities", "Add")...), Want: "SYS_PTRACE"},
		{Name: "a privileged container", Check: fewPrivileges, Change: Set(task, `true`, container("Privileged")...), Want: "Privileged is true"},
		{Name: "a shell in prod", Check: noExecInProd, Change: Set("Compute/AdminApiReleaseService", `true`, "EnableExecuteCommand"), Want: "EnableExecuteCommand is true"},
	}
}
