package promises

func keyFaults() []fault {
	policy := func(path ...any) []any { return append([]any{"KeyPolicy", "Statement"}, path...) }
	topic := func(path ...any) []any { return append([]any{"PolicyDocument", "Statement"}, path...) }
	return []fault{
		{name: "a key that never rotates", check: rotatingKeys, change: set("Security/DataKey", `null`, "EnableKeyRotation"), want: "Security/DataKey"},
		{name: "a sixth key", check: rotatingKeys, change: put("Data/OwnKey", "AWS::KMS::Key", `{"EnableKeyRotation": true}`), want: "found 6 of key"},
		{name: "a key nobody may administer", check: keyPolicies, change: set("Security/DataKey", `"kms:Decrypt"`, policy(0, "Action")...), want: "found 0 statements for the account root"},
		{name: "a key of the whole world", check: keyPolicies, change: set("Security/DataKey", `{"AWS": "*"}`, policy(0, "Principal")...), want: "unexpected statement"},
		{name: "logs of any account", check: keyPolicies, change: set("Security/LogsKey", `null`, policy(1, "Condition")...), want: "Security/LogsKey: conditions"},
		{name: "one log group only", check: keyPolicies, change: set("Network/FlowLogKey", `"arn:aws:logs:ap-northeast-2:1:log-group:x"`, policy(1, "Condition", "ArnLike", "kms:EncryptionContext:aws:logs:arn")...), want: "Network/FlowLogKey: conditions"},
		{name: "logs of another region", check: keyPolicies, change: set("Security/LogsKey", `"logs.us-east-1.amazonaws.com"`, policy(1, "Principal", "Service")...), want: "unexpected statement"},
		{name: "a service that administers", check: keyPolicies, change: set("Security/LogsKey", `"kms:*"`, policy(1, "Action")...), want: "may kms:*"},
		{name: "alarms without the key", check: keyPolicies, change: set("Security/AlertsKey", `["kms:Decrypt"]`, policy(1, "Action")...), want: "needs kms:GenerateDataKey"},
		{name: "a service on the data key", check: keyPolicies, change: set("Security/DataKey", `[{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*"}]`, policy()...), want: "unexpected statement"},

		{name: "a master secret with the default key", check: dataIsEncrypted, change: set("Data/Aurora", `null`, "MasterUserSecret"), want: "MasterUserSecret"},
		{name: "the cache with the logs key", check: dataIsEncrypted, change: set("Data/Redis", `{"Fn::ImportValue": "LogsKey"}`, "KmsKeyId"), want: "Data/Redis: [KmsKeyId] is ${Security/LogsKey.Arn}, want Security/DataKey"},
		{name: "a repository with AES", check: dataIsEncrypted, change: set("Security/AdminImagesRepository", `{"EncryptionType": "AES256"}`, "EncryptionConfiguration"), want: "Security/AdminImagesRepository"},
		{name: "a database in plain text", check: dataIsEncrypted, change: set("Data/Aurora", `false`, "StorageEncrypted"), want: "StorageEncrypted"},
		{name: "a topic in plain text", check: messagesAreEncrypted, change: set("Security/Alerts", `null`, "KmsMasterKeyId"), want: "Security/Alerts"},
		{name: "a queue with the default key", check: messagesAreEncrypted, change: put("Security/Queue", "AWS::SQS::Queue", `{"SqsManagedSseEnabled": true}`), want: "Security/Queue"},
		{name: "a log group in plain text", check: logGroupsAreEncrypted, change: put("Compute/Extra", "AWS::Logs::LogGroup", `{}`), want: "Compute/Extra"},
		{name: "a log group by the key's id", check: logGroupsAreEncrypted, change: set("Security/WebAclLogGroup", `{"Ref": "LogsKey"}`, "KmsKeyId"), want: "Security/WebAclLogGroup"},

		{name: "a function that logs anywhere", check: functionsLogEncrypted, change: set("Network/Emptier", `null`, "LoggingConfig"), want: "Network/Emptier"},
		{name: "a reader of secrets without the key", check: secretReadersHaveTheKey, change: put("Compute/Reader", "AWS::IAM::Role", `{"Policies": [{"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*"}]}}]}`), want: "Compute/Reader"},
		{name: "tasks that cannot decrypt", check: principalsHaveTheirKeys, change: set("Compute/AdminApiExecutionPolicy", `"kms:Encrypt"`, "PolicyDocument", "Statement", 1, "Action"), want: "Compute/AdminApiExecutionRole of Compute/AdminApiTask may not kms:Decrypt"},
		{name: "tasks with the wrong key", check: principalsHaveTheirKeys, change: set("Compute/AdminApiExecutionPolicy", `{"Fn::ImportValue": "LogsKey"}`, "PolicyDocument", "Statement", 1, "Resource"), want: "may not kms:Decrypt with Security/DataKey"},
		{name: "tasks that are denied the secret", check: principalsHaveTheirKeys, change: set("Compute/AdminApiExecutionPolicy", `"Deny"`, "PolicyDocument", "Statement", 0, "Effect"), want: "may not secretsmanager:GetSecretValue"},
		{name: "all actions but one", check: principalsHaveTheirKeys, change: set("Compute/AdminApiExecutionPolicy", `{"Effect": "Allow", "NotAction": "kms:Encrypt", "Resource": "*"}`, "PolicyDocument", "Statement", 1), want: "may not kms:Decrypt"},
		{name: "a proxy without its managed policy", check: principalsHaveTheirKeys, change: set("Data/ProxyRole", `["arn:aws:iam::aws:policy/Other"]`, "ManagedPolicyArns"), want: "Data/ProxyRole of Data/Proxy may not kms:Decrypt"},
		{name: "a proxy with another secret", check: principalsHaveTheirKeys, change: set("Data/Proxy", `{"Fn::ImportValue": "RedisAuth"}`, "Auth", 0, "SecretArn"), want: "may not secretsmanager:GetSecretValue on ${Data/RedisAuth}"},

		{name: "an instance's name missing", env: "staging pr-42", check: repositoryNames, change: set("Security/AdminImagesRepository", `"chassis/staging/admin"`, "RepositoryName"), want: "want chassis/staging-pr-42/admin"},
		{name: "tags that move", check: repositorySettings, change: set("Security/AdminImagesRepository", `"MUTABLE"`, "ImageTagMutability"), want: "IMMUTABLE"},
		{name: "no scan on push", check: repositorySettings, change: set("Security/AdminImagesRepository", `false`, "ImageScanningConfiguration", "ScanOnPush"), want: "ScanOnPush"},
		{name: "29 images", check: repositorySettings, change: set("Security/AdminImagesRepository", `"{\"rules\":[{\"selection\":{\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":29},\"action\":{\"type\":\"expire\"}}]}"`, "LifecyclePolicy", "LifecyclePolicyText"), want: "countNumber"},
		{name: "no lifecycle", check: repositorySettings, change: set("Security/AdminImagesRepository", `null`, "LifecyclePolicy"), want: "no readable lifecycle policy"},

		{name: "alarms of other accounts", check: alertTopicPolicy, change: set("Security/AlertsPolicy", `null`, topic(1, "Condition")...), want: "conditions of CloudWatch"},
		{name: "alarms that may not publish", check: alertTopicPolicy, change: set("Security/AlertsPolicy", `{"Service": "events.amazonaws.com"}`, topic(1, "Principal")...), want: "found 0 statements for cloudwatch.amazonaws.com"},
		{name: "a topic that takes plain text", check: alertTopicPolicy, change: set("Security/AlertsPolicy", `"true"`, topic(0, "Condition", "Bool", "aws:SecureTransport")...), want: "found 0 statements that refuse"},
		{name: "a policy of another topic", check: alertTopicPolicy, change: set("Security/AlertsPolicy", `["arn"]`, "Topics"), want: "found 0 statements"},
		{name: "an alarm that tells nobody", check: alarmsReachTheTopic, change: set("Compute/AdminApiErrors", `[]`, "AlarmActions"), want: "Compute/AdminApiErrors does not notify"},
		{name: "an alarm switched off", check: alarmsReachTheTopic, change: set("Compute/AdminApiErrors", `false`, "ActionsEnabled"), want: "switched off"},
	}
}
