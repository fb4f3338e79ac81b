package assembly

import (
	"maps"
	"slices"
)

// holds lists the types of resources that hold what a new resource would not
// have, and what that is. It contains the types that the CDK calls stateful.
var holds = map[string]string{
	"AWS::AmazonMQ::Broker":                 "the messages not worked off yet",
	"AWS::Backup::BackupVault":              "every backup in the vault",
	"AWS::Cassandra::Keyspace":              "the tables",
	"AWS::Cassandra::Table":                 "the table's rows",
	"AWS::CloudFormation::Stack":            "the resources of a whole stack",
	"AWS::CloudTrail::EventDataStore":       "the audit trail",
	"AWS::Cognito::UserPool":                "the users and their passwords",
	"AWS::DSQL::Cluster":                    "the databases",
	"AWS::DocDBElastic::Cluster":            "the databases",
	"AWS::DocDB::DBCluster":                 "the databases",
	"AWS::DynamoDB::GlobalTable":            "the table's items",
	"AWS::DynamoDB::Table":                  "the table's items",
	"AWS::EC2::Volume":                      "the disk",
	"AWS::ECR::Repository":                  "the images, which running services pull again",
	"AWS::EFS::FileSystem":                  "the files",
	"AWS::EMR::Cluster":                     "the files in the cluster's HDFS",
	"AWS::ElastiCache::CacheCluster":        "the cache's content",
	"AWS::ElastiCache::ReplicationGroup":    "the cache's content, sessions and queues included",
	"AWS::ElastiCache::ServerlessCache":     "the cache's content",
	"AWS::Elasticsearch::Domain":            "the indexes",
	"AWS::FSx::FileSystem":                  "the files",
	"AWS::KMS::Key":                         "the key to everything that is encrypted with it",
	"AWS::Kinesis::Stream":                  "the records not read yet",
	"AWS::Logs::LogGroup":                   "the log",
	"AWS::MSK::Cluster":                     "the topics and their records",
	"AWS::MSK::ServerlessCluster":           "the topics and their records",
	"AWS::MemoryDB::Cluster":                "the database",
	"AWS::Neptune::DBCluster":               "the graph",
	"AWS::NeptuneGraph::Graph":              "the graph",
	"AWS::OpenSearchServerless::Collection": "the indexes",
	"AWS::OpenSearchService::Domain":        "the indexes",
	"AWS::Organizations::Account":           "a whole account",
	"AWS::QLDB::Ledger":                     "the ledger",
	"AWS::RDS::DBCluster":                   "the databases",
	"AWS::RDS::DBInstance":                  "the databases",
	"AWS::RDS::GlobalCluster":               "the tie between the regions of a database",
	"AWS::Redshift::Cluster":                "the warehouse",
	"AWS::RedshiftServerless::Namespace":    "the warehouse",
	"AWS::Route53::HostedZone":              "the zone, whose name servers the registrar knows",
	"AWS::S3::Bucket":                       "the objects",
	"AWS::S3Express::DirectoryBucket":       "the objects",
	"AWS::S3Tables::Table":                  "the table's rows",
	"AWS::S3Tables::TableBucket":            "the tables",
	"AWS::SDB::Domain":                      "the domain's items",
	"AWS::SQS::Queue":                       "the messages not worked off yet",
	"AWS::SecretsManager::Secret":           "the secret, which a new one would generate anew",
	"AWS::Timestream::Database":             "the series",
	"AWS::Timestream::InfluxDBInstance":     "the series",
	"AWS::Timestream::Table":                "the series",
}

// DataTypes are the types of resources that hold data, in their order.
func DataTypes() []string { return slices.Sorted(maps.Keys(holds)) }

// Data says what a resource holds that a new one would not have; empty when nothing
// of worth.
func (r *Resource) Data() string {
	if r == nil || r.Type == "AWS::RDS::DBInstance" && r.At("DBClusterIdentifier") != nil {
		return "" // an instance of Aurora has its cluster's storage
	}
	return holds[r.Type]
}
