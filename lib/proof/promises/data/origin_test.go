package data

import (
	"testing"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

// restored and cloned turn the cluster into one that starts from elsewhere.
func restored(t *testing.T, p *check.Platform) {
	t.Helper()
	for _, name := range []string{"MasterUsername", "DatabaseName"} {
		checktest.Set("Data/Aurora", `null`, name)(t, p)
	}
	checktest.Set("Data/Aurora", `"pseudonymised"`, "SnapshotIdentifier")(t, p)
}

func cloned(t *testing.T, p *check.Platform) {
	t.Helper()
	for _, name := range []string{"MasterUsername", "DatabaseName", "EngineVersion", "StorageEncrypted"} {
		checktest.Set("Data/Aurora", `null`, name)(t, p)
	}
	checktest.Set("Data/Aurora", `"chassis-prod-e3b0c442"`, "SourceDBClusterIdentifier")(t, p)
	checktest.Set("Data/Aurora", `"copy-on-write"`, "RestoreType")(t, p)
	checktest.Set("Data/Aurora", `true`, "UseLatestRestorableTime")(t, p)
}

func clonedInstance(t *testing.T, p *check.Platform) {
	t.Helper()
	cloned(t, p)
	p.Instance = "dr"
}

func TestEveryOriginKeepsThePromises(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*testing.T, *check.Platform){"restored": restored, "cloned": cloned} {
		p := checktest.Whole.As(t, "")
		change(t, p)
		for _, examine := range []func(*check.Review){clusterOrigin, passwordComesFirst, clusterIsOne, auroraEngine, clusterEncryption} {
			for _, finding := range checktest.Broken(examine, p) {
				t.Errorf("%s: %s", name, finding)
			}
		}
	}
}

func TestAnEphemeralClusterGoesWithItsStack(t *testing.T) {
	t.Parallel()
	p := checktest.Whole.As(t, "")
	checktest.Changes(checktest.As("staging", "pr-42"), checktest.Set("Data/Aurora", `false`, "DeletionProtection"), checktest.Policies("Data/Aurora", "Delete", "Delete"))(t, p)
	for _, complaint := range checktest.Broken(clusterProtection, p) {
		t.Error(complaint)
	}
}

func originBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "a fresh cluster with another administrator", Check: clusterOrigin, Change: checktest.Set("Data/Aurora", `"postgres"`, "MasterUsername"), Want: "want chassis_admin"},
		{Name: "a fresh cluster without its database", Check: clusterOrigin, Change: checktest.Set("Data/Aurora", `null`, "DatabaseName"), Want: "has no DatabaseName"},
		{Name: "a fresh cluster with a restore type", Check: clusterOrigin, Change: checktest.Set("Data/Aurora", `"copy-on-write"`, "RestoreType"), Want: "want it absent"},
		{Name: "zones", Check: clusterOrigin, Change: checktest.Set("Data/Aurora", `["ap-northeast-2a"]`, "AvailabilityZones"), Want: "AvailabilityZones is"},
		{Name: "a restored cluster with an administrator", Check: clusterOrigin, Change: checktest.Changes(restored, checktest.Set("Data/Aurora", `"chassis_admin"`, "MasterUsername")), Want: "MasterUsername is chassis_admin, want it absent"},
		{Name: "a restored cluster with a database", Check: clusterOrigin, Change: checktest.Changes(restored, checktest.Set("Data/Aurora", `"chassis"`, "DatabaseName")), Want: "DatabaseName is chassis, want it absent"},
		{Name: "a restored cluster of no snapshot", Check: clusterOrigin, Change: checktest.Changes(restored, checktest.Set("Data/Aurora", `""`, "SnapshotIdentifier")), Want: "has no SnapshotIdentifier"},
		{Name: "a restored cluster of any version", Check: clusterOrigin, Change: checktest.Changes(restored, checktest.Set("Data/Aurora", `null`, "EngineVersion")), Want: "has no EngineVersion"},
		{Name: "a full copy", Check: clusterOrigin, Change: checktest.Changes(cloned, checktest.Set("Data/Aurora", `"full-copy"`, "RestoreType")), Want: "want copy-on-write"},
		{Name: "a clone of no moment", Check: clusterOrigin, Change: checktest.Changes(cloned, checktest.Set("Data/Aurora", `null`, "UseLatestRestorableTime")), Want: "want true"},
		{Name: "a clone of an hour ago", Check: clusterOrigin, Change: checktest.Changes(cloned, checktest.Set("Data/Aurora", `"2026-11-23T00:00:00Z"`, "RestoreToTime")), Want: "RestoreToTime is"},
		{Name: "a clone of a snapshot", Check: clusterOrigin, Change: checktest.Changes(cloned, checktest.Set("Data/Aurora", `"x"`, "SnapshotIdentifier")), Want: "SnapshotIdentifier is x"},
		{Name: "a clone with a version", Check: clusterOrigin, Change: checktest.Changes(cloned, checktest.Set("Data/Aurora", `"15.17"`, "EngineVersion")), Want: "EngineVersion is 15.17"},
		{Name: "an inherited password", Check: passwordComesFirst, Change: checktest.Changes(restored, checktest.Set("Data/Aurora", `null`, "ManageMasterUserPassword")), Want: "want true"},
		{Name: "a password with AWS's key", Check: passwordComesFirst, Change: checktest.Set("Data/Aurora", `null`, "MasterUserSecret"), Want: "MasterUserSecret.KmsKeyId is absent"},
		{Name: "a proxy that may come first", Check: passwordComesFirst, Change: checktest.Changes(checktest.Drop("Data/Proxy"), checktest.Put("Data/Proxy", "AWS::RDS::DBProxy", `{}`)), Want: "Data/Proxy does not depend on Data/Aurora"},
		{Name: "prod from a snapshot", Check: prodStartsClean, Change: restored, Want: "starts from a snapshot"},
		{Name: "prod from a clone", Check: prodStartsClean, Change: cloned, Want: "starts from a clone"},
		{Name: "an instance of prod from a clone", Check: prodStartsClean, Change: clonedInstance, Want: "starts from a clone"},
		{Name: "a cluster of another name", Check: clusterIsOne, Change: checktest.Changes(checktest.Drop("Data/Aurora"), checktest.Put("Data/Restored", "AWS::RDS::DBCluster", `{}`)), Want: "takes it for another resource"},

		{Name: "no Data API", Check: rolesAreMade, Change: checktest.Set("Data/Aurora", `false`, "EnableHttpEndpoint"), Want: "want true"},
		{Name: "a statement less", Check: rolesAreMade, Change: checktest.Drop("Data/Statement01"), Want: "of Custom::DatabaseStatement, want"},
		{Name: "statements without a writer", Check: rolesAreMade, Change: checktest.After("Data/Statement01"), Want: "does not depend on Data/AuroraWriter"},
		{Name: "two statements at a time", Check: rolesAreMade, Change: checktest.After("Data/Statement02", "AuroraWriter"), Want: "may run at the same time"},
		{Name: "another statement", Check: rolesAreMade, Change: checktest.Set("Data/Statement01", `"{\"service\":\"rds-data\",\"parameters\":{\"sql\":\"DROP DATABASE chassis\"}}"`, "Create"), Want: `the SQL is "DROP DATABASE chassis"`},
		{Name: "statements of the first day only", Check: rolesAreMadeAgain, Change: checktest.Set("Data/Statement01", `null`, "Update"), Want: "does something else on an update"},
		{Name: "a statement that is cut off", Check: statementsEnd, Change: checktest.Set("Data/StatementFunction", `null`, "Timeout"), Want: "Timeout is absent"},
		{Name: "a statement cut off too early", Check: statementsEnd, Change: checktest.Set("Data/StatementFunction", `30`, "Timeout"), Want: "stops after 30 s, and a statement may take 45"},
		{Name: "an hour for a statement that hangs", Check: statementsEnd, Change: checktest.Set("Data/Statement01", `"3600"`, "ServiceTimeout"), Want: "CloudFormation waits 3600 s"},
		{Name: "no time for a second attempt", Check: statementsEnd, Change: checktest.Set("Data/Statement01", `"120"`, "ServiceTimeout"), Want: "CloudFormation waits 120 s"},
		{Name: "an SDK from the internet", Check: statementsEnd, Change: checktest.Set("Data/Statement01", `true`, "InstallLatestAwsSdk"), Want: "InstallLatestAwsSdk is true"},
		{Name: "roles that go with their statement", Check: rolesAreMadeAgain, Change: checktest.Set("Data/Statement01", `"{}"`, "Delete"), Want: "want it absent"},
		{Name: "a proxy that leads to an unchecked cluster", Check: proxyWaitsForRoles, Change: checktest.After("Data/ProxyProxyTargetGroup", "Statement09"), Want: "does not depend on Data/Statement10"},
		{Name: "a maker of anything", Check: statementFunctionMay, Change: checktest.Set("Data/RolesPolicy", `"*"`, "PolicyDocument", "Statement", 0, "Resource"), Want: "RolesRole may"},
		{Name: "a maker of another service", Check: statementFunctionMay, Change: checktest.Set("Data/RolesRole", `{"Service": "ec2.amazonaws.com"}`, "AssumeRolePolicyDocument", "Statement", 0, "Principal"), Want: "trusts"},
		{Name: "two makers", Check: statementFunctionMay, Change: checktest.Changes(checktest.Put("Data/Other", "AWS::Lambda::Function", `{}`), checktest.Set("Data/Statement01", `{"Fn::GetAtt": ["Other", "Arn"]}`, "ServiceToken")), Want: "by 2 functions"},
	}
}
