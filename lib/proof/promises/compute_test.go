package promises

import (
	"testing"

	"example.com/chassis/lib/proof/promises/check"
)

func serviceBreaches() []breach {
	const service, task, scaling = "Compute/AdminApiReleaseService", "Compute/AdminApiReleaseTaskDefinition", "Compute/AdminApiReleaseScaling"
	network := func(key string) []any { return []any{"NetworkConfiguration", "AwsvpcConfiguration", key} }
	container := func(path ...any) []any { return append([]any{"ContainerDefinitions", 0}, path...) }
	policy := func(path ...any) []any { return append([]any{"TargetTrackingScalingPolicyConfiguration"}, path...) }
	return []breach{
		{"plain Container Insights", fargateOnly, in(set("Compute/Cluster", `"enabled"`, "ClusterSettings", 0, "Value")), "want enhanced"},
		{"hosts of our own", fargateOnly, in(set("Compute/ClusterAssociations", `["FARGATE", "hosts"]`, "CapacityProviders")), "hosts is not Fargate"},
		{"a service on hosts", fargateOnly, in(set(service, `"EC2"`, "LaunchType")), "want FARGATE"},
		{"a task for hosts", fargateOnly, in(set(task, `["EC2"]`, "RequiresCompatibilities")), "RequiresCompatibilities"},
		{"a third service", twoServices, in(put("Compute/Third", "AWS::ECS::Service", `{}`)), "found 3"},
		{"tasks in isolated subnets", twoServices, in(set(service, `[{"Fn::ImportValue": "chassis-prod-network:IsolatedA"}]`, network("Subnets")...)), "subnets"},
		{"tasks of dev in both zones", twoServices, as("dev", ""), "subnets"},
		{"public tasks", twoServices, in(set(service, `"ENABLED"`, network("AssignPublicIp")...)), "want DISABLED"},
		{"tasks left in one zone", zoneRebalancing, in(set(service, `"DISABLED"`, "AvailabilityZoneRebalancing")), "want ENABLED"},
		{"tasks of staging left in one zone", zoneRebalancing, func(t *testing.T, p *check.Platform) {
			t.Helper()
			p.Env = "staging"
			set(service, `null`, "AvailabilityZoneRebalancing")(t, *p)
		}, "want ENABLED"},
		{"a balance of one zone", zoneRebalancing, as("dev", ""), "want DISABLED"},
		{"half a CPU in prod", taskSize, in(set(task, `"512"`, "Cpu")), "want 1024"},
		{"less memory in prod", taskSize, in(set(task, `"1024"`, "Memory")), "want 2048"},
		{"a whole CPU in dev", taskSize, as("dev", ""), "Cpu is 1024, want 512"},
		{"ARM", taskSize, in(set(task, `"ARM64"`, "RuntimePlatform", "CpuArchitecture")), "want X86_64"},
		{"a container of another name", containerPort, in(set(service, `"admin"`, "LoadBalancers", 0, "ContainerName")), "want admin-api"},
		{"the name of the other service", containerPort, in(set(task, `"service-api"`, container("Name")...)), "want admin-api"},
		{"another port behind the balancer", containerPort, in(set(service, `9090`, "LoadBalancers", 0, "ContainerPort")), "want 8080"},
		{"another port of the container", containerPort, in(set(task, `9090`, container("PortMappings", 0, "ContainerPort")...)), "want 8080"},
		{"UDP", containerPort, in(set(task, `"udp"`, container("PortMappings", 0, "Protocol")...)), "want tcp"},
		{"one task in prod", taskCounts, in(set(scaling, `1`, "MinCapacity")), "want 2"},
		{"fewer tasks than the fewest", taskCounts, in(set(scaling, `1`, "MaxCapacity")), "want 50"},
		{"staging as wide as prod", taskCounts, as("staging", ""), "MaxCapacity is 50, want 10"},
		{"dev as wide as prod", taskCounts, as("dev", ""), "MaxCapacity is 50, want 4"},
		{"a scalable target of no service", taskCounts, in(set(scaling, `"service/x/y"`, "ResourceId")), "found 0 of scalable target of admin-api"},
		{"scaling at 70 %", taskScaling, in(set(scaling+"Cpu", `70`, policy("TargetValue")...)), "want 50"},
		{"scaling by memory", taskScaling, in(set(scaling+"Cpu", `"ECSServiceAverageMemoryUtilization"`, policy("PredefinedMetricSpecification", "PredefinedMetricType")...)), "want ECSServiceAverageCPUUtilization"},
		{"slow scaling", taskScaling, in(set(scaling+"Cpu", `300`, policy("ScaleOutCooldown")...)), "want 60"},
		{"a cold start after a lull", taskScaling, in(set(scaling+"Cpu", `60`, policy("ScaleInCooldown")...)), "want 300"},
		{"no scaling policy", taskScaling, in(drop(scaling + "Cpu")), "found 0 of scaling policy"},
		{"a fixed number of tasks", noDesiredCount, in(set(service, `2`, "DesiredCount")), "want it absent"},
	}
}

