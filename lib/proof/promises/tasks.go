package promises

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

func tasks() []Promise {
	return []Promise{
		{"R4.10", "Each service logs through awslogs, without ever waiting for it, to an encrypted log group of its own.", taskLogs},
		{"R4.10", "25 MiB of a task's log can wait while CloudWatch is slow, which is a small part of its memory.", logBuffer},
		{"R4.10", "Every log group of every stack keeps its entries for 7 days in dev, 30 in staging, 365 in prod.", logRetention},
		{"R4.11", "A task is told where database and cache are, its database role, and nothing else.", taskEnvironment},
		{"R4.11", "The one secret of a task is REDIS_AUTH_TOKEN, the token that Redis demands.", taskSecrets},
		{"R4.11", "A task may connect to the database through the proxy, as the role in its DB_USER, and do nothing else in AWS.", taskRole},
		{"R4.11", "ECS may pull the image from the service's own repository, read the token of Redis and write the log to start a task, and nothing else.", executionRole},
		{"R4.11", "A task's root file system is read-only, with a volume for /tmp.", readOnlyRoot},
		{"R4.11", "A task has an init process, and neither capabilities nor privileges.", fewPrivileges},
		{"R4.11", "ECS Exec is off in prod.", noExecInProd},
	}
}

func taskLogs(p Platform) []string {
	v := review{Platform: p}
	used := map[*assembly.Resource]bool{}
	for _, s := range v.services() {
		log := []any{"ContainerDefinitions", 0, "LogConfiguration"}
		at := func(option string) []any { return append(slices.Clone(log), "Options", option) }
		v.reads(s.task, "awslogs", append(slices.Clone(log), "LogDriver")...)
		v.reads(s.task, region, at("awslogs-region")...)
		if s.task != nil && s.task.At(at("awslogs-stream-prefix")...) == nil {
			v.add("%s names no prefix for its streams, without which Fargate takes no task", s.task)
		}
		v.reads(s.task, "non-blocking", at("mode")...)
		group := v.target(s.task, "AWS::Logs::LogGroup", at("awslogs-group")...)
		if group == nil {
			continue
		}
		v.reads(group, "/"+p.prefix("/")+"/"+s.name, "LogGroupName")
		v.keptLog(group)
		if used[group] {
			v.add("both services log to %s", group)
		}
		used[group] = true
	}
	return v.findings
}

// byteUnits are those of a log driver's option: 26214400, 26214400b, 25600k, 25m.
var byteUnits = map[string]float64{"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}

// logBuffer weighs lost lines against a task that is killed for want of memory.
func logBuffer(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		if s.task == nil {
			continue
		}
		text := v.Text(s.task.Stack, s.task.At("ContainerDefinitions", 0, "LogConfiguration", "Options", "max-buffer-size"))
		number := strings.TrimRight(text, "bkmg")
		size, err := strconv.ParseFloat(number, 64)
		unit, known := byteUnits[strings.TrimPrefix(text, number)]
		if err != nil || !known {
			v.add("%s: the buffer of the log is %q, want a size", s.task, text)
			continue
		}
		const mebibyte, part = 1 << 20, 10
		if memory := v.number(s.task, "Memory") * mebibyte; size*unit != 25*mebibyte || size*unit > memory/part {
			v.add("%s: the buffer of the log has %v MiB, want 25 and no more than a tenth of %v", s.task, size*unit/mebibyte, memory/mebibyte)
		}
	}
	return v.findings
}

func logRetention(p Platform) []string {
	v := review{Platform: p}
	groups := p.OfType("AWS::Logs::LogGroup")
	if len(groups) == 0 {
		v.add("there is no log group")
	}
	for _, group := range groups {
		v.keptLog(group)
	}
	return v.findings
}

func taskEnvironment(p Platform) []string {
	v := review{Platform: p}
	proxy := v.only("Data", dbProxy)
	redis := v.only("Data", replicationGroup)
	cluster := v.only("Data", dbCluster)
	reader := proxy
	if p.proxyEndpoints() > 0 {
		reader = v.only("Data", dbProxyEndpoint)
	}
	if proxy == nil || redis == nil || cluster == nil || reader == nil {
		return v.findings
	}
	for _, s := range v.services() {
		if s.task == nil {
			continue
		}
		got := v.entries(s.task, s.task.At("ContainerDefinitions", 0, "Environment"), "Name", "Value")
		want := map[string]string{
			"DB_HOST":        token(proxy, "Endpoint"),
			"DB_READER_HOST": token(reader, "Endpoint"),
			"DB_PORT":        "5432",
			"DB_NAME":        "chassis",
			"DB_USER":        s.databaseRole,
			"REDIS_HOST":     token(redis, "PrimaryEndPoint.Address"),
			"REDIS_PORT":     "6379",
		}
		if got["REDIS_PORT"] == token(redis, "PrimaryEndPoint.Port") {
			got["REDIS_PORT"] = v.Text(redis.Stack, redis.At("Port"))
		}
		names := slices.Sorted(maps.Keys(got))
		v.texts(s.task.String()+": variables", names, slices.Sorted(maps.Keys(want)))
		for _, name := range names {
			if expected, known := want[name]; known && (got[name] != expected || expected == "") {
				v.add("%s: %s is %q, want %q", s.task, name, got[name], expected)
			}
		}
		v.absent(s.task, "ContainerDefinitions", 0, "EnvironmentFiles")
	}
	return v.findings
}

