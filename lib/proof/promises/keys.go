package promises

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
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
func KeyOf(v *check.Review, name keyName) *assembly.Resource {
	r := v.Named(name.stack, "AWS::KMS::Key", name.id)
	if r == nil {
		v.Add("found no key %s/%s", name.stack, name.id)
	}
	return r
}

func rotatingKeys(v *check.Review) {
	keys := v.OfType("AWS::KMS::Key")
	v.Count(keys, 5, "key")
	for _, name := range []keyName{flowLogKey, dataKey, logsKey, alertsKey, queuesKey} {
		KeyOf(v, name)
	}
	for _, r := range keys {
		v.Reads(r, true, "EnableKeyRotation")
		if enabled := r.At("Enabled"); enabled != nil && enabled != true {
			v.Add("%s is disabled", r)
		}
	}
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
		{"cloudwatch.amazonaws.com", "StringEquals aws:SourceAccount <account>", []string{Decrypt, GenerateDataKey}},
	},
	queuesKey: {
		// The dead-letter queue of a rule. Nothing says that EventBridge names account
		// or rule when it asks KMS, so a condition might lose events.
		{"events.amazonaws.com", "", []string{Decrypt, GenerateDataKey}},
		{"sns.amazonaws.com", "ArnEquals aws:SourceArn <FIFO topic>", []string{Decrypt, GenerateDataKey}},
	},
	dataKey: nil,
}

// logService is CloudWatch Logs, for the log groups of the platform's account.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
var logService = keyService{
	"logs." + Region + ".amazonaws.com",
	"ArnLike kms:EncryptionContext:aws:logs:arn arn:aws:logs:" + Region + ":<account>:log-group:*",
	[]string{"kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"},
}

// keyUse is all that a service may do with a key; the rest administers it.
var keyUse = []string{
	"kms:Encrypt", "kms:Encrypt*", "kms:Decrypt", "kms:Decrypt*", "kms:ReEncrypt*", "kms:ReEncryptFrom", "kms:ReEncryptTo",
	"kms:GenerateDataKey", "kms:GenerateDataKey*", "kms:Describe*", "kms:DescribeKey",
}

func keyPolicies(v *check.Review) {
	v.Count(v.OfType("AWS::KMS::Key"), len(keyServices), "key")
	for _, name := range []keyName{flowLogKey, dataKey, logsKey, alertsKey, queuesKey} {
		if r := KeyOf(v, name); r != nil {
			keyPolicy(v, r, name)
		}
	}
}

func keyPolicy(v *check.Review, r *assembly.Resource, name keyName) {
	root := 0
	services := map[string]int{}
	for _, s := range iampolicy.OfResource(v.Assembly, r) {
		want, expected := keyServiceOf(s, name)
		switch {
		case isRoot(s):
			root++
		case expected:
			services[want.service]++
			serviceMay(v, s, want)
		default:
			v.Add("%s: unexpected statement %s", r, s)
		}
	}
	if root != 1 {
		v.Add("%s: found %d statements for the account root, want 1", r, root)
	}
	for _, want := range keyServices[name] {
		if n := services[want.service]; n != 1 {
			v.Add("%s: found %d statements for %s, want 1", r, n, want.service)
		}
	}
}

// keyServiceOf finds the service of a key that a statement of its policy is for.
func keyServiceOf(s iampolicy.Statement, name keyName) (keyService, bool) {
	for _, want := range keyServices[name] {
		if s.Effect == "Allow" && slices.Equal(s.Principals, []string{"Service " + want.service}) {
			return want, true
		}
	}
	return keyService{}, false
}

// keyService checks that a statement gives a service what it needs, under its
// condition, and no more.
func serviceMay(v *check.Review, s iampolicy.Statement, want keyService) {
	r := s.Source
	var conditions []string
	if want.condition != "" {
		conditions = []string{strings.NewReplacer("<account>", check.Account(r.Stack), "<FIFO topic>", fifoTopic(v)).Replace(want.condition)}
	}
	v.Texts(r.String()+": conditions of "+want.service, s.Conditions, conditions)
	v.Texts(r.String()+": resources of "+want.service, s.Resources, []string{"*"})
	for _, action := range want.needs {
		if !s.Covers(action) {
			v.Add("%s: %s needs %s", r, want.service, action)
		}
	}
	for _, action := range s.Actions {
		if !slices.Contains(keyUse, action) {
			v.Add("%s: %s may %s, which it does not need", r, want.service, action)
		}
	}
}

// fifoTopic is how a reference to the FIFO topic reads.
func fifoTopic(v *check.Review) string {
	for _, r := range v.OfType("AWS::SNS::Topic") {
		if isFIFO(r, "FifoTopic") {
			return check.Token(r, "")
		}
	}
	return "no FIFO topic"
}

// isRoot says whether a key policy's statement delegates to the account's IAM policies.
func isRoot(s iampolicy.Statement) bool {
	return s.Effect == "Allow" && slices.Equal(s.Actions, []string{"kms:*"}) && slices.Equal(s.Resources, []string{"*"}) &&
		slices.Equal(s.Principals, []string{"AWS arn:aws:iam::" + check.Account(s.Source.Stack) + ":root"}) && len(s.Conditions) == 0
}

// encrypted checks that the property of every resource of a type names a key.
func encryptedWith(v *check.Review, t string, key *assembly.Resource, path ...any) {
	for _, r := range v.OfType(t) {
		if !v.Listed(r, r.At(path...), key) {
			v.Add("%s: %v is %s, want %s", r, path, v.Text(r.Stack, r.At(path...)), key)
		}
	}
}

func dataIsEncrypted(v *check.Review) {
	key := KeyOf(v, dataKey)
	v.Count(v.OfType("AWS::RDS::DBCluster"), 1, "database cluster")
	encryptedWith(v, "AWS::RDS::DBCluster", key, "KmsKeyId")
	encryptedWith(v, "AWS::RDS::DBCluster", key, "MasterUserSecret", "KmsKeyId")
	encryptedWith(v, "AWS::RDS::DBCluster", key, "PerformanceInsightsKmsKeyId")
	v.Count(v.OfType("AWS::ElastiCache::ReplicationGroup"), 1, "replication group")
	encryptedWith(v, "AWS::ElastiCache::ReplicationGroup", key, "KmsKeyId")
	for _, r := range v.OfType("AWS::RDS::DBCluster") {
		if startsFrom(r) != "clone" { // for which AWS ignores the switch
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
	encryptedWith(v, "AWS::SNS::Topic", KeyOf(v, alertsKey), "KmsMasterKeyId")
	if len(v.OfType("AWS::SQS::Queue")) == 0 {
		v.Add("found no queue")
	}
	encryptedWith(v, "AWS::SQS::Queue", KeyOf(v, queuesKey), "KmsMasterKeyId")
}

func logGroupsAreEncrypted(v *check.Review) {
	own, shared := KeyOf(v, flowLogKey), KeyOf(v, logsKey)
	for _, s := range v.Stacks {
		groups := s.OfType("AWS::Logs::LogGroup")
		if len(groups) == 0 {
			v.Add("found no log group in stack %s", s.ID)
		}
		key := shared
		if s.ID == flowLogKey.stack {
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
