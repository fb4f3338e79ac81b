package promises

import (
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func safetyBreaches() []Breach {
	suppressed := func(suppression string) func(*testing.T, *check.Platform) {
		return func(t *testing.T, p *check.Platform) {
			t.Helper()
			Find(t, p, "Data/BastionPolicy").Metadata["cdk_nag"] = decoded(t, `{"rules_to_suppress": [`+suppression+`]}`)
		}
	}
	return []Breach{
		{Name: "a stack of another account", Check: oneAccountAndRegion, Change: Stack("Data", func(s *assembly.Stack) { s.Account = "123456789012" }), Want: "2 accounts"},
		{Name: "an account of eleven digits", Check: oneAccountAndRegion, Change: Stack("Data", func(s *assembly.Stack) { s.Account = "12345678901" }), Want: "want 12 digits"},
		{Name: "a stack in Tokyo", Check: oneAccountAndRegion, Change: Stack("Data", func(s *assembly.Stack) { s.Region = "ap-northeast-1" }), Want: `want "ap-northeast-2"`},
		{Name: "a lookup", Check: nothingLookedUp, Change: func(_ *testing.T, p *check.Platform) { p.Missing = []string{"availability-zones"} }, Want: "would look up availability-zones"},
		{Name: "a finding", Check: noErrors, Change: Stack("Data", func(s *assembly.Stack) {
			s.Messages = []assembly.Message{{Level: "error", Path: "/Data/Aurora", Text: "AwsSolutions-RDS2"}}
		}), Want: "AwsSolutions-RDS2"},
		{Name: "code of another bucket", Check: functionCode, Change: Set("Compute/Finder", `"somebody"`, "Code", "S3Bucket"), Want: `in the bucket "somebody"`},
		{Name: "code of a name", Check: functionCode, Change: Set("Compute/Finder", `"finder.zip"`, "Code", "S3Key"), Want: `the code is "finder.zip"`},
		{Name: "a runtime of the past", Check: functionRuntimes, Change: Set("Data/StatementFunction", `"nodejs18.x"`, "Runtime"), Want: `the runtime is "nodejs18.x"`},
		{Name: "no handler", Check: functionRuntimes, Change: Set("Compute/Finder", `null`, "Handler"), Want: "names no handler"},
		{Name: "no reason", Check: suppressionsHaveReasons, Change: suppressed(`{"id": "AwsSolutions-EC23", "reason": "not needed"}`), Want: "that is no reason yet"},
		{Name: "a rule of nobody", Check: suppressionsHaveReasons, Change: suppressed(`{"id": "EC23", "reason": "The load balancer is the public entrance and the web ACL guards it."}`), Want: "is no rule"},
		{Name: "all wildcards", Check: suppressionsHaveReasons, Change: suppressed(`{"id": "AwsSolutions-IAM5", "reason": "These actions know no resources; AWS documents them with a wildcard only."}`), Want: "want the one finding"},
		{Name: "a stack without tags", Check: stacksAreTagged, Change: Stack("Data", func(s *assembly.Stack) { s.Tags = nil }), Want: "stack Data has the tags"},
		{Name: "a resource without tags", Check: everythingIsTagged, Change: Set("Data/Aurora", `null`, "Tags"), Want: "Data/Aurora (AWS::RDS::DBCluster): tag Project"},
		{Name: "a key without its stack's tags", Check: everythingIsTagged, Change: Stack("Security", func(s *assembly.Stack) { delete(s.Tags, "Project") }), Want: "Security/DataKey (AWS::KMS::Key): tag Project"},
		{Name: "tags of another environment", Check: everythingIsTagged, Change: As("staging", ""), Want: `tag Environment is "prod", want "staging"`},
		{Name: "tags without the instance", Check: everythingIsTagged, Change: As("prod", "dr"), Want: `tag Instance is "", want "dr"`},
		{Name: "an instance where there is none", Check: everythingIsTagged, Change: Set("Data/Aurora", `{"Project": "chassis", "Environment": "prod", "ManagedBy": "cdk", "Instance": "dr"}`, "Tags"), Want: `is tagged as instance "dr"`},
		{Name: "a type that nobody decided about", Check: everythingIsTagged, Change: Put("Data/Table", "AWS::DynamoDB::Table", `{}`), Want: "Data/Table (AWS::DynamoDB::Table): tag"},
		{Name: "tasks without tags", Check: tagsAreInherited, Change: Set("Compute/AdminApiReleaseService", `null`, "PropagateTags"), Want: "want SERVICE"},
		{Name: "snapshots without tags", Check: tagsAreInherited, Change: Set("Data/Aurora", `false`, "CopyTagsToSnapshot"), Want: "want true"},
		{Name: "a subnet without a name", Check: networkPartsAreNamed, Change: Set("Network/PrivateA", `[]`, "Tags"), Want: "Network/PrivateA (AWS::EC2::Subnet) has no name"},
		{Name: "two subnets of one name", Check: networkPartsAreNamed, Change: Set("Network/PrivateA", `[{"Key": "Name", "Value": "Network/PrivateC"}]`, "Tags"), Want: `Network/PrivateC are both named "Network/PrivateC"`},
		{Name: "tasks that a bill cannot tell apart", Check: tasksAreToldApart, Change: Set("Compute/AdminApiReleaseService", `null`, "EnableECSManagedTags"), Want: "EnableECSManagedTags is absent, want true"},
		{Name: "a disk without tags", Check: tagsAreInherited, Change: Set("Data/Bastion", `null`, "PropagateTagsToVolumeOnCreation"), Want: "want true"},
	}
}

func removalBreaches() []Breach {
	return []Breach{
		{Name: "an unprotected stack of prod", Check: terminationProtection, Change: Stack("Data", func(s *assembly.Stack) { s.TerminationProtection = false }), Want: "is false, want true"},
		{Name: "a protected stack of staging", Check: terminationProtection, Change: As("staging", ""), Want: "is true, want false"},
		{Name: "a key that goes with its stack", Check: dataIsKept, Change: Policies("Security/DataKey", "Delete", "Retain"), Want: "Security/DataKey (AWS::KMS::Key): deletion policy"},
		{Name: "a cache lost in a replacement", Check: dataIsKept, Change: Policies("Data/RedisReplicationGroup", "Snapshot", "Delete"), Want: "policy on replacement"},
		{Name: "a snapshot of a bucket", Check: dataIsKept, Change: Policies("Compute/AccessLogs", "Snapshot", "Retain"), Want: "deletion policy is \"Snapshot\""},
		{Name: "a log group that goes with its stack", Check: dataIsKept, Change: Policies("Compute/AdminApiLogGroup", "", ""), Want: "Compute/AdminApiLogGroup"},
		{Name: "data of an ephemeral instance kept", Check: ephemeralIsDeleted, Change: As("staging", "pr-42"), Want: "Data/Aurora (AWS::RDS::DBCluster): policies"},
		{Name: "a key that waits a month", Check: keysWaitAWeek, Change: Set("Security/DataKey", `30`, "PendingWindowInDays"), Want: "want 7"},
		{Name: "an instance that stays when its cluster should go", Check: restIsDeleted, Change: Policies("Data/AuroraReader1", "Retain", "Delete"), Want: `Data/AuroraReader1 (AWS::RDS::DBInstance) holds no data`},
		{Name: "a service that stays when another replaces it", Check: restIsDeleted, Change: Policies("Compute/AdminApiReleaseService", "", "Retain"), Want: "Compute/AdminApiReleaseService"},
		{Name: "a bastion that cannot go", Check: ephemeralIsDeleted, Change: func(t *testing.T, p *check.Platform) {
			t.Helper()
			ephemeral(t, p)
			Set("Data/Bastion", `true`, "DisableApiTermination")(t, p)
		}, Want: "DisableApiTermination is true"},
		{Name: "images that keep their repository", Check: emptiedWhenEphemeral, Change: As("staging", "pr-42"), Want: "EmptyOnDelete is false, want true"},
		{Name: "a bucket that keeps its stack", Check: emptiedWhenEphemeral, Change: As("staging", "pr-42"), Want: "found 0 of custom resource that empties"},
		{Name: "images of prod that go", Check: emptiedWhenEphemeral, Change: Set("Security/AdminImagesRepository", `true`, "EmptyOnDelete"), Want: "want false or absent"},
		{Name: "a bucket of prod that is emptied", Check: emptiedWhenEphemeral, Change: Put("Compute/Emptier", "Custom::S3AutoDeleteObjects", `{"BucketName": {"Ref": "AccessLogs"}}`), Want: "found 1 of custom resource"},
		{Name: "a function with a log group of AWS", Check: logGroupsAreOurs, Change: Set("Compute/Finder", `null`, "LoggingConfig"), Want: "LoggingConfig.LogGroup is absent"},
		{Name: "a function that brings its log group back", Check: logGroupsAreOurs, Change: Set("Compute/FinderRolePolicy", `"logs:*"`, "PolicyDocument", "Statement", 0, "Action"), Want: "may create log groups"},
		{Name: "a function with AWS's own policy", Check: logGroupsAreOurs, Change: Set("Compute/FinderRole", `["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]`, "ManagedPolicyArns"), Want: "which may let it create log groups"},
		{Name: "a function that may not write its log", Check: functionsWriteTheirLog, Change: Set("Compute/FinderRolePolicy", `"logs:PutLogEvents"`, "PolicyDocument", "Statement", 0, "Action"), Want: "Compute/FinderRole may: got"},
		{Name: "a function that writes all logs", Check: functionsWriteTheirLog, Change: Set("Compute/FinderRolePolicy", `"*"`, "PolicyDocument", "Statement", 0, "Resource"), Want: "logs:PutLogEvents on *"},
		{Name: "insights in a log group of AWS", Check: logGroupsAreOurs, Change: Drop("Compute/InsightsLogGroup"), Want: "found 0 of log group /aws/ecs/containerinsights/chassis-prod-cluster/performance"},
	}
}

// ephemeral turns the platform into an instance of staging that leaves nothing.
func ephemeral(t *testing.T, p *check.Platform) {
	t.Helper()
	p.Env, p.Instance = "staging", "pr-42"
	for _, r := range Resources(*p) {
		if _, data := holdsData[r.Type]; data {
			r.DeletionPolicy, r.UpdateReplacePolicy = "Delete", "Delete"
		}
	}
	Set("Data/Aurora", `false`, "DeletionProtection")(t, p)
	for _, name := range []string{"Security/ServiceImagesRepository", "Security/AdminImagesRepository"} {
		Set(name, `true`, "EmptyOnDelete")(t, p)
	}
	Put("Compute/Emptier", "Custom::S3AutoDeleteObjects", `{"BucketName": {"Ref": "AccessLogs"}}`)(t, p)
}

func TestAnEphemeralInstanceLeavesNothing(t *testing.T) {
	t.Parallel()
	p := Whole.As(t, "")
	ephemeral(t, p)
	for _, examine := range []func(*check.Review){dataIsKept, ephemeralIsDeleted, emptiedWhenEphemeral, clusterProtection} {
		for _, finding := range Broken(examine, p) {
			t.Error(finding)
		}
	}
}

func stackBreaches() []Breach {
	return []Breach{
		{Name: "a stack of another name", Check: stackNames, Change: Stack("Data", func(s *assembly.Stack) { s.Name = "data" }), Want: `want "chassis-prod-data"`},
		{Name: "a name without the instance", Check: stackNames, Change: As("prod", "dr"), Want: `want "chassis-prod-dr-data"`},
		{Name: "a fifth stack", Check: stackNames, Change: func(_ *testing.T, p *check.Platform) { p.Stacks = append(p.Stacks, &assembly.Stack{ID: "Extra"}) }, Want: "stacks: got"},
		{Name: "Network after Security", Check: stackOrder, Change: Stack("Network", func(s *assembly.Stack) { s.DependsOn = []string{"Security"} }), Want: "stack Network deploys after"},
		{Name: "a reference to a later stack", Check: stackOrder, Change: Set("Security/WebAcl", `{"Fn::ImportValue": "chassis-prod-network:Vpc"}`, "Extra"), Want: "stack Security refers to"},
		{Name: "an import of nothing", Check: strongExports, Change: Set("Data/Bastion", `{"Fn::ImportValue": "chassis-prod-network:Nothing"}`, "SubnetId"), Want: "imports what no stack exports"},
		{Name: "a weak reference", Check: strongExports, Change: Set("Data/Bastion", `{"Fn::GetStackOutput": {"StackName": "x"}}`, "SubnetId"), Want: "reads an output of another stack"},
		{Name: "an export that collides", Check: strongExports, Change: Output("Data", "Extra", `{"Value": "x", "Export": {"Name": "shared"}}`), Want: "could collide"},
		{Name: "an exported cluster", Check: clusterIsNotExported, Change: Output("Data", "Extra", `{"Value": {"Fn::GetAtt": ["Aurora", "Endpoint.Address"]}, "Export": {"Name": "chassis-prod-data:Aurora"}}`), Want: "exports Endpoint.Address of Data/Aurora"},
		{Name: "an exported master secret", Check: clusterIsNotExported, Change: Output("Data", "Extra", `{"Value": {"Fn::GetAtt": ["Aurora", "MasterUserSecret.SecretArn"]}, "Export": {"Name": "chassis-prod-data:Secret"}}`), Want: "MasterUserSecret.SecretArn"},
		{Name: "a name of all environments", Check: physicalNames, Change: Set("Compute/Alb", `"chassis"`, "Name"), Want: "another environment could have too"},
		{Name: "a name of all instances", Check: physicalNames, Change: As("prod", "dr"), Want: `is named "chassis/prod/service"`},
		{Name: "two of one name", Check: physicalNames, Change: Set("Compute/AdminApiLogGroup", `"/chassis/prod/service-api"`, "LogGroupName"), Want: "both named"},
		{Name: "a balancer with a long name", Check: nameLengths, Change: Set("Compute/Alb", `"chassis-staging-a-long-instance-name-alb"`, "Name"), Want: "AWS takes 32"},
	}
}

func outputBreaches() []Breach {
	return []Breach{
		{Name: "an output without words", Check: outputsAreDescribed, Change: Output("Compute", "Url", `{"Value": "https://prod.chassis.example.com"}`), Want: "output Url of stack Compute"},
		{Name: "no URL", Check: computeOutputs, Change: Output("Compute", "Url", `null`), Want: "are the URL of a domain"},
		{Name: "a URL without a domain", Check: computeOutputs, Change: Output("Compute", "Url", `{"Value": "https://"}`), Want: "are the URL of a domain"},
		{Name: "no DNS name", Check: computeOutputs, Change: Output("Compute", "LoadBalancerDnsName", `null`), Want: "outputs of stack Compute"},
		{Name: "one repository", Check: repositoryOutputs, Change: Output("Security", "AdminImagesUri", `null`), Want: "outputs of stack Security"},
		{Name: "no reader endpoint", Check: dataOutputs, Change: Output("Data", "ReaderEndpoint", `null`), Want: "outputs of stack Data"},
		{Name: "a secret as output", Check: dataOutputs, Change: Output("Data", "Extra", `{"Value": {"Ref": "RedisAuthToken"}}`), Want: "RedisAuthToken"},
		{Name: "a third command", Check: dataOutputs, Change: Output("Data", "Extra", `{"Value": "aws rds reboot-db-cluster"}`), Want: "3 outputs of stack Data are commands"},
	}
}
