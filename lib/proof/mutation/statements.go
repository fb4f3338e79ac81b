package mutation

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// sensitive are statements that widen what a role may do. Each is given to every role:
// on the one thing, and some on everything.
var sensitive = []struct {
	action, resource string
	everywhere       bool
}{
	{"sts:AssumeRole", "arn:aws:iam::OWN:role/cdk-hnb659fds-deploy-role-OWN-HERE", true},
	{"iam:PassRole", "arn:aws:iam::OWN:role/administrator", true},
	{"iam:PutRolePolicy", "arn:aws:iam::OWN:role/administrator", true},
	{"iam:CreateAccessKey", "arn:aws:iam::OWN:user/administrator", false},
	{"iam:CreateOpenIDConnectProvider", "arn:aws:iam::OWN:oidc-provider/example.org", false},
	{"iam:UpdateAssumeRolePolicy", "arn:aws:iam::OWN:role/administrator", false},
	{"kms:Decrypt", "arn:aws:kms:HERE:OWN:key/00000000-0000-0000-0000-000000000000", true},
	{"kms:PutKeyPolicy", "arn:aws:kms:HERE:OWN:key/00000000-0000-0000-0000-000000000000", false},
	{"secretsmanager:GetSecretValue", "arn:aws:secretsmanager:HERE:OWN:secret:other-AbCdEf", true},
	{"s3:PutObject", "arn:aws:s3:::cdk-hnb659fds-assets-OWN-HERE/*", false},
	{"s3:GetObject", "arn:aws:s3:::other/*", true},
	{"lambda:UpdateFunctionCode", "arn:aws:lambda:HERE:OWN:function:other", true},
	{"lambda:InvokeFunction", "arn:aws:lambda:HERE:OWN:function:other", false},
	{"ecs:UpdateService", "arn:aws:ecs:HERE:OWN:service/other/other", false},
	{"ecs:RunTask", "arn:aws:ecs:HERE:OWN:task-definition/other:1", false},
	{"ecs:ExecuteCommand", "arn:aws:ecs:HERE:OWN:task/other/0", false},
	{"states:StartExecution", "arn:aws:states:HERE:OWN:stateMachine:other", false},
	{"rds-db:connect", "arn:aws:rds-db:HERE:OWN:dbuser:*/postgres", false},
	{"rds-data:ExecuteStatement", "arn:aws:rds:HERE:OWN:cluster:other", false},
	{"ssm:SendCommand", "arn:aws:ssm:HERE:OWN:document/AWS-RunShellScript", false},
	{"ssm:StartSession", "arn:aws:ec2:HERE:OWN:instance/i-00000000000000000", false},
	{"cloudformation:UpdateStack", "arn:aws:cloudformation:HERE:OWN:stack/other/0", true},
	{"events:PutTargets", "arn:aws:events:HERE:OWN:rule/other", false},
	{"scheduler:CreateSchedule", "arn:aws:scheduler:HERE:OWN:schedule/default/other", false},
	{"ec2:RunInstances", "arn:aws:ec2:HERE:OWN:instance/*", false},
	{"ecr:PutImage", "arn:aws:ecr:HERE:OWN:repository/other", false},
	{"sqs:SendMessage", "arn:aws:sqs:HERE:999999999999:other", false},
	{"*", "arn:aws:s3:::other", true},
}

// strangers are principals that a policy may let in one day.
var strangers = []struct{ says, principal string }{
	{"another account", `{"AWS": "arn:aws:iam::999999999999:root"}`},
	{"a role of this account", `{"AWS": "arn:aws:iam::OWN:role/other"}`},
	{"anybody", `"*"`},
	{"a service without a condition", `{"Service": "events.amazonaws.com"}`},
	{"whoever GitHub vouches for", `{"Federated": "arn:aws:iam::OWN:oidc-provider/token.actions.githubusercontent.com"}`},
}

