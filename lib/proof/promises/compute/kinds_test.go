package compute

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/checktest"
)

const (
	mailer    = "Compute/MailerReleaseService"
	report    = "Compute/NightlyReportReleaseSchedule"
	unstarted = "Compute/NightlyReportReleaseUnstarted"
	syncs     = "Compute/SyncReleaseSchedule"
	machine   = "Compute/SyncReleaseStarterMachine"
	migrate   = "Compute/SyncReleaseMigration"
	migrator  = "Compute/MigrationsFunction"
)

// everything is a policy that lets a role do all.
func everything(role string) string {
	return `{"Roles": [{"Ref": "@` + role + `"}], "PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "ecs:RunTask", "Resource": "*"}}}`
}

func TestBreachesOfEachKindAreFound(t *testing.T) {
	t.Parallel()
	all := slices.Concat(workerBreaches(), scheduleBreaches(), startBreaches(), starterBreaches(), migrationBreaches(), functionBreaches())
	for i := range all {
		all[i].Kinds = true
	}
	checktest.Test(t, all)
}

func workerBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "a worker behind the load balancer", Check: workersOnlyWork, Change: checktest.Set(mailer, `[{"TargetGroupArn": {"Ref": "@ShopApiTargetGroup"}}]`, "LoadBalancers"), Want: "is behind the load balancer"},
		{Name: "a worker with a port", Check: noPorts, Change: checktest.Set("Compute/MailerReleaseTaskDefinition", `[{"ContainerPort": 8080}]`, "ContainerDefinitions", 0, "PortMappings"), Want: "PortMappings"},
		{Name: "a worker that ECS calls unhealthy", Check: oneContainer, Change: checktest.Set("Compute/MailerReleaseTaskDefinition", `{"Command": ["CMD", "false"]}`, "ContainerDefinitions", 0, "HealthCheck"), Want: "HealthCheck"},
		{Name: "a job with a port", Check: noPorts, Change: checktest.Set("Compute/SyncReleaseTaskDefinition", `[{"ContainerPort": 8080}]`, "ContainerDefinitions", 0, "PortMappings"), Want: "PortMappings"},
		{Name: "a worker with a grace", Check: workersOnlyWork, Change: checktest.Set(mailer, `60`, "HealthCheckGracePeriodSeconds"), Want: "want it absent"},
		{Name: "a worker that others find", Check: workersOnlyWork, Change: checktest.Set(mailer, `{"Enabled": true}`, "ServiceConnectConfiguration"), Want: "want it absent"},
		{Name: "a target group of a worker", Check: targetGroups, Change: checktest.Put("Compute/More", "AWS::ElasticLoadBalancingV2::TargetGroup", `{}`), Want: "found 2 of AWS::ElasticLoadBalancingV2::TargetGroup, want 1"},
		{Name: "a worker that rolls back by another alarm", Check: deploymentRollback, Change: checktest.Set(mailer, `["works-prod-indexer-tasks-missing"]`, "DeploymentConfiguration", "Alarms", "AlarmNames"), Want: "alarms: got"},
		{Name: "a worker's alarm that does nothing", Check: deploymentRollback, Change: checktest.Set("Compute/MailerReleaseTasksMissing", `false`, "ActionsEnabled"), Want: "want true or absent"},
		{Name: "an alarm before a worker has scaled", Check: windowsAgree, Change: checktest.Set("Compute/MailerReleaseTasksMissing", `4`, "DatapointsToAlarm"), Want: "fires after 240 s"},
		{Name: "a worker in the group of another", Check: exactServices, Change: checktest.Set(mailer, `[{"Fn::ImportValue": "x"}]`, "NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"), Want: "SecurityGroups: got"},
	}
}

func scheduleBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "another schedule", Check: schedulesOfTheSettings, Change: checktest.Put("Compute/More", "AWS::Scheduler::Schedule", `{"Name": "more"}`), Want: "found 3 of AWS::Scheduler::Schedule"},
		{Name: "another group", Check: schedulesOfTheSettings, Change: checktest.Set(report, `"default"`, "GroupName"), Want: "GroupName is default"},
		{Name: "a group with another name", Check: schedulesOfTheSettings, Change: checktest.Set("Compute/JobsSchedules", `"jobs"`, "Name"), Want: "Name is jobs"},
		{Name: "a schedule that may come before its group", Check: schedulesOfTheSettings, Change: checktest.Changes(
			checktest.After(report), checktest.Set(report, `"arn:aws:iam::1:role/x"`, "Target", "RoleArn"), checktest.Set(report, `"arn:aws:sqs:r:1:x"`, "Target", "DeadLetterConfig", "Arn")), Want: "does not depend on Compute/JobsSchedules"},
		{Name: "a schedule that is off", Check: schedulesOfTheSettings, Change: checktest.Set(report, `"DISABLED"`, "State"), Want: "want ENABLED"},
		{Name: "some time in an hour", Check: schedulesOfTheSettings, Change: checktest.Set(report, `{"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 60}`, "FlexibleTimeWindow"), Want: "want OFF"},
		{Name: "a schedule that ends", Check: schedulesOfTheSettings, Change: checktest.Set(report, `"2027-01-01T00:00:00Z"`, "EndDate"), Want: `"EndDate"`},
		{Name: "another hour", Check: schedulesOfTheSettings, Change: checktest.Set(report, `"cron(30 4 * * ? *)"`, "ScheduleExpression"), Want: "want cron(30 3"},
		{Name: "another time zone", Check: schedulesOfTheSettings, Change: checktest.Set(report, `"UTC"`, "ScheduleExpressionTimezone"), Want: "want Asia/Seoul"},
		{Name: "another command", Check: scheduledTask, Change: checktest.Set(report, `"{\"containerOverrides\": []}"`, "Target", "Input"), Want: `"Input"`},
		{Name: "two tasks", Check: scheduledTask, Change: checktest.Set(report, `2`, "Target", "EcsParameters", "TaskCount"), Want: "want 1"},
		{Name: "another revision", Check: scheduledTask, Change: checktest.Set(report, `{"Fn::Join": ["", [{"Ref": "@NightlyReportReleaseTaskDefinition"}, "0"]]}`, "Target", "EcsParameters", "TaskDefinitionArn"), Want: "TaskDefinitionArn"},
		{Name: "a public address", Check: scheduledTask, Change: checktest.Set(report, `"ENABLED"`, "Target", "EcsParameters", "NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp"), Want: "public address"},
		{Name: "one zone", Check: scheduledTask, Change: checktest.Set(report, `["subnet-1"]`, "Target", "EcsParameters", "NetworkConfiguration", "AwsvpcConfiguration", "Subnets"), Want: "subnets"},
		{Name: "two groups", Check: scheduledTask, Change: checktest.Set(report, `["sg-1", "sg-2"]`, "Target", "EcsParameters", "NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"), Want: "security groups"},
		{Name: "Fargate Spot", Check: scheduledTask, Change: checktest.Set(report, `[{"CapacityProvider": "FARGATE_SPOT"}]`, "Target", "EcsParameters", "CapacityProviderStrategy"), Want: "CapacityProviderStrategy"},
		{Name: "a task although runs may not overlap", Check: scheduledTask, Change: checktest.Set(syncs, `{"TaskCount": 1}`, "Target", "EcsParameters"), Want: `"EcsParameters"`},
		{Name: "a job with a service of its own", Check: taskCounts, Change: checktest.Put("Compute/More", "AWS::ECS::Service", `{"TaskDefinition": {"Ref": "@NightlyReportReleaseTaskDefinition"}}`), Want: "want 3"},
		{Name: "a queue that is always there", Check: nothingRunsWithoutImage, Change: checktest.On(unstarted, ""), Want: "exists: true, want false"},
	}
}

