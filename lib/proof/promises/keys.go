package promises

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// The five keys, by stack and construct id.
var (
	flowLogKey = keyName{"Network", "FlowLogKey"}
	dataKey    = keyName{"Security", "DataKey"}
	logsKey    = keyName{"Security", "LogsKey"}
	alertsKey  = keyName{"Security", "AlertsKey"}
	queuesKey  = keyName{"Security", "QueuesKey"}
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

func rotatingKeys(p Platform) []string {
	var f findings
	keys := p.OfType("AWS::KMS::Key")
	f.count(keys, 5, "key")
	for _, name := range []keyName{flowLogKey, dataKey, logsKey, alertsKey, queuesKey} {
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

// keyServices are the services of each key. The data key has none: RDS, ElastiCache,
// Secrets Manager and ECR act through grants of whoever creates the resource.
var keyServices = map[keyName][]keyService{
	flowLogKey: {logService},
	logsKey:    {logService},
	alertsKey: {
		{"cloudwatch.amazonaws.com", "StringEquals aws:SourceAccount <account>", []string{decrypt, generateDataKey}},
	},
	queuesKey: {
		// The dead-letter queue of a rule. Nothing says that EventBridge names account
		// or rule when it asks KMS, so a condition might lose events.
		{"events.amazonaws.com", "", []string{decrypt, generateDataKey}},
		{"sns.amazonaws.com", "ArnEquals aws:SourceArn <FIFO topic>", []string{decrypt, generateDataKey}},
	},
	dataKey: nil,
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
	for _, name := range []keyName{flowLogKey, dataKey, logsKey, alertsKey, queuesKey} {
		if r := p.key(&f, name); r != nil {
			f.keyPolicy(p, r, name)
		}
	}
	return f
}

func (f *findings) keyPolicy(p Platform, r *assembly.Resource, name keyName) {
	root := 0
	services := map[string]int{}
	for _, s := range p.resourceStatements(r) {
		want, expected := keyServiceOf(s, name)
		switch {
		case isRoot(s):
			root++
		case expected:
			services[want.service]++
			f.keyService(p, s, want)
		default:
			f.add("%s: unexpected statement %s", r, s)
		}
	}
	if root != 1 {
		f.add("%s: found %d statements for the account root, want 1", r, root)
	}
	for _, want := range keyServices[name] {
		if n := services[want.service]; n != 1 {
			f.add("%s: found %d statements for %s, want 1", r, n, want.service)
		}
	}
}

// keyServiceOf finds the service of a key that a statement of its policy is for.
func keyServiceOf(s iampolicy.Statement, name keyName) (keyService, bool) {
	for _, want := range keyServices[name] {
		if s.Effect == "Allow" && slices.Equal(s.PrincipalTexts(), []string{"Service " + want.service}) {
			return want, true
		}
	}
	return keyService{}, false
}

// keyService checks that a statement gives a service what it needs, under its
// condition, and no more.
func (f *findings) keyService(p Platform, s iampolicy.Statement, want keyService) {
	r := s.Source
	var conditions []string
	if want.condition != "" {
		conditions = []string{strings.NewReplacer("<account>", account(r), "<FIFO topic>", p.fifoTopic()).Replace(want.condition)}
	}
	f.texts(r.String()+": conditions of "+want.service, s.ConditionTexts(), conditions)
	f.texts(r.String()+": resources of "+want.service, s.ResourceTexts(), []string{"*"})
	for _, action := range want.needs {
		if !s.Covers(action) {
			f.add("%s: %s needs %s", r, want.service, action)
		}
	}
	for _, action := range s.ActionTexts() {
		if !slices.Contains(keyUse, action) {
			f.add("%s: %s may %s, which it does not need", r, want.service, action)
		}
	}
}

// fifoTopic is how a reference to the FIFO topic reads.
func (p Platform) fifoTopic() string {
	for _, r := range p.OfType("AWS::SNS::Topic") {
		if isFIFO(r, "FifoTopic") {
			return token(r, "")
		}
	}
	return "no FIFO topic"
}

// isRoot says whether a key policy's statement delegates to the account's IAM policies.
func isRoot(s iampolicy.Statement) bool {
	return s.Effect == "Allow" && slices.Equal(s.ActionTexts(), []string{"kms:*"}) && slices.Equal(s.ResourceTexts(), []string{"*"}) &&
		slices.Equal(s.PrincipalTexts(), []string{"AWS arn:aws:iam::" + account(s.Source) + ":root"}) && len(s.Conditions) == 0
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
		if startsFrom(r) != "clone" { // for which AWS ignores the switch
			f.property(r, true, "StorageEncrypted")
		}
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
	f.count(p.OfType("AWS::SNS::Topic"), 2, "topic")
	f.encrypted(p, "AWS::SNS::Topic", p.key(&f, alertsKey), "KmsMasterKeyId")
	if len(p.OfType("AWS::SQS::Queue")) == 0 {
		f.add("found no queue")
	}
	f.encrypted(p, "AWS::SQS::Queue", p.key(&f, queuesKey), "KmsMasterKeyId")
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
