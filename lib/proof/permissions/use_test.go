package permissions

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/permissions/reasons"
)

// A right to one exact resource is no smaller for that.
func TestWhatIsNoEverydayUseHasAReason(t *testing.T) {
	t.Parallel()
	const (
		machine = "App/Machine AWS::StepFunctions::StateMachine"
		asNew   = `{"RoleArn": {"Fn::GetAtt": ["New", "Arn"]}, "DefinitionSubstitutions": {"to": {"Ref": "Topic"}, "secret": {"Ref": "Secret"}}}`
		topic   = `{"Effect": "Allow", "Action": "sns:publish", "Resource": {"Ref": "Topic"}}`
		decrypt = `{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::ImportValue": "DataKey"}`
	)
	for name, tc := range map[string]struct{ statement, user, want string }{
		"what its user refers to": {topic, asNew, ""},
		"what its user does not":  {topic, `{"RoleArn": {"Fn::GetAtt": ["New", "Arn"]}}`, "App/New: sns:publish on App/Topic"},
		"a container's":           {topic, `{"TaskRoleArn": {"Fn::GetAtt": ["New", "Arn"]}, "Topic": {"Ref": "Topic"}}`, "App/New: sns:publish on App/Topic"},
		"another action":          {`{"Effect": "Allow", "Action": "sns:Subscribe", "Resource": {"Ref": "Topic"}}`, asNew, "App/New: sns:Subscribe on App/Topic"},
		"another resource":        {`{"Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:ap-northeast-2:111122223333:elsewhere"}`, asNew, "App/New: sns:Publish on arn:aws:sns:ap-northeast-2:111122223333:elsewhere"},
		"the bootstrap's bucket":  {`{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::cdk-hnb659fds-assets-111122223333-ap-northeast-2/a.zip"}`, asNew, "App/New: s3:PutObject on arn:aws:s3:::cdk-hnb659fds-assets"},
		"a secret's key":          {decrypt + `, "Condition": {"StringEquals": {"kms:ViaService": "secretsmanager.ap-northeast-2.amazonaws.com"}}}`, asNew, ""},
		"a secret's key for all":  {decrypt + `}`, asNew, "App/New: kms:Decrypt on Keys/DataKey"},
		"no reason for a denial":  {`{"Effect": "Deny", "Action": "iam:CreateUser", "Resource": {"Ref": "Topic"}}`, asNew, ""},
	} {
		a := handMade(t)
		change(t, a, "App/Topic AWS::SNS::Topic", `{}`)
		change(t, a, newRole, allowing(tc.statement))
		change(t, a, machine, tc.user)
		_, err := read(a, slices.Concat(handMadeReasons, []reasons.Reason{newIsPassed}))
		says(t, name, err, tc.want)
	}
}

// A role trusts the service of what uses it, and nobody else without a reason.
func TestATrustOfAnotherHasAReason(t *testing.T) {
	t.Parallel()
	for principal, want := range map[string]string{
		`{"Service": "lambda.amazonaws.com"}`:          "App/New: sts:AssumeRole on itself to service lambda.amazonaws.com if StringEquals aws:SourceAccount",
		`{"Service": "states.amazonaws.com"}`:          "",
		`{"AWS": {"Fn::GetAtt": ["TaskRole", "Arn"]}}`: "App/New: sts:AssumeRole on itself to App/TaskRole",
		`{"AWS": {"Ref": "AWS::AccountId"}}`:           "App/New: sts:AssumeRole on itself to this account",
	} {
		a := handMade(t)
		change(t, a, newRole, strings.Replace(trusting(principal), `"Action"`, `"Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}, "Action"`, 1))
		change(t, a, "App/Machine AWS::StepFunctions::StateMachine", `{"RoleArn": {"Fn::GetAtt": ["New", "Arn"]}}`)
		_, err := read(a, handMadeReasons)
		says(t, principal, err, want)
	}
}
