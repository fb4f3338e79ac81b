package security

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// encryptedWith checks that the property of every resource of a type names a key.
func encryptedWith(v *check.Review, t string, key *assembly.Resource, path ...any) {
	for _, r := range v.OfType(t) {
		if !v.Listed(r, r.At(path...), key) {
			v.Add("%s: %v is %s, want %s", r, path, v.Text(r.Stack, r.At(path...)), key)
		}
	}
}

func dataIsEncrypted(v *check.Review) {
	key := parts.Key(v, parts.DataKey)
	v.Exactly(1, "AWS::RDS::DBCluster")
	encryptedWith(v, "AWS::RDS::DBCluster", key, "KmsKeyId")
	encryptedWith(v, "AWS::RDS::DBCluster", key, "MasterUserSecret", "KmsKeyId")
	encryptedWith(v, "AWS::RDS::DBCluster", key, "PerformanceInsightsKmsKeyId")
	v.Exactly(1, "AWS::ElastiCache::ReplicationGroup")
	encryptedWith(v, "AWS::ElastiCache::ReplicationGroup", key, "KmsKeyId")
	for _, r := range v.OfType("AWS::RDS::DBInstance") {
		if r.At("PerformanceInsightsKMSKeyId") != nil && !v.Listed(r, r.At("PerformanceInsightsKMSKeyId"), key) {
			v.Add("%s: performance data has another key", r)
		}
	}
	v.Some("AWS::SecretsManager::Secret")
	encryptedWith(v, "AWS::SecretsManager::Secret", key, "KmsKeyId")
	v.Some("AWS::ECR::Repository")
	encryptedWith(v, "AWS::ECR::Repository", key, "EncryptionConfiguration", "KmsKey")
	for _, r := range v.OfType("AWS::ECR::Repository") {
		v.Reads(r, "KMS", "EncryptionConfiguration", "EncryptionType")
	}
}

func messagesAreEncrypted(v *check.Review) {
	key := parts.Key(v, parts.AlertsKey)
	for _, r := range slices.Concat(v.Some("AWS::SNS::Topic"), v.Some("AWS::SQS::Queue")) {
		got := v.Target(r, "AWS::KMS::Key", "KmsMasterKeyId")
		if got != nil && got != key && r.Stack.ID == parts.AlertsKey.Stack {
			v.Add("%s: the key is %s, want %s", r, got, key)
		}
	}
}

func logGroupsAreEncrypted(v *check.Review) {
	own, shared := parts.Key(v, parts.FlowLogKey), parts.Key(v, parts.LogsKey)
	for _, r := range v.Some("AWS::Logs::LogGroup") {
		key := shared
		if r.Stack.ID == parts.FlowLogKey.Stack {
			key = own
		}
		v.Refers(r, key, "Arn", "KmsKeyId") // CloudWatch Logs takes the ARN, not the id
	}
}

func functionsLogEncrypted(v *check.Review) {
	for _, r := range v.Some("AWS::Lambda::Function") {
		v.Target(r, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
	}
}
