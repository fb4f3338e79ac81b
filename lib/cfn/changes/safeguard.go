package changes

const (
	yes   = "false true"
	never = "true false"
)

// safeguards are documented where retentions are. One whose absent word is empty has no
// documented default.
var safeguards = map[string][]safeguard{
	"AWS::Athena::WorkGroup":  {{"RecursiveDeleteOption", "false", never}},
	"AWS::Backup::BackupPlan": {{"BackupPlan.BackupPlanRule.EnableContinuousBackup", "false", yes}},
	// https://docs.aws.amazon.com/bedrock/latest/userguide/kb-ds-delete.html
	"AWS::Bedrock::DataSource":        {{"DataDeletionPolicy", "DELETE", "DELETE RETAIN"}},
	"AWS::Cassandra::Table":           {{"PointInTimeRecoveryEnabled", "false", yes}},
	"AWS::CloudTrail::EventDataStore": {{"IngestionEnabled", "true", yes}},
	"AWS::CloudTrail::Trail":          {{"IsLogging", "true", yes}},
	"AWS::DLM::LifecyclePolicy":       {{"State", "ENABLED", "DISABLED ENABLED"}},
	"AWS::DynamoDB::Table": {
		{"PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", "false", yes},
		{"TimeToLiveSpecification.Enabled", "false", never},
	},
	"AWS::DynamoDB::GlobalTable": {
		{"Replicas.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", "false", yes},
		{"TimeToLiveSpecification.Enabled", "false", never},
	},
	"AWS::ECR::Repository": {
		{"EmptyOnDelete", "false", never},
		{"ImageTagMutability", "MUTABLE", "MUTABLE MUTABLE_WITH_EXCLUSION IMMUTABLE_WITH_EXCLUSION IMMUTABLE"},
	},
	"AWS::EFS::FileSystem": {
		{"BackupPolicy.Status", "DISABLED", "DISABLED ENABLED"},
		{"FileSystemProtection.ReplicationOverwriteProtection", "ENABLED", "DISABLED REPLICATING ENABLED"},
	},
	"AWS::FSx::Volume":          {{"OntapConfiguration.SnapshotPolicy", "default", "none default-1weekly default"}},
	"AWS::Glue::TableOptimizer": {{"TableOptimizerConfiguration.RetentionConfiguration.IcebergConfiguration.CleanExpiredFiles", "false", never}},
	"AWS::KMS::Key":             {{"Enabled", "true", yes}},
	"AWS::KMS::ReplicaKey":      {{"Enabled", "true", yes}},
	"AWS::Lightsail::Database":  {{"BackupRetention", "", yes}},
	"AWS::Lightsail::Disk":      {{"AddOns.Status", "Enabled", "Disabled Enabled"}},
	"AWS::Lightsail::Instance":  {{"AddOns.Status", "Enabled", "Disabled Enabled"}},
	"AWS::RDS::DBCluster":       {{"DeleteAutomatedBackups", "true", never}},
	"AWS::RDS::DBInstance":      {{"DeleteAutomatedBackups", "true", never}},
	"AWS::S3::Bucket": {
		{"ObjectLockConfiguration.Rule.DefaultRetention.Mode", "none", "none GOVERNANCE COMPLIANCE"},
		{"ReplicationConfiguration.Rules.Status", "Disabled", "Disabled Enabled"},
		{"VersioningConfiguration.Status", "Suspended", "Suspended Enabled"},
	},
	"AWS::S3Tables::Table":       {{"SnapshotManagement.Status", "enabled", "enabled disabled"}},
	"AWS::S3Tables::TableBucket": {{"UnreferencedFileRemoval.Status", "Enabled", "Enabled Disabled"}},
	"AWS::SES::MailManagerArchive": {{"Retention.RetentionPeriod", "", `THREE_MONTHS SIX_MONTHS NINE_MONTHS ONE_YEAR
		EIGHTEEN_MONTHS TWO_YEARS THIRTY_MONTHS THREE_YEARS FOUR_YEARS FIVE_YEARS SIX_YEARS SEVEN_YEARS EIGHT_YEARS NINE_YEARS
		TEN_YEARS PERMANENT`}},
}

// wanted are the properties that must stay, and the items of those that are lists: copies
// elsewhere, what makes backups, and the last snapshot before a deletion.
var wanted = map[string][]needed{
	"AWS::Backup::BackupPlan":            {"BackupPlan.BackupPlanRule", "BackupPlan.BackupPlanRule.CopyActions"},
	"AWS::Cassandra::Keyspace":           {"ReplicationSpecification.RegionList"},
	"AWS::DLM::LifecyclePolicy":          {"PolicyDetails.Schedules"},
	"AWS::DSQL::Cluster":                 {"MultiRegionProperties.Clusters"},
	"AWS::DynamoDB::GlobalTable":         {"Replicas", "StreamSpecification"},
	"AWS::DynamoDB::Table":               {"StreamSpecification"},
	"AWS::EFS::FileSystem":               {"ReplicationConfiguration"},
	"AWS::ElastiCache::ServerlessCache":  {"FinalSnapshotName"},
	"AWS::Lightsail::Disk":               {"AddOns"},
	"AWS::Lightsail::Instance":           {"AddOns"},
	"AWS::MemoryDB::Cluster":             {"FinalSnapshotName"},
	"AWS::RDS::DBInstance":               {"AutomaticBackupReplicationRegion"},
	"AWS::Redshift::Cluster":             {"DestinationRegion"},
	"AWS::RedshiftServerless::Namespace": {"FinalSnapshotName"},
	"AWS::S3::Bucket":                    {"ReplicationConfiguration.Rules"},
	"AWS::SNS::Topic":                    {"ArchivePolicy"},
	"AWS::SecretsManager::Secret":        {"ReplicaRegions"},
}

// overwritten are properties whose change makes AWS write anew what the resource
// holds, although the resource stays: a secret gets another value, which nobody who
// has the old one hears of.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
var overwritten = map[string][]string{
	"AWS::SecretsManager::Secret": {"GenerateSecretString", "SecretString"},
}
