package lifecycle

import (
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func removalBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "an unprotected stack of prod", Check: terminationProtection, Change: checktest.Stack("Data", func(s *assembly.Stack) { s.TerminationProtection = false }), Want: "is false, want true"},
		{Name: "a protected stack of staging", Check: terminationProtection, Change: checktest.As("staging", ""), Want: "is true, want false"},
		{Name: "a key that goes with its stack", Check: dataIsKept, Change: checktest.Policies("Security/DataKey", "Delete", "Retain"), Want: "Security/DataKey (AWS::KMS::Key): deletion policy"},
		{Name: "a table that goes with its stack", Check: dataIsKept, Change: checktest.Put("Data/Table", "AWS::DynamoDB::Table", `{}`), Want: "Data/Table (AWS::DynamoDB::Table): deletion policy"},
		{Name: "a cache lost in a replacement", Check: dataIsKept, Change: checktest.Policies("Data/RedisReplicationGroup", "Snapshot", "Delete"), Want: "policy on replacement"},
		{Name: "a snapshot of a bucket", Check: dataIsKept, Change: checktest.Policies("Compute/AccessLogs", "Snapshot", "Retain"), Want: "deletion policy is \"Snapshot\""},
		{Name: "a log group that goes with its stack", Check: dataIsKept, Change: checktest.Policies("Compute/AdminApiLogGroup", "", ""), Want: "Compute/AdminApiLogGroup"},
		{Name: "data of an ephemeral instance kept", Check: ephemeralIsDeleted, Change: checktest.As("staging", "pr-42"), Want: "Data/Aurora (AWS::RDS::DBCluster): policies"},
		{Name: "a key that waits a month", Check: keysWaitAWeek, Change: checktest.Set("Security/DataKey", `30`, "PendingWindowInDays"), Want: "want 7"},
		{Name: "an instance that stays when its cluster should go", Check: restIsDeleted, Change: checktest.Policies("Data/AuroraReader1", "Retain", "Delete"), Want: `Data/AuroraReader1 (AWS::RDS::DBInstance) holds no data`},
		{Name: "a service that stays when another replaces it", Check: restIsDeleted, Change: checktest.Policies("Compute/AdminApiReleaseService", "", "Retain"), Want: "Compute/AdminApiReleaseService"},
		{Name: "a bastion that cannot go", Check: ephemeralIsDeleted, Change: func(t *testing.T, p *check.Platform) {
			t.Helper()
			ephemeral(t, p)
			checktest.Set("Data/Bastion", `true`, "DisableApiTermination")(t, p)
		}, Want: "DisableApiTermination is true"},
		{Name: "images that keep their repository", Check: emptiedWhenEphemeral, Change: checktest.As("staging", "pr-42"), Want: "EmptyOnDelete is false, want true"},
		{Name: "a bucket that keeps its stack", Check: emptiedWhenEphemeral, Change: checktest.As("staging", "pr-42"), Want: "found 0 of custom resource that empties"},
		{Name: "images of prod that go", Check: emptiedWhenEphemeral, Change: checktest.Set("Security/AdminImagesRepository", `true`, "EmptyOnDelete"), Want: "want false or absent"},
		{Name: "a bucket of prod that is emptied", Check: emptiedWhenEphemeral, Change: checktest.Put("Compute/Emptier", "Custom::S3AutoDeleteObjects", `{"BucketName": {"Ref": "AccessLogs"}}`), Want: "found 1 of custom resource"},
		{Name: "a function with a log group of AWS", Check: logGroupsAreOurs, Change: checktest.Set("Compute/Finder", `null`, "LoggingConfig"), Want: "LoggingConfig.LogGroup is absent"},
		{Name: "a function that brings its log group back", Check: logGroupsAreOurs, Change: checktest.Set("Compute/FinderRolePolicy", `"logs:*"`, "PolicyDocument", "Statement", 0, "Action"), Want: "may create log groups"},
		{Name: "a function with AWS's own policy", Check: logGroupsAreOurs, Change: checktest.Set("Compute/FinderRole", `["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]`, "ManagedPolicyArns"), Want: "which may let it create log groups"},
		{Name: "a function that may not write its log", Check: functionsWriteTheirLog, Change: checktest.Set("Compute/FinderRolePolicy", `"logs:PutLogEvents"`, "PolicyDocument", "Statement", 0, "Action"), Want: "Compute/FinderRole may: got"},
		{Name: "a function that writes all logs", Check: functionsWriteTheirLog, Change: checktest.Set("Compute/FinderRolePolicy", `"*"`, "PolicyDocument", "Statement", 0, "Resource"), Want: "logs:PutLogEvents on *"},
		{Name: "insights in a log group of AWS", Check: logGroupsAreOurs, Change: checktest.Drop("Compute/InsightsLogGroup"), Want: "found 0 of log group /aws/ecs/containerinsights/chassis-prod-cluster/performance"},
	}
}

// ephemeral turns the platform into an instance of staging that leaves nothing.
func ephemeral(t *testing.T, p *check.Platform) {
	t.Helper()
	p.Env, p.Instance = "staging", "pr-42"
	for _, r := range p.Resources() {
		if holdsData(r) {
			r.DeletionPolicy, r.UpdateReplacePolicy = "Delete", "Delete"
		}
	}
	checktest.Set("Data/Aurora", `false`, "DeletionProtection")(t, p)
	for _, name := range []string{"Security/ServiceImagesRepository", "Security/AdminImagesRepository"} {
		checktest.Set(name, `true`, "EmptyOnDelete")(t, p)
	}
	checktest.Put("Compute/Emptier", "Custom::S3AutoDeleteObjects", `{"BucketName": {"Ref": "AccessLogs"}}`)(t, p)
}

func TestAnEphemeralInstanceLeavesNothing(t *testing.T) {
	t.Parallel()
	p := checktest.Whole.As(t, "")
	ephemeral(t, p)
	for _, examine := range []func(*check.Review){dataIsKept, ephemeralIsDeleted, emptiedWhenEphemeral} {
		for _, finding := range checktest.Broken(examine, p) {
			t.Error(finding)
		}
	}
}