func startBreaches() []checktest.Breach {
	const role = "Compute/NightlyReportReleaseScheduleRole"
	trust := func(value string) checktest.Change {
		return checktest.Set(role, value, "AssumeRolePolicyDocument", "Statement", 0, "Condition")
	}
	return []checktest.Breach{
		{Name: "a start a day later", Check: unstartedIsKept, Change: checktest.Set(report, `86400`, "Target", "RetryPolicy", "MaximumEventAgeInSeconds"), Want: "want 3600"},
		{Name: "one attempt", Check: unstartedIsKept, Change: checktest.Set(report, `0`, "Target", "RetryPolicy", "MaximumRetryAttempts"), Want: "want 185"},
		{Name: "a queue with the key of SQS", Check: unstartedIsKept, Change: checktest.Set(unstarted, `null`, "KmsMasterKeyId"), Want: "KmsMasterKeyId is absent"},
		{Name: "a FIFO queue", Check: unstartedIsKept, Change: checktest.Set(unstarted, `true`, "FifoQueue"), Want: `"FifoQueue"`},
		{Name: "a queue that drops long messages", Check: unstartedIsKept, Change: checktest.Set(unstarted, `1024`, "MaximumMessageSize"), Want: `"MaximumMessageSize"`},
		{Name: "four days", Check: unstartedIsKept, Change: checktest.Set(unstarted, `345600`, "MessageRetentionPeriod"), Want: "want 1209600"},
		{Name: "a queue for everybody", Check: unstartedIsKept, Change: checktest.Put("Compute/More", "AWS::SQS::QueuePolicy", `{"Queues": [{"Ref": "@NightlyReportReleaseUnstarted"}], "PolicyDocument": {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}}}`), Want: "sqs:SendMessage"},
		{Name: "one queue for both", Check: unstartedIsKept, Change: checktest.Set(report, `{"Fn::GetAtt": ["@SyncReleaseUnstarted", "Arn"]}`, "Target", "DeadLetterConfig", "Arn"), Want: "both put aside"},
		{Name: "every schedule of the account", Check: scheduleRole, Change: trust(`{"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}`), Want: "conditions of its trust"},
		{Name: "every account", Check: scheduleRole, Change: trust(`{"StringEquals": {"aws:SourceArn": {"Fn::GetAtt": ["@JobsSchedules", "Arn"]}}}`), Want: "conditions of its trust"},
		{Name: "a role for events too", Check: scheduleRole, Change: checktest.Set(role, `{"Service": ["scheduler.amazonaws.com", "events.amazonaws.com"]}`, "AssumeRolePolicyDocument", "Statement", 0, "Principal"), Want: "events.amazonaws.com"},
		{Name: "every task", Check: scheduleRole, Change: checktest.Put("Compute/More", "AWS::IAM::Policy", everything("NightlyReportReleaseScheduleRole")), Want: "ecs:RunTask on *"},
		{Name: "every state machine", Check: scheduleRole, Change: checktest.Put("Compute/More", "AWS::IAM::Policy", strings.ReplaceAll(everything("SyncReleaseScheduleRole"), "ecs:RunTask", "states:StartExecution")), Want: "states:StartExecution on *"},
		{Name: "a schedule before the policy of its role", Check: policiesComeFirst, Change: checktest.After(report), Want: "does not depend on Compute/NightlyReportReleaseScheduleRoleDefaultPolicy"},
		{Name: "a schedule that always is", Check: nothingRunsWithoutImage, Change: checktest.On(report, ""), Want: "exists: true, want false"},
	}
}

