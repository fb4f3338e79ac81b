package compute

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func shells() []check.Promise {
	return []check.Promise{
		{ID: "R7.5", Says: "ECS Exec is off but for the services in which the settings allow a shell.", Check: shellServices},
		{ID: "R7.5", Says: "In an environment like prod ECS Exec is off, sessions have no place, and every root file system is read-only, whatever else the settings say.", Check: noShellLikeProd},
		{ID: "R7.5", Says: "With a shell, sessions are encrypted with the key of the log groups and logged to an encrypted group of their own, which is there before the cluster; without one, the cluster knows neither.", Check: shellSessions},
	}
}

func shellServices(v *check.Review) {
	for _, s := range parts.Services(v) {
		if v.Settings.HasShell(s.Service) {
			v.Reads(s.ECS, true, "EnableExecuteCommand")
		} else {
			v.Off(s.ECS, "EnableExecuteCommand")
		}
	}
}

func noShellLikeProd(v *check.Review) {
	if v.Settings.Like != config.Prod {
		return
	}
	for _, service := range v.OfType("AWS::ECS::Service") { // jobs alone have none
		v.Off(service, "EnableExecuteCommand")
	}
	for _, cluster := range v.Some("AWS::ECS::Cluster") {
		v.Absent(cluster, "Configuration", "ExecuteCommandConfiguration")
	}
	for _, task := range v.Some(parts.TaskDefinition) {
		for i := range assembly.List(task.At("ContainerDefinitions")) {
			v.Reads(task, true, "ContainerDefinitions", i, "ReadonlyRootFilesystem")
		}
	}
}

func shellSessions(v *check.Review) {
	cluster := v.Only("Compute", "AWS::ECS::Cluster")
	if cluster == nil {
		return
	}
	at := func(path ...any) []any { return append([]any{"Configuration", "ExecuteCommandConfiguration"}, path...) }
	if !v.Settings.Shell {
		v.Absent(cluster, at()...)
		v.Count(v.WithText("AWS::Logs::LogGroup", v.Settings.ShellLogGroupName(), "LogGroupName"), 0, "log group of sessions")
		return
	}
	v.Reads(cluster, "OVERRIDE", at("Logging")...)
	v.Refers(cluster, parts.Key(v, parts.LogsKey), "Arn", at("KmsKeyId")...)
	v.Reads(cluster, true, at("LogConfiguration", "CloudWatchEncryptionEnabled")...)
	v.Refers(cluster, shellLog(v), "", at("LogConfiguration", "CloudWatchLogGroupName")...)
	v.Absent(cluster, at("LogConfiguration", "S3BucketName")...)
	parts.LogGroupBefore(v, cluster, v.Settings.ShellLogGroupName())
}

// shellLog is the log group of sessions, or nil with a complaint.
func shellLog(v *check.Review) *assembly.Resource {
	name := v.Settings.ShellLogGroupName()
	return v.Unique("log group "+name, v.WithText("AWS::Logs::LogGroup", name, "LogGroupName"))
}

// shellGrants is what the agent of ECS Exec needs: channels, the key of this cluster's
// sessions, and their log, of which it first asks for the group.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
func shellGrants(v *check.Review, s parts.Service) []string {
	if !v.Settings.HasShell(s.Service) {
		return nil
	}
	key, group := parts.Key(v, parts.LogsKey), shellLog(v)
	if key == nil || group == nil {
		return nil
	}
	streams := " on arn:aws:logs:" + v.Settings.Region + ":" + check.Account(group.Stack) + ":log-group:" + check.Token(group, "") + ":*"
	return []string{
		"ssmmessages:CreateControlChannel on *", "ssmmessages:CreateDataChannel on *",
		"ssmmessages:OpenControlChannel on *", "ssmmessages:OpenDataChannel on *",
		parts.Decrypt + " on " + check.Token(key, "Arn") + " if StringLike kms:EncryptionContext:aws:ssm:TargetId ecs:" + v.Settings.ClusterName() + "_*",
		"logs:DescribeLogGroups on *",
		"logs:CreateLogStream" + streams, "logs:DescribeLogStreams" + streams, "logs:PutLogEvents" + streams,
	}
}
