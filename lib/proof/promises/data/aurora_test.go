package data

import (
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func auroraBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "two clusters", Check: auroraEngine, Change: checktest.Put("Data/Other", "AWS::RDS::DBCluster", `{}`), Want: "found 2 of AWS::RDS::DBCluster"},
		{Name: "a cluster in Compute", Check: auroraEngine, Change: checktest.Changes(checktest.Drop("Data/Aurora"), checktest.Put("Compute/Aurora", "AWS::RDS::DBCluster", `{}`)), Want: "belongs to stack Compute"},
		{Name: "scaling switched off", Check: readerScaling, Change: checktest.Set("Compute/ReaderScalingTarget", `{"DynamicScalingOutSuspended": true}`, "SuspendedState"), Want: "DynamicScalingOutSuspended is true"},
		{Name: "a password of ours", Check: masterPassword, Change: checktest.Set("Data/Aurora", `"secret"`, "MasterUserPassword"), Want: "want it absent"},
		{Name: "a log of all instances as well", Check: clusterLogs, Change: checktest.Set("Data/Aurora", `["postgresql", "iam-db-auth-error", "instance"]`, "EnableCloudwatchLogsExports"), Want: "exported logs"},
		{Name: "refused logins that nobody reads", Check: clusterLogs, Change: checktest.Set("Data/Aurora", `["postgresql"]`, "EnableCloudwatchLogsExports"), Want: "exported logs"},
		{Name: "a group under another name", Check: clusterLogs, Change: checktest.Set("Data/AuroraLoginLogGroup", `"logins"`, "LogGroupName"), Want: "/iam-db-auth-error"},
		{Name: "a reader on any day", Check: instancesAreApart, Change: checktest.Set("Data/AuroraReader1", `null`, "PreferredMaintenanceWindow"), Want: "RDS chooses its window"},
		{Name: "both instances on one day", Check: instancesAreApart, Change: checktest.Set("Data/AuroraReader1", `"sun:20:00-sun:20:30"`, "PreferredMaintenanceWindow"), Want: "under maintenance on sun"},
	}
}

// from makes the cluster one that starts elsewhere, as its settings then say.
func from(origin config.Origin, changes ...checktest.Change) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		p.Settings.Database.Origin = origin
		gone, properties := []string{"MasterUsername", "DatabaseName"}, map[string]string{"SnapshotIdentifier": `"x"`}
		if origin.CloneSource != "" {
			gone = append(gone, "EngineVersion", "StorageEncrypted")
			properties = map[string]string{"SourceDBClusterIdentifier": `"x"`, "RestoreType": `"copy-on-write"`, "UseLatestRestorableTime": "true"}
		}
		for _, name := range gone {
			checktest.Set("Data/Aurora", `null`, name)(t, p)
		}
		for name, value := range properties {
			checktest.Set("Data/Aurora", value, name)(t, p)
		}
		checktest.Changes(changes...)(t, p)
	}
}

func originBreaches() []checktest.Breach {
	set := func(name, value string) checktest.Change { return checktest.Set("Data/Aurora", value, name) }
	snapshot, clone := config.Origin{SnapshotID: "x"}, config.Origin{CloneSource: "x"}
	return []checktest.Breach{
		{Name: "a fresh cluster with a restore type", Check: clusterOrigin, Change: set("RestoreType", `"copy-on-write"`), Want: "want it absent"},
		{Name: "a fresh cluster from a snapshot", Check: clusterOrigin, Change: set("SnapshotIdentifier", `"x"`), Want: "want it absent"},
		{Name: "a restored cluster with an administrator", Check: clusterOrigin, Change: from(snapshot, set("MasterUsername", `"chassis_admin"`)), Want: "MasterUsername is chassis_admin, want it absent"},
		{Name: "a restored cluster of any version", Check: auroraEngine, Change: from(snapshot, set("EngineVersion", `null`)), Want: "EngineVersion is absent"},
		{Name: "a clone of an hour ago", Check: clusterOrigin, Change: from(clone, set("RestoreToTime", `"2026-11-23T00:00:00Z"`)), Want: "RestoreToTime is"},
		{Name: "an inherited password", Check: passwordComesFirst, Change: from(snapshot, set("ManageMasterUserPassword", `null`)), Want: "want true"},
		{Name: "a proxy that may come first", Check: passwordComesFirst, Change: checktest.Changes(checktest.Drop("Data/Proxy"), checktest.Put("Data/Proxy", "AWS::RDS::DBProxy", `{}`)), Want: "Data/Proxy does not depend on Data/Aurora"},
		{Name: "prod from a snapshot", Check: forbiddenOrigins, Change: from(snapshot), Want: "SnapshotIdentifier is x"},
		{Name: "prod from a clone", Check: forbiddenOrigins, Change: from(clone), Want: "SourceDBClusterIdentifier is x"},
		{Name: "a cluster of another name", Check: clusterIsOne, Change: checktest.Changes(checktest.Drop("Data/Aurora"), checktest.Put("Data/Restored", "AWS::RDS::DBCluster", `{}`)), Want: "takes it for another resource"},
	}
}

