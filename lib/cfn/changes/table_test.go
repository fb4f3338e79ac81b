package changes_test

import (
	"strings"
	"testing"
)

// nested puts a value at a dotted path; [] makes a list with one item.
func nested(path, value string) string {
	first, rest, more := strings.Cut(path, ".")
	if more {
		value = "{" + nested(rest, value) + "}"
	}
	name, isList := strings.CutSuffix(first, "[]")
	if isList {
		value = "[" + value + "]"
	}
	return `"` + name + `": ` + value
}

// Each property of the tables, in the direction that loses something, and back.
func TestAPropertyThatKeepsLessIsToldAndNotOneThatKeepsMore(t *testing.T) {
	t.Parallel()
	const absent = `{"Ref": "AWS::NoValue"}`
	for _, row := range []struct{ kind, path, better, worse, want string }{
		{"APS::Workspace", "WorkspaceConfiguration.RetentionPeriodInDays", absent, "30", "150 becomes 30"},
		{"AppConfig::ConfigurationProfile", "DeletionProtectionCheck", `"APPLY"`, `"BYPASS"`, "DeletionProtectionCheck is removed"},
		{"AppConfig::Environment", "DeletionProtectionCheck", absent, `"BYPASS"`, "DeletionProtectionCheck is removed"},
		{"Athena::WorkGroup", "RecursiveDeleteOption", absent, "true", "false becomes true"},
		{"AutoScaling::AutoScalingGroup", "DeletionProtection", `"prevent-all-deletion"`, `"none"`, "DeletionProtection is removed"},
		{"AutoScaling::AutoScalingGroup", "DeletionProtection", `"prevent-all-deletion"`, `"prevent-force-deletion"`, "DeletionProtection is removed"},
		{"Backup::BackupPlan", "BackupPlan.BackupPlanRule[].Lifecycle.DeleteAfterDays", "365", "7", "365 becomes 7"},
		{"Backup::BackupPlan", "BackupPlan.BackupPlanRule[].Lifecycle.DeleteAfterDays", absent, "7", "for ever becomes 7"},
		{"Backup::BackupPlan", "BackupPlan.BackupPlanRule[].EnableContinuousBackup", "true", absent, "true becomes false"},
		{"Backup::BackupPlan", "BackupPlan.BackupPlanRule[].CopyActions[].DestinationBackupVaultArn", `"a"`, absent, "is removed"},
		{"Backup::BackupPlan", "BackupPlan.BackupPlanRule", `[{"RuleName": "a"}, {"RuleName": "b"}]`, `[{"RuleName": "b"}]`, "BackupPlanRule[a] is removed"},
		{"Bedrock::DataSource", "DataDeletionPolicy", `"RETAIN"`, `"DELETE"`, "RETAIN becomes DELETE"},
		{"BedrockAgentCore::Memory", "EventExpiryDuration", "365", "7", "365 becomes 7"},
		{"Cassandra::Keyspace", "ReplicationSpecification.RegionList", `["a", "b"]`, `["b"]`, "RegionList[a] is removed"},
		{"Cassandra::Table", "DefaultTimeToLive", `"0"`, "60", "for ever becomes 60"},
		{"CloudTrail::EventDataStore", "IngestionEnabled", absent, "false", "true becomes false"},
		{"CloudTrail::EventDataStore", "TerminationProtectionEnabled", absent, "false", "TerminationProtectionEnabled is removed"},
		{"CloudTrail::Trail", "IsLogging", "true", "false", "true becomes false"},
		{"Connect::InstanceStorageConfig", "KinesisVideoStreamConfig.RetentionPeriodHours", "168", "0", "168 becomes 0"},
		{"CustomerProfiles::Domain", "DefaultExpirationDays", "365", "1", "365 becomes 1"},
		{"DLM::LifecyclePolicy", "PolicyDetails.Schedules[].RetainRule.Count", "30", "1", "30 becomes 1"},
		{"DLM::LifecyclePolicy", "PolicyDetails.Schedules[].RetainRule", `{"Interval": 1, "IntervalUnit": "YEARS"}`, `{"Interval": 2, "IntervalUnit": "MONTHS"}`, "365 becomes 60"},
		{"DLM::LifecyclePolicy", "State", `"ENABLED"`, `"DISABLED"`, "ENABLED becomes DISABLED"},
		{"DSQL::Cluster", "MultiRegionProperties.Clusters", `["a", "b"]`, `["b"]`, "Clusters[a] is removed"},
		{"DynamoDB::Table", "StreamSpecification.StreamViewType", `"NEW_IMAGE"`, absent, "StreamSpecification is removed"},
		{"EFS::FileSystem", "FileSystemProtection.ReplicationOverwriteProtection", absent, `"DISABLED"`, "ENABLED becomes DISABLED"},
		{"EFS::FileSystem", "ReplicationConfiguration", `{"Destinations": [{"Region": "a"}]}`, absent, "ReplicationConfiguration is removed"},
		{"EMR::Cluster", "AutoTerminationPolicy.IdleTimeout", absent, "3600", "for ever becomes 3600"},
		{"EMR::Cluster", "Instances.TerminationProtected", "true", "false", "TerminationProtected is removed"},
		{"ElastiCache::ServerlessCache", "FinalSnapshotName", `"a"`, absent, "FinalSnapshotName is removed"},
		{"Events::Archive", "RetentionDays", "0", "7", "for ever becomes 7"},
		{"Events::Archive", "RetentionDays", absent, "7", "for ever becomes 7"},
		{"FSx::FileSystem", "OpenZFSConfiguration.AutomaticBackupRetentionDays", absent, "7", "30 becomes 7"},
		{"FSx::Volume", "OntapConfiguration.SnapshotPolicy", absent, `"none"`, "default becomes none"},
		{
			"FSx::Volume", "OntapConfiguration.SnaplockConfiguration.RetentionPeriod.DefaultRetention",
			`{"Type": "INFINITE"}`, `{"Type": "YEARS", "Value": 7}`, "for ever becomes 2555",
		},
		{"Glue::TableOptimizer", "TableOptimizerConfiguration.RetentionConfiguration.IcebergConfiguration.SnapshotRetentionPeriodInDays", "365", "1", "365 becomes 1"},
		{"Glue::TableOptimizer", "TableOptimizerConfiguration.RetentionConfiguration.IcebergConfiguration.CleanExpiredFiles", absent, "true", "false becomes true"},
		{"IoTAnalytics::Datastore", "RetentionPeriod", `{"Unlimited": true}`, absent, "RetentionPeriod may become less"},
		{"IoTAnalytics::Datastore", "RetentionPeriod", `{"Unlimited": true}`, `{"NumberOfDays": 1}`, "for ever becomes 1"},
		{"KMS::ReplicaKey", "Enabled", absent, "false", "true becomes false"},
		{"KMS::ReplicaKey", "PendingWindowInDays", absent, "7", "30 becomes 7"},
		{"KinesisVideo::Stream", "DataRetentionInHours", "168", absent, "168 becomes 0"},
		{"Lambda::Function", "DurableConfig", `{"ExecutionTimeout": 1}`, `{"ExecutionTimeout": 1, "RetentionPeriodInDays": 1}`, "14 becomes 1"},
		{"Lightsail::Database", "BackupRetention", "true", "false", "true becomes false"},
		{"Lightsail::Instance", "AddOns", `[{"AddOnType": "AutoSnapshot", "Status": "Enabled"}]`, `[{"AddOnType": "AutoSnapshot", "Status": "Disabled"}]`, "Enabled becomes Disabled"},
		{"MSK::Configuration", "ServerProperties", `"log.retention.hours=168"`, `"log.retention.hours=1"`, "log.retention.hours 168 becomes 1"},
		{"MSK::Configuration", "ServerProperties", `"log.retention.ms = -1\nnum.partitions=1"`, `"num.partitions=1"`, "for ever becomes 168"},
		{"MSK::Configuration", "ServerProperties", `""`, `"log.retention.bytes=1000"`, "log.retention.bytes for ever becomes 1000"},
		{"MemoryDB::Cluster", "FinalSnapshotName", `"a"`, absent, "FinalSnapshotName is removed"},
		{"QLDB::Ledger", "DeletionProtection", absent, "false", "DeletionProtection is removed"},
		{"RDS::DBCluster", "BacktrackWindow", "86400", "0", "86400 becomes 0"},
		{"RDS::DBCluster", "DeleteAutomatedBackups", "false", "true", "false becomes true"},
		{"RDS::DBInstance", "AutomaticBackupReplicationRegion", `"a"`, absent, "AutomaticBackupReplicationRegion is removed"},
		{"Rbin::Rule", "RetentionPeriod", `{"RetentionPeriodValue": 30, "RetentionPeriodUnit": "DAYS"}`, `{"RetentionPeriodValue": 1, "RetentionPeriodUnit": "DAYS"}`, "30 becomes 1"},
		{"Redshift::Cluster", "DestinationRegion", `"a"`, absent, "DestinationRegion is removed"},
		{"Redshift::Cluster", "ManualSnapshotRetentionPeriod", "365", "1", "365 becomes 1"},
		{"Redshift::Cluster", "ManualSnapshotRetentionPeriod", "-1", "3653", "for ever becomes 3653"},
		{"Redshift::Cluster", "SnapshotCopyRetentionPeriod", "30", "1", "30 becomes 1"},
		{"RedshiftServerless::Namespace", "FinalSnapshotName", `"a"`, absent, "FinalSnapshotName is removed"},
		{"RedshiftServerless::Namespace", "FinalSnapshotRetentionPeriod", "30", "1", "30 becomes 1"},
		{"S3::Bucket", "ObjectLockConfiguration.Rule.DefaultRetention", `{"Mode": "COMPLIANCE", "Years": 7}`, `{"Mode": "COMPLIANCE", "Days": 7}`, "2555 becomes 7"},
		{"S3::Bucket", "ObjectLockConfiguration.Rule.DefaultRetention", `{"Mode": "COMPLIANCE", "Days": 7}`, `{"Mode": "GOVERNANCE", "Days": 7}`, "COMPLIANCE becomes GOVERNANCE"},
		{"S3::Bucket", "ObjectLockConfiguration.Rule", `{"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 7}}`, absent, "7 becomes 0"},
		{"S3::Bucket", "ReplicationConfiguration.Rules", `[{"Id": "a", "Status": "Enabled"}]`, `[{"Id": "a", "Status": "Disabled"}]`, "Rules[a].Status Enabled becomes Disabled"},
		{"S3::Bucket", "ReplicationConfiguration", `{"Rules": [{"Id": "a", "Status": "Enabled"}]}`, absent, "Rules[a] is removed"},
		{"S3Tables::Table", "SnapshotManagement.MinSnapshotsToKeep", "10", absent, "10 becomes 1"},
		{"S3Tables::Table", "SnapshotManagement.Status", `"disabled"`, `"enabled"`, "disabled becomes enabled"},
		{"S3Tables::TableBucket", "UnreferencedFileRemoval.NoncurrentDays", "10", "1", "10 becomes 1"},
		{"SES::MailManagerArchive", "Retention.RetentionPeriod", `"PERMANENT"`, `"THREE_MONTHS"`, "PERMANENT becomes THREE_MONTHS"},
		{"SNS::Topic", "ArchivePolicy.MessageRetentionPeriod", `"365"`, `"1"`, "365 becomes 1"},
		{"SSMIncidents::ReplicationSet", "DeletionProtected", "true", "false", "DeletionProtected is removed"},
		{"SecretsManager::Secret", "ReplicaRegions", `[{"Region": "a"}]`, absent, "ReplicaRegions[a] is removed"},
		{"SecurityLake::DataLake", "LifecycleConfiguration.Expiration.Days", "365", "1", "365 becomes 1"},
		{"Timestream::Table", "RetentionProperties.MagneticStoreRetentionPeriodInDays", "365", "7", "365 becomes 7"},
		{"VerifiedPermissions::PolicyStore", "DeletionProtection.Mode", `"ENABLED"`, `"DISABLED"`, "DeletionProtection is removed"},
	} {
		t.Run(row.kind+" "+row.path+" "+row.worse, func(t *testing.T) {
			t.Parallel()
			kind := "AWS::" + row.kind
			better, worse := one(kind, nested(row.path, row.better)), one(kind, nested(row.path, row.worse))
			weakening{better, worse, row.want}.check(t)
			weakening{worse, better, ""}.check(t)
		})
	}
}

