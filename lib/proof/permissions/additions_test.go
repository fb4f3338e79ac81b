package permissions

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// asAddition makes App/New the team's own.
func asAddition(a *assembly.Assembly) *assembly.Resource {
	resources := a.Stack("App").Resources
	r := resources["New"]
	delete(resources, "New")
	r.LogicalID = "AdditionsNew"
	r.Metadata = map[string]any{"aws:cdk:path": "App/Additions/New"}
	resources[r.LogicalID] = r
	return r
}

var addedIsPassed = func() reasons.Reason {
	r := newIsPassed
	r.Holders = []string{"App/Additions/New"}
	return r
}()

// A team permits what is about its own resources, and no reason opens the platform.
func TestWhatATeamMayPermit(t *testing.T) {
	t.Parallel()
	const account = "arn:aws:%s:ap-northeast-2:111122223333:"
	of := func(service, name string) string {
		return `"` + strings.Replace(account, "%s", service, 1) + name + `"`
	}
	for _, tc := range []struct {
		actions, resource string
		may               bool
	}{
		{`"s3:PutObject"`, `"arn:aws:s3:::files/a"`, true},
		{`"s3:PutObject"`, `{"Fn::Sub": "${AdditionsFiles.Arn}/a"}`, true},
		{`"s3:PutObject"`, `{"Fn::Sub": "arn:aws:s3:::${AdditionsFiles}/a"}`, true},
		{`"sqs:SendMessage"`, `{"Fn::Sub": "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:orders"}`, true},
		{`"secretsmanager:GetSecretValue"`, of("secretsmanager", "secret:shop/partner"), true},
		{`["kms:Decrypt", "kms:GenerateDataKey"]`, `{"Fn::ImportValue": "DataKey"}`, true},
		{`"sns:Publish"`, `{"Ref": "Alerts"}`, true},
		{`"textract:DetectDocumentText"`, `"*"`, true},

		{`"s3:PutObject"`, `"*"`, false},
		{`"s3:PutObject"`, `"arn:aws:s3:::cdk-hnb659fds-assets-111122223333-ap-northeast-2/a.zip"`, false},
		{`"s3:GetObject"`, `"arn:aws:s3:::c*"`, false},
		{`"s3:PutReplicationConfiguration"`, `{"Fn::Sub": "${AdditionsFiles.Arn}"}`, false},
		{`"s3:PutBucketPublicAccessBlock"`, `{"Fn::Sub": "${AdditionsFiles.Arn}"}`, false},
		{`"s3:*"`, `{"Fn::Sub": "${AdditionsFiles.Arn}/a"}`, false},
		{`"dynamodb:PutResourcePolicy"`, `"arn:aws:dynamodb:ap-northeast-2:111122223333:table/orders"`, false},
		{`"dynamodb:UpdateItem"`, `"arn:aws:dynamodb:ap-northeast-2:111122223333:table/orders"`, true},
		{`"s3:PutObject"`, `"arn:aws:s3:::*"`, false},
		{`"s3:PutObject"`, `"arn:aws:s3:::cha*"`, false},
		{`"s3:PutObject"`, `"arn:aws:s3:::chassis-prod-compute-accesslogs/a"`, false},
		{`"s3:PutObject"`, `{"Fn::Sub": "arn:aws:s3:::chassis-prod-compute-accesslogs/${AdditionsFiles}"}`, false},
		{`"S3:putobject"`, `{"Fn::GetAtt": ["Queue", "Arn"]}`, false},
		{`"sqs:SendMessage"`, `{"Fn::GetAtt": ["Queue", "Arn"]}`, false},
		{`"sns:Publish"`, `{"Ref": "Findings"}`, false},
		{`"sns:Subscribe"`, `{"Ref": "Alerts"}`, false},
		{`"sns:Publish"`, `{"Fn::GetAtt": ["Queue", "Arn"]}`, false},
		{`"secretsmanager:GetSecretValue"`, `{"Ref": "Secret"}`, false},
		{`"secretsmanager:GetSecretValue"`, of("secretsmanager", "secret:Secret-AbCdEf"), false},
		{`"secretsmanager:GetSecretValue"`, of("secretsmanager", "secret:rds!cluster-1"), false},
		{`"secretsmanager:GetSecretValue"`, of("secretsmanager", "secret:r*"), false},
		{`"secretsmanager:GetSecretValue"`, of("secretsmanager", "secret:slack-webhook-AbCdEf"), false},
		{`"lambda:InvokeFunction"`, of("lambda", "function:chassis-prod-finder"), false},
		{`"states:StartExecution"`, of("states", "stateMachine:chassis-prod-release"), false},
		{`"kms:Decrypt"`, `"*"`, false},
		{`"kms:Decrypt"`, of("kms", "key/*"), false},
		{`"kms:*"`, `{"Fn::ImportValue": "DataKey"}`, false},
		{`"*"`, `"arn:aws:s3:::files/a"`, false},
		{`"sts:AssumeRole"`, of("iam", "role/theirs"), false},
		{`"iam:GetRole"`, of("iam", "role/theirs"), false},
		{`"rds-db:connect"`, of("rds-db", "dbuser:*/app"), false},
		{`"rds-data:ExecuteStatement"`, of("rds", "cluster:theirs"), false},
		{`"ecs:UpdateService"`, of("ecs", "service/theirs"), false},
		{`"ec2:DescribeInstances"`, `"*"`, false},
		{`"ssm:GetParameter"`, of("ssm", "parameter/theirs"), false},
		{`"logs:DeleteLogGroup"`, of("logs", "log-group:theirs"), false},
		{`"cloudwatch:DisableAlarmActions"`, of("cloudwatch", "alarm:theirs"), false},
		{`"events:PutRule"`, of("events", "rule/theirs"), false},
	} {
		a := handMade(t)
		change(t, a, "App/AdditionsFiles AWS::S3::Bucket", `{}`)
		change(t, a, "App/Alerts AWS::SNS::Topic", `{}`)
		change(t, a, "App/Findings AWS::SNS::Topic", `{"FifoTopic": true}`)
		a.Stack("App").Resources["AdditionsFiles"].Metadata = map[string]any{"aws:cdk:path": "App/Additions/Files"}
		change(t, a, newRole, allowing(`{"Effect": "Allow", "Action": `+tc.actions+`, "Resource": `+tc.resource+`}`))
		asAddition(a)
		_, err := read(a, slices.Concat(handMadeReasons, []reasons.Reason{addedIsPassed}), "chassis", "slack-webhook")
		if got := err == nil || !strings.Contains(err.Error(), "lib/stacks/additions may not permit"); got != tc.may {
			t.Errorf("%s on %s: permitted is %t, want %t (%v)", tc.actions, tc.resource, got, tc.may, err)
		}
	}
}

