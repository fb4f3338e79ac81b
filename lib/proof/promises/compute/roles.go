package compute

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func taskRole(v *check.Review) {
	proxy := v.Only("Data", parts.DBProxy)
	for _, s := range parts.Services(v) {
		role := v.Target(s.Task, "AWS::IAM::Role", "TaskRoleArn")
		parts.Trusts(v, role, "ecs-tasks.amazonaws.com")
		if role == nil || proxy == nil {
			continue
		}
		var want []string
		if s.Database {
			want = append(want, "rds-db:connect on "+parts.ProxyUser(v, role.Stack, proxy, s.DatabaseRole()))
		}
		want = append(want, shellGrants(v, s)...)
		platforms := slices.DeleteFunc(iampolicy.OfRole(v.Assembly, role), func(s iampolicy.Statement) bool {
			return s.Source != role && s.Source.Below(config.AdditionsStack)
		})
		v.Texts(role.String()+" may", parts.Grants(platforms), want)
		v.Texts(role.String()+" has the managed policies", iampolicy.Elsewhere(v.Assembly, role), s.Policies)
	}
}

func executionRole(v *check.Review) {
	for _, s := range parts.Services(v) {
		role := v.Target(s.Task, "AWS::IAM::Role", "ExecutionRoleArn")
		group := v.Target(s.Task, "AWS::Logs::LogGroup", "ContainerDefinitions", 0, "LogConfiguration", "Options", "awslogs-group")
		repository := v.Unique("repository of "+s.Name, v.WithText("AWS::ECR::Repository", v.Settings.RepositoryName(s.Service), "RepositoryName"))
		parts.Trusts(v, role, "ecs-tasks.amazonaws.com")
		if role == nil || group == nil || repository == nil {
			continue
		}
		parts.Permissions(v, role, slices.Concat(pulls(v, repository), reads(v, s), []string{
			"ecr:GetAuthorizationToken on *",
			"logs:CreateLogStream on " + check.Token(group, "Arn"),
			"logs:PutLogEvents on " + check.Token(group, "Arn"),
		})...)
	}
}

// pulls is what ECS needs to pull images: of the service's own repository, and in
// an instance, whose own is empty, of the platform's repositories in this account.
func pulls(v *check.Review, repository *assembly.Resource) []string {
	from := []string{check.Token(repository, "Arn")}
	if v.Settings.Instance != "" {
		from = append(from, "arn:aws:ecr:"+v.Settings.Region+":"+check.Account(repository.Stack)+":repository/"+v.Settings.RepositoryPattern())
	}
	var permissions []string
	for _, images := range from {
		permissions = append(permissions, "ecr:BatchCheckLayerAvailability on "+images, "ecr:BatchGetImage on "+images, "ecr:GetDownloadUrlForLayer on "+images)
	}
	return permissions
}

// reads is what ECS needs to read the secrets of a service: the token of Redis, which the
// platform's key encrypts, and those of the settings. Their keys are not known, so any
// may decrypt them, and nothing else.
func reads(v *check.Review, s parts.Service) []string {
	through := " if StringEquals kms:ViaService secretsmanager." + v.Settings.Region + ".amazonaws.com"
	var arns, permissions []string
	for _, name := range slices.Sorted(maps.Keys(s.Secrets)) {
		arns = append(arns, secretARN(v, s.Secrets[name]))
	}
	if len(arns) > 0 {
		permissions = append(permissions, parts.Decrypt+" on arn:aws:kms:"+v.Settings.Region+":"+check.Account(v.Stack("Compute"))+":key/*"+through+
			" and StringLike kms:EncryptionContext:SecretARN "+strings.Join(slices.Compact(slices.Sorted(slices.Values(arns))), ","))
	}
	if token := parts.RedisToken(v, v.Only("Data", parts.ReplicationGroup)); s.Cache && token != nil {
		arns = append(arns, check.Token(token, ""))
		if key := v.Target(token, "AWS::KMS::Key", "KmsKeyId"); key != nil {
			permissions = append(permissions, parts.Decrypt+" on "+check.Token(key, "Arn")+through)
		}
	}
	for _, arn := range slices.Compact(slices.Sorted(slices.Values(arns))) {
		permissions = append(permissions, "secretsmanager:GetSecretValue on "+arn, "secretsmanager:DescribeSecret on "+arn)
	}
	return permissions
}
