package permissions

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// everyday are actions that move the data of one resource of a type and give nothing more,
// so that a role needs no reason for them where what uses the role refers to the resource.
// Every other action has a reason: a list of the dangerous ones would never be complete.
var everyday = map[string][]string{
	"AWS::Events::ApiDestination":      {"events:InvokeApiDestination"},
	"AWS::KMS::Key":                    {"kms:Decrypt", "kms:GenerateDataKey"},
	"AWS::Logs::LogGroup":              {"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
	"AWS::RDS::DBCluster":              readingOne, // the secret that RDS keeps for its master user
	"AWS::SNS::Topic":                  {"sns:Publish"},
	"AWS::SQS::Queue":                  {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"},
	"AWS::SecretsManager::Secret":      readingOne,
	"AWS::StepFunctions::StateMachine": {"states:StartExecution", "states:StartSyncExecution"},
}

var readingOne = []string{"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"}

// assuming are the services that assume the roles of resources of a type.
var assuming = map[string]string{
	"AWS::EC2::FlowLog":                "vpc-flow-logs",
	"AWS::EC2::Instance":               "ec2",
	"AWS::ECS::TaskDefinition":         "ecs-tasks",
	"AWS::Events::Rule":                "events",
	"AWS::Lambda::Function":            "lambda",
	"AWS::Pipes::Pipe":                 "pipes",
	"AWS::RDS::DBInstance":             "monitoring.rds",
	"AWS::RDS::DBProxy":                "rds",
	"AWS::Scheduler::Schedule":         "scheduler",
	"AWS::StepFunctions::StateMachine": "states",
}

// beyondUse says whether an action on a resource is more than what the holder of a
// statement is for. What has a reason on other grounds in any case needs no second one.
func (a *analysis) beyondUse(s statement, action, resource iampolicy.Pattern) bool {
	escalates := slices.ContainsFunc(escalating, func(other string) bool { return strings.EqualFold(other, action.Text) })
	switch {
	case s.Effect != "Allow" || escalates || teams(s.Source):
		return false
	case s.own():
		return !a.inUse(s, action, resource)
	case s.to.Kind != KindService:
		return !slices.Contains(external, s.to.Kind)
	case !slices.ContainsFunc(s.Conditions, a.limitsSource):
		return false
	case strings.EqualFold(action.Text, "sts:AssumeRole"):
		return !a.isOfUsers(s)
	}
	target := a.referent(resource.Text)
	return target == nil || !everydayOn(target, action)
}

// everydayOn says whether an action only moves the data of a resource.
func everydayOn(target *assembly.Resource, action iampolicy.Pattern) bool {
	return slices.ContainsFunc(everyday[target.Type], func(other string) bool { return strings.EqualFold(other, action.Text) })
}

// isOfUsers says whether a service that a role trusts is that of whatever uses the role.
func (a *analysis) isOfUsers(s statement) bool {
	users := a.principal(PrincipalID{KindRole, s.holder}).users
	return len(users) > 0 && !slices.ContainsFunc(users, func(user *assembly.Resource) bool {
		return assuming[user.Type]+".amazonaws.com" != s.to.Name
	})
}

// inUse says whether an action on a resource is an everyday one, and every resource that
// uses the role refers to that resource. A container is not among them: what it may do is
// more than what ECS does for it, and has a reason.
func (a *analysis) inUse(s statement, action, resource iampolicy.Pattern) bool {
	i := slices.IndexFunc(a.principals, func(p *principal) bool { return p.Name == s.holder })
	if a.principals[i].Kind == KindBoundary {
		return true // which permits nothing by itself
	}
	users := a.principals[i].users
	if len(users) == 0 {
		return false
	}
	return !slices.ContainsFunc(users, func(user *assembly.Resource) bool {
		if assembly.At(user.Properties, "TaskRoleArn") != nil && a.isRoleOf(s.holder, user, "TaskRoleArn") {
			return true
		}
		return !a.usedBy(user, s, action, resource)
	})
}

// isRoleOf says whether a property of a resource is the role.
func (a *analysis) isRoleOf(role string, r *assembly.Resource, property string) bool {
	t, _ := a.Follow(r.Stack, r.At(property))
	return t.Resource != nil && a.of(t.Resource) == role
}

// usedBy says whether a resource refers to what the statement names, which is of a type
// for which the action is an everyday one.
func (a *analysis) usedBy(user *assembly.Resource, s statement, action, resource iampolicy.Pattern) bool {
	target := a.referent(resource.Text)
	if target == nil {
		// A secret of the settings has an ARN and no resource.
		return among(readingOne, action) && strings.HasPrefix(resource.Text, "arn:") && strings.Contains(a.Text(user.Stack, user.Properties), resource.Text)
	}
	if !everydayOn(target, action) {
		return false
	}
	if target.Type != "AWS::KMS::Key" {
		return a.refers(user, target)
	}
	return slices.ContainsFunc(a.References(user.Stack, user.Properties), func(t assembly.Target) bool {
		return t.Resource != nil && !strings.HasPrefix(t.Resource.Type, "AWS::IAM::") && a.refers(t.Resource, target) && (!holdsSecret[t.Resource.Type] || slices.ContainsFunc(s.Conditions, viaSecretsManager))
	})
}

// holdsSecret are the types with a secret that a key of the platform encrypts.
var holdsSecret = map[string]bool{"AWS::RDS::DBCluster": true, "AWS::SecretsManager::Secret": true}

// viaSecretsManager says whether a condition allows a key only for secrets.
func viaSecretsManager(c iampolicy.Condition) bool {
	return c.Operator == "StringEquals" && c.Key == "kms:ViaService" && len(c.Values) == 1 && strings.HasPrefix(c.Values[0], "secretsmanager.")
}
