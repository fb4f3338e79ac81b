package lifecycle

import (
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func lifecycleBreaches() []checktest.Breach {
	suppressed := func(suppression string) func(*testing.T, *check.Platform) {
		return func(t *testing.T, p *check.Platform) {
			t.Helper()
			checktest.Find(t, p, "Data/BastionPolicy").Metadata["cdk_nag"] = checktest.Decoded(t, `{"rules_to_suppress": [`+suppression+`]}`)
		}
	}
	return []checktest.Breach{
		{Name: "a stack of another account", Check: oneAccountAndRegion, Change: checktest.Stack("Data", func(s *assembly.Stack) { s.Account = "123456789012" }), Want: "2 accounts"},
		{Name: "an account of eleven digits", Check: oneAccountAndRegion, Change: checktest.Stack("Data", func(s *assembly.Stack) { s.Account = "12345678901" }), Want: "want 12 digits"},
		{Name: "a stack in Tokyo", Check: oneAccountAndRegion, Change: checktest.Stack("Data", func(s *assembly.Stack) { s.Region = "ap-northeast-1" }), Want: `want "ap-northeast-2"`},
		{Name: "a lookup", Check: nothingLookedUp, Change: func(_ *testing.T, p *check.Platform) { p.Missing = []string{"availability-zones"} }, Want: "would look up availability-zones"},
		{Name: "a finding", Check: noErrors, Change: checktest.Stack("Data", func(s *assembly.Stack) {
			s.Messages = []assembly.Message{{Level: "error", Path: "/Data/Aurora", Text: "AwsSolutions-RDS2"}}
		}), Want: "AwsSolutions-RDS2"},
		{Name: "code of another bucket", Check: functionCode, Change: checktest.Set("Compute/Finder", `"somebody"`, "Code", "S3Bucket"), Want: `in the bucket "somebody"`},
		{Name: "code of a name", Check: functionCode, Change: checktest.Set("Compute/Finder", `"finder.zip"`, "Code", "S3Key"), Want: `the code is "finder.zip"`},
		{Name: "a runtime of the past", Check: functionRuntimes, Change: checktest.Set("Data/StatementFunction", `"nodejs18.x"`, "Runtime"), Want: `the runtime is "nodejs18.x"`},
		{Name: "no handler", Check: functionRuntimes, Change: checktest.Set("Compute/Finder", `null`, "Handler"), Want: "names no handler"},
		{Name: "no reason", Check: suppressionsHaveReasons, Change: suppressed(`{"id": "AwsSolutions-EC23", "reason": "not needed"}`), Want: "that is no reason yet"},
		{Name: "a rule of nobody", Check: suppressionsHaveReasons, Change: suppressed(`{"id": "EC23", "reason": "The load balancer is the public entrance and the web ACL guards it."}`), Want: "is no rule"},
		{Name: "all wildcards", Check: suppressionsHaveReasons, Change: suppressed(`{"id": "AwsSolutions-IAM5", "reason": "These actions know no resources; AWS documents them with a wildcard only."}`), Want: "want the one finding"},
		{Name: "a stack without tags", Check: stacksAreTagged, Change: checktest.Stack("Data", func(s *assembly.Stack) { s.Tags = nil }), Want: "stack Data has the tags"},
		{Name: "a resource without tags", Check: everythingIsTagged, Change: checktest.Set("Data/Aurora", `null`, "Tags"), Want: "Data/Aurora (AWS::RDS::DBCluster): tag Project"},
		{Name: "a key without its stack's tags", Check: everythingIsTagged, Change: checktest.Stack("Security", func(s *assembly.Stack) { delete(s.Tags, "Project") }), Want: "Security/DataKey (AWS::KMS::Key): tag Project"},
		{Name: "tags that AWS refuses", Check: everythingIsTagged, Change: checktest.Put("Data/Targets", "AWS::RDS::DBProxyTargetGroup", `{"Tags": [{"Key": "Project", "Value": "chassis"}]}`), Want: "Data/Targets: Tags is"},
		{Name: "tags of another environment", Check: everythingIsTagged, Change: checktest.As("staging", ""), Want: `tag Environment is "prod", want "staging"`},
		{Name: "tags without the instance", Check: everythingIsTagged, Change: checktest.As("prod", "dr"), Want: `tag Instance is "", want "dr"`},
		{Name: "an instance where there is none", Check: everythingIsTagged, Change: checktest.Set("Data/Aurora", `{"Project": "chassis", "Environment": "prod", "ManagedBy": "cdk", "Instance": "dr"}`, "Tags"), Want: `is tagged as instance "dr"`},
		{Name: "a type that nobody decided about", Check: everythingIsTagged, Change: checktest.Put("Data/Table", "AWS::DynamoDB::Table", `{}`), Want: "Data/Table (AWS::DynamoDB::Table): tag"},
		{Name: "tasks without tags", Check: tagsAreInherited, Change: checktest.Set("Compute/AdminApiReleaseService", `null`, "PropagateTags"), Want: "want SERVICE"},
		{Name: "snapshots without tags", Check: tagsAreInherited, Change: checktest.Set("Data/Aurora", `false`, "CopyTagsToSnapshot"), Want: "want true"},
		{Name: "a subnet without a name", Check: networkPartsAreNamed, Change: checktest.Set("Network/PrivateA", `[]`, "Tags"), Want: "Network/PrivateA (AWS::EC2::Subnet) has no name"},
		{Name: "two subnets of one name", Check: networkPartsAreNamed, Change: checktest.Set("Network/PrivateA", `[{"Key": "Name", "Value": "Network/PrivateC"}]`, "Tags"), Want: `Network/PrivateC are both named "Network/PrivateC"`},
		{Name: "tasks that a bill cannot tell apart", Check: tasksAreTagged, Change: checktest.Set("Compute/AdminApiReleaseService", `null`, "EnableECSManagedTags"), Want: "EnableECSManagedTags is absent, want true"},
		{Name: "a disk without tags", Check: tagsAreInherited, Change: checktest.Set("Data/Bastion", `null`, "PropagateTagsToVolumeOnCreation"), Want: "want true"},
	}
}
