package changes

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// A resource that stays may lose what it holds, or what would bring it back. These tables
// say of each type which properties decide that, and which direction is the worse one.

// retention is a property that says for how long, or how much of, the past is kept. When
// it gets smaller, AWS deletes the rest within hours.
type retention struct {
	property string
	// absent is what AWS takes where the property is left out.
	absent float64
}

// forEver is how long something is kept that has no end.
var forEver = math.Inf(1)

// The absent values are those of the properties' documentation.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
var retentions = map[string][]retention{
	"AWS::Backup::BackupVault":           {{"LockConfiguration.MinRetentionDays", 0}},
	"AWS::CloudTrail::EventDataStore":    {{"RetentionPeriod", 2557}},
	"AWS::DocDB::DBCluster":              {{"BackupRetentionPeriod", 1}},
	"AWS::DocDBElastic::Cluster":         {{"BackupRetentionPeriod", 1}},
	"AWS::DynamoDB::Table":               {{"PointInTimeRecoverySpecification.RecoveryPeriodInDays", 35}},
	"AWS::DynamoDB::GlobalTable":         {{"Replicas.PointInTimeRecoverySpecification.RecoveryPeriodInDays", 35}},
	"AWS::ElastiCache::CacheCluster":     {{"SnapshotRetentionLimit", 0}},
	"AWS::ElastiCache::ReplicationGroup": {{"SnapshotRetentionLimit", 0}},
	"AWS::ElastiCache::ServerlessCache":  {{"SnapshotRetentionLimit", 0}},
	"AWS::FSx::FileSystem": {
		{"LustreConfiguration.AutomaticBackupRetentionDays", 0},
		{"OntapConfiguration.AutomaticBackupRetentionDays", 30},
		{"OpenZFSConfiguration.AutomaticBackupRetentionDays", 0},
		{"WindowsConfiguration.AutomaticBackupRetentionDays", 30},
	},
	"AWS::KMS::Key":          {{"PendingWindowInDays", 30}},
	"AWS::Kinesis::Stream":   {{"RetentionPeriodHours", 24}},
	"AWS::Logs::LogGroup":    {{"RetentionInDays", forEver}},
	"AWS::MemoryDB::Cluster": {{"SnapshotRetentionLimit", 0}},
	"AWS::Neptune::DBCluster": {
		{"BackupRetentionPeriod", 1},
	},
	"AWS::RDS::DBCluster":    {{"BackupRetentionPeriod", 1}},
	"AWS::RDS::DBInstance":   {{"BackupRetentionPeriod", 1}},
	"AWS::Redshift::Cluster": {{"AutomatedSnapshotRetentionPeriod", 1}},
	"AWS::SQS::Queue":        {{"MessageRetentionPeriod", 4 * 24 * 60 * 60}},
	"AWS::Timestream::Table": {
		{"RetentionProperties.MagneticStoreRetentionPeriodInDays", 73000}, {"RetentionProperties.MemoryStoreRetentionPeriodInHours", 6},
	},
}

// safeguard is a property that keeps content, or lets it be restored, while it has one of
// the good values. Absent is the one that AWS takes where it is left out.
type safeguard struct {
	property, absent string
	good             []string
}

var safeguards = map[string][]safeguard{
	"AWS::Cassandra::Table": {{"PointInTimeRecoveryEnabled", "false", []string{"true"}}, {"DefaultTimeToLive", "0", []string{"0"}}},
	"AWS::DynamoDB::Table": {
		{"PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", "false", []string{"true"}},
		{"TimeToLiveSpecification.Enabled", "false", []string{"false"}},
	},
	"AWS::DynamoDB::GlobalTable": {
		{"Replicas.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", "false", []string{"true"}},
		{"TimeToLiveSpecification.Enabled", "false", []string{"false"}},
	},
	"AWS::ECR::Repository":   {{"EmptyOnDelete", "false", []string{"false"}}, {"ImageTagMutability", "MUTABLE", []string{"IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"}}},
	"AWS::EFS::FileSystem":   {{"BackupPolicy.Status", "DISABLED", []string{"ENABLED"}}},
	"AWS::KMS::Key":          {{"Enabled", "true", []string{"true"}}},
	"AWS::RDS::DBInstance":   {{"DeleteAutomatedBackups", "true", []string{"false"}}},
	"AWS::Redshift::Cluster": {{"ManualSnapshotRetentionPeriod", "-1", []string{"-1"}}},
	"AWS::S3::Bucket":        {{"VersioningConfiguration.Status", "Suspended", []string{"Enabled"}}},
}