func deploymentBreaches() []breach {
	const service, task, alarm = "Compute/AdminApiReleaseService", "Compute/AdminApiReleaseTaskDefinition", "Compute/AdminApiReleaseServerErrors"
	deployment := func(path ...any) []any { return append([]any{"DeploymentConfiguration"}, path...) }
	return []breach{
		{"half the tasks", rollingDeployment, in(set(service, `50`, deployment("MinimumHealthyPercent")...)), "want 100"},
		{"room for half more", rollingDeployment, in(set(service, `150`, deployment("MaximumPercent")...)), "want 200"},
		{"another controller", rollingDeployment, in(set(service, `{"Type": "CODE_DEPLOY"}`, "DeploymentController")), "want ECS"},
		{"a breaker that only stops", deploymentRollback, in(set(service, `false`, deployment("DeploymentCircuitBreaker", "Rollback")...)), "want true"},
		{"an alarm that only stops", deploymentRollback, in(set(service, `false`, deployment("Alarms", "Rollback")...)), "want true"},
		{"no alarm", deploymentRollback, in(set(service, `[]`, deployment("Alarms", "AlarmNames")...)), "alarms: got []"},
		{"the balancer's own errors", deploymentRollback, in(set(alarm, `"HTTPCode_ELB_5XX_Count"`, "Metrics", 1, "MetricStat", "Metric", "MetricName")), "errors AWS/ApplicationELB HTTPCode_Target_5XX_Count"},
		{"the other service's errors", deploymentRollback, in(set(alarm, `{"Fn::GetAtt": ["ServiceApiTargetGroup", "TargetGroupFullName"]}`, "Metrics", 1, "MetricStat", "Metric", "Dimensions", 1, "Value")), "target group is"},
		{"an alarm that cannot fire", serverErrors, in(set(alarm, `1000000`, "Threshold")), "want 1"},
		{"an alarm at one minute of errors", serverErrors, in(set(alarm, `1`, "DatapointsToAlarm")), "want 2"},
		{"an alarm at every minute of errors", serverErrors, in(set(alarm, `null`, "DatapointsToAlarm")), "want 2"},
		{"an alarm that remembers longer", serverErrors, in(set(alarm, `5`, "EvaluationPeriods")), "want 3"},
		{"an alarm in minutes of five", serverErrors, in(set(alarm, `300`, "Metrics", 1, "MetricStat", "Period")), "want the sum of a minute"},
		{"an alarm at ten errors", serverErrors, in(set(alarm, `"GreaterThanOrEqualToThreshold"`, "ComparisonOperator")), "want GreaterThanThreshold"},
		{"an alarm at any error", serverErrors, in(set(alarm, `"100 * errors / requests"`, "Metrics", 0, "Expression")), "want IF(errors > 10"},
		{"an alarm on the average", serverErrors, in(set(alarm, `"Average"`, "Metrics", 1, "MetricStat", "Stat")), "want the sum of a minute"},
		{"an alarm of no balancer", deploymentRollback, in(set(alarm, `"app/x/1"`, "Metrics", 1, "MetricStat", "Metric", "Dimensions", 0, "Value")), "load balancer is"},
		{"an alarm without traffic", serverErrors, in(set(alarm, `"breaching"`, "TreatMissingData")), "want notBreaching"},
		{"a minute to start", startAndStop, in(set(service, `60`, "HealthCheckGracePeriodSeconds")), "want 120"},
		{"half a minute to stop", startAndStop, in(set(task, `30`, "ContainerDefinitions", 0, "StopTimeout")), "want 60"},
		{"requests cut off", deregistrationDelay, in(set("Compute/AdminApiTargetGroup", `"30"`, "TargetGroupAttributes", 0, "Value")), "cut off after 30 s"},
	}
}

