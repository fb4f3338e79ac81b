package security

import (
	"fmt"

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
	for _, r := range v.OfType("AWS::RDS::DBCluster") {
		if parts.StartsFrom(r) != "clone" { // for which AWS ignores the switch
			v.Reads(r, true, "StorageEncrypted")
		}
	}
	for _, r := range v.OfType("AWS::RDS::DBInstance") {
		if r.At("PerformanceInsightsKMSKeyId") != nil && !v.Listed(r, r.At("PerformanceInsightsKMSKeyId"), key) {
			v.Add("%s: performance data has another key", r)
		}
	}
	for _, r := range v.OfType("AWS::ElastiCache::ReplicationGroup") {
		v.Reads(r, true, "AtRestEncryptionEnabled")
	}
	v.Exactly(1, "AWS::SecretsManager::Secret")
	encryptedWith(v, "AWS::SecretsManager::Secret", key, "KmsKeyId")
	v.Exactly(2, "AWS::ECR::Repository")
	encryptedWith(v, "AWS::ECR::Repository", key, "EncryptionConfiguration", "KmsKey")
	for _, r := range v.OfType("AWS::ECR::Repository") {
		v.Reads(r, "KMS", "EncryptionConfiguration", "EncryptionType")
	}
}

func messagesAreEncrypted(v *check.Review) {
	v.Exactly(2, "AWS::SNS::Topic")
	encryptedWith(v, "AWS::SNS::Topic", parts.Key(v, parts.AlertsKey), "KmsMasterKeyId")
	if len(v.OfType("AWS::SQS::Queue")) == 0 {
		v.Add("found no queue")
	}
	encryptedWith(v, "AWS::SQS::Queue", parts.Key(v, parts.QueuesKey), "KmsMasterKeyId")
}

func logGroupsAreEncrypted(v *check.Review) {
	own, shared := parts.Key(v, parts.FlowLogKey), parts.Key(v, parts.LogsKey)
	for _, s := range v.Stacks {
		groups := s.OfType("AWS::Logs::LogGroup")
		if len(groups) == 0 {
			v.Add("found no log group in stack %s", s.ID)
		}
		key := shared
		if s.ID == parts.FlowLogKey.Stack {
			key = own
		}
		for _, r := range groups {
			// CloudWatch Logs takes the ARN of a key, not its id.
			if t, ok := v.Follow(s, r.At("KmsKeyId")); !ok || t.Resource != key || t.Attribute != "Arn" {
				v.Add("%s: key is %s, want the ARN of %s", r, fmt.Sprintf("%q", v.Text(s, r.At("KmsKeyId"))), key)
			}
		}
	}
}

func functionsLogEncrypted(v *check.Review) {
	for _, r := range v.Some("AWS::Lambda::Function") {
		v.Target(r, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
	}
}
