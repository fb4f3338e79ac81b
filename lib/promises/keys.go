package promises

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/assembly"
)

// The four keys, by stack and construct id.
var (
	flowLogKey = keyName{"Network", "FlowLogKey"}
	dataKey    = keyName{"Security", "DataKey"}
	logsKey    = keyName{"Security", "LogsKey"}
	alertsKey  = keyName{"Security", "AlertsKey"}
)

type keyName struct{ stack, id string }

// key returns a key of ours, or nil and a finding.
func (p Platform) key(f *findings, name keyName) *assembly.Resource {
	r := p.named(name.stack, "AWS::KMS::Key", name.id)
	if r == nil {
		f.add("found no key %s/%s", name.stack, name.id)
	}
	return r
}

func fourRotatingKeys(p Platform) []string {
	var f findings
	keys := p.OfType("AWS::KMS::Key")
	f.count(keys, 4, "key")
	for _, name := range []keyName{flowLogKey, dataKey, logsKey, alertsKey} {
		p.key(&f, name)
	}
	for _, r := range keys {
		f.property(r, true, "EnableKeyRotation")
		if enabled := r.At("Enabled"); enabled != nil && enabled != true {
			f.add("%s is disabled", r)
		}
	}
	return f
}

// keyService is an AWS service that uses a key itself, under which condition, and
// what it must be able to do.
type keyService struct {
	service, condition string
	needs              []string
}

// keyServices is the service of each key. The data key has none: RDS, ElastiCache,
// Secrets Manager and ECR act through grants of whoever creates the resource.
var keyServices = map[keyName]keyService{
	flowLogKey: logService,
	logsKey:    logService,
	alertsKey: {
		"cloudwatch.amazonaws.com", "StringEquals aws:SourceAccount <account>",
		[]string{"kms:Decrypt", "kms:GenerateDataKey"},
	},
	dataKey: {},
}

// logService is CloudWatch Logs, for the log groups of the platform's account.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
var logService = keyService{
	"logs." + region + ".amazonaws.com",
	"ArnLike kms:EncryptionContext:aws:logs:arn arn:aws:logs:" + region + ":<account>:log-group:*",
	[]string{"kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"},
}

// keyUse is all that a service may do with a key; the rest administers it.
var keyUse = []string{
	"kms:Encrypt", "kms:Encrypt*", "kms:Decrypt", "kms:Decrypt*", "kms:ReEncrypt*", "kms:ReEncryptFrom", "kms:ReEncryptTo",
	"kms:GenerateDataKey", "kms:GenerateDataKey*", "kms:Describe*", "kms:DescribeKey",
}

func keyPolicies(p Platform) []string {
	var f findings
	f.count(p.OfType("AWS::KMS::Key"), len(keyServices), "key")
	for _, name := range []keyName{flowLogKey, dataKey, logsKey, alertsKey} {
		if r := p.key(&f, name); r != nil {
			f.keyPolicy(p, r, name)
		}
	}
	return f
}

func (f *findings) keyPolicy(p Platform, r *assembly.Resource, name keyName) {
	want := keyServices[name]
	var root, service int
	for _, s := range p.resourceStatements(r) {
		switch {
		case isRoot(s):
			root++
		case want.service != "" && s.Effect == "Allow" && slices.Equal(s.Principals, []string{"Service " + want.service}):
			service++
			f.texts(r.String()+": conditions of "+want.service, s.Conditions, []string{strings.ReplaceAll(want.condition, "<account>", account(r))})
			f.texts(r.String()+": resources of "+want.service, s.Resources, []string{"*"})
			for _, action := range want.needs {
				if !s.covers(action) {
					f.add("%s: %s needs %s", r, want.service, action)
				}
			}
			for _, action := range s.Actions {
				if !slices.Contains(keyUse, action) {
					f.add("%s: %s may %s, which it does not need", r, want.service, action)
				}
			}
		default:
			f.add("%s: unexpected statement %s", r, s)
		}
	}
	if root != 1 {
		f.add("%s: found %d statements for the account root, want 1", r, root)
	}
	if want.service != "" && service != 1 {
		f.add("%s: found %d statements for %s, want 1", r, service, want.service)
	}
}