func releaseBreaches() []breach {
	parameter := func(key, value string) func(*testing.T, *check.Platform) {
		return func(_ *testing.T, p *check.Platform) {
			p.Stack("Compute").Parameters["AdminImage"].(map[string]any)[key] = value
		}
	}
	pull := []any{"PolicyDocument", "Statement", 0}
	return []breach{
		{"an image from the start", imageParameters, parameter("Default", "nginx"), "want none"},
		{"any image", imageParameters, parameter("AllowedPattern", ".*"), `accepts "latest"`},
		{"no way back to none", imageParameters, parameter("AllowedPattern", `.+/.+:.+`), "refuses none"},
		{"no pattern", imageParameters, parameter("AllowedPattern", ""), "cannot be read"},
		{"a service without an image", nothingRunsWithoutImage, in(on("Compute/AdminApiReleaseService", "")), "Compute/AdminApiReleaseService exists: true, want false"},
		{"an alarm without a service", nothingRunsWithoutImage, in(on("Compute/AdminApiReleaseServerErrors", "")), "exists: true, want false"},
		{"the other service's image", nothingRunsWithoutImage, in(on("Compute/AdminApiReleaseScaling", "ServiceImageGiven")), "exists: false, want true"},
		{"a log group that comes and goes", nothingRunsWithoutImage, in(on("Compute/AdminApiLogGroup", "AdminImageGiven")), "Compute/AdminApiLogGroup exists: false, want true"},
		{"a condition that nobody defines", nothingRunsWithoutImage, in(on("Compute/AdminApiReleaseScaling", "Nothing")), `refers to "Nothing"`},
		{"a reference to what may not exist", noDanglingReferences, in(set("Compute/AdminApiListenerRule", `{"Ref": "AdminApiReleaseService"}`, "Extra")), "Compute/AdminApiListenerRule refers to Compute/AdminApiReleaseService"},
		{"waiting for what may not exist", noDanglingReferences, in(after("Compute/AdminApiListenerRule", "AdminApiReleaseService")), "Compute/AdminApiListenerRule refers to"},
		{"an output of what may not exist", noDanglingReferences, in(say("Compute", "Service", `{"Value": {"Ref": "AdminApiReleaseService"}}`)), "output Service refers to"},
		{"a placeholder", onlyTheGivenImage, in(set("Compute/AdminApiReleaseTaskDefinition", `"nginx"`, "ContainerDefinitions", 0, "Image")), "no task definition runs the image AdminImage"},
		{"a second container", onlyTheGivenImage, in(set("Compute/AdminApiReleaseTaskDefinition", `[{"Image": {"Ref": "AdminImage"}}, {"Image": "sidecar"}]`, "ContainerDefinitions")), "has 2 containers"},
		{"an image that cannot be pulled", executionRole, in(set("Compute/AdminApiExecutionRolePolicy", `"ecr:BatchGetImage"`, append(pull, "Action")...)), "may"},
		{"the other service's repository", executionRole, in(set("Compute/AdminApiExecutionRolePolicy", `{"Fn::ImportValue": "chassis-prod-security:ServiceImagesRepositoryArn"}`, append(pull, "Resource")...)), "ServiceImagesRepository"},
	}
}

