package security

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func rotatingKeys(v *check.Review) {
	for _, name := range []parts.KeyName{parts.FlowLogKey, parts.DataKey, parts.LogsKey, parts.AlertsKey} {
		parts.Key(v, name)
	}
	keys := v.Some("AWS::KMS::Key")
	v.Count(slices.DeleteFunc(slices.Clone(keys), func(r *assembly.Resource) bool { return r.Below(config.AdditionsStack) }), 4, "key of the platform")
	for _, r := range keys {
		v.Reads(r, true, "EnableKeyRotation")
		if enabled := r.At("Enabled"); enabled != nil && enabled != true {
			v.Add("%s is disabled", r)
		}
	}
}

// keyAliases leaves the keys of a team to the team.
func keyAliases(v *check.Review) {
	aliases := v.Some("AWS::KMS::Alias")
	for _, key := range v.Some("AWS::KMS::Key") {
		if key.Below(config.AdditionsStack) {
			continue
		}
		own := slices.DeleteFunc(slices.Clone(aliases), func(r *assembly.Resource) bool { return !v.Listed(r, r.At("TargetKeyId"), key) })
		if alias := v.Unique("alias of "+key.String(), own); alias != nil {
			v.Reads(alias, v.Settings.KeyAlias(assembly.Construct(key.LogicalID)), "AliasName")
		}
	}
}

// keyService is an AWS service that uses a key itself, under which condition, and
// what it must be able to do.
type keyService struct {
	service           string
	conditions, needs []string
}

// keyServices are the services of each key. The data key has none: RDS, ElastiCache,
// Secrets Manager and ECR act through grants of the creator of the resource.
func keyServices(region string) map[parts.KeyName][]keyService {
	return map[parts.KeyName][]keyService{
		parts.FlowLogKey: {logService(region)},
		parts.LogsKey:    {logService(region)},
		parts.AlertsKey: {
			{"cloudwatch.amazonaws.com", []string{"StringEquals aws:SourceAccount <account>"}, []string{parts.Decrypt, parts.GenerateDataKey}},
			// The dead-letter queue of a rule. Nothing says that EventBridge names account
			// or rule when it asks KMS, so a condition might lose events.
			{"events.amazonaws.com", nil, []string{parts.Decrypt, parts.GenerateDataKey}},
			// The two topics, by their names: the key cannot refer to what refers to it.
			{"sns.amazonaws.com", []string{"ArnLike aws:SourceArn <SNS>:<findings>,<SNS>:<alerts>*"}, []string{parts.Decrypt, parts.GenerateDataKey}},
		},
		parts.DataKey: nil,
	}
}

// keyUse is all that a service may do with a key; the rest administers it.
var keyUse = []string{
	"kms:Encrypt", "kms:Encrypt*", "kms:Decrypt", "kms:Decrypt*", "kms:ReEncrypt*", "kms:ReEncryptFrom", "kms:ReEncryptTo",
	"kms:GenerateDataKey", "kms:GenerateDataKey*", "kms:Describe*", "kms:DescribeKey",
}

func keyPolicies(v *check.Review) {
	v.Exactly(len(keyServices(v.Settings.Region)), "AWS::KMS::Key")
	for _, name := range []parts.KeyName{parts.FlowLogKey, parts.DataKey, parts.LogsKey, parts.AlertsKey} {
		if r := parts.Key(v, name); r != nil {
			keyPolicy(v, r, name)
		}
	}
}

func keyPolicy(v *check.Review, r *assembly.Resource, name parts.KeyName) {
	root := 0
	services := map[string]int{}
	for _, s := range iampolicy.OfResource(v.Assembly, r) {
		want, expected := keyServiceOf(v, s, name)
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
	for _, want := range keyServices(v.Settings.Region)[name] {
		if n := services[want.service]; n != 1 {
			v.Add("%s: found %d statements for %s, want 1", r, n, want.service)
		}
	}
}

// keyServiceOf finds the service of a key that a statement of its policy is for.
func keyServiceOf(v *check.Review, s iampolicy.Statement, name parts.KeyName) (keyService, bool) {
	for _, want := range keyServices(v.Settings.Region)[name] {
		if s.Effect == "Allow" && slices.Equal(s.PrincipalTexts(), []string{"Service " + want.service}) {
			return want, true
		}
	}
	return keyService{}, false
}

// serviceMay checks that a statement gives a service what it needs, under its
// condition, and no more.
func serviceMay(v *check.Review, s iampolicy.Statement, want keyService) {
	r := s.Source
	account := check.Account(r.Stack)
	values := strings.NewReplacer("<account>", account, "<SNS>", "arn:aws:sns:"+v.Settings.Region+":"+account,
		"<findings>", v.Settings.FindingsTopicName(), "<alerts>", v.Settings.StackName(config.SecurityStack)+"-Alerts")
	var conditions []string
	for _, condition := range want.conditions {
		conditions = append(conditions, values.Replace(condition))
	}
	v.Texts(r.String()+": conditions of "+want.service, s.ConditionTexts(), conditions)
	v.Texts(r.String()+": resources of "+want.service, s.ResourceTexts(), []string{"*"})
	for _, action := range want.needs {
		if !s.Covers(action) {
			v.Add("%s: %s needs %s", r, want.service, action)
		}
	}
	for _, action := range s.ActionTexts() {
		if !slices.Contains(keyUse, action) {
			v.Add("%s: %s may %s, which it does not need", r, want.service, action)
		}
	}
}

// isRoot says whether a key policy's statement delegates to the account's IAM policies.
func isRoot(s iampolicy.Statement) bool {
	return s.Effect == "Allow" && slices.Equal(s.ActionTexts(), []string{"kms:*"}) && slices.Equal(s.ResourceTexts(), []string{"*"}) &&
		slices.Equal(s.PrincipalTexts(), []string{"AWS arn:aws:iam::" + check.Account(s.Source.Stack) + ":root"}) && len(s.Conditions) == 0
}
