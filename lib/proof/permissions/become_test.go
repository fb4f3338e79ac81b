package permissions

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/permissions/reasons"
)

const machineOfNew = `{"StateMachineName": "release", "RoleArn": {"Fn::GetAtt": ["New", "Arn"]}}`

// container is the task role, which a container has, with one more policy.
func container(statement string) string {
	return `{"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
		"Policies": [{"PolicyDocument": {"Statement": [` + statement + `]}}]}`
}

// What a container starts acts in a role of its own, and whatever that role may change the
// container changes.
func TestWhoMayBecomeWhomIsFollowedToTheEnd(t *testing.T) {
	t.Parallel()
	const updating = `{"Effect": "Allow", "Action": "cloudformation:UpdateStack", "Resource": "arn:aws:cloudformation:::stack/a/b"}`
	const want = "no reason is declared for App/TaskRole: becoming another: cloudformation:UpdateStack on arn:aws:cloudformation:::stack/a/b as App/New;"
	for name, tc := range map[string]struct {
		statement string
		resources map[string]string
		through   []string
	}{
		"a machine by reference": {`{"Effect": "Allow", "Action": "states:StartExecution", "Resource": {"Ref": "Machine"}}`, map[string]string{"App/Machine AWS::StepFunctions::StateMachine": machineOfNew}, []string{"App/Machine"}},
		"a machine by its name":  {`{"Effect": "Allow", "Action": "states:StartExecution", "Resource": "arn:aws:states:ap-northeast-2:111122223333:stateMachine:release"}`, map[string]string{"App/Machine AWS::StepFunctions::StateMachine": machineOfNew}, []string{"App/Machine"}},
		"any machine":            {`{"Effect": "Allow", "Action": "STATES:start*", "Resource": "*"}`, map[string]string{"App/Machine AWS::StepFunctions::StateMachine": machineOfNew}, []string{"App/Machine"}},
		"a function":             {`{"Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": {"Fn::GetAtt": ["Function", "Arn"]}}`, map[string]string{"App/Function": `{"Role": {"Fn::GetAtt": ["New", "Arn"]}}`}, []string{"App/Function"}},
		"tasks":                  {`{"Effect": "Allow", "Action": "ecs:RunTask", "Resource": "arn:aws:ecs:ap-northeast-2:111122223333:task-definition/other:*"}`, map[string]string{"App/Other AWS::ECS::TaskDefinition": `{"Family": "other", "ExecutionRoleArn": {"Fn::GetAtt": ["New", "Arn"]}}`}, []string{"App/Other"}},
		"a role passed on":       {`{"Effect": "Allow", "Action": "iam:PassRole", "Resource": {"Fn::GetAtt": ["New", "Arn"]}}`, nil, nil},
		"a queue of a pipe": {`{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": {"Fn::GetAtt": ["Queue", "Arn"]}}`, map[string]string{
			"App/Pipe AWS::Pipes::Pipe": `{"RoleArn": {"Fn::GetAtt": ["New", "Arn"]}, "Source": {"Fn::GetAtt": ["Queue", "Arn"]}}`,
		}, []string{"App/Pipe"}},
		"a topic of a function": {`{"Effect": "Allow", "Action": "sns:Publish", "Resource": {"Ref": "Topic"}}`, map[string]string{
			"App/Topic AWS::SNS::Topic": `{}`, "App/Function": `{"Role": {"Fn::GetAtt": ["New", "Arn"]}}`,
			"App/Subscription AWS::SNS::Subscription": `{"TopicArn": {"Ref": "Topic"}, "Protocol": "lambda", "Endpoint": {"Fn::GetAtt": ["Function", "Arn"]}}`,
		}, []string{"App/Function"}},
		"two steps": {`{"Effect": "Allow", "Action": "states:StartExecution", "Resource": {"Ref": "Machine"}}`, map[string]string{
			"App/Machine AWS::StepFunctions::StateMachine": `{"RoleArn": {"Fn::GetAtt": ["Between", "Arn"]}}`,
			"App/Between AWS::IAM::Role":                   allowing(`{"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": {"Fn::GetAtt": ["Function", "Arn"]}}`),
			"App/Function":                                 `{"Role": {"Fn::GetAtt": ["New", "Arn"]}}`,
		}, []string{"App/Machine", "App/Between", "App/Function"}},
	} {
		a := handMade(t)
		change(t, a, newRole, allowing(updating))
		change(t, a, "App/TaskRole", container(tc.statement))
		for resource, properties := range tc.resources {
			change(t, a, resource, properties)
		}
		got, err := read(a, handMadeReasons)
		says(t, name, err, want)
		if !slices.ContainsFunc(got.Becomes, func(b Become) bool {
			return b.Who == "App/TaskRole" && b.Role == "App/New" && slices.Equal(b.Through, tc.through)
		}) {
			t.Errorf("%s: got %+v, want App/TaskRole to become App/New through %q", name, got.Becomes, tc.through)
		}
	}
}

func TestWhatLeadsNowhereNeedsNoReasonToBecomeAnother(t *testing.T) {
	t.Parallel()
	for name, statement := range map[string]string{
		"another machine": `{"Effect": "Allow", "Action": "states:StartExecution", "Resource": "arn:aws:states:ap-northeast-2:111122223333:stateMachine:release2"}`,
		"only a look":     `{"Effect": "Allow", "Action": "states:DescribeExecution", "Resource": "*"}`,
		"another service": `{"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "arn:aws:lambda:ap-northeast-2:111122223333:function:release"}`,
		"a denial":        `{"Effect": "Deny", "Action": "states:StartExecution", "Resource": {"Ref": "Machine"}}`,
	} {
		a := handMade(t)
		change(t, a, newRole, allowing(`{"Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": "*"}`))
		change(t, a, "App/TaskRole", container(statement))
		change(t, a, "App/Machine AWS::StepFunctions::StateMachine", machineOfNew)
		_, err := read(a, handMadeReasons)
		if err == nil || strings.Contains(err.Error(), reasons.Becoming) {
			t.Errorf("%s: got %v, want no word of %q", name, err, reasons.Becoming)
		}
	}
}
