package compute

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func tasks() []check.Promise {
	return []check.Promise{
		{ID: "R4.10", Says: "Each service logs through awslogs, without ever waiting for it, to an encrypted log group of its own.", Check: taskLogs},
		{ID: "R4.10", Says: "25 MiB of a task's log can wait while CloudWatch is slow, which is a small part of its memory.", Check: logBuffer},
		{ID: "R4.10", Says: "Every log group of every stack keeps its entries for 7 days in dev, 30 in staging, 365 in prod.", Check: logRetention},
		{ID: "R4.11", Says: "A task's environment names database, cache and its database role, and nothing else.", Check: taskEnvironment},
		{ID: "R4.11", Says: "The one secret of a task is REDIS_AUTH_TOKEN, the token that Redis demands.", Check: taskSecrets},
		{ID: "R4.11", Says: "A task may connect to the database through the proxy, as the role in its DB_USER, and do nothing else in AWS.", Check: taskRole},
		{ID: "R4.11", Says: "ECS may pull the image from the service's own repository, read the token of Redis and write the log to start a task, and nothing else.", Check: executionRole},
		{ID: "R4.11", Says: "A task's root file system is read-only, with a volume for /tmp.", Check: readOnlyRoot},
		{ID: "R4.11", Says: "A task has an init process, and neither capabilities nor privileges.", Check: fewPrivileges},
		{ID: "R4.11", Says: "ECS Exec is off in prod.", Check: noExecInProd},
	}
}

func taskLogs(v *check.Review) {
	used := map[*assembly.Resource]bool{}
	for _, s := range parts.Services(v) {
		log := []any{"ContainerDefinitions", 0, "LogConfiguration"}
		at := func(option string) []any { return append(slices.Clone(log), "Options", option) }
		v.Reads(s.Task, "awslogs", append(slices.Clone(log), "LogDriver")...)
		v.Reads(s.Task, parts.Region, at("awslogs-region")...)
		if s.Task != nil && s.Task.At(at("awslogs-stream-prefix")...) == nil {
			v.Add("%s names no prefix for its streams, without which Fargate takes no task", s.Task)
		}
		v.Reads(s.Task, "non-blocking", at("mode")...)
		group := v.Target(s.Task, "AWS::Logs::LogGroup", at("awslogs-group")...)
		if group == nil {
			continue
		}
		v.Reads(group, "/"+v.Prefix("/")+"/"+s.Name, "LogGroupName")
		parts.KeptLog(v, group)
		if used[group] {
			v.Add("both services log to %s", group)
		}
		used[group] = true
	}
}

