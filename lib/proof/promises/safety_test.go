package promises

import (
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// stack changes one stack of the platform.
func stack(id string, change func(*assembly.Stack)) func(*testing.T, *check.Platform) {
	return func(_ *testing.T, p *check.Platform) { change(p.Stack(id)) }
}

func safetyBreaches() []breach {
	suppressed := func(suppression string) func(*testing.T, *check.Platform) {
		return func(t *testing.T, p *check.Platform) {
			t.Helper()
			resource(t, *p, "Data/BastionPolicy").Metadata["cdk_nag"] = decoded(t, `{"rules_to_suppress": [`+suppression+`]}`)
		}
	}
	return []breach{
		{"a stack of another account", oneAccountAndRegion, stack("Data", func(s *assembly.Stack) { s.Account = "123456789012" }), "2 accounts"},
		{"an account of eleven digits", oneAccountAndRegion, stack("Data", func(s *assembly.Stack) { s.Account = "12345678901" }), "want 12 digits"},
		{"a stack in Tokyo", oneAccountAndRegion, stack("Data", func(s *assembly.Stack) { s.Region = "ap-northeast-1" }), `want "ap-northeast-2"`},
		{"a lookup", nothingLookedUp, func(_ *testing.T, p *check.Platform) { p.Missing = []string{"availability-zones"} }, "would look up availability-zones"},
		{"a finding", noErrors, stack("Data", func(s *assembly.Stack) {
			s.Messages = []assembly.Message{{Level: "error", Path: "/Data/Aurora", Text: "AwsSolutions-RDS2"}}
		}), "AwsSolutions-RDS2"},
		{"code of another bucket", functionCode, in(set("Compute/Finder", `"somebody"`, "Code", "S3Bucket")), `in the bucket "somebody"`},
		{"code of a name", functionCode, in(set("Compute/Finder", `"finder.zip"`, "Code", "S3Key")), `the code is "finder.zip"`},
		{"a runtime of the past", functionRuntimes, in(set("Data/StatementFunction", `"nodejs18.x"`, "Runtime")), `the runtime is "nodejs18.x"`},
		{"no handler", functionRuntimes, in(set("Compute/Finder", `null`, "Handler")), "names no handler"},
		{"no reason", suppressionsHaveReasons, suppressed(`{"id": "AwsSolutions-EC23", "reason": "not needed"}`), "that is no reason yet"},
		{"a rule of nobody", suppressionsHaveReasons, suppressed(`{"id": "EC23", "reason": "The load balancer is the public entrance and the web ACL guards it."}`), "is no rule"},
		{"all wildcards", suppressionsHaveReasons, suppressed(`{"id": "AwsSolutions-IAM5", "reason": "These actions know no resources; AWS documents them with a wildcard only."}`), "want the one finding"},
		{"a stack without tags", stacksAreTagged, stack("Data", func(s *assembly.Stack) { s.Tags = nil }), "stack Data has the tags"},
		{"a resource without tags", everythingIsTagged, in(set("Data/Aurora", `null`, "Tags")), "Data/Aurora (AWS::RDS::DBCluster): tag Project"},
		{"a key without its stack's tags", everythingIsTagged, stack("Security", func(s *assembly.Stack) { delete(s.Tags, "Project") }), "Security/DataKey (AWS::KMS::Key): tag Project"},
		{"tags of another environment", everythingIsTagged, as("staging", ""), `tag Environment is "prod", want "staging"`},
		{"tags without the instance", everythingIsTagged, as("prod", "dr"), `tag Instance is "", want "dr"`},
		{"an instance where there is none", everythingIsTagged, in(set("Data/Aurora", `{"Project": "chassis", "Environment": "prod", "ManagedBy": "cdk", "Instance": "dr"}`, "Tags")), `is tagged as instance "dr"`},
		{"a type that nobody decided about", everythingIsTagged, in(put("Data/Table", "AWS::DynamoDB::Table", `{}`)), "Data/Table (AWS::DynamoDB::Table): tag"},
		{"tasks without tags", tagsAreInherited, in(set("Compute/AdminApiReleaseService", `null`, "PropagateTags")), "want SERVICE"},
		{"snapshots without tags", tagsAreInherited, in(set("Data/Aurora", `false`, "CopyTagsToSnapshot")), "want true"},
		{"a subnet without a name", networkPartsAreNamed, in(set("Network/PrivateA", `[]`, "Tags")), "Network/PrivateA (AWS::EC2::Subnet) has no name"},
		{"two subnets of one name", networkPartsAreNamed, in(set("Network/PrivateA", `[{"Key": "Name", "Value": "Network/PrivateC"}]`, "Tags")), `Network/PrivateC are both named "Network/PrivateC"`},
		{"tasks that a bill cannot tell apart", tasksAreToldApart, in(set("Compute/AdminApiReleaseService", `null`, "EnableECSManagedTags")), "EnableECSManagedTags is absent, want true"},
		{"a disk without tags", tagsAreInherited, in(set("Data/Bastion", `null`, "PropagateTagsToVolumeOnCreation")), "want true"},
	}
}

func removalBreaches() []breach {
	return []breach{
		{"an unprotected stack of prod", terminationProtection, stack("Data", func(s *assembly.Stack) { s.TerminationProtection = false }), "is false, want true"},
		{"a protected stack of staging", terminationProtection, as("staging", ""), "is true, want false"},
		{"a key that goes with its stack", dataIsKept, in(policies("Security/DataKey", "Delete", "Retain")), "Security/DataKey (AWS::KMS::Key): deletion policy"},
		{"a cache lost in a replacement", dataIsKept, in(policies("Data/RedisReplicationGroup", "Snapshot", "Delete")), "policy on replacement"},
		{"a snapshot of a bucket", dataIsKept, in(policies("Compute/AccessLogs", "Snapshot", "Retain")), "deletion policy is \"Snapshot\""},
		{"a log group that goes with its stack", dataIsKept, in(policies("Compute/AdminApiLogGroup", "", "")), "Compute/AdminApiLogGroup"},
		{"data of an ephemeral instance kept", ephemeralIsDeleted, as("staging", "pr-42"), "Data/Aurora (AWS::RDS::DBCluster): policies"},
		{"a key that waits a month", keysWaitAWeek, in(set("Security/DataKey", `30`, "PendingWindowInDays")), "want 7"},
		{"an instance that stays when its cluster should go", restIsDeleted, in(policies("Data/AuroraReader1", "Retain", "Delete")), `Data/AuroraReader1 (AWS::RDS::DBInstance) holds no data`},
		{"a service that stays when another replaces it", restIsDeleted, in(policies("Compute/AdminApiReleaseService", "", "Retain")), "Compute/AdminApiReleaseService"},
		{"a bastion that cannot go", ephemeralIsDeleted, func(t *testing.T, p *check.Platform) {
			t.Helper()
			ephemeral(t, p)
			set("Data/Bastion", `true`, "DisableApiTermination")(t, *p)
		}, "DisableApiTermination is true"},
		{"images that keep their repository", emptiedWhenEphemeral, as("staging", "pr-42"), "EmptyOnDelete is false, want true"},
		{"a bucket that keeps its stack", emptiedWhenEphemeral, as("staging", "pr-42"), "found 0 of custom resource that empties"},
		{"images of prod that go", emptiedWhenEphemeral, in(set("Security/AdminImagesRepository", `true`, "EmptyOnDelete")), "want false or absent"},
		{"a bucket of prod that is emptied", emptiedWhenEphemeral, in(put("Compute/Emptier", "Custom::S3AutoDeleteObjects", `{"BucketName": {"Ref": "AccessLogs"}}`)), "found 1 of custom resource"},
		{"a function with a log group of AWS", logGroupsAreOurs, in(set("Compute/Finder", `null`, "LoggingConfig")), "LoggingConfig.LogGroup is absent"},
		{"a function that brings its log group back", logGroupsAreOurs, in(set("Compute/FinderRolePolicy", `"logs:*"`, "PolicyDocument", "Statement", 0, "Action")), "may create log groups"},
		{"a function with AWS's own policy", logGroupsAreOurs, in(set("Compute/FinderRole", `["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]`, "ManagedPolicyArns")), "which may let it create log groups"},
		{"a function that may not write its log", functionsWriteTheirLog, in(set("Compute/FinderRolePolicy", `"logs:PutLogEvents"`, "PolicyDocument", "Statement", 0, "Action")), "Compute/FinderRole may: got"},
		{"a function that writes all logs", functionsWriteTheirLog, in(set("Compute/FinderRolePolicy", `"*"`, "PolicyDocument", "Statement", 0, "Resource")), "logs:PutLogEvents on *"},
		{"insights in a log group of AWS", logGroupsAreOurs, in(drop("Compute/InsightsLogGroup")), "found 0 of log group /aws/ecs/containerinsights/chassis-prod-cluster/performance"},
	}
}

// ephemeral turns the platform into an instance of staging that leaves nothing.
func ephemeral(t *testing.T, p *check.Platform) {
	t.Helper()
	p.Env, p.Instance = "staging", "pr-42"
	for _, r := range all(*p) {
		if _, data := holdsData[r.Type]; data {
			r.DeletionPolicy, r.UpdateReplacePolicy = "Delete", "Delete"
		}
	}
	set("Data/Aurora", `false`, "DeletionProtection")(t, *p)
	for _, name := range []string{"Security/ServiceImagesRepository", "Security/AdminImagesRepository"} {
		set(name, `true`, "EmptyOnDelete")(t, *p)
	}
	put("Compute/Emptier", "Custom::S3AutoDeleteObjects", `{"BucketName": {"Ref": "AccessLogs"}}`)(t, *p)
}

func TestAnEphemeralInstanceLeavesNothing(t *testing.T) {
	t.Parallel()
	p := whole(t)
	ephemeral(t, &p)
	for _, examine := range []func(*check.Review){dataIsKept, ephemeralIsDeleted, emptiedWhenEphemeral, clusterProtection} {
		for _, finding := range (check.Promise{Check: examine}).Broken(p) {
			t.Error(finding)
		}
	}
}

func TestAPinnedAccountKeepsItsPromises(t *testing.T) {
	t.Parallel()
	p := whole(t)
	for _, s := range p.Stacks {
		s.Account = "123456789012"
	}
	for _, promise := range wholePromises() {
		for _, finding := range promise.Broken(p) {
			t.Errorf("%s: %s", promise.ID, finding)
		}
	}
}

func stackBreaches() []breach {
	return []breach{
		{"a stack of another name", stackNames, stack("Data", func(s *assembly.Stack) { s.Name = "data" }), `want "chassis-prod-data"`},
		{"a name without the instance", stackNames, as("prod", "dr"), `want "chassis-prod-dr-data"`},
		{"a fifth stack", stackNames, func(_ *testing.T, p *check.Platform) { p.Stacks = append(p.Stacks, &assembly.Stack{ID: "Extra"}) }, "stacks: got"},
		{"Network after Security", stackOrder, stack("Network", func(s *assembly.Stack) { s.DependsOn = []string{"Security"} }), "stack Network deploys after"},
		{"a reference to a later stack", stackOrder, in(set("Security/WebAcl", `{"Fn::ImportValue": "chassis-prod-network:Vpc"}`, "Extra")), "stack Security refers to"},
		{"an import of nothing", strongExports, in(set("Data/Bastion", `{"Fn::ImportValue": "chassis-prod-network:Nothing"}`, "SubnetId")), "imports what no stack exports"},
		{"a weak reference", strongExports, in(set("Data/Bastion", `{"Fn::GetStackOutput": {"StackName": "x"}}`, "SubnetId")), "reads an output of another stack"},
		{"an export that collides", strongExports, in(say("Data", "Extra", `{"Value": "x", "Export": {"Name": "shared"}}`)), "could collide"},
		{"an exported cluster", clusterIsNotExported, in(say("Data", "Extra", `{"Value": {"Fn::GetAtt": ["Aurora", "Endpoint.Address"]}, "Export": {"Name": "chassis-prod-data:Aurora"}}`)), "exports Endpoint.Address of Data/Aurora"},
		{"an exported master secret", clusterIsNotExported, in(say("Data", "Extra", `{"Value": {"Fn::GetAtt": ["Aurora", "MasterUserSecret.SecretArn"]}, "Export": {"Name": "chassis-prod-data:Secret"}}`)), "MasterUserSecret.SecretArn"},
		{"a name of all environments", physicalNames, in(set("Compute/Alb", `"chassis"`, "Name")), "another environment could have too"},
		{"a name of all instances", physicalNames, as("prod", "dr"), `is named "chassis/prod/service"`},
		{"two of one name", physicalNames, in(set("Compute/AdminApiLogGroup", `"/chassis/prod/service-api"`, "LogGroupName")), "both named"},
		{"a balancer with a long name", nameLengths, in(set("Compute/Alb", `"chassis-staging-a-long-instance-name-alb"`, "Name")), "AWS takes 32"},
	}
}

func outputBreaches() []breach {
	return []breach{
		{"an output without words", outputsAreDescribed, in(say("Compute", "Url", `{"Value": "https://prod.chassis.example.com"}`)), "output Url of stack Compute"},
		{"no URL", computeOutputs, in(say("Compute", "Url", `null`)), "are the URL of a domain"},
		{"a URL without a domain", computeOutputs, in(say("Compute", "Url", `{"Value": "https://"}`)), "are the URL of a domain"},
		{"no DNS name", computeOutputs, in(say("Compute", "LoadBalancerDnsName", `null`)), "outputs of stack Compute"},
		{"one repository", repositoryOutputs, in(say("Security", "AdminImagesUri", `null`)), "outputs of stack Security"},
		{"no reader endpoint", dataOutputs, in(say("Data", "ReaderEndpoint", `null`)), "outputs of stack Data"},
		{"a secret as output", dataOutputs, in(say("Data", "Extra", `{"Value": {"Ref": "RedisAuthToken"}}`)), "RedisAuthToken"},
		{"a third command", dataOutputs, in(say("Data", "Extra", `{"Value": "aws rds reboot-db-cluster"}`)), "3 outputs of stack Data are commands"},
	}
}
