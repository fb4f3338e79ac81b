package compute

import (
	"slices"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

const (
	cluster  = "Compute/Cluster"
	sessions = "Compute/ShellLogGroup"
	agent    = "Compute/AdminApiShell"
)

// agentMay is what ECS Exec needs of the roles of both services.
const agentMay = `{"Roles": [{"Ref": "@AdminApiTaskRole"}, {"Ref": "@ServiceApiTaskRole"}], "PolicyDocument": {"Statement": [
	{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::ImportValue": "chassis-prod-security:ExportsOutputFnGetAttLogsKeyA6AB43B2Arn4976C732"},
		"Condition": {"StringLike": {"kms:EncryptionContext:aws:ssm:TargetId": "ecs:chassis-prod-cluster_*"}}},
	{"Effect": "Allow", "Action": ["logs:DescribeLogGroups", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
		"ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], "Resource": "*"},
	{"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
		"Resource": {"Fn::Join": ["", ["arn:aws:logs:ap-northeast-2:123456789012:log-group:", {"Ref": "@ShellLogGroup"}, ":*"]]}}]}}`

// shell gives the recorded platform shells, in an environment that may have them.
func shell(more ...checktest.Change) checktest.Change {
	changes := []checktest.Change{
		checktest.Settings(func(e *config.Environment) { e.Shell, e.Like = true, config.Staging }),
		checktest.Put(sessions, "AWS::Logs::LogGroup", `{"LogGroupName": "/chassis/prod/shell", "RetentionInDays": 365,
			"KmsKeyId": {"Fn::ImportValue": "chassis-prod-security:ExportsOutputFnGetAttLogsKeyA6AB43B2Arn4976C732"}}`),
		checktest.Set(cluster, `{"ExecuteCommandConfiguration": {"Logging": "OVERRIDE",
			"KmsKeyId": {"Fn::ImportValue": "chassis-prod-security:ExportsOutputFnGetAttLogsKeyA6AB43B2Arn4976C732"},
			"LogConfiguration": {"CloudWatchEncryptionEnabled": true, "CloudWatchLogGroupName": {"Ref": "@ShellLogGroup"}}}}`, "Configuration"),
		checktest.Put(agent, "AWS::IAM::Policy", agentMay),
	}
	for _, s := range []string{"AdminApi", "ServiceApi"} {
		changes = append(
			changes,
			checktest.Set("Compute/"+s+"ReleaseService", `true`, "EnableExecuteCommand"),
			checktest.Set("Compute/"+s+"ReleaseTaskDefinition", `false`, "ContainerDefinitions", 0, "ReadonlyRootFilesystem"),
		)
	}
	return checktest.Changes(append(changes, more...)...)
}

func TestAPlatformWithShellsKeepsThePromises(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	shell()(t, &p)
	promises := slices.Concat(shells(), []check.Promise{{Check: taskRole}, {Check: readOnlyRoot}, {Check: fewPrivileges}, {Check: logRetention}})
	for _, promise := range promises {
		for _, complaint := range promise.Broken(p) {
			t.Error(complaint)
		}
	}
}

func shellBreaches() []checktest.Breach {
	of := func(path ...any) []any { return append([]any{"Configuration", "ExecuteCommandConfiguration"}, path...) }
	statement := func(i int, path ...any) []any { return append([]any{"PolicyDocument", "Statement", i}, path...) }
	allowed := checktest.Settings(func(e *config.Environment) { e.Shell = true })
	root := []any{"ContainerDefinitions", 0, "ReadonlyRootFilesystem"}
	return []checktest.Breach{
		{Name: "a shell that no setting allows", Check: shellServices, Change: checktest.Set(service, `true`, "EnableExecuteCommand"), Want: "EnableExecuteCommand is true"},
		{Name: "a shell that is missing", Check: shellServices, Change: shell(checktest.Set(service, `null`, "EnableExecuteCommand")), Want: "EnableExecuteCommand"},
		{Name: "a shell in prod that a setting allows", Check: noShellLikeProd, Change: checktest.Changes(allowed, checktest.Set(service, `true`, "EnableExecuteCommand")), Want: "EnableExecuteCommand is true"},
		{Name: "sessions in prod", Check: noShellLikeProd, Change: checktest.Changes(allowed, checktest.Set(cluster, `{"ExecuteCommandConfiguration": {"Logging": "NONE"}}`, "Configuration")), Want: "want it absent"},
		{Name: "a writable root in prod", Check: noShellLikeProd, Change: checktest.Changes(allowed, checktest.Set(task, `false`, root...)), Want: "ReadonlyRootFilesystem is false"},
		{Name: "a service of the team with a shell in prod", Check: noShellLikeProd, Change: checktest.Put("Compute/Theirs", "AWS::ECS::Service", `{"EnableExecuteCommand": true}`), Want: "Compute/Theirs: EnableExecuteCommand is true"},
		{Name: "sessions without a log", Check: shellSessions, Change: shell(checktest.Set(cluster, `"NONE"`, of("Logging")...)), Want: "want OVERRIDE"},
		{Name: "sessions in the services' logs", Check: shellSessions, Change: shell(checktest.Set(cluster, `"DEFAULT"`, of("Logging")...)), Want: "want OVERRIDE"},
		{Name: "sessions without a key", Check: shellSessions, Change: shell(checktest.Set(cluster, `null`, of("KmsKeyId")...)), Want: "KmsKeyId"},
		{Name: "sessions with a key of AWS", Check: shellSessions, Change: shell(checktest.Set(cluster, `"alias/aws/ssm"`, of("KmsKeyId")...)), Want: "KmsKeyId"},
		{Name: "a log that need not be encrypted", Check: shellSessions, Change: shell(checktest.Set(cluster, `false`, of("LogConfiguration", "CloudWatchEncryptionEnabled")...)), Want: "want true"},
		{Name: "the log of a service", Check: shellSessions, Change: shell(checktest.Set(cluster, `{"Ref": "@AdminApiLogGroup"}`, of("LogConfiguration", "CloudWatchLogGroupName")...)), Want: "CloudWatchLogGroupName"},
		{Name: "a bucket beside the log", Check: shellSessions, Change: shell(checktest.Set(cluster, `"bucket"`, of("LogConfiguration", "S3BucketName")...)), Want: "want it absent"},
		{Name: "a log without a key", Check: shellSessions, Change: shell(checktest.Set(sessions, `null`, "KmsKeyId")), Want: "KmsKeyId"},
		{Name: "a log that stays without the setting", Check: shellSessions, Change: checktest.Put(sessions, "AWS::Logs::LogGroup", `{"LogGroupName": "/chassis/prod/shell"}`), Want: "log group of sessions"},
		{Name: "a place for sessions without the setting", Check: shellSessions, Change: checktest.Set(cluster, `{"ExecuteCommandConfiguration": {"Logging": "DEFAULT"}}`, "Configuration"), Want: "want it absent"},
		{Name: "an agent that decrypts every session", Check: taskRole, Change: shell(checktest.Set(agent, `null`, statement(0, "Condition")...)), Want: "kms:Decrypt on"},
		{Name: "an agent that decrypts those of instances", Check: taskRole, Change: shell(checktest.Set(agent, `"ecs:chassis-prod-*"`, statement(0, "Condition", "StringLike", "kms:EncryptionContext:aws:ssm:TargetId")...)), Want: "TargetId ecs:chassis-prod-*"},
		{Name: "an agent that generates keys", Check: taskRole, Change: shell(checktest.Set(agent, `["kms:Decrypt", "kms:GenerateDataKey"]`, statement(0, "Action")...)), Want: "kms:GenerateDataKey on"},
		{Name: "an agent that writes every log", Check: taskRole, Change: shell(checktest.Set(agent, `"*"`, statement(2, "Resource")...)), Want: "logs:PutLogEvents on *"},
		{Name: "an agent that cannot open its channels", Check: taskRole, Change: shell(checktest.Set(agent, `"logs:DescribeLogGroups"`, statement(1, "Action")...)), Want: "may"},
		{Name: "an agent without a shell", Check: taskRole, Change: shell(checktest.Settings(func(e *config.Environment) { e.Shell = false })), Want: "ssmmessages:OpenDataChannel on *"},
		{Name: "a writable root without a shell", Check: readOnlyRoot, Change: checktest.Set(task, `false`, root...), Want: "ReadonlyRootFilesystem is false"},
		{Name: "an agent that cannot write", Check: readOnlyRoot, Change: shell(checktest.Set(task, `true`, root...)), Want: "ReadonlyRootFilesystem is true"},
	}
}

func TestAPlatformOfJobsAloneNeedsNoServiceForItsPromises(t *testing.T) {
	t.Parallel()
	p := recorded.Kinds(t)
	for _, service := range []string{"Mailer", "Indexer", "ShopApi"} {
		checktest.Drop("Compute/"+service+"ReleaseService")(t, &p)
	}
	if got := checktest.Broken(noShellLikeProd, &p); len(got) > 0 {
		t.Errorf("complaints are %q, want none", got)
	}
}
