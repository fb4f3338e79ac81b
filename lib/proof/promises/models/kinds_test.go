package models

import (
	"strings"
	"testing"

	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

const (
	schedule  = "Compute/NightlyReportReleaseSchedule"
	migration = "Compute/SyncReleaseMigration"
	starter   = "Compute/SyncReleaseStarterMachine"
)

// taskNetwork changes where the schedule starts its tasks.
func taskNetwork(change func(t *testing.T, p *check.Platform, network map[string]any)) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		network, _ := checktest.Find(t, p, schedule).At("Target", "EcsParameters", "NetworkConfiguration", "AwsvpcConfiguration").(map[string]any)
		change(t, p, network)
	}
}

// ofShop is where the tasks of shop-api are.
func ofShop(t *testing.T, p *check.Platform, key string) any {
	t.Helper()
	return checktest.Find(t, p, "Compute/ShopApiReleaseService").At("NetworkConfiguration", "AwsvpcConfiguration", key)
}

func TestPromisesOfEachKindOfWork(t *testing.T) {
	t.Parallel()
	set, drop, all, definition := checktest.Set, checktest.Drop, checktest.Changes, checktest.InDefinition
	const at8080 = `"FromPort": 8080, "ToPort": 8080`
	checktest.Test(t, []checktest.Breach{
		{Name: "a worker behind the load balancer", Kinds: true, Check: connectionsAreTheSettings, Change: flow("Alb", "Mailer", at8080), Want: "Alb → mailer: tcp 8080"},
		{Name: "a job that a service calls", Kinds: true, Check: connectionsAreTheSettings, Change: flow("ShopApi", "Sync", at8080), Want: "shop-api → sync: tcp 8080"},
		{Name: "a job in the group of a service", Kinds: true, Check: connectionsAreTheSettings, Change: taskNetwork(func(t *testing.T, p *check.Platform, network map[string]any) {
			t.Helper()
			network["SecurityGroups"] = ofShop(t, p, "SecurityGroups")
		}), Want: "nightly-report → Redis: tcp 6379"},
		{Name: "a job without a schedule", Kinds: true, Check: connectionsAreTheSettings, Change: drop(schedule), Want: "components of kind job"},
		{Name: "a job without a starter", Kinds: true, Check: connectionsAreTheSettings, Change: drop(starter), Want: "components of kind job"},
		{Name: "no migration", Kinds: true, Check: connectionsAreTheSettings, Change: drop(migration), Want: "components of kind migration"},
		{Name: "a migration in the group of another service", Kinds: true, Check: connectionsAreTheSettings, Change: func(t *testing.T, p *check.Platform) {
			t.Helper()
			checktest.Find(t, p, migration).Properties["SecurityGroup"] = checktest.Find(t, p, schedule).At("Target", "EcsParameters", "NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups", 0)
		}, Want: "sync migration does not reach Redis"},

		{Name: "a job with a public address", Kinds: true, Check: publicAddresses, Change: taskNetwork(func(_ *testing.T, _ *check.Platform, network map[string]any) { network["AssignPublicIp"] = "ENABLED" }), Want: "nightly-report has a public address"},
		{Name: "a starter that gives public addresses", Kinds: true, Check: publicAddresses, Change: definition(starter, `DISABLED`, `ENABLED`), Want: "sync has a public address"},

		{Name: "requests to a worker", Kinds: true, Check: requestsArrive, Change: all(flow("Alb", "Mailer", at8080), set("Compute/MailerReleaseService", `[{"ContainerName": "mailer", "ContainerPort": 8080, "TargetGroupArn": {"Ref": "@ShopApiTargetGroup"}}]`, "LoadBalancers")), Want: "requests reach mailer"},

		{Name: "a job in one zone", Kinds: true, Check: zoneLossIsAsTheSettingsSay, Change: taskNetwork(func(t *testing.T, p *check.Platform, network map[string]any) {
			t.Helper()
			network["Subnets"] = ofShop(t, p, "Subnets").([]any)[:1]
		}), Want: "nightly-report starts: it is in ap-northeast-2a only"},
		{Name: "one way out for all jobs", Kinds: true, Check: zoneLossIsAsTheSettingsSay, Change: all(
			drop("Network/VpcPublicSubnet2NATGateway"), set("Network/VpcPrivateSubnet2DefaultRoute", `{"Ref": "@VpcPublicSubnet1NATGateway"}`, "NatGatewayId"),
		), Want: "sync starts: VpcPublicSubnet1NATGateway is in no zone that is left"},

		{Name: "a schedule that calls any API", Kinds: true, Check: everythingIsUnderstood, Change: set(schedule, `"arn:aws:scheduler:::aws-sdk:ecs:runTask"`, "Target", "Arn"), Want: "its target is arn:aws:scheduler:::aws-sdk:ecs:runTask, which no template has"},
		{Name: "a schedule in a foreign subnet", Kinds: true, Check: everythingIsUnderstood, Change: taskNetwork(func(_ *testing.T, _ *check.Platform, network map[string]any) { network["Subnets"] = []any{"subnet-1"} }), Want: "names no AWS::EC2::Subnet of the templates"},
		{Name: "a schedule without a network", Kinds: true, Check: everythingIsUnderstood, Change: set(schedule, `null`, "Target", "EcsParameters", "NetworkConfiguration"), Want: "uses no security group of the templates"},
		{Name: "a starter in a foreign subnet", Kinds: true, Check: everythingIsUnderstood, Change: definition(starter, `"Subnets":["`, `"Subnets":["subnet-1","`), Want: "starts tasks in subnet-1, which is no subnet of the templates"},
		{Name: "a starter with a foreign group", Kinds: true, Check: everythingIsUnderstood, Change: definition(starter, `"SecurityGroups":["`, `"SecurityGroups":["sg-1","`), Want: "starts tasks with sg-1, which is no security group of the templates"},
		{Name: "a starter that cannot be read", Kinds: true, Check: everythingIsUnderstood, Change: set(starter, `"{"`, "DefinitionString"), Want: "its definition cannot be read"},
		{Name: "a starter from elsewhere", Kinds: true, Check: everythingIsUnderstood, Change: set(starter, `{"Bucket": "b", "Key": "k"}`, "DefinitionS3Location"), Want: "does not know its property DefinitionS3Location"},
		{Name: "a second start", Kinds: true, Check: everythingIsUnderstood, Change: definition(starter, `ecs:listTasks`, `ecs:runTask`), Want: "starts tasks in 2 states"},
		{Name: "a starter that makes services", Kinds: true, Check: everythingIsUnderstood, Change: definition(starter, `ecs:listTasks`, `ecs:createService`), Want: "it calls createService of ECS"},
		{Name: "a rule that starts tasks", Kinds: true, Check: everythingIsUnderstood, Change: set("Compute/AlarmsEventsTaskDied", `{"Id": "a", "EcsParameters": {"NetworkConfiguration": {"AwsVpcConfiguration": {}}}}`, "Targets", 0), Want: "starts tasks, which the model does not know"},
		{Name: "a migration in a foreign subnet", Kinds: true, Check: everythingIsUnderstood, Change: set(migration, `["subnet-1"]`, "Subnets"), Want: "its Subnets names no AWS::EC2::Subnet"},
	})
}

