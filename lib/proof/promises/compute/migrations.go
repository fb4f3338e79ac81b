package compute

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func migrations() []check.Promise {
	return []check.Promise{
		{ID: "R7.3", Says: "Each service that migrates has one migration: the command of its settings in a task of exactly its definition, in the network of its tasks, with the limit of its settings; no other property changes, and no other service has one.", Check: migrationsOfTheSettings},
		{ID: "R7.3", Says: "Nothing that may start a task of a service that migrates is created or changed before the migration has ended.", Check: migrationComesFirst},
		{ID: "R7.3", Says: "A migration waits for the policies of both roles of its task, and CloudFormation waits at least five minutes longer for the migration than its limit.", Check: migrationHasTime},
		{ID: "R7.3", Says: "One Go function for arm64 runs the migrations, for as long at a time as Lambda offers; it may start tasks of the services that migrate, as their roles, look at and stop tasks of the cluster, read the status of its own stack, start itself again and write its log, and nothing else.", Check: migrationFunction},
	}
}

// migrating are the services whose new images migrate.
func migrating(v *check.Review) []parts.Service {
	return slices.DeleteFunc(parts.Services(v), func(s parts.Service) bool { return !s.Migrates() })
}

// functionOfMigrations returns the function that runs them, by its name.
func functionOfMigrations(v *check.Review) *assembly.Resource {
	return v.Lookup().Unique("function of the migrations", v.WithText("AWS::Lambda::Function", v.Settings.MigrationFunctionName(), "FunctionName"))
}

func migrationsOfTheSettings(v *check.Review) {
	services := migrating(v)
	v.Count(v.OfType(parts.Migration), len(services), parts.Migration)
	cluster := v.Only("Compute", "AWS::ECS::Cluster")
	for _, s := range services {
		m, group := s.Migration, groupOf(v, s.Service)
		if m == nil || group == nil {
			continue
		}
		// Another code of the function must run nothing, so no property tells of it.
		exactly(v, m, m.Properties, "ServiceToken", "ServiceTimeout", "Cluster", "TaskDefinition", "Container", "Image", "Command",
			"Subnets", "SecurityGroup", "LogGroup", "TimeoutMinutes")
		v.Refers(m, functionOfMigrations(v), "Arn", "ServiceToken")
		v.Refers(m, cluster, "", "Cluster")
		v.Refers(m, s.Task, "", "TaskDefinition")
		v.Reads(m, s.Name, "Container")
		v.Reads(m, "${Compute/"+s.ImageParameter()+"}", "Image")
		// CloudFormation passes a single text on as such, and the function takes lists only.
		for _, list := range []string{"Command", "Subnets"} {
			if _, many := m.At(list).([]any); !many {
				v.Add("%s: %s is %s, want a list", m, list, assembly.Written(m.At(list)))
			}
		}
		if got := v.OneOrMany(m.Stack, m.At("Command")); !slices.Equal(got, s.Migrate) {
			v.Add("%s runs %q, want %q", m, got, s.Migrate)
		}
		v.Texts(m.String()+": subnets", v.OneOrMany(m.Stack, m.At("Subnets")), workloadSubnets(v))
		v.Refers(m, group, "GroupId", "SecurityGroup")
		v.Reads(m, v.Settings.ServiceLogGroupName(s.Name), "LogGroup")
		v.Reads(m, s.MigrateTimeoutMinutes, "TimeoutMinutes")
	}
}

// migrationComesFirst looks at everything that refers to the task definition, whatever it
// is: a service, a schedule, a state machine.
func migrationComesFirst(v *check.Review) {
	for _, s := range migrating(v) {
		if s.Migration == nil {
			continue
		}
		for _, user := range v.Network().UsersOf(s.Task) {
			if user != s.Migration && user.Type != "AWS::IAM::Policy" && user.Type != "AWS::IAM::ManagedPolicy" {
				v.DependsOn(user, s.Migration)
			}
		}
	}
}

func migrationHasTime(v *check.Review) {
	for _, s := range migrating(v) {
		for _, role := range rolesOf(v, s) {
			for _, policy := range iampolicy.Attached(v.Assembly, role) {
				v.DependsOn(s.Migration, policy)
			}
		}
		// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
		const longest = 3600
		waits, limit := v.Number(s.Migration, "ServiceTimeout"), 60*v.Number(s.Migration, "TimeoutMinutes")
		if s.Migration != nil && (waits < limit+5*60 || waits > longest) {
			v.Add("CloudFormation waits %v s for %s, whose limit is %v s, want at least 300 s more and at most %d s", waits, s.Migration, limit, longest)
		}
	}
}

func migrationFunction(v *check.Review) {
	services := migrating(v)
	if len(services) == 0 {
		v.Count(v.WithText("AWS::Lambda::Function", v.Settings.MigrationFunctionName(), "FunctionName"), 0, "function of the migrations")
		return
	}
	function, cluster := functionOfMigrations(v), v.Only("Compute", "AWS::ECS::Cluster")
	if function == nil || cluster == nil {
		return
	}
	v.Reads(function, "provided.al2023", "Runtime")
	v.Alone(function, "arm64", "Architectures")
	v.Reads(function, 900, "Timeout")
	// Several services may migrate at once, and nothing changes what the code does or logs.
	exactly(v, function, function.Properties, "Architectures", "Code", "Description", "FunctionName", "Handler", "LoggingConfig", "MemorySize",
		"Role", "Runtime", "Tags", "Timeout")
	exactly(v, function, function.At("LoggingConfig"), "LogGroup")
	logs := v.Target(function, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
	v.Reads(logs, v.Settings.MigrationsLogGroupName(), "LogGroupName")
	role := v.Target(function, "AWS::IAM::Role", "Role")
	if role == nil || logs == nil {
		return
	}
	here := v.Settings.Region + ":" + check.Account(role.Stack)
	tasks := " on arn:aws:ecs:" + here + ":task/" + v.Settings.ClusterName() + "/*" + inCluster(cluster)
	parts.Trusts(v, role, "lambda.amazonaws.com")
	parts.Permissions(v, role, append(mayRun(v, services...),
		"ecs:DescribeTasks"+tasks, "ecs:StopTask"+tasks,
		"cloudformation:DescribeStacks on ${AWS::StackId}",
		"lambda:InvokeFunction on arn:aws:lambda:"+here+":function:"+v.Settings.MigrationFunctionName(),
		"logs:CreateLogStream on "+check.Token(logs, "Arn"), "logs:PutLogEvents on "+check.Token(logs, "Arn"),
	)...)
}
