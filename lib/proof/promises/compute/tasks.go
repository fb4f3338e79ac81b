package compute

import (
	"fmt"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func tasks() []check.Promise {
	return []check.Promise{
		{ID: "R4.10", Says: "Each service logs through awslogs, without ever waiting for it, with room for 25 MiB while CloudWatch is slow, to a log group of its own.", Check: taskLogs},
		{ID: "R4.10", Says: "Every log group of every stack is encrypted with a key of the platform and keeps its entries as long as the settings say.", Check: logRetention},
		{ID: "R4.11", Says: "A task's variables name what its service uses of database and cache, with its database role, then those of its settings, and nothing else.", Check: taskEnvironment},
		{ID: "R4.11", Says: "The secrets of a task are those of its service's settings and, with the cache, REDIS_AUTH_TOKEN, the token that Redis demands.", Check: taskSecrets},
		{ID: "R4.11", Says: "A task of a service with a database may connect to it through the proxy, as the role in its DB_USER; with a shell, ECS Exec may decrypt the sessions of this cluster and write their log; a task has the managed policies of its service's settings, and may do nothing else in AWS but what the team's additions say.", Check: taskRole},
		{ID: "R4.11", Says: "To start a task, ECS may pull the image from the service's own repository, read and decrypt exactly the task's secrets and write its log, and nothing else.", Check: executionRole},
		{ID: "R4.11", Says: "A task's root file system is writable exactly where the settings allow a shell; /tmp is a volume.", Check: readOnlyRoot},
		{ID: "R4.11", Says: "A task has an init process, and neither capabilities nor privileges.", Check: fewPrivileges},
		{ID: "R4.11", Says: "A task runs the command of its service's settings, or else the image's.", Check: command},
	}
}

func taskLogs(v *check.Review) {
	used := map[*assembly.Resource]string{}
	for _, s := range parts.Services(v) {
		log := []any{"ContainerDefinitions", 0, "LogConfiguration"}
		at := func(option string) []any { return append(slices.Clone(log), "Options", option) }
		v.Reads(s.Task, "awslogs", append(slices.Clone(log), "LogDriver")...)
		v.Reads(s.Task, v.Settings.Region, at("awslogs-region")...)
		v.Reads(s.Task, s.Name, at("awslogs-stream-prefix")...) // a command in a task finds its stream by it
		v.Reads(s.Task, "non-blocking", at("mode")...)
		v.Reads(s.Task, fmt.Sprint(25<<20)+"b", at("max-buffer-size")...)
		group := v.Target(s.Task, "AWS::Logs::LogGroup", at("awslogs-group")...)
		if group == nil {
			continue
		}
		v.Reads(group, v.Settings.ServiceLogGroupName(s.Name), "LogGroupName")
		if other, taken := used[group]; taken {
			v.Add("%s and %s both log to %s", other, s.Name, group)
		}
		used[group] = s.Name
	}
}

func logRetention(v *check.Review) {
	for _, group := range v.Some("AWS::Logs::LogGroup") {
		parts.KeptLog(v, group)
	}
}

func readOnlyRoot(v *check.Review) {
	for _, s := range parts.Services(v) {
		if s.Task == nil {
			continue
		}
		v.Reads(s.Task, !v.Settings.HasShell(s.Service), "ContainerDefinitions", 0, "ReadonlyRootFilesystem")
		volumes := v.Entries(s.Task, s.Task.At("Volumes"), "Name", "Host")
		mounts := v.Entries(s.Task, s.Task.At("ContainerDefinitions", 0, "MountPoints"), "ContainerPath", "SourceVolume")
		if len(mounts) != 1 || len(volumes) != 1 {
			v.Add("%s has volumes %v mounted at %v, want one, at /tmp", s.Task, volumes, mounts)
		}
		if _, defined := volumes[mounts["/tmp"]]; !defined {
			v.Add("%s mounts %q at /tmp, which is no volume of the task", s.Task, mounts["/tmp"])
		}
		v.Off(s.Task, "ContainerDefinitions", 0, "MountPoints", 0, "ReadOnly")
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
		if user, _ := s.Task.At(append(slices.Clone(container), "User")...).(string); user == "root" || user == "0" {
			v.Add("%s runs as root", s.Task)
		}
	}
}

// command compares the words in their order.
func command(v *check.Review) {
	for _, s := range parts.Services(v) {
		if len(s.Command) == 0 {
			v.Absent(s.Task, "ContainerDefinitions", 0, "Command")
			continue
		}
		if got := v.OneOrMany(v.Stack("Compute"), s.Task.At("ContainerDefinitions", 0, "Command")); !slices.Equal(got, s.Command) {
			v.Add("%s runs %q, want %q", s.Task, got, s.Command)
		}
	}
}