func balancingBreaches() []breach {
	const alb, rule, group = "Compute/Alb", "Compute/AdminApiListenerRule", "Compute/AdminApiTargetGroup"
	action := func(path ...any) []any { return append([]any{"DefaultActions", 0}, path...) }
	attribute := func(i int) []any { return []any{"LoadBalancerAttributes", i, "Value"} }
	paths := []any{"Conditions", 0, "PathPatternConfig", "Values"}
	return []breach{
		{"a balancer inside", balancerInPublicSubnets, in(set(alb, `"internal"`, "Scheme")), "want internet-facing"},
		{"a balancer in one zone", balancerInPublicSubnets, in(set(alb, `[{"Fn::ImportValue": "chassis-prod-network:PublicA"}]`, "Subnets")), "subnets"},
		{"a redirect for now", plainIsRedirected, in(set("Compute/AlbHttp", `"HTTP_302"`, action("RedirectConfig", "StatusCode")...)), "want HTTP_301"},
		{"a redirect to nowhere", plainIsRedirected, in(set("Compute/AlbHttp", `"/"`, action("RedirectConfig", "Path")...)), "another path"},
		{"port 80 that forwards", plainIsRedirected, in(set("Compute/AlbHttp", `"forward"`, action("Type")...)), "want redirect"},
		{"a rule on port 80", plainIsRedirected, in(set(rule, `{"Ref": "AlbHttp"}`, "ListenerArn")), "answers on port 80"},
		{"a third listener", plainIsRedirected, in(put("Compute/Other", "AWS::ElasticLoadBalancingV2::Listener", `{"Port": 8443}`)), "found 3"},
		{"TLS 1.0", httpsListener, in(set("Compute/AlbHttps", `null`, "SslPolicy")), "SslPolicy is absent"},
		{"port 443 in plain text", httpsListener, in(set("Compute/AlbHttps", `"HTTP"`, "Protocol")), "want HTTPS"},
		{"200 for everything", httpsListener, in(set("Compute/AlbHttps", `"200"`, action("FixedResponseConfig", "StatusCode")...)), "want 404"},
		{"a page for everything", httpsListener, in(set("Compute/AlbHttps", `"text/html"`, action("FixedResponseConfig", "ContentType")...)), "want text/plain"},
		{"404 without a word", httpsListener, in(set("Compute/AlbHttps", `null`, action("FixedResponseConfig", "MessageBody")...)), "answers 404 without a word"},
		{"a misspelt attribute", knownAttributes, in(set(alb, `"idle_timeout.seconds"`, "LoadBalancerAttributes", 1, "Key")), `"idle_timeout.seconds", which AWS does not know`},
		{"a balancer's attribute of a target group", knownAttributes, in(set(group, `"idle_timeout.timeout_seconds"`, "TargetGroupAttributes", 0, "Key")), "which AWS does not know"},
		{"an attribute without a value", knownAttributes, in(set(group, `null`, "TargetGroupAttributes", 1, "Value")), "stickiness.enabled has no value"},
		{"clients that stay", noStickiness, in(set(group, `"true"`, "TargetGroupAttributes", 1, "Value")), `stickiness is "true"`},
		{"everything to admin-api", routedPaths, in(set(rule, `["/*"]`, paths...)), "paths"},
		{"the bare path nowhere", routedPaths, in(set(rule, `["/admin/*"]`, paths...)), "paths"},
		{"both paths to one service", routedPaths, in(set(rule, `{"Ref": "ServiceApiTargetGroup"}`, "Actions", 0, "TargetGroupArn")), "found 0 of rule that forwards to admin-api"},
		{"only for some hosts", routedPaths, in(set(rule, `[{"Field": "path-pattern"}, {"Field": "host-header"}]`, "Conditions")), "has 2 conditions"},
		{"equal priorities", routedPaths, in(set(rule, `10`, "Priority")), "of another rule"},
		{"invalid headers", balancerHardening, in(set(alb, `"false"`, attribute(2)...)), "dropping invalid header fields"},
		{"smuggled requests", balancerHardening, in(set(alb, `"monitor"`, attribute(3)...)), "desync mitigation"},
		{"an attribute given twice", balancerHardening, in(set(alb, `"routing.http.desync_mitigation_mode"`, "LoadBalancerAttributes", 0, "Key")), "given twice"},
		{"an unprotected balancer", balancerProtection, in(set(alb, `"false"`, attribute(0)...)), "want true"},
		{"a balancer before the certificate is found", balancerComesLater, in(after(alb, "ReadersCpu")), "does not wait for Compute/Search"},
		{"a balancer before the readers scale", balancerComesLater, in(after(alb, "Search")), "does not wait for Compute/ReadersCpu"},
		{"a protected balancer in dev", balancerProtection, as("dev", ""), "is true, want false"},
		{"no access log", accessLogs, in(set(alb, `"false"`, attribute(4)...)), "access logs are"},
		{"a bucket of nobody", accessLogs, in(set(alb, `"other"`, attribute(5)...)), "found 0 of bucket"},
		{"a bucket with a key of ours", accessLogs, in(set("Compute/AccessLogs", `"aws:kms"`, "BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault", "SSEAlgorithm")), "want AES256"},
		{"a public bucket", accessLogs, in(set("Compute/AccessLogs", `false`, "PublicAccessBlockConfiguration", "RestrictPublicBuckets")), "want true"},
		{"access logs for ever", accessLogs, in(set("Compute/AccessLogs", `"Disabled"`, "LifecycleConfiguration", "Rules", 0, "Status")), "want Enabled"},
		{"access logs of dev for a year", accessLogs, as("dev", ""), "ExpirationInDays is 365, want 7"},
		{"a deleted log that is gone", accessLogsComeBack, in(set("Compute/AccessLogs", `"Suspended"`, "VersioningConfiguration", "Status")), "want Enabled"},
		{"deleted logs for ever", accessLogsComeBack, in(set("Compute/AccessLogs", `null`, "LifecycleConfiguration", "Rules", 0, "NoncurrentVersionExpiration")), "want 7"},
		{"logs in a folder that nobody may write", accessLogsPolicy, in(set(alb, `"chassis"`, attribute(6)...)), "/chassis/AWSLogs/"},
		{"a bucket that nobody may write", accessLogsPolicy, in(set("Compute/AccessLogsPolicy", `{"AWS": "arn:aws:iam::1:root"}`, "PolicyDocument", "Statement", 1, "Principal")), "policy"},
		{"a bucket in plain text", accessLogsPolicy, in(set("Compute/AccessLogsPolicy", `"Allow"`, "PolicyDocument", "Statement", 0, "Effect")), "policy"},
		{"a rule without a priority", routedPaths, in(set(rule, `null`, "Priority")), "want a number"},
		{"half a minute between checks", healthChecks, in(set(group, `30`, "HealthCheckIntervalSeconds")), "want 15"},
		{"a check longer than its interval", healthChecks, in(set(group, `15`, "HealthCheckTimeoutSeconds")), "want 5"},
		{"three failures", healthChecks, in(set(group, `3`, "UnhealthyThresholdCount")), "want 2"},
		{"five successes", healthChecks, in(set(group, `5`, "HealthyThresholdCount")), "want 2"},
		{"a check of the root", healthChecks, in(set(group, `"/"`, "HealthCheckPath")), "want /health"},
		{"any answer", healthChecks, in(set(group, `"200-499"`, "Matcher", "HttpCode")), "want 200"},
		{"instances as targets", targetGroups, in(set(group, `"instance"`, "TargetType")), "want ip"},
		{"TLS to the targets", targetGroups, in(set(group, `"HTTPS"`, "Protocol")), "want HTTP"},
		{"one target group for both", targetGroups, in(set("Compute/AdminApiReleaseService", `{"Ref": "ServiceApiTargetGroup"}`, "LoadBalancers", 0, "TargetGroupArn")), "both services use"},
		{"no web ACL", webACLAssociated, in(drop("Compute/WebAclAssociation")), "found 0"},
		{"another web ACL", webACLAssociated, in(set("Compute/WebAclAssociation", `"arn"`, "WebACLArn")), "WebACLArn is arn"},
	}
}

