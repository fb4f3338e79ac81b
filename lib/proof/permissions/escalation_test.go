package permissions

import (
	"strings"
	"testing"
)

func TestWhoMayEscalateHasAReason(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ resource, properties, who, want string }{
		"a role's policy":       {newRole, allowing(`{"Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": {"Fn::GetAtt": ["TaskRole", "Arn"]}}`), "App/New", "App/New: privilege escalation: iam:PutRolePolicy on App/TaskRole"},
		"a role's trust":        {newRole, allowing(`{"Effect": "Allow", "Action": "iam:UpdateAssume*", "Resource": "*"}`), "App/New", "App/New: privilege escalation: iam:UpdateAssumeRolePolicy on *"},
		"an attached policy":    {newRole, allowing(`{"Effect": "Allow", "Action": "iam:AttachRolePolicy", "Resource": "*"}`), "App/New", "App/New: privilege escalation: iam:AttachRolePolicy on *"},
		"a version of a policy": {newRole, allowing(`{"Effect": "Allow", "Action": "iam:CreatePolicyVersion", "Resource": {"Ref": "People"}}`), "App/New", "App/New: privilege escalation: iam:CreatePolicyVersion on App/People"},
		"everything but one":    {newRole, allowing(`{"Effect": "Allow", "NotAction": "iam:CreateUser", "Resource": "*"}`), "App/New", "App/New: privilege escalation: kms:PutKeyPolicy on *"},
		"a key's policy":        {newRole, allowing(`{"Effect": "Allow", "Action": "kms:PutKeyPolicy", "Resource": {"Fn::ImportValue": "DataKey"}}`), "App/New", "App/New: privilege escalation: kms:PutKeyPolicy on Keys/DataKey"},
		"a grant of a key":      {newRole, allowing(`{"Effect": "Allow", "Action": "kms:CreateGrant", "Resource": {"Fn::ImportValue": "DataKey"}, "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}}`), "App/New", "App/New: privilege escalation: kms:CreateGrant on Keys/DataKey if Bool kms:GrantIsForAWSResource true"},
		"a secret's policy":     {newRole, allowing(`{"Effect": "Allow", "Action": "secretsmanager:PutResourcePolicy", "Resource": {"Ref": "Secret"}}`), "App/New", "App/New: privilege escalation: secretsmanager:PutResourcePolicy on App/Secret"},
		"a function's code":     {newRole, allowing(`{"Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": {"Fn::GetAtt": ["Function", "Arn"]}}`), "App/New", "App/New: privilege escalation: lambda:UpdateFunctionCode on App/Function"},
		"a stack":               {newRole, allowing(`{"Effect": "Allow", "Action": "cloudformation:updateStack", "Resource": "arn:aws:cloudformation:::stack/a/b"}`), "App/New", "App/New: privilege escalation: cloudformation:UpdateStack on arn:aws:cloudformation:::stack/a/b"},
		"a task of a service":   {newRole, allowing(`{"Effect": "Allow", "Action": "ecs:RunTask", "Resource": "arn:aws:ecs:::task-definition/a:*"}`), "App/New", "App/New: privilege escalation: ecs:RunTask on arn:aws:ecs:::task-definition/a:*"},
		"people":                {"App/People", `{"PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "iam:PutUserPolicy", "Resource": "*"}}}`, "policy App/People", "App/People: privilege escalation: iam:PutUserPolicy on *"},
		"a policy of a key":     {closedKey, `{"KeyPolicy": {"Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}}}`, "another account 111122223333", "Keys/ClosedKey: privilege escalation: kms:PutKeyPolicy on * to another account 111122223333"},
		"a policy of a queue":   {queue, queueFor(`{"Effect": "Allow", "Principal": {"AWS": {"Fn::GetAtt": ["TaskRole", "Arn"]}}, "Action": "sqs:Add*", "Resource": "*"}`), "App/TaskRole", "App/Queue: privilege escalation: sqs:AddPermission on * to App/TaskRole"},
	} {
		a := handMade(t)
		change(t, a, tc.resource, tc.properties)
		p, err := read(a, handMadeReasons)
		if err == nil || !strings.Contains(err.Error(), "no reason is declared for "+tc.want+"; ") {
			t.Errorf("%s: got %v, want an error with %q", name, err, tc.want)
		}
		if _, table, _ := strings.Cut(p.Markdown(), "## Privilege escalation\n"); !strings.HasPrefix(strings.SplitAfterN(table, "|---|\n", 2)[1], "| "+tc.who+" |") {
			t.Errorf("%s: %s is not in\n%s", name, tc.who, table)
		}
	}
}

// An account whose own policies a key lets count may do nothing by that alone, a
// boundary gives nothing, and what is denied is not given.
func TestWhoMayNotEscalateIsNotListed(t *testing.T) {
	t.Parallel()
	a := handMade(t)
	change(t, a, newRole, allowing(`{"Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": "*"}, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}`))
	change(t, a, queue, queueFor(`{"Effect": "Deny", "Principal": {"AWS": {"Fn::GetAtt": ["TaskRole", "Arn"]}}, "Action": "sqs:*", "Resource": "*"}`))
	p, _ := read(a, handMadeReasons) // that the denials have no reason is another test's
	if len(p.Escalations) > 0 {
		t.Errorf("got %v", p.Escalations)
	}
}
