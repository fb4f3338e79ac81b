package security

import (
	"fmt"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// encrypted checks that the property of every resource of a type names a key.
func encryptedWith(v *check.Review, t string, key *assembly.Resource, path ...any) {
	for _, r := range v.OfType(t) {
		if !v.Listed(r, r.At(path...), key) {
			v.Add("%s: %v is %s, want %s", r, path, v.Text(r.Stack, r.At(path...)), key)
		}
	}
}

func dataIsEncrypted(v *check.Review) {
	key := parts.Key(v, parts.DataKey)
	v.Count(v.OfType("AWS::RDS::DBCluster"), 1, "database cluster")
	encryptedWith(v, "AWS::RDS::DBCluster", key, "KmsKeyId")
	encryptedWith(v, "AWS::RDS::DBCluster", key, "MasterUserSecret", "KmsKeyId")
	encryptedWith(v, "AWS::RDS::DBCluster", key, "PerformanceInsightsKmsKeyId")
	v.Count(v.OfType("AWS::ElastiCache::ReplicationGroup"), 1, "replication group")
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
	v.Count(v.OfType("AWS::SecretsManager::Secret"), 1, "secret")
	encryptedWith(v, "AWS::SecretsManager::Secret", key, "KmsKeyId")
	v.Count(v.OfType("AWS::ECR::Repository"), 2, "image repository")
	encryptedWith(v, "AWS::ECR::Repository", key, "EncryptionConfiguration", "KmsKey")
	for _, r := range v.OfType("AWS::ECR::Repository") {
		v.Reads(r, "KMS", "EncryptionConfiguration", "EncryptionType")
	}
}

func messagesAreEncrypted(v *check.Review) {
	v.Count(v.OfType("AWS::SNS::Topic"), 2, "topic")
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
	functions := v.OfType("AWS::Lambda::Function")
	if len(functions) == 0 {
		v.Add("found no function")
	}
	for _, r := range functions {
		if group, _ := v.Follow(r.Stack, r.At("LoggingConfig", "LogGroup")); !check.Is(group.Resource, "AWS::Logs::LogGroup") {
			v.Add("%s names no log group of this platform", r)
		}
	}
}