func certificateBreaches() []breach {
	certificate := []any{"Certificates", 0, "CertificateArn"}
	return []breach{
		{"a certificate of Virginia", certificateOfListener, in(set("Compute/AlbHttps", `"arn:aws:acm:us-east-1:123456789012:certificate/1-2"`, certificate...)), "is no certificate of ap-northeast-2"},
		{"a search that nobody uses", certificateOfListener, in(set("Compute/AlbHttps", `"arn:aws:acm:ap-northeast-2:123456789012:certificate/1-2"`, certificate...)), "found 1 of certificate search beside"},
		{"no certificate", certificateOfListener, in(set("Compute/AlbHttps", `[]`, "Certificates")), "has 0 certificates"},
		{"another domain", certificateOfListener, in(set("Compute/Search", `"example.org"`, "DomainName")), "want prod.chassis.example.com"},
		{"a search that cannot be repeated", certificateOfListener, in(set("Compute/Search", `null`, "Lookup")), "Lookup is absent"},
		{"another result of the search", certificateOfListener, in(set("Compute/AlbHttps", `{"Fn::GetAtt": ["Search", "Arn"]}`, certificate...)), "want CertificateArn"},
		{"a finder that may do more", certificateFinder, in(set("Compute/FinderRolePolicy", `"acm:*"`, "PolicyDocument", "Statement", 1, "Action")), "acm:* on *"},
		{"a finder for x86", certificateFinder, in(set("Compute/Finder", `["x86_64"]`, "Architectures")), "Architectures"},
		{"a finder in Python", certificateFinder, in(set("Compute/Finder", `"python3.13"`, "Runtime")), "want provided.al2023"},
		{"a finder that is too slow", certificateFinder, in(set("Compute/Finder", `120`, "Timeout")), "too little to search"},
		{"a record of something else", aliasRecords, in(put("Compute/Record", "AWS::Route53::RecordSet", `{"Name": "prod.chassis.example.com.", "Type": "A", "AliasTarget": {"DNSName": "other", "HostedZoneId": "Z1"}}`)), "leads to other"},
		{"a record of another name", aliasRecords, in(put("Compute/Record", "AWS::Route53::RecordSet", `{"Name": "example.org.", "Type": "A"}`)), "want prod.chassis.example.com."},
	}
}