// documents are where the types have the policy that says who may use them.
var documents = map[string]string{
	"AWS::ECR::Repository":                "RepositoryPolicyText",
	"AWS::EC2::VPCEndpoint":               "PolicyDocument",
	"AWS::IAM::Role":                      "AssumeRolePolicyDocument",
	"AWS::KMS::Key":                       "KeyPolicy",
	"AWS::S3::BucketPolicy":               "PolicyDocument",
	"AWS::SecretsManager::ResourcePolicy": "ResourcePolicy",
	"AWS::SNS::TopicPolicy":               "PolicyDocument",
	"AWS::SQS::QueuePolicy":               "PolicyDocument",
}

// statements judges a statement more: of what a role may do, and of who may use a resource.
func (a adder) statements(r *assembly.Resource) {
	if r.Type == "AWS::IAM::Role" {
		a.rights(r)
	}
	name := documents[r.Type]
	document := assembly.Map(r.At(name))
	list, is := document["Statement"].([]any)
	if !is {
		return
	}
	first := slices.IndexFunc(list, func(statement any) bool { return assembly.At(statement, "Effect") == "Allow" })
	if first < 0 {
		return
	}
	where := r.Stack.ID + " " + r.Type + "." + name + ".Statement"
	for _, s := range strangers {
		more := map[string]any{"Effect": "Allow", "Action": assembly.At(list[first], "Action"), "Principal": a.written(r, s.principal)}
		if resource := assembly.At(list[first], "Resource"); resource != nil {
			more["Resource"] = resource
		}
		document["Statement"] = slices.Concat(list, []any{more})
		a.judge(where, "principal added: "+s.says)
		document["Statement"] = list
	}
	a.identities(where, list)
}

// identities judges another account in each statement that already names who it lets in, so
// that whatever condition it has holds for both.
func (a adder) identities(where string, list []any) {
	for _, statement := range list {
		principal := assembly.Map(assembly.At(statement, "Principal"))
		for name, was := range principal {
			if assembly.At(statement, "Effect") != "Allow" {
				continue
			}
			other := map[string]string{"AWS": "arn:aws:iam::999999999999:root", "Service": "lambda.amazonaws.com", "Federated": "cognito-identity.amazonaws.com"}[name]
			if items, is := was.([]any); is {
				principal[name] = slices.Concat(items, []any{other})
			} else {
				principal[name] = []any{was, other}
			}
			a.judge(where+"[].Principal."+name, "principal added: "+other)
			principal[name] = was
		}
	}
}

// rights judges each sensitive statement in a policy of the role's own, and the actions in the
// statements that its policies have.
func (a adder) rights(role *assembly.Resource) {
	where := role.Stack.ID + " AWS::IAM::Role"
	was, there := role.Properties["Policies"]
	give := func(action, on string) {
		statement := map[string]any{"Effect": "Allow", "Action": action, "Resource": placed(role.Stack, on)}
		policy := map[string]any{"PolicyName": "Added", "PolicyDocument": map[string]any{"Version": "2012-10-17", "Statement": []any{statement}}}
		role.Properties["Policies"] = slices.Concat(assembly.List(was), []any{policy})
		shown := "one"
		if on == "*" {
			shown = on
		}
		a.judge(where, "statement added: "+action+" on "+shown)
		if there {
			role.Properties["Policies"] = was
		} else {
			delete(role.Properties, "Policies")
		}
	}
	for _, s := range sensitive {
		give(s.action, s.resource)
		if s.everywhere {
			give(s.action, "*")
		}
	}
	for _, policy := range role.Stack.OfType("AWS::IAM::Policy") {
		if a.Listed(policy, policy.At("Roles"), role) {
			a.actions(policy)
		}
	}
}

// actions judges one more action of the same service in each statement of a policy.
func (a adder) actions(policy *assembly.Resource) {
	for _, statement := range assembly.List(policy.At("PolicyDocument", "Statement")) {
		was := assembly.At(statement, "Action")
		actions, is := was.([]any)
		if !is {
			actions = []any{was}
		}
		service, _, _ := strings.Cut(a.Text(policy.Stack, actions[0]), ":")
		assembly.Map(statement)["Action"] = slices.Concat(actions, []any{service + ":*"})
		a.judge(policy.Stack.ID+" "+policy.Type+".PolicyDocument.Statement[].Action", "statement added: all actions of the service")
		assembly.Map(statement)["Action"] = was
	}
}