// isRoot says whether a key policy's statement delegates to the account's IAM policies.
func isRoot(s statement) bool {
	return s.Effect == "Allow" && slices.Equal(s.Actions, []string{"kms:*"}) && slices.Equal(s.Resources, []string{"*"}) &&
		slices.Equal(s.Principals, []string{"AWS arn:aws:iam::" + account(s.Source) + ":root"}) && len(s.Conditions) == 0
}

// encrypted checks that the property of every resource of a type names a key.
func (f *findings) encrypted(p Platform, t string, key *assembly.Resource, path ...any) {
	for _, r := range p.OfType(t) {
		if !p.listed(r, r.At(path...), key) {
			f.add("%s: %v is %s, want %s", r, path, p.Text(r.Stack, r.At(path...)), key)
		}
	}
}

func dataIsEncrypted(p Platform) []string {
	var f findings
	key := p.key(&f, dataKey)
	f.count(p.OfType("AWS::RDS::DBCluster"), 1, "database cluster")
	f.encrypted(p, "AWS::RDS::DBCluster", key, "KmsKeyId")
	f.encrypted(p, "AWS::RDS::DBCluster", key, "MasterUserSecret", "KmsKeyId")
	f.encrypted(p, "AWS::RDS::DBCluster", key, "PerformanceInsightsKmsKeyId")
	f.count(p.OfType("AWS::ElastiCache::ReplicationGroup"), 1, "replication group")
	f.encrypted(p, "AWS::ElastiCache::ReplicationGroup", key, "KmsKeyId")
	for _, r := range p.OfType("AWS::RDS::DBCluster") {
		f.property(r, true, "StorageEncrypted")
	}
	for _, r := range p.OfType("AWS::RDS::DBInstance") {
		if r.At("PerformanceInsightsKMSKeyId") != nil && !p.listed(r, r.At("PerformanceInsightsKMSKeyId"), key) {
			f.add("%s: performance data has another key", r)
		}
	}
	for _, r := range p.OfType("AWS::ElastiCache::ReplicationGroup") {
		f.property(r, true, "AtRestEncryptionEnabled")
	}
	f.count(p.OfType("AWS::SecretsManager::Secret"), 1, "secret")
	f.encrypted(p, "AWS::SecretsManager::Secret", key, "KmsKeyId")
	f.count(p.OfType("AWS::ECR::Repository"), 2, "image repository")
	f.encrypted(p, "AWS::ECR::Repository", key, "EncryptionConfiguration", "KmsKey")
	for _, r := range p.OfType("AWS::ECR::Repository") {
		f.property(r, "KMS", "EncryptionConfiguration", "EncryptionType")
	}
	return f
}

func messagesAreEncrypted(p Platform) []string {
	var f findings
	key := p.key(&f, alertsKey)
	f.count(p.OfType("AWS::SNS::Topic"), 1, "topic")
	f.encrypted(p, "AWS::SNS::Topic", key, "KmsMasterKeyId")
	f.encrypted(p, "AWS::SQS::Queue", key, "KmsMasterKeyId")
	return f
}

func logGroupsAreEncrypted(p Platform) []string {
	var f findings
	own, shared := p.key(&f, flowLogKey), p.key(&f, logsKey)
	for _, s := range p.Stacks {
		groups := s.OfType("AWS::Logs::LogGroup")
		if len(groups) == 0 {
			f.add("found no log group in stack %s", s.ID)
		}
		key := shared
		if s.ID == flowLogKey.stack {
			key = own
		}
		for _, r := range groups {
			// CloudWatch Logs takes the ARN of a key, not its id.
			if t, ok := p.Follow(s, r.At("KmsKeyId")); !ok || t.Resource != key || t.Attribute != "Arn" {
				f.add("%s: key is %s, want the ARN of %s", r, fmt.Sprintf("%q", p.Text(s, r.At("KmsKeyId"))), key)
			}
		}
	}
	return f
}

func functionsLogEncrypted(p Platform) []string {
	var f findings
	functions := p.OfType("AWS::Lambda::Function")
	if len(functions) == 0 {
		f.add("found no function")
	}
	for _, r := range functions {
		if group, _ := p.Follow(r.Stack, r.At("LoggingConfig", "LogGroup")); !is(group.Resource, "AWS::Logs::LogGroup") {
			f.add("%s names no log group of this platform", r)
		}
	}
	return f
}