func TestWhatIsInAListIsJudgedItemByItem(t *testing.T) {
	t.Parallel()
	table := func(replicas string) string {
		return one("AWS::DynamoDB::GlobalTable", `"Replicas": [`+replicas+`]`)
	}
	replica := func(region, recovery string) string {
		return `{"Region": "` + region + `", "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": ` + recovery + `}}`
	}
	days := func(region, n string) string {
		return `{"Region": "` + region + `", "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": ` + n + `}}`
	}
	const protected, open = `{"Region": "a", "DeletionProtectionEnabled": true}`, `{"Region": "b"}`
	checkAll(t, map[string]weakening{
		"recovery of one of two goes":   {table(replica("a", "true") + "," + replica("b", "true")), table(replica("a", "true") + "," + replica("b", "false")), "Replicas[b].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled true becomes false"},
		"one of two keeps less":         {table(days("a", "35") + "," + days("b", "35")), table(days("a", "35") + "," + days("b", "1")), "Replicas[b].PointInTimeRecoverySpecification.RecoveryPeriodInDays 35 becomes 1"},
		"a replica goes":                {table(replica("a", "true") + "," + replica("b", "true")), table(replica("a", "true")), "Replicas[b] is removed"},
		"a replica comes":               {table(replica("a", "true")), table(replica("a", "true") + "," + replica("b", "false")), ""},
		"replicas change places":        {table(protected + "," + open), table(open + "," + protected), ""},
		"the protection of one is gone": {table(protected + "," + open), table(`{"Region": "a"},` + open), "Replicas[a].DeletionProtectionEnabled is removed"},
		"a protected item goes":         {one("AWS::Nobody::Knows", `"All": [{"Name": "a", "DeletionProtection": true}, {"Name": "b"}]`), one("AWS::Nobody::Knows", `"All": [{"Name": "b"}]`), "All[a].DeletionProtection is removed"},
		"recovery begins, and short":    {one("AWS::DynamoDB::Table", ""), one("AWS::DynamoDB::Table", `"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": 7}`), ""},
	})
}
