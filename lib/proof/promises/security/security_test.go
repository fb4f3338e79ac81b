package security

import (
	"slices"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func TestPromises(t *testing.T) {
	t.Parallel()
	checktest.Test(t, slices.Concat(keyBreaches(), repositoryBreaches(), webACLBreaches(), serviceRuleBreaches()))
}

func keyBreaches() []checktest.Breach {
	policy := func(path ...any) []any { return append([]any{"KeyPolicy", "Statement"}, path...) }
	reader := func(statements string) checktest.Change {
		return checktest.Put("Compute/Reader", "AWS::IAM::Role", `{"Policies": [{"PolicyDocument": {"Statement": [`+statements+`]}}]}`)
	}
	return []checktest.Breach{
		{Name: "shells without a log", Check: namesOfLogGroups, Change: checktest.Settings(func(e *config.Environment) { e.Shell = true }), Want: "there is no log group /chassis/prod/shell"},
		{Name: "a fifth key", Check: rotatingKeys, Change: checktest.Put("Data/OwnKey", "AWS::KMS::Key", `{"EnableKeyRotation": true}`), Want: "found 5 of key of the platform"},
		{Name: "a key that is switched off", Check: rotatingKeys, Change: checktest.Set("Security/DataKey", `false`, "Enabled"), Want: "is disabled"},
		{Name: "a key without an alias", Check: keyAliases, Change: checktest.Drop("Security/DataKeyAlias"), Want: "found 0 of alias of Security/DataKey"},
		{Name: "two aliases of one key", Check: keyAliases, Change: checktest.Set("Security/LogsKeyAlias", `{"Fn::GetAtt": ["@DataKey", "Arn"]}`, "TargetKeyId"), Want: "found 2 of alias of Security/DataKey"},
		{Name: "an alias without the instance", Check: keyAliases, Change: checktest.Settings(func(e *config.Environment) { e.Instance = "dr" }), Want: "want alias/chassis/prod-dr/data"},
		{Name: "logs of another region", Check: keyPolicies, Change: checktest.Settings(func(e *config.Environment) { e.Region = "eu-west-1" }), Want: "found 0 statements for logs.eu-west-1.amazonaws.com"},
		{Name: "a service that administers", Check: keyPolicies, Change: checktest.Set("Security/LogsKey", `"kms:*"`, policy(1, "Action")...), Want: "may kms:*"},
		{Name: "SNS for other topics", Check: keyPolicies, Change: checktest.Set("Security/AlertsKey", `["arn:aws:sns:*:*:*"]`, policy(2, "Condition", "ArnLike", "aws:SourceArn")...), Want: "conditions of sns.amazonaws.com"},
		{Name: "a queue with the default key", Check: messagesAreEncrypted, Change: checktest.Put("Security/Queue", "AWS::SQS::Queue", `{"SqsManagedSseEnabled": true}`), Want: "Security/Queue"},
		{Name: "a log group in plain text", Check: logGroupsAreEncrypted, Change: checktest.Put("Compute/Extra", "AWS::Logs::LogGroup", `{}`), Want: "Compute/Extra"},
		{Name: "a log group by the key's id", Check: logGroupsAreEncrypted, Change: checktest.Set("Security/WebAclLogGroup", `{"Ref": "@LogsKey"}`, "KmsKeyId"), Want: "Security/WebAclLogGroup"},
		{Name: "a log that takes an entry of its own", Check: vendedLogGroups, Change: checktest.Set("Data/RedisSlowLogGroup", `"/chassis/prod/redis-slow-log"`, "LogGroupName"), Want: `whose name is "/chassis/prod/redis-slow-log"`},
		{Name: "a log of a generated name", Check: vendedLogGroups, Change: checktest.Set("Data/RedisEngineLogGroup", `null`, "LogGroupName"), Want: "want one that begins with"},
		{Name: "a reader of secrets without the key", Check: secretReadersHaveTheKey, Change: reader(`{"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*"}`), Want: "Compute/Reader may"},
	}
}

// A role that reads somebody else's secret needs no key of ours.
func TestWhatATeamAddsKeepsThePromises(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	key := func(property, name string) string {
		return `{"` + property + `": {"Fn::ImportValue": "chassis-prod-security:ExportsOutputFnGetAtt` + name + `"}}`
	}
	const data, logs = "DataKey17AFBB84ArnCE2A1BC6", "LogsKeyA6AB43B2Arn4976C732"
	for kind, properties := range map[string]string{
		"AWS::SQS::Queue": key("KmsMasterKeyId", data), "AWS::SNS::Topic": key("KmsMasterKeyId", data), "AWS::SecretsManager::Secret": key("KmsKeyId", data),
		"AWS::Logs::LogGroup": key("KmsKeyId", logs), "AWS::WAFv2::IPSet": `{}`,
		"AWS::IAM::Role": `{"Policies": [{"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:partner-AbCdEf"}]}}]}`,
	} {
		checktest.Put("Compute/Added"+kind, kind, properties)(t, &p)
	}
	for _, verdict := range check.Judge(p, Promises()) {
		for _, complaint := range verdict.Wrong {
			t.Error(complaint)
		}
	}
}

func repositoryBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "an instance's name missing", Check: repositoryNames, Change: checktest.Settings(func(e *config.Environment) { e.Instance = "dr" }), Want: "want chassis/prod-dr/admin"},
		{Name: "a repository of no service", Check: repositoryNames, Change: checktest.Settings(func(e *config.Environment) { e.Services = e.Services[:1] }), Want: "found 2 of repository, want 1"},
		{Name: "a service without a repository", Check: repositoryNames, Change: checktest.Settings(func(e *config.Environment) { e.Services[0].Repository = "shop" }), Want: "found no repository of service-api"},
		{Name: "another number of images", Check: repositorySettings, Change: checktest.Settings(func(e *config.Environment) { e.Registry.KeepImages = 31 }), Want: "31"},
		{Name: "released images among the others", Check: repositorySettings, Change: checktest.Set("Security/AdminImagesRepository", `"{\"rules\":[{\"rulePriority\":1,\"selection\":{\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":30},\"action\":{\"type\":\"expire\"}}]}"`, "LifecyclePolicy", "LifecyclePolicyText"), Want: "released-"},
		{Name: "untagged images only", Check: repositorySettings, Change: checktest.Set("Security/AdminImagesRepository", `"{\"rules\":[{\"selection\":{\"tagStatus\":\"untagged\",\"countType\":\"imageCountMoreThan\",\"countNumber\":30},\"action\":{\"type\":\"expire\"}}]}"`, "LifecyclePolicy", "LifecyclePolicyText"), Want: "tagStatus"},
	}
}