// starterBreaches break the definition in its text, which holds references.
func starterBreaches() []checktest.Breach {
	breaches := []checktest.Breach{
		{Name: "a starter that may start every task", Check: starterRole, Change: checktest.Put("Compute/More", "AWS::IAM::Policy", everything("SyncReleaseStarterMachineRole")), Want: "ecs:RunTask on *"},
		{Name: "a starter that lasts five minutes", Check: starterStartsOne, Change: checktest.Set(machine, `"EXPRESS"`, "StateMachineType"), Want: `"StateMachineType"`},
		{Name: "a starter that logs errors only", Check: starterStartsOne, Change: checktest.Set(machine, `"ERROR"`, "LoggingConfiguration", "Level"), Want: "want ALL"},
	}
	for name, breach := range map[string][3]string{
		"no look":                     {`"StartAt":"Look"`, `"StartAt":"Start"`, "begins at Start"},
		"a mark of its own":           {`"StartedBy":"sync"},"Output":"{% {'running'`, `"StartedBy":"x"},"Output":"{% {'running'`, "StartedBy is"},
		"no mark":                     {`"StartedBy":"sync","TaskDefinition"`, `"TaskDefinition"`, "StartedBy is"},
		"two tasks at once":           {`"Count":1`, `"Count":2`, "Count is 2"},
		"a token for each attempt":    {`$substring($states.context.State.EnteredTime, 0, 16)`, `$uuid()`, "may start a second task"},
		"a token for each execution":  {`$substring($states.context.State.EnteredTime, 0, 16)`, `$states.context.Execution.Name`, "may start a second task"},
		"a start although one runs":   {`$states.input.running > 0`, `$states.input.running > 1`, "goes on by"},
		"a refusal that is a success": {`$states.input.refused = 0`, `$states.input.refused >= 0`, "goes on by"},
		"another count":               {`$count($states.result.TaskArns)`, `0`, "what runs is"},
		"no count of refusals":        {`$count($states.result.Failures)`, `0`, "what started is"},
		"no second look":              {`"Seconds":60,"Next":"Look"`, `"Seconds":60,"Next":"Start"`, "without a look"},
		"no pause":                    {`"Seconds":60`, `"Seconds":59`, "a pause"},
		"no end":                      {`,"TimeoutSeconds":1800`, ``, "may take 0 s"},
		"a day":                       {`"TimeoutSeconds":1800`, `"TimeoutSeconds":86400`, "may take 86400 s"},
		"a call that is made once":    {`"Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":5,"JitterStrategy":"FULL"}]},"Pause"`, `"Retry":[]},"Pause"`, "listing is tried again by []"},
		"a call that is made again for one error": {`["States.ALL"],"MaxAttempts":5,"JitterStrategy":"FULL"}]},"Begun"`, `["Ecs.X"],"MaxAttempts":5}]},"Begun"`, "starting is tried again by"},
		"a call that is made for hours":           {`"MaxAttempts":5,"JitterStrategy":"FULL"}]},"Begun"`, `"MaxAttempts":50}]},"Begun"`, "starting is tried again by"},
		"a failure that is a success":             {`"StillRunning":{"Type"`, `"More":{"Type":"Task","Catch":[{"ErrorEquals":["States.ALL"],"Next":"Started"}]},"StillRunning":{"Type"`, `unknown field "Catch"`},
		"an end after the look":                   {`"Look":{"Next"`, `"Look":{"End":true,"Next"`, `unknown field "End"`},
		"another account":                         {`"Start":{"Next"`, `"Start":{"Credentials":{"RoleArn":"x"},"Next"`, `unknown field "Credentials"`},
		"states in a state":                       {`"StillRunning":{"Type"`, `"More":{"Type":"Parallel","Branches":[]},"StillRunning":{"Type"`, `unknown field "Branches"`},
		"no look after a pause of half an hour":   {`"Seconds":60`, `"Seconds":1790`, "a pause"},
		"all that it knows":                       {`"Started":{"Type":"Succeed"`, `"Started":{"Output":"{% $states.context %}","Type":"Succeed"`, "Started passes"},
		"a task that is stopped":                  {`aws-sdk:ecs:listTasks`, `aws-sdk:ecs:stopTask`, "calls arn:aws:states:::aws-sdk:ecs:stopTask"},
		"a public address":                        {`"AssignPublicIp":"DISABLED"`, `"AssignPublicIp":"ENABLED"`, "public address"},
		"another command":                         {`"Count":1`, `"Count":1,"Overrides":{}`, `"Overrides"`},
		"another language":                        {`"QueryLanguage":"JSONata"`, `"QueryLanguage":"JSONPath"`, "JSONPath"},
		"a definition of nothing":                 {`{"StartAt"`, `"StartAt"`, "cannot be read"},
	} {
		breaches = append(breaches, checktest.Breach{Name: name, Check: starterStartsOne, Want: breach[2], Change: checktest.InDefinition(machine, breach[0], breach[1])})
	}
	return breaches
}

func migrationBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "a migration that nobody asked for", Check: migrationsOfTheSettings, Change: checktest.Put("Compute/More", "Custom::Migration", `{}`), Want: "found 4 of Custom::Migration"},
		{Name: "a service that does not migrate", Check: migrationsOfTheSettings, Change: migratesNot("sync"), Want: "found 3 of Custom::Migration, want 2"},
		{Name: "another version of the function", Check: migrationsOfTheSettings, Change: checktest.Set(migrate, `"key.zip"`, "Code"), Want: `"Code"`},
		{Name: "words in another order", Check: migrationsOfTheSettings, Change: checktest.Set("Compute/IndexerReleaseMigration", `["--all", "migrate"]`, "Command"), Want: `runs ["--all" "migrate"]`},
		{Name: "a command that is no list", Check: migrationsOfTheSettings, Change: checktest.Set(migrate, `"migrate"`, "Command"), Want: "want a list"},
		{Name: "the image of another service", Check: migrationsOfTheSettings, Change: checktest.Set(migrate, `{"Ref": "ShopApiImage"}`, "Image"), Want: "want ${Compute/SyncImage}"},
		{Name: "the definition of another service", Check: migrationsOfTheSettings, Change: checktest.Set(migrate, `[{"Ref": "@SyncReleaseTaskDefinition"}, {"Ref": "@ShopApiReleaseTaskDefinition"}]`, "TaskDefinition"), Want: "TaskDefinition is"},
		{Name: "another network", Check: migrationsOfTheSettings, Change: checktest.Set(migrate, `["subnet-1"]`, "Subnets"), Want: "subnets"},
		{Name: "another group", Check: migrationsOfTheSettings, Change: checktest.Set(migrate, `"sg-1"`, "SecurityGroup"), Want: "SecurityGroup"},
		{Name: "another limit", Check: migrationsOfTheSettings, Change: checktest.Set("Compute/IndexerReleaseMigration", `"15"`, "TimeoutMinutes"), Want: "want 50"},
		{Name: "another function", Check: migrationsOfTheSettings, Change: checktest.Set(migrate, `"arn:aws:lambda:r:1:function:x"`, "ServiceToken"), Want: "ServiceToken"},
		{Name: "a service beside the migration", Check: migrationComesFirst, Change: checktest.After("Compute/ShopApiReleaseService", "ShopApiListenerRule"), Want: "does not depend on Compute/ShopApiReleaseMigration"},
		{Name: "a state machine beside it", Check: migrationComesFirst, Change: checktest.Changes(
			checktest.After(machine), checktest.After("Compute/SyncReleaseStarterMachineRole")), Want: "does not depend on Compute/SyncReleaseMigration"},
		{Name: "a schedule beside it", Check: migrationComesFirst, Change: checktest.Put("Compute/More", "AWS::Scheduler::Schedule", `{"Target": {"EcsParameters": {"TaskDefinitionArn": {"Ref": "@SyncReleaseTaskDefinition"}}}}`), Want: "Compute/More does not depend on Compute/SyncReleaseMigration"},
		{Name: "a resource of a new kind", Check: migrationComesFirst, Change: checktest.Put("Compute/More", "AWS::ECS::TaskSet", `{"TaskDefinition": {"Ref": "@IndexerReleaseTaskDefinition"}}`), Want: "Compute/More does not depend on Compute/IndexerReleaseMigration"},
		{Name: "a migration before its roles have policies", Check: migrationHasTime, Change: checktest.After(migrate, "SyncTaskRole"), Want: "does not depend on Compute/SyncTaskRoleDefaultPolicy"},
		{Name: "no time to answer", Check: migrationHasTime, Change: checktest.Set(migrate, `"1199"`, "ServiceTimeout"), Want: "want at least 300 s more"},
		{Name: "longer than CloudFormation waits", Check: migrationHasTime, Change: checktest.Set(migrate, `"3700"`, "ServiceTimeout"), Want: "at most 3600 s"},
		{Name: "as long as CloudFormation likes", Check: migrationHasTime, Change: checktest.Set(migrate, `null`, "ServiceTimeout"), Want: "want a number"},
		{Name: "a migration that always is", Check: nothingRunsWithoutImage, Change: checktest.On(migrate, ""), Want: "exists: true, want false"},
	}
}

// migratesNot takes the migration of a service out of the settings.
func migratesNot(service string) checktest.Change {
	return checktest.Settings(func(e *config.Environment) {
		for i := range e.Services {
			if e.Services[i].Name == service {
				e.Services[i].Migrate = nil
			}
		}
	})
}

func functionBreaches() []checktest.Breach {
	nobody := checktest.Settings(func(e *config.Environment) {
		for i := range e.Services {
			e.Services[i].Migrate = nil
		}
	})
	return []checktest.Breach{
		{Name: "a function of nobody", Check: migrationFunction, Change: nobody, Want: "found 1 of function of the migrations, want 0"},
		{Name: "five minutes at a time", Check: migrationFunction, Change: checktest.Set(migrator, `300`, "Timeout"), Want: "want 900"},
		{Name: "one at a time", Check: migrationFunction, Change: checktest.Set(migrator, `1`, "ReservedConcurrentExecutions"), Want: `"ReservedConcurrentExecutions"`},
		{Name: "a variable that leads the function elsewhere", Check: migrationFunction, Change: checktest.Set(migrator, `{"Variables": {"AWS_ENDPOINT_URL": "https://example.net"}}`, "Environment"), Want: `"Environment"`},
		{Name: "a log without errors", Check: migrationFunction, Change: checktest.Set(migrator, `"FATAL"`, "LoggingConfig", "ApplicationLogLevel"), Want: `"ApplicationLogLevel"`},
		{Name: "a function that may start every task", Check: migrationFunction, Change: checktest.Put("Compute/More", "AWS::IAM::Policy", everything("MigrationsRole")), Want: "ecs:RunTask on *"},
		{Name: "tasks of a service that does not migrate", Check: migrationFunction, Change: migratesNot("indexer"), Want: "task-definition/works-prod-indexer:*"},
		{Name: "another log", Check: migrationFunction, Change: checktest.Set(migrator, `{"Ref": "@SyncLogGroup"}`, "LoggingConfig", "LogGroup"), Want: "want /works/prod/migrations"},
	}
}