// byteUnits are those of a log driver's option: 26214400, 26214400b, 25600k, 25m.
var byteUnits = map[string]float64{"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}

// logBuffer weighs lost lines against a task that is killed for want of memory.
func logBuffer(v *check.Review) {
	for _, s := range parts.Services(v) {
		if s.Task == nil {
			continue
		}
		text := v.Text(s.Task.Stack, s.Task.At("ContainerDefinitions", 0, "LogConfiguration", "Options", "max-buffer-size"))
		number := strings.TrimRight(text, "bkmg")
		size, err := strconv.ParseFloat(number, 64)
		unit, known := byteUnits[strings.TrimPrefix(text, number)]
		if err != nil || !known {
			v.Add("%s: the buffer of the log is %q, want a size", s.Task, text)
			continue
		}
		const mebibyte, part = 1 << 20, 10
		if memory := v.Number(s.Task, "Memory") * mebibyte; size*unit != 25*mebibyte || size*unit > memory/part {
			v.Add("%s: the buffer of the log has %v MiB, want 25 and no more than a tenth of %v", s.Task, size*unit/mebibyte, memory/mebibyte)
		}
	}
}

func logRetention(v *check.Review) {
	for _, group := range v.Some("AWS::Logs::LogGroup") {
		parts.KeptLog(v, group)
	}
}

func taskEnvironment(v *check.Review) {
	proxy := v.Only("Data", parts.DBProxy)
	redis := v.Only("Data", parts.ReplicationGroup)
	cluster := v.Only("Data", parts.DBCluster)
	reader := proxy
	if parts.ProxyEndpoints(v) > 0 {
		reader = v.Only("Data", parts.DBProxyEndpoint)
	}
	if proxy == nil || redis == nil || cluster == nil || reader == nil {
		return
	}
	for _, s := range parts.Services(v) {
		if s.Task == nil {
			continue
		}
		got := v.Entries(s.Task, s.Task.At("ContainerDefinitions", 0, "Environment"), "Name", "Value")
		want := map[string]string{
			"DB_HOST":        check.Token(proxy, "Endpoint"),
			"DB_READER_HOST": check.Token(reader, "Endpoint"),
			"DB_PORT":        "5432",
			"DB_NAME":        "chassis",
			"DB_USER":        s.DatabaseRole,
			"REDIS_HOST":     check.Token(redis, "PrimaryEndPoint.Address"),
			"REDIS_PORT":     "6379",
		}
		if got["REDIS_PORT"] == check.Token(redis, "PrimaryEndPoint.Port") {
			got["REDIS_PORT"] = v.Text(redis.Stack, redis.At("Port"))
		}
		names := slices.Sorted(maps.Keys(got))
		v.Texts(s.Task.String()+": variables", names, slices.Sorted(maps.Keys(want)))
		for _, name := range names {
			if expected, known := want[name]; known && (got[name] != expected || expected == "") {
				v.Add("%s: %s is %q, want %q", s.Task, name, got[name], expected)
			}
		}
		v.Absent(s.Task, "ContainerDefinitions", 0, "EnvironmentFiles")
	}
}

func taskSecrets(v *check.Review) {
	secret := parts.RedisToken(v, v.Only("Data", parts.ReplicationGroup))
	for _, s := range parts.Services(v) {
		if s.Task == nil || secret == nil {
			continue
		}
		got := v.Entries(s.Task, s.Task.At("ContainerDefinitions", 0, "Secrets"), "Name", "ValueFrom")
		if len(got) != 1 || got["REDIS_AUTH_TOKEN"] != check.Token(secret, "") {
			v.Add("%s: secrets are %v, want REDIS_AUTH_TOKEN from %s", s.Task, got, secret)
		}
	}
}

func taskRole(v *check.Review) {
	proxy := v.Only("Data", parts.DBProxy)
	for _, s := range parts.Services(v) {
		role := v.Target(s.Task, "AWS::IAM::Role", "TaskRoleArn")
		parts.Trusts(v, role, "ecs-tasks.amazonaws.com")
		if role != nil && proxy != nil {
			parts.Permissions(v, role, "rds-db:connect on "+parts.ProxyUser(role.Stack, proxy, s.DatabaseRole))
		}
	}
}

func executionRole(v *check.Review) {
	secret := parts.RedisToken(v, v.Only("Data", parts.ReplicationGroup))
	for _, s := range parts.Services(v) {
		role := v.Target(s.Task, "AWS::IAM::Role", "ExecutionRoleArn")
		group := v.Target(s.Task, "AWS::Logs::LogGroup", "ContainerDefinitions", 0, "LogConfiguration", "Options", "awslogs-group")
		repository := v.Unique("repository of "+s.Name, v.WithText("AWS::ECR::Repository",
			v.Prefix("/")+strings.TrimSuffix("/"+s.Name, "-api"), "RepositoryName"))
		key := v.Target(secret, "AWS::KMS::Key", "KmsKeyId")
		parts.Trusts(v, role, "ecs-tasks.amazonaws.com")
		if role == nil || group == nil || repository == nil || key == nil {
			continue
		}
		parts.Permissions(v, role, append(pulls(v, repository),
			"ecr:GetAuthorizationToken on *",
			"secretsmanager:GetSecretValue on "+check.Token(secret, ""),
			"secretsmanager:DescribeSecret on "+check.Token(secret, ""),
			"kms:Decrypt on "+check.Token(key, "Arn")+" if StringEquals kms:ViaService secretsmanager."+parts.Region+".amazonaws.com",
			"logs:CreateLogStream on "+check.Token(group, "Arn"),
			"logs:PutLogEvents on "+check.Token(group, "Arn"))...)
	}
}

// pulls is what ECS needs to pull images: of the service's own repository, and in
// an instance, whose own is empty, of the platform's repositories in this account.
func pulls(v *check.Review, repository *assembly.Resource) []string {
	from := []string{check.Token(repository, "Arn")}
	if v.Instance != "" {
		from = append(from, "arn:aws:ecr:"+parts.Region+":"+check.Account(repository.Stack)+":repository/chassis/*")
	}
	var permissions []string
	for _, images := range from {
		permissions = append(permissions, "ecr:BatchCheckLayerAvailability on "+images, "ecr:BatchGetImage on "+images, "ecr:GetDownloadUrlForLayer on "+images)
	}
	return permissions
}

func readOnlyRoot(v *check.Review) {
	for _, s := range parts.Services(v) {
		if s.Task == nil {
			continue
		}
		v.Reads(s.Task, true, "ContainerDefinitions", 0, "ReadonlyRootFilesystem")
		volumes := v.Entries(s.Task, s.Task.At("Volumes"), "Name", "Host")
		mounts := v.Entries(s.Task, s.Task.At("ContainerDefinitions", 0, "MountPoints"), "ContainerPath", "SourceVolume")
		if len(mounts) != 1 || len(volumes) != 1 {
			v.Add("%s has volumes %v mounted at %v, want one, at /tmp", s.Task, volumes, mounts)
		}
		if _, defined := volumes[mounts["/tmp"]]; !defined {
			v.Add("%s mounts %q at /tmp, which is no volume of the task", s.Task, mounts["/tmp"])
		}
		v.Off(s.Task, "ContainerDefinitions", 0, "MountPoints", 0, "ReadOnly")
		v.Absent(s.Task, "Volumes", 0, "EFSVolumeConfiguration")
	}
}

func fewPrivileges(v *check.Review) {
	for _, s := range parts.Services(v) {
		container := []any{"ContainerDefinitions", 0}
		linux := append(slices.Clone(container), "LinuxParameters")
		v.Reads(s.Task, true, append(slices.Clone(linux), "InitProcessEnabled")...)
		if added := s.Task.At(append(slices.Clone(linux), "Capabilities", "Add")...); len(assembly.List(added)) > 0 {
			v.Add("%s adds the capabilities %s", s.Task, assembly.Written(added))
		}
		if s.Task != nil {
			v.Alone(s.Task, "ALL", append(slices.Clone(linux), "Capabilities", "Drop")...)
		}
		v.Off(s.Task, append(slices.Clone(container), "Privileged")...)
		v.Absent(s.Task, "PidMode")
		if user, _ := s.Task.At(append(slices.Clone(container), "User")...).(string); user == "root" || user == "0" {
			v.Add("%s runs as root", s.Task)
		}
	}
}

func noExecInProd(v *check.Review) {
	for _, s := range parts.Services(v) {
		if v.Env == "prod" {
			v.Off(s.ECS, "EnableExecuteCommand")
		}
	}
}
