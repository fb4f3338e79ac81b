package permissions

import (
	"strings"

	"example.com/chassis/lib/cfn/iampolicy"
)

// Widening is somebody who may change who may do what, or act in another's role, and
// so get more than its own policies say. Who passes or assumes a role is in Access.
type Widening struct {
	Who        string
	Actions    []string
	On         string
	By         string
	Conditions []string
	Why        string
}

// widening is what changes an identity or the policy of one, changes the policy of a
// resource, or has something act that has a role already.
var widening = []string{
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
	"lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration", "ssm:SendCommand", "ssm:StartSession", "states:UpdateStateMachine",
}

// widenings lists who may widen permissions: by own policies, less what is denied,
// and by the policies of resources. What a key's policy leaves to the account's own
// policies is not the account's to use.
func (l *ledger) widenings() []Widening {
	var found []Widening
	add := func(by string, who *subject, s said) {
		for _, p := range l.explained(widens, s, func(string, string) bool { return true }) {
			for _, on := range p.resources {
				found = append(found, Widening{who.shown(), p.actions, on, by, s.Conditions, p.why})
			}
		}
	}
	for _, p := range l.powers(widening...) {
		add(byOwn, p.who, said{holder: p.who.Name, Grant: Grant{
			Effect: "Allow", Actions: []string{p.action}, Resources: []string{l.readable(p.on)}, Conditions: p.conditions,
		}})
	}
	for _, who := range l.subjects {
		for _, g := range who.Grants {
			if g.On == "" || g.Effect != "Allow" || who.Kind == KindAccount {
				continue
			}
			for _, action := range widening {
				if (iampolicy.Statement{Actions: g.Actions}).Concerns(action) {
					one := g
					one.Actions = []string{action}
					add("the policy of "+g.On, who, said{g.On, who.Kind, who.Name, one})
				}
			}
		}
	}
	return joined(found, Widening.key, func(into *Widening, w Widening) { into.Actions = with(into.Actions, w.Actions[0]) })
}

func (w Widening) key() string {
	return strings.Join(append([]string{w.Who, w.On, w.By, w.Why}, w.Conditions...), "\n")
}
