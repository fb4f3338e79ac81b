package changes

// A resource that stays may lose what it holds, or what would bring it back. These tables
// say of each type which properties decide that, and which direction is the worse one.

// The absent values are those of the properties' documentation.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
var retentions = map[string][]retention{
	// https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-workspace-configuration.html
	"AWS::APS::Workspace": {{property: "WorkspaceConfiguration.RetentionPeriodInDays", absent: 150}},
	"AWS::Backup::BackupPlan": {
		{property: "BackupPlan.BackupPlanRule.Lifecycle.DeleteAfterDays", absent: forEver},
		{property: "BackupPlan.BackupPlanRule.CopyActions.Lifecycle.DeleteAfterDays", absent: forEver},
	},
	"AWS::Backup::BackupVault":            {{property: "LockConfiguration.MinRetentionDays"}},
	"AWS::BedrockAgentCore::Memory":       {{property: "EventExpiryDuration"}},
	"AWS::Cassandra::Table":               {{property: "DefaultTimeToLive", absent: forEver, endless: "0"}},
	"AWS::CloudTrail::EventDataStore":     {{property: "RetentionPeriod", absent: 2557}},
	"AWS::Connect::InstanceStorageConfig": {{property: "KinesisVideoStreamConfig.RetentionPeriodHours"}},
	"AWS::CustomerProfiles::Domain":       {{property: "DefaultExpirationDays"}},
	"AWS::DLM::LifecyclePolicy": {
		{property: "PolicyDetails.Schedules.RetainRule"},
		{property: "PolicyDetails.Schedules.CrossRegionCopyRules.RetainRule"},
		{property: "RetainInterval", absent: 7},
		{property: "PolicyDetails.RetainInterval", absent: 7},
	},
	"AWS::DocDB::DBCluster":      {{property: "BackupRetentionPeriod", absent: 1}},
	"AWS::DocDBElastic::Cluster": {{property: "BackupRetentionPeriod", absent: 1}},
	"AWS::DynamoDB::Table":       {{property: "PointInTimeRecoverySpecification.RecoveryPeriodInDays", absent: 35, while: "PointInTimeRecoveryEnabled"}},
	"AWS::DynamoDB::GlobalTable": {{property: "Replicas.PointInTimeRecoverySpecification.RecoveryPeriodInDays", absent: 35, while: "PointInTimeRecoveryEnabled"}},
	// A cluster that has been idle for so many seconds ends, with its files.
	"AWS::EMR::Cluster":                  {{property: "AutoTerminationPolicy.IdleTimeout", absent: forEver}},
	"AWS::ElastiCache::CacheCluster":     {{property: "SnapshotRetentionLimit"}},
	"AWS::ElastiCache::ReplicationGroup": {{property: "SnapshotRetentionLimit"}},
	"AWS::ElastiCache::ServerlessCache":  {{property: "SnapshotRetentionLimit"}},
	"AWS::Events::Archive":               {{property: "RetentionDays", absent: forEver, endless: "0"}},
	"AWS::FSx::FileSystem": {
		{property: "LustreConfiguration.AutomaticBackupRetentionDays"},
		{property: "OntapConfiguration.AutomaticBackupRetentionDays", absent: 30},
		{property: "OpenZFSConfiguration.AutomaticBackupRetentionDays", absent: 30},
		{property: "WindowsConfiguration.AutomaticBackupRetentionDays", absent: 30},
	},
	"AWS::FSx::Volume": {
		{property: "OntapConfiguration.SnaplockConfiguration.RetentionPeriod.DefaultRetention"},
		{property: "OntapConfiguration.SnaplockConfiguration.RetentionPeriod.MinimumRetention"},
	},
	// https://docs.aws.amazon.com/glue/latest/webapi/API_IcebergRetentionConfiguration.html
	"AWS::Glue::TableOptimizer": {
		{property: "TableOptimizerConfiguration.RetentionConfiguration.IcebergConfiguration.SnapshotRetentionPeriodInDays", absent: 5},
		{property: "TableOptimizerConfiguration.RetentionConfiguration.IcebergConfiguration.NumberOfSnapshotsToRetain", absent: 1},
		{property: "TableOptimizerConfiguration.OrphanFileDeletionConfiguration.IcebergConfiguration.OrphanFileRetentionPeriodInDays", absent: 3},
	},
	"AWS::IoTAnalytics::Datastore": {{property: "RetentionPeriod", absent: undocumented}},
	"AWS::KMS::Key":                {{property: "PendingWindowInDays", absent: 30}},
	"AWS::KMS::ReplicaKey":         {{property: "PendingWindowInDays", absent: 30}},
	"AWS::Kinesis::Stream":         {{property: "RetentionPeriodHours", absent: 24}},
	"AWS::KinesisVideo::Stream":    {{property: "DataRetentionInHours"}},
	"AWS::Lambda::Function":        {{property: "DurableConfig.RetentionPeriodInDays", absent: 14, while: "ExecutionTimeout"}},
	"AWS::Logs::LogGroup":          {{property: "RetentionInDays", absent: forEver}},
	"AWS::MemoryDB::Cluster":       {{property: "SnapshotRetentionLimit"}},
	"AWS::Neptune::DBCluster":      {{property: "BackupRetentionPeriod", absent: 1}},
	"AWS::RDS::DBCluster":          {{property: "BackupRetentionPeriod", absent: 1}, {property: "BacktrackWindow"}},
	// Absent, the other region keeps as much as this one, so only two numbers tell.
	"AWS::RDS::DBInstance": {{property: "BackupRetentionPeriod", absent: 1}, {property: "AutomaticBackupReplicationRetentionPeriod"}},
	"AWS::Rbin::Rule":      {{property: "RetentionPeriod"}},
	"AWS::Redshift::Cluster": {
		{property: "AutomatedSnapshotRetentionPeriod", absent: 1},
		{property: "ManualSnapshotRetentionPeriod", absent: forEver, endless: "-1"},
		// https://docs.aws.amazon.com/redshift/latest/APIReference/API_EnableSnapshotCopy.html
		{property: "SnapshotCopyRetentionPeriod", absent: 7, endless: "-1"},
	},
	"AWS::RedshiftServerless::Namespace": {{property: "FinalSnapshotRetentionPeriod", endless: "-1"}},
	"AWS::S3::Bucket":                    {{property: "ObjectLockConfiguration.Rule.DefaultRetention"}},
	// https://docs.aws.amazon.com/prescriptive-guidance/latest/apache-iceberg-on-aws/maintenance-in-amazon-s3-tables.html
	"AWS::S3Tables::Table": {
		{property: "SnapshotManagement.MaxSnapshotAgeHours", absent: 120},
		{property: "SnapshotManagement.MinSnapshotsToKeep", absent: 1},
	},
	"AWS::S3Tables::TableBucket": {
		{property: "UnreferencedFileRemoval.UnreferencedDays", absent: 3},
		{property: "UnreferencedFileRemoval.NoncurrentDays", absent: 10},
	},
	"AWS::SNS::Topic":             {{property: "ArchivePolicy.MessageRetentionPeriod"}},
	"AWS::SQS::Queue":             {{property: "MessageRetentionPeriod", absent: 4 * 24 * 60 * 60}},
	"AWS::SecurityLake::DataLake": {{property: "LifecycleConfiguration.Expiration", absent: forEver}},
	// What leaves the memory goes to the magnetic store, so only that one loses records.
	// https://docs.aws.amazon.com/timestream/latest/developerguide/storage.html
	"AWS::Timestream::Table": {{property: "RetentionProperties.MagneticStoreRetentionPeriodInDays", absent: undocumented}},
}