// overwritten are properties whose change makes AWS write anew what the resource
// holds, although the resource stays: a secret gets another value, which nobody who
// has the old one hears of.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
var overwritten = map[string][]string{
	"AWS::SecretsManager::Secret": {"GenerateSecretString", "SecretString"},
}

// nothingInPlace says of the other types that hold data why no property of theirs loses
// it. Protections from deletion, which all types share, are looked at everywhere.
var nothingInPlace = map[string]string{
	"AWS::AmazonMQ::Broker":                 "messages go with the broker only",
	"AWS::Cassandra::Keyspace":              "its tables have their own properties",
	"AWS::CloudFormation::Stack":            "its template is compared by itself",
	"AWS::Cognito::UserPool":                "users go with the pool only",
	"AWS::DSQL::Cluster":                    "backups are those of AWS Backup",
	"AWS::EC2::Volume":                      "snapshots are resources of their own",
	"AWS::EMR::Cluster":                     "files go with the cluster only",
	"AWS::Elasticsearch::Domain":            "AWS decides how long its snapshots are kept",
	"AWS::MSK::Cluster":                     "a topic's retention is set in Kafka",
	"AWS::MSK::ServerlessCluster":           "a topic's retention is set in Kafka",
	"AWS::NeptuneGraph::Graph":              "snapshots are resources of their own",
	"AWS::OpenSearchServerless::Collection": "lifecycle policies are resources of their own",
	"AWS::OpenSearchService::Domain":        "AWS decides how long its snapshots are kept",
	"AWS::Organizations::Account":           "closed by its deletion only",
	"AWS::QLDB::Ledger":                     "a ledger keeps everything",
	"AWS::RDS::GlobalCluster":               "its clusters have their own properties",
	"AWS::RedshiftServerless::Namespace":    "recovery points are kept as AWS decides",
	"AWS::Route53::HostedZone":              "records are resources of their own",
	"AWS::S3Express::DirectoryBucket":       "it has no versions to lose; its lifecycle is compared like that of a bucket",
	"AWS::S3Tables::Table":                  "snapshots are kept as its bucket says",
	"AWS::S3Tables::TableBucket":            "it removes only files that no table refers to",
	"AWS::SDB::Domain":                      "it has one property, its description",
	"AWS::Timestream::Database":             "its tables have their own properties",
	"AWS::Timestream::InfluxDBInstance":     "a bucket's retention is set in InfluxDB",
}

// weakenedContents lists what would be lost of the content of a resource that
// stays.
func (c *comparison) weakenedContents(before, after *assembly.Resource) []string {
	var found []string
	for _, r := range retentions[before.Type] {
		was, is := keeps(c.before, before, r), keeps(c.after, after, r)
		if is < was {
			found = append(found, fmt.Sprintf("%s %s becomes %s", r.property, amount(was), amount(is)))
		}
	}
	for _, g := range safeguards[before.Type] {
		was, is := words(c.before, before, g), words(c.after, after, g)
		if was != is && slices.Contains(g.good, was) && !slices.Contains(g.good, is) {
			found = append(found, fmt.Sprintf("%s %s becomes %s", g.property, was, is))
		}
	}
	for _, property := range overwritten[before.Type] {
		steps := []string{property}
		if is := text(c.after, after, steps); is != "" && is != text(c.before, before, steps) {
			found = append(found, property+" writes the content anew")
		}
	}
	if !emptied(c.before, before) && emptied(c.after, after) {
		found = append(found, emptiers[after.Type]+" empties it when it goes")
	}
	return append(found, c.shortened(before, after)...)
}

// keeps is how much of the past a resource keeps; not a number where a function
// decides, so that only a known loss is told.
func keeps(a *assembly.Assembly, r *assembly.Resource, of retention) float64 {
	value := text(a, r, strings.Split(of.property, "."))
	if value == "" {
		return of.absent
	}
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return math.NaN() // no number is less than it, nor it than any
	}
	return n
}

func words(a *assembly.Assembly, r *assembly.Resource, of safeguard) string {
	return cmp.Or(text(a, r, strings.Split(of.property, ".")), of.absent)
}

func amount(n float64) string {
	if math.IsInf(n, 1) {
		return "for ever"
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}
