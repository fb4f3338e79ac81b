package compute

import "example.com/chassis/lib/proof/promises/checktest"

func taskBreaches() []checktest.Breach {
	const task = "Compute/AdminApiReleaseTaskDefinition"
	container := func(path ...any) []any { return append([]any{"ContainerDefinitions", 0}, path...) }
	return []checktest.Breach{
		{Name: "a log that loses lines", Check: logBuffer, Change: checktest.Set(task, `"1m"`, container("LogConfiguration", "Options", "max-buffer-size")...), Want: "has 1 MiB, want 25"},
		{Name: "a log of no size", Check: logBuffer, Change: checktest.Set(task, `"25 MiB"`, container("LogConfiguration", "Options", "max-buffer-size")...), Want: `is "25 MiB", want a size`},
		{Name: "a log as large as its task", Check: logBuffer, Change: checktest.Set(task, `"128"`, "Memory"), Want: "no more than a tenth of 128"},
		{Name: "logs elsewhere", Check: taskLogs, Change: checktest.Set(task, `"splunk"`, container("LogConfiguration", "LogDriver")...), Want: "want awslogs"},
		{Name: "logs in Tokyo", Check: taskLogs, Change: checktest.Set(task, `"ap-northeast-1"`, container("LogConfiguration", "Options", "awslogs-region")...), Want: "want ap-northeast-2"},
		{Name: "logs of both services in one group", Check: taskLogs, Change: checktest.Set(task, `{"Ref": "ServiceApiLogGroup"}`, container("LogConfiguration", "Options", "awslogs-group")...), Want: "both services log to"},
		{Name: "an application that waits for its log", Check: taskLogs, Change: checktest.Set(task, `"blocking"`, container("LogConfiguration", "Options", "mode")...), Want: "want non-blocking"},
		{Name: "a log group that operators do not find", Check: taskLogs, Change: checktest.Set("Compute/AdminApiLogGroup", `"/chassis/prod/other"`, "LogGroupName"), Want: "want /chassis/prod/admin-api"},
		{Name: "a key for more than the secret", Check: executionRole, Change: checktest.Set("Compute/AdminApiExecutionRolePolicy", `null`, "PolicyDocument", "Statement", 2, "Condition"), Want: "may"},
		{Name: "an execution role that hosts assume", Check: executionRole, Change: checktest.Set("Compute/AdminApiExecutionRole", `"Deny"`, "AssumeRolePolicyDocument", "Statement", 0, "Effect"), Want: "trusts"},
		{Name: "capabilities kept", Check: fewPrivileges, Change: checktest.Set(task, `null`, container("LinuxParameters", "Capabilities")...), Want: "Capabilities.Drop"},
		{Name: "logs that may not be written", Check: executionRole, Change: checktest.Set("Compute/AdminApiExecutionRolePolicy", `"Deny"`, "PolicyDocument", "Statement", 3, "Effect"), Want: "Deny logs:PutLogEvents"},
		{Name: "a year of logs in staging", Check: logRetention, Change: checktest.As("staging", ""), Want: "RetentionInDays is 365, want 30"},
		{Name: "a year of logs in dev", Check: logRetention, Change: checktest.As("dev", ""), Want: "RetentionInDays is 365, want 7"},
		{Name: "a log group in plain text", Check: logRetention, Change: checktest.Set("Compute/InsightsLogGroup", `null`, "KmsKeyId"), Want: "KmsKeyId is absent"},
		{Name: "the database past its proxy", Check: taskEnvironment, Change: checktest.Set(task, `"aurora.example.com"`, container("Environment", 0, "Value")...), Want: "DB_HOST is"},
		{Name: "reads from the writer in prod", Check: taskEnvironment, Change: checktest.Set(task, `{"Fn::ImportValue": "chassis-prod-data:ProxyEndpoint"}`, container("Environment", 3, "Value")...), Want: "DB_READER_HOST is"},
		{Name: "another service's role", Check: taskEnvironment, Change: checktest.Set(task, `"service_api"`, container("Environment", 4, "Value")...), Want: "want \"admin_api\""},
		{Name: "another database", Check: taskEnvironment, Change: checktest.Set(task, `"postgres"`, container("Environment", 1, "Value")...), Want: "want \"chassis\""},
		{Name: "the writer as reader in dev", Check: taskEnvironment, Change: checktest.As("dev", ""), Want: "DB_READER_HOST is"},
		{Name: "one variable more", Check: taskEnvironment, Change: checktest.Set(task, `"DB_PASSWORD"`, container("Environment", 0, "Name")...), Want: "variables"},
		{Name: "a secret more", Check: taskSecrets, Change: checktest.Set(task, `[{"Name": "REDIS_AUTH_TOKEN", "ValueFrom": {"Fn::ImportValue": "chassis-prod-data:RedisAuthToken"}}, {"Name": "DB_PASSWORD", "ValueFrom": "x"}]`, container("Secrets")...), Want: "secrets are"},
		{Name: "another secret", Check: taskSecrets, Change: checktest.Set(task, `"x"`, container("Secrets", 0, "ValueFrom")...), Want: "secrets are"},
		{Name: "any database role", Check: taskRole, Change: checktest.Set("Compute/AdminApiTaskRolePolicy", `"*"`, "PolicyDocument", "Statement", 0, "Resource"), Want: "rds-db:connect on *"},
		{Name: "a task that may do more", Check: taskRole, Change: checktest.Set("Compute/AdminApiTaskRole", `["arn:aws:iam::aws:policy/PowerUserAccess"]`, "ManagedPolicyArns"), Want: "PowerUserAccess"},
		{Name: "a root file system to write on", Check: readOnlyRoot, Change: checktest.Set(task, `false`, container("ReadonlyRootFilesystem")...), Want: "want true"},
		{Name: "nowhere to write", Check: readOnlyRoot, Change: checktest.Set(task, `[]`, container("MountPoints")...), Want: "want one, at /tmp"},
		{Name: "a /tmp that is read-only", Check: readOnlyRoot, Change: checktest.Set(task, `true`, container("MountPoints", 0, "ReadOnly")...), Want: "want false"},
		{Name: "a volume of nobody", Check: readOnlyRoot, Change: checktest.Set(task, `"other"`, container("MountPoints", 0, "SourceVolume")...), Want: "no volume of the task"},
		{Name: "no init process", Check: fewPrivileges, Change: checktest.Set(task, `false`, container("LinuxParameters", "InitProcessEnabled")...), Want: "want true"},
		{Name: "a capability", Check: fewPrivileges, Change: checktest.Set(task, `["SYS_PTRACE"]`, container("LinuxParameters", "Capabilities", "Add")...), Want: "SYS_PTRACE"},
		{Name: "a privileged container", Check: fewPrivileges, Change: checktest.Set(task, `true`, container("Privileged")...), Want: "Privileged is true"},
		{Name: "a shell in prod", Check: noExecInProd, Change: checktest.Set("Compute/AdminApiReleaseService", `true`, "EnableExecuteCommand"), Want: "EnableExecuteCommand is true"},
	}
}
