package reasons

// shells has the reasons of what ECS Exec needs of the task roles, where the settings
// allow a shell.
func (p platform) shells() []Reason {
	var roles []string
	for _, s := range p.Services {
		if p.HasShell(s) {
			roles = append(roles, roleOf(s, "TaskRole"))
		}
	}
	if roles == nil {
		return nil
	}
	return []Reason{
		{
			Holders: roles, Resources: []string{all},
			Actions: []string{
				"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
				"ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
			},
			Why: "The setting shell. What ECS Exec's agent calls for its own task; channels support no resource-level permissions.",
		},
		{
			Holders: roles, Actions: []string{"logs:DescribeLogGroups"}, Resources: []string{all},
			Why: "The setting shell. ECS Exec's agent looks for the log group of sessions and whether it is encrypted, as AWS prescribes; the action only reads.",
		},
		{
			Holders: roles, Actions: []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
			Resources: []string{p.arn("logs", "log-group:${Compute/ShellLogGroup}:*")},
			Why:       "The setting shell. The streams of the one log group of sessions; each session gets a stream with its own name.",
		},
		{
			Holders: roles, Actions: []string{"kms:Decrypt"}, Resources: []string{"Security/LogsKey"},
			Conditions: []string{"StringLike kms:EncryptionContext:aws:ssm:TargetId ecs:" + p.ClusterName() + "_*"},
			Why:        "The setting shell. A task's ID, which the context ends with, is known only when it runs; the condition allows only sessions with tasks of this cluster.",
		},
	}
}