// Who starts a task in the roles of a service may do what the service may.
func TestWhoStartsTasksHasAReasonForEachService(t *testing.T) {
	t.Parallel()
	set, put := checktest.Set, checktest.Put
	const (
		role     = "Compute/NightlyReportReleaseScheduleRole"
		policy   = role + "DefaultPolicy"
		machine  = "Compute/SyncReleaseStarterMachineRole"
		function = "Compute/MigrationsRole"
	)
	more := func(role, statement string) checktest.Change {
		return put("Compute/More", "AWS::IAM::Policy", `{"PolicyName": "More", "Roles": [{"Ref": "@`+strings.TrimPrefix(role, "Compute/")+`"}], "PolicyDocument": {"Statement": [`+statement+`]}}`)
	}
	checktest.Test(t, []checktest.Breach{
		{Name: "a schedule that starts anything", Kinds: true, Check: permissionsHaveReasons, Change: more(role, `{"Effect": "Allow", "Action": "ecs:RunTask", "Resource": "*"}`), Want: "NightlyReport/Release/ScheduleRole: privilege escalation: ecs:RunTask on *"},
		{Name: "a starter that starts another service", Kinds: true, Check: permissionsHaveReasons, Change: more(machine, `{"Effect": "Allow", "Action": "ecs:RunTask", "Resource": {"Ref": "@MailerReleaseTaskDefinition"}}`), Want: "Sync/Release/Starter/Machine/Role: privilege escalation: ecs:RunTask on Compute/Mailer/Release/TaskDefinition"},
		{Name: "migrations in any cluster", Kinds: true, Check: permissionsHaveReasons, Change: more(function, `{"Effect": "Allow", "Action": "ecs:StopTask", "Resource": "*"}`), Want: "Migrations/Role: ecs:StopTask on *"},
		{Name: "tags at any time", Kinds: true, Check: permissionsHaveReasons, Change: more(function, `{"Effect": "Allow", "Action": "ecs:TagResource", "Resource": "*"}`), Want: "Migrations/Role: ecs:TagResource on *"},
		{Name: "schedules of anybody", Kinds: true, Check: permissionsHaveReasons, Change: set(role, `null`, "AssumeRolePolicyDocument", "Statement", 0, "Condition"), Want: "NightlyReport/Release/ScheduleRole: no source condition: sts:AssumeRole on itself to service scheduler.amazonaws.com"},
		{Name: "a second user of the role", Kinds: true, Check: permissionsHaveReasons, Change: put("Compute/Other", "AWS::Scheduler::Schedule", `{"Target": {"RoleArn": {"Fn::GetAtt": ["@NightlyReportReleaseScheduleRole", "Arn"]}}}`), Want: "the role is for Compute/NightlyReport/Release/Schedule, and used by Compute/NightlyReport/Release/Schedule and Compute/Other"},
		{Name: "a job that is none", Kinds: true, Check: permissionsHaveReasons, Change: checktest.Drop(policy), Want: "nothing needs the reason of Compute/NightlyReport/Release/ScheduleRole: ecs:RunTask"},
	})
}

// A job and a migration are drawn as what they are.
func TestAReportShowsEachKindOfWork(t *testing.T) {
	t.Parallel()
	p := recorded.Kinds(t)
	page := check.Examine(p).Model().Report(p.Settings).Markdown()
	for _, want := range []string{
		"| nightly-report | job | private |", "| sync | job | private |", "| sync migration | migration | private |", "| mailer | service | private |",
		`["nightly-report (job)<br/>`, `["sync migration<br/>`, "| nightly-report starts | works: in ",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}