func rolesBreaches() []checktest.Breach {
	const roles, function = "Data/RolesStatements", "Data/RolesFunction"
	return []checktest.Breach{
		{Name: "SQL that nobody tried", Check: rolesAreMade, Change: checktest.Set(roles, `"SELECT 1"`, "Statements", 3, "SQL"), Want: `statement 4 is "SELECT 1"`},
		{Name: "a statement under another's name", Check: rolesAreMade, Change: checktest.Set(roles, `"verify"`, "Statements", 0, "Name"), Want: "want create-roles"},
		{Name: "no check at the end", Check: rolesAreMade, Change: checktest.Set(roles, `[]`, "Statements"), Want: "has 0 statements"},
		{Name: "the roles of another database", Check: rolesAreMade, Change: checktest.Set(roles, `"postgres"`, "Database"), Want: "want chassis"},
		{Name: "the roles of another cluster", Check: rolesAreMade, Change: checktest.Set(roles, `"arn:aws:rds:ap-northeast-2:123456789012:cluster:other"`, "ClusterArn"), Want: "is for the cluster arn:aws:rds:ap-northeast-2:123456789012:cluster:other"},
		{Name: "another administrator", Check: rolesAreMade, Change: checktest.Set(roles, `"arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:other"`, "SecretArn"), Want: "MasterUserSecret.SecretArn"},
		{Name: "roles before there is a writer", Check: rolesAreMade, Change: checktest.After(roles), Want: "does not depend on Data/AuroraWriter"},
		{Name: "other code that does not run", Check: rolesAreMadeAgain, Change: checktest.Set(function, `"other.zip"`, "Code", "S3Key"), Want: "want other.zip"},
		{Name: "no code", Check: rolesAreMadeAgain, Change: checktest.Set(function, `null`, "Code", "S3Key"), Want: "has no code"},
		{Name: "a proxy that leads to an unchecked cluster", Check: proxyWaitsForRoles, Change: checktest.Changes(
			checktest.After("Data/Proxy"), checktest.After("Data/ProxyProxyTargetGroup"),
		), Want: "does not depend on Data/RolesStatements"},
		{Name: "a function for x86", Check: rolesFunctionMay, Change: checktest.Set(function, `["x86_64"]`, "Architectures"), Want: "arm64"},
		{Name: "a role with more rights", Check: rolesFunctionMay, Change: checktest.Set("Data/RolesRole", `["arn:aws:iam::aws:policy/AdministratorAccess"]`, "ManagedPolicyArns"), Want: "AdministratorAccess"},
		{Name: "no time to answer", Check: rolesEnd, Change: checktest.Set(function, `660`, "Timeout"), Want: "stops after 660 s"},
		{Name: "an hour for a function that died", Check: rolesEnd, Change: checktest.Set(roles, `"3600"`, "ServiceTimeout"), Want: "CloudFormation waits 3600 s"},
		{Name: "an answer that nobody hears", Check: rolesEnd, Change: checktest.Set(roles, `"720"`, "ServiceTimeout"), Want: "CloudFormation waits 720 s"},
	}
}

func proxyBreaches() []checktest.Breach {
	const role = "Data/ProxyRole"
	return []checktest.Breach{
		{Name: "an answer that comes too late", Check: idleLongerThanBorrowing, Change: checktest.Set("Compute/Alb", `"120"`, "LoadBalancerAttributes", 1, "Value"), Want: "gives up after 120 s"},
		{Name: "all connections", Check: proxyLeavesRoom, Change: checktest.Set("Data/ProxyProxyTargetGroup", `null`, "ConnectionPoolConfigurationInfo", "MaxConnectionsPercent"), Want: "MaxConnectionsPercent"},
		{Name: "half of them idle", Check: proxyLeavesRoom, Change: checktest.Set("Data/ProxyProxyTargetGroup", `50`, "ConnectionPoolConfigurationInfo", "MaxIdleConnectionsPercent"), Want: "MaxIdleConnectionsPercent is 50"},
		{Name: "a key for any purpose", Check: proxyRole, Change: checktest.Set(role+"DefaultPolicy", `null`, "PolicyDocument", "Statement", 2, "Condition"), Want: "may: got"},
		{Name: "a role that tasks assume too", Check: proxyRole, Change: checktest.Set(role, `{"Service": ["rds.amazonaws.com", "ecs-tasks.amazonaws.com"]}`, "AssumeRolePolicyDocument", "Statement", 0, "Principal"), Want: "trusts"},
		{Name: "a policy of AWS", Check: proxyRole, Change: checktest.Set(role, `["arn:aws:iam::aws:policy/AdministratorAccess"]`, "ManagedPolicyArns"), Want: "AdministratorAccess"},
	}
}
