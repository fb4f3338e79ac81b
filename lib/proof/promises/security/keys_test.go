package security

import "example.com/chassis/lib/proof/promises/checktest"

func keyBreaches() []checktest.Breach {
	policy := func(path ...any) []any { return append([]any{"KeyPolicy", "Statement"}, path...) }
	return []checktest.Breach{
		{Name: "a key that never rotates", Check: rotatingKeys, Change: checktest.Set("Security/DataKey", `null`, "EnableKeyRotation"), Want: "Security/DataKey"},
		{Name: "a sixth key", Check: rotatingKeys, Change: checktest.Put("Data/OwnKey", "AWS::KMS::Key", `{"EnableKeyRotation": true}`), Want: "found 6 of AWS::KMS::Key"},
		{Name: "a key nobody may administer", Check: keyPolicies, Change: checktest.Set("Security/DataKey", `"kms:Decrypt"`, policy(0, "Action")...), Want: "found 0 statements for the account root"},
		{Name: "a key of the whole world", Check: keyPolicies, Change: checktest.Set("Security/DataKey", `{"AWS": "*"}`, policy(0, "Principal")...), Want: "unexpected statement"},
		{Name: "logs of any account", Check: keyPolicies, Change: checktest.Set("Security/LogsKey", `null`, policy(1, "Condition")...), Want: "Security/LogsKey: conditions"},
		{Name: "one log group only", Check: keyPolicies, Change: checktest.Set("Network/FlowLogKey", `"arn:aws:logs:ap-northeast-2:1:log-group:x"`, policy(1, "Condition", "ArnLike", "kms:EncryptionContext:aws:logs:arn")...), Want: "Network/FlowLogKey: conditions"},
		{Name: "logs of another region", Check: keyPolicies, Change: checktest.Set("Security/LogsKey", `"logs.us-east-1.amazonaws.com"`, policy(1, "Principal", "Service")...), Want: "unexpected statement"},
		{Name: "a service that administers", Check: keyPolicies, Change: checktest.Set("Security/LogsKey", `"kms:*"`, policy(1, "Action")...), Want: "may kms:*"},
		{Name: "alarms without the key", Check: keyPolicies, Change: checktest.Set("Security/AlertsKey", `["kms:Decrypt"]`, policy(1, "Action")...), Want: "needs kms:GenerateDataKey"},
		{Name: "a service on the data key", Check: keyPolicies, Change: checktest.Set("Security/DataKey", `[{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*"}]`, policy()...), Want: "unexpected statement"},

		{Name: "a master secret with the default key", Check: dataIsEncrypted, Change: checktest.Set("Data/Aurora", `null`, "MasterUserSecret"), Want: "MasterUserSecret"},
		{Name: "the cache with the logs key", Check: dataIsEncrypted, Change: checktest.Set("Data/Redis", `{"Fn::ImportValue": "LogsKey"}`, "KmsKeyId"), Want: "Data/Redis: [KmsKeyId] is ${Security/LogsKey.Arn}, want Security/DataKey"},
		{Name: "a repository with AES", Check: dataIsEncrypted, Change: checktest.Set("Security/AdminImagesRepository", `{"EncryptionType": "AES256"}`, "EncryptionConfiguration"), Want: "Security/AdminImagesRepository"},
		{Name: "a database in plain text", Check: dataIsEncrypted, Change: checktest.Set("Data/Aurora", `false`, "StorageEncrypted"), Want: "StorageEncrypted"},
		{Name: "a topic in plain text", Check: messagesAreEncrypted, Change: checktest.Set("Security/Alerts", `null`, "KmsMasterKeyId"), Want: "Security/Alerts"},
		{Name: "a queue with the default key", Check: messagesAreEncrypted, Change: checktest.Put("Security/Queue", "AWS::SQS::Queue", `{"SqsManagedSseEnabled": true}`), Want: "Security/Queue"},
		{Name: "a log group in plain text", Check: logGroupsAreEncrypted, Change: checktest.Put("Compute/Extra", "AWS::Logs::LogGroup", `{}`), Want: "Compute/Extra"},
		{Name: "a log group by the key's id", Check: logGroupsAreEncrypted, Change: checktest.Set("Security/WebAclLogGroup", `{"Ref": "LogsKey"}`, "KmsKeyId"), Want: "Security/WebAclLogGroup"},

		{Name: "a function that logs anywhere", Check: functionsLogEncrypted, Change: checktest.Set("Network/Emptier", `null`, "LoggingConfig"), Want: "Network/Emptier"},
		{Name: "a reader of secrets without the key", Check: secretReadersHaveTheKey, Change: checktest.Put("Compute/Reader", "AWS::IAM::Role", `{"Policies": [{"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*"}]}}]}`), Want: "Compute/Reader"},
		{Name: "tasks that cannot decrypt", Check: principalsHaveTheirKeys, Change: checktest.Set("Compute/AdminApiExecutionPolicy", `"kms:Encrypt"`, "PolicyDocument", "Statement", 1, "Action"), Want: "Compute/AdminApiExecutionRole of Compute/AdminApiTask may not kms:Decrypt"},
		{Name: "tasks with the wrong key", Check: principalsHaveTheirKeys, Change: checktest.Set("Compute/AdminApiExecutionPolicy", `{"Fn::ImportValue": "LogsKey"}`, "PolicyDocument", "Statement", 1, "Resource"), Want: "may not kms:Decrypt with Security/DataKey"},
		{Name: "tasks that are denied the secret", Check: principalsHaveTheirKeys, Change: checktest.Set("Compute/AdminApiExecutionPolicy", `"Deny"`, "PolicyDocument", "Statement", 0, "Effect"), Want: "may not secretsmanager:GetSecretValue"},
		{Name: "all actions but one", Check: principalsHaveTheirKeys, Change: checktest.Set("Compute/AdminApiExecutionPolicy", `{"Effect": "Allow", "NotAction": "kms:Encrypt", "Resource": "*"}`, "PolicyDocument", "Statement", 1), Want: "may not kms:Decrypt"},
		{Name: "a proxy without its managed policy", Check: principalsHaveTheirKeys, Change: checktest.Set("Data/ProxyRole", `["arn:aws:iam::aws:policy/Other"]`, "ManagedPolicyArns"), Want: "Data/ProxyRole of Data/Proxy may not kms:Decrypt"},
		{Name: "a proxy with another secret", Check: principalsHaveTheirKeys, Change: checktest.Set("Data/Proxy", `{"Fn::ImportValue": "RedisAuth"}`, "Auth", 0, "SecretArn"), Want: "may not secretsmanager:GetSecretValue on ${Data/RedisAuth}"},

		{Name: "an instance's name missing", Env: "staging pr-42", Check: repositoryNames, Change: checktest.Set("Security/AdminImagesRepository", `"chassis/staging/admin"`, "RepositoryName"), Want: "want chassis/staging-pr-42/admin"},
		{Name: "tags that move", Check: repositorySettings, Change: checktest.Set("Security/AdminImagesRepository", `"MUTABLE"`, "ImageTagMutability"), Want: "IMMUTABLE"},
		{Name: "no scan on push", Check: repositorySettings, Change: checktest.Set("Security/AdminImagesRepository", `false`, "ImageScanningConfiguration", "ScanOnPush"), Want: "ScanOnPush"},
		{Name: "29 images", Check: repositorySettings, Change: checktest.Set("Security/AdminImagesRepository", `"{\"rules\":[{\"selection\":{\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":29},\"action\":{\"type\":\"expire\"}}]}"`, "LifecyclePolicy", "LifecyclePolicyText"), Want: "countNumber"},
		{Name: "no lifecycle", Check: repositorySettings, Change: checktest.Set("Security/AdminImagesRepository", `null`, "LifecyclePolicy"), Want: "no readable lifecycle policy"},
	}
}