// nothingInPlace says of the other types that hold data why no property of theirs loses
// it. Protections from deletion, which all types share, are looked at everywhere.
var nothingInPlace = map[string]string{
	"AWS::AmazonMQ::Broker":                 "messages go with the broker only",
	"AWS::CloudFormation::Stack":            "its template is compared by itself",
	"AWS::Cognito::UserPool":                "users go with the pool only",
	"AWS::EC2::Volume":                      "snapshots are resources of their own",
	"AWS::Elasticsearch::Domain":            "AWS decides how long its snapshots are kept",
	"AWS::MSK::Cluster":                     "a topic's retention is set in Kafka, and its default in a configuration, which is a resource of its own",
	"AWS::MSK::ServerlessCluster":           "a topic's retention is set in Kafka",
	"AWS::NeptuneGraph::Graph":              "snapshots are resources of their own",
	"AWS::OpenSearchServerless::Collection": "lifecycle policies are resources of their own",
	"AWS::OpenSearchService::Domain":        "AWS decides how long its snapshots are kept",
	"AWS::Organizations::Account":           "closed by its deletion only",
	"AWS::QLDB::Ledger":                     "a ledger keeps everything",
	"AWS::RDS::GlobalCluster":               "its clusters have their own properties",
	"AWS::Route53::HostedZone":              "records are resources of their own",
	"AWS::SDB::Domain":                      "it has one property, its description",
	"AWS::Timestream::Database":             "its tables have their own properties",
	"AWS::Timestream::InfluxDBInstance":     "a bucket's retention is set in InfluxDB",
}