func taskBreaches() []breach {
	const task = "Compute/AdminApiReleaseTaskDefinition"
	container := func(path ...any) []any { return append([]any{"ContainerDefinitions", 0}, path...) }
	return []breach{
		{"a log that loses lines", logBuffer, in(set(task, `"1m"`, container("LogConfiguration", "Options", "max-buffer-size")...)), "has 1 MiB, want 25"},
		{"a log of no size", logBuffer, in(set(task, `"25 MiB"`, container("LogConfiguration", "Options", "max-buffer-size")...)), `is "25 MiB", want a size`},
		{"a log as large as its task", logBuffer, in(set(task, `"128"`, "Memory")), "no more than a tenth of 128"},
		{"logs elsewhere", taskLogs, in(set(task, `"splunk"`, container("LogConfiguration", "LogDriver")...)), "want awslogs"},
		{"logs in Tokyo", taskLogs, in(set(task, `"ap-northeast-1"`, container("LogConfiguration", "Options", "awslogs-region")...)), "want ap-northeast-2"},
		{"logs of both services in one group", taskLogs, in(set(task, `{"Ref": "ServiceApiLogGroup"}`, container("LogConfiguration", "Options", "awslogs-group")...)), "both services log to"},
		{"an application that waits for its log", taskLogs, in(set(task, `"blocking"`, container("LogConfiguration", "Options", "mode")...)), "want non-blocking"},
		{"a log group that operators do not find", taskLogs, in(set("Compute/AdminApiLogGroup", `"/chassis/prod/other"`, "LogGroupName")), "want /chassis/prod/admin-api"},
		{"a key for more than the secret", executionRole, in(set("Compute/AdminApiExecutionRolePolicy", `null`, "PolicyDocument", "Statement", 2, "Condition")), "may"},
		{"an execution role that hosts assume", executionRole, in(set("Compute/AdminApiExecutionRole", `"Deny"`, "AssumeRolePolicyDocument", "Statement", 0, "Effect")), "trusts"},
		{"capabilities kept", fewPrivileges, in(set(task, `null`, container("LinuxParameters", "Capabilities")...)), "Capabilities.Drop"},
		{"logs that may not be written", executionRole, in(set("Compute/AdminApiExecutionRolePolicy", `"Deny"`, "PolicyDocument", "Statement", 3, "Effect")), "Deny logs:PutLogEvents"},
		{"a year of logs in staging", logRetention, as("staging", ""), "RetentionInDays is 365, want 30"},
		{"a year of logs in dev", logRetention, as("dev", ""), "RetentionInDays is 365, want 7"},
		{"a log group in plain text", logRetention, in(set("Compute/InsightsLogGroup", `null`, "KmsKeyId")), "KmsKeyId is absent"},
		{"the database past its proxy", taskEnvironment, in(set(task, `"aurora.example.com"`, container("Environment", 0, "Value")...)), "DB_HOST is"},
		{"reads from the writer in prod", taskEnvironment, in(set(task, `{"Fn::ImportValue": "chassis-prod-data:ProxyEndpoint"}`, container("Environment", 3, "Value")...)), "DB_READER_HOST is"},
		{"another service's role", taskEnvironment, in(set(task, `"service_api"`, container("Environment", 4, "Value")...)), "want \"admin_api\""},
		{"another database", taskEnvironment, in(set(task, `"postgres"`, container("Environment", 1, "Value")...)), "want \"chassis\""},
		{"the writer as reader in dev", taskEnvironment, as("dev", ""), "DB_READER_HOST is"},
		{"one variable more", taskEnvironment, in(set(task, `"DB_PASSWORD"`, container("Environment", 0, "Name")...)), "variables"},
		{"a secret more", taskSecrets, in(set(task, `[{"Name": "REDIS_AUTH_TOKEN", "ValueFrom": {"Fn::ImportValue": "chassis-prod-data:RedisAuthToken"}}, {"Name": "DB_PASSWORD", "ValueFrom": "x"}]`, container("Secrets")...)), "secrets are"},
		{"another secret", taskSecrets, in(set(task, `"x"`, container("Secrets", 0, "ValueFrom")...)), "secrets are"},
		{"any database role", taskRole, in(set("Compute/AdminApiTaskRolePolicy", `"*"`, "PolicyDocument", "Statement", 0, "Resource")), "rds-db:connect on *"},
		{"a task that may do more", taskRole, in(set("Compute/AdminApiTaskRole", `["arn:aws:iam::aws:policy/PowerUserAccess"]`, "ManagedPolicyArns")), "PowerUserAccess"},
		{"a root file system to write on", readOnlyRoot, in(set(task, `false`, container("ReadonlyRootFilesystem")...)), "want true"},
		{"nowhere to write", readOnlyRoot, in(set(task, `[]`, container("MountPoints")...)), "want one, at /tmp"},
		{"a /tmp that is read-only", readOnlyRoot, in(set(task, `true`, container("MountPoints", 0, "ReadOnly")...)), "want false"},
		{"a volume of nobody", readOnlyRoot, in(set(task, `"other"`, container("MountPoints", 0, "SourceVolume")...)), "no volume of the task"},
		{"no init process", fewPrivileges, in(set(task, `false`, container("LinuxParameters", "InitProcessEnabled")...)), "want true"},
		{"a capability", fewPrivileges, in(set(task, `["SYS_PTRACE"]`, container("LinuxParameters", "Capabilities", "Add")...)), "SYS_PTRACE"},
		{"a privileged container", fewPrivileges, in(set(task, `true`, container("Privileged")...)), "Privileged is true"},
		{"a shell in prod", noExecInProd, in(set("Compute/AdminApiReleaseService", `true`, "EnableExecuteCommand")), "EnableExecuteCommand is true"},
	}
}