func taskSecrets(p Platform) []string {
	v := review{Platform: p}
	secret := v.redisToken(v.only("Data", replicationGroup))
	for _, s := range v.services() {
		if s.task == nil || secret == nil {
			continue
		}
		got := v.entries(s.task, s.task.At("ContainerDefinitions", 0, "Secrets"), "Name", "ValueFrom")
		if len(got) != 1 || got["REDIS_AUTH_TOKEN"] != token(secret, "") {
			v.add("%s: secrets are %v, want REDIS_AUTH_TOKEN from %s", s.task, got, secret)
		}
	}
	return v.findings
}

func taskRole(p Platform) []string {
	v := review{Platform: p}
	proxy := v.only("Data", dbProxy)
	for _, s := range v.services() {
		role := v.target(s.task, "AWS::IAM::Role", "TaskRoleArn")
		v.trusts(role, "ecs-tasks.amazonaws.com")
		if role != nil && proxy != nil {
			v.powers(role, "rds-db:connect on "+v.proxyUser(role.Stack, proxy, s.databaseRole))
		}
	}
	return v.findings
}

func executionRole(p Platform) []string {
	v := review{Platform: p}
	secret := v.redisToken(v.only("Data", replicationGroup))
	for _, s := range v.services() {
		role := v.target(s.task, "AWS::IAM::Role", "ExecutionRoleArn")
		group := v.target(s.task, "AWS::Logs::LogGroup", "ContainerDefinitions", 0, "LogConfiguration", "Options", "awslogs-group")
		repository := v.unique("repository of "+s.name, v.withText("AWS::ECR::Repository",
			v.prefix("/")+strings.TrimSuffix("/"+s.name, "-api"), "RepositoryName"))
		key := v.target(secret, "AWS::KMS::Key", "KmsKeyId")
		v.trusts(role, "ecs-tasks.amazonaws.com")
		if role == nil || group == nil || repository == nil || key == nil {
			continue
		}
		v.powers(role, append(v.pulls(repository),
			"ecr:GetAuthorizationToken on *",
			"secretsmanager:GetSecretValue on "+token(secret, ""),
			"secretsmanager:DescribeSecret on "+token(secret, ""),
			"kms:Decrypt on "+token(key, "Arn")+" if StringEquals kms:ViaService secretsmanager."+region+".amazonaws.com",
			"logs:CreateLogStream on "+token(group, "Arn"),
			"logs:PutLogEvents on "+token(group, "Arn"))...)
	}
	return v.findings
}

// pulls is what ECS needs to pull images: of the service's own repository, and in
// an instance, whose own is empty, of the platform's repositories in this account.
func (v *review) pulls(repository *assembly.Resource) []string {
	from := []string{token(repository, "Arn")}
	if v.Instance != "" {
		from = append(from, "arn:aws:ecr:"+region+":"+account(repository)+":repository/chassis/*")
	}
	var powers []string
	for _, images := range from {
		powers = append(powers, "ecr:BatchCheckLayerAvailability on "+images, "ecr:BatchGetImage on "+images, "ecr:GetDownloadUrlForLayer on "+images)
	}
	return powers
}

func readOnlyRoot(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		if s.task == nil {
			continue
		}
		v.reads(s.task, true, "ContainerDefinitions", 0, "ReadonlyRootFilesystem")
		volumes := v.entries(s.task, s.task.At("Volumes"), "Name", "Host")
		mounts := v.entries(s.task, s.task.At("ContainerDefinitions", 0, "MountPoints"), "ContainerPath", "SourceVolume")
		if len(mounts) != 1 || len(volumes) != 1 {
			v.add("%s has volumes %v mounted at %v, want one, at /tmp", s.task, volumes, mounts)
		}
		if _, defined := volumes[mounts["/tmp"]]; !defined {
			v.add("%s mounts %q at /tmp, which is no volume of the task", s.task, mounts["/tmp"])
		}
		v.off(s.task, "ContainerDefinitions", 0, "MountPoints", 0, "ReadOnly")
		v.absent(s.task, "Volumes", 0, "EFSVolumeConfiguration")
	}
	return v.findings
}

func fewPrivileges(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		container := []any{"ContainerDefinitions", 0}
		linux := append(slices.Clone(container), "LinuxParameters")
		v.reads(s.task, true, append(slices.Clone(linux), "InitProcessEnabled")...)
		if added := s.task.At(append(slices.Clone(linux), "Capabilities", "Add")...); len(assembly.List(added)) > 0 {
			v.add("%s adds the capabilities %s", s.task, shown(added))
		}
		if s.task != nil {
			v.alone(s.task, "ALL", append(slices.Clone(linux), "Capabilities", "Drop")...)
		}
		v.off(s.task, append(slices.Clone(container), "Privileged")...)
		v.absent(s.task, "PidMode")
		if user, _ := s.task.At(append(slices.Clone(container), "User")...).(string); user == "root" || user == "0" {
			v.add("%s runs as root", s.task)
		}
	}
	return v.findings
}

func noExecInProd(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		if p.Env == "prod" {
			v.off(s.ecs, "EnableExecuteCommand")
		}
	}
	return v.findings
}