func TestWhatElseATeamMayNotDo(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ resource, properties, want string }{
		"everything but":                 {newRole, allowing(`{"Effect": "Allow", "NotAction": "s3:GetObject", "Resource": "arn:aws:s3:::files"}`), "may not permit NotAction s3:GetObject"},
		"everywhere but":                 {newRole, allowing(`{"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::files"}`), "may not permit s3:GetObject on NotResource"},
		"a policy of the platform's":     {"App/New AWS::SQS::QueuePolicy", queueFor(`{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:ReceiveMessage", "Resource": "*"}`), "may not permit service sns.amazonaws.com sqs:ReceiveMessage on App/Queue"},
		"a function with a role of ours": {"App/New AWS::Lambda::Function", `{"Role": {"Fn::GetAtt": ["TaskRole", "Arn"]}}`, "may not use the role App/TaskRole"},
	} {
		a := handMade(t)
		change(t, a, tc.resource, tc.properties)
		asAddition(a)
		_, err := read(a, handMadeReasons)
		says(t, name, err, tc.want)
	}
	a := handMade(t)
	a.Stack("App").Resources["Queue"].Metadata = decoded(t, `{"`+config.ReasonsMetadata+`": {"s3:*": "so there"}}`)
	_, err := read(a, handMadeReasons)
	says(t, "a reason in the platform", err, "counts only in lib/stacks/additions")
}
