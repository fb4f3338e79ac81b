package permissions

import (
	"strings"

	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// Escalation is a principal that may change permissions, or use another role, and so
// get more than its own policies say. Who passes or assumes a role is in Access.
type Escalation struct {
	Who        string
	Actions    []string
	On         string
	By         string
	Conditions []string
	Why        string
}

// escalating are the actions that change an identity or the policy of one, change the
// policy of a resource, or make a resource act that already has a role.
var escalating = []string{
	"iam:AddClientIDToOpenIDConnectProvider", "iam:AddRoleToInstanceProfile", "iam:AddUserToGroup", "iam:AttachGroupPolicy",
	"iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreatePolicyVersion",
	"iam:DeleteGroupPolicy", "iam:DeleteRolePermissionsBoundary", "iam:DeleteRolePolicy", "iam:DeleteUserPermissionsBoundary",
	"iam:DeleteUserPolicy", "iam:DetachGroupPolicy", "iam:DetachRolePolicy", "iam:DetachUserPolicy", "iam:PutGroupPolicy",
	"iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:PutUserPermissionsBoundary", "iam:PutUserPolicy",
	"iam:SetDefaultPolicyVersion", "iam:UpdateAssumeRolePolicy", "iam:UpdateLoginProfile", "iam:UpdateOpenIDConnectProviderThumbprint",
	"iam:UpdateSAMLProvider",

	"ecr:SetRepositoryPolicy", "events:PutPermission", "kms:CreateGrant", "kms:PutKeyPolicy", "lambda:AddPermission",
	"logs:PutResourcePolicy", "s3:DeleteBucketPolicy", "s3:PutBucketAcl", "s3:PutBucketPolicy", "secretsmanager:DeleteResourcePolicy",
	"secretsmanager:PutResourcePolicy", "sns:AddPermission", "sns:SetTopicAttributes", "sqs:AddPermission", "sqs:SetQueueAttributes",

	"cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet", "cloudformation:UpdateStack", "ecs:ExecuteCommand",
	"ecs:RunTask", "ecs:StartTask", "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration", "ssm:SendCommand", "ssm:StartSession", "states:UpdateStateMachine",
}

// escalations lists principals by their own policies, less what is denied, and by the
// policies of resources. What a key's policy leaves to the account's IAM policies is
// not the account's to use.
func (a *analysis) escalations() []Escalation {
	var found []Escalation
	add := func(by string, who PrincipalID, s statement, action string) {
		s.Actions = []iampolicy.Pattern{{Element: "Action", Text: action}}
		for _, p := range a.explain(reasons.Escalation, s, nil) {
			for _, on := range p.resources {
				found = append(found, Escalation{who.String(), p.actions, on, by, a.conditions(s), p.why})
			}
		}
	}
	for _, p := range a.powers(escalating...) {
		p.Resources = []iampolicy.Pattern{p.on}
		add(byOwn, p.who.PrincipalID, p.statement, p.action)
	}
	for _, who := range a.principals {
		for _, s := range who.statements {
			if s.own() || s.Effect != "Allow" || who.Kind == KindAccount {
				continue
			}
			for _, action := range escalating {
				if s.Concerns(action) {
					add("the policy of "+s.holder, s.to, s, action)
				}
			}
		}
	}
	return joined(found, Escalation.key, func(into *Escalation, e Escalation) { into.Actions = with(into.Actions, e.Actions[0]) })
}

func (e Escalation) key() string {
	return strings.Join(append([]string{e.Who, e.On, e.By, e.Why}, e.Conditions...), "\n")
}
