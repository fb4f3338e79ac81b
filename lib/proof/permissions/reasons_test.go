package permissions

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/permissions/reasons"
)

// newIsPassed is the reason that a role has which a service may assume.
var newIsPassed = reasons.Reason{About: reasons.NoSource, Holders: []string{"App/New"}, Actions: assumes, Resources: []string{reasons.Itself}, Principals: []string{"service ec2.amazonaws.com"}, Why: "it is passed"}

const closedKey = "Keys/ClosedKey"

// says complains unless the platform's fault is told; an empty want is no fault at all.
func says(t *testing.T, name string, err error, want string) {
	t.Helper()
	if err == nil && want != "" || err != nil && (want == "" || !strings.Contains(err.Error()+"\n", want)) {
		t.Errorf("%s: got %v, want %q", name, err, want)
	}
}

// A statement may grow after its reason was declared; the reason is not for the rest.
func TestAReasonHoldsForWhatItSaysAndNothingElse(t *testing.T) {
	t.Parallel()
	snsKey := func(principal, conditions string) string {
		return `{"KeyPolicy": {"Statement": [{"Effect": "Allow", "Principal": ` + principal + `, "Action": "kms:Decrypt", "Resource": "*"` + conditions + `}]}}`
	}
	deployer := func(actions, subjects string) string {
		return `{"AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow", "Principal": {"Federated": {"Ref": "Provider"}}, "Action": ` + actions + `,
			"Condition": {"StringEquals": {"ci.example.com:sub": ` + subjects + `}}}}}`
	}
	const (
		sns    = `{"Service": "sns.amazonaws.com"}`
		ours   = `, "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}`
		web    = "sts:AssumeRoleWithWebIdentity"
		where  = "if StringEquals aws:SourceAccount ${AWS::AccountId}"
		key    = "Keys/ClosedKey: kms:Decrypt on * to service sns.amazonaws.com " + where
		deploy = "App/DeployRole: external access: " + web + " on itself to identity provider ci.example.com if StringEquals ci.example.com:sub repo:a,repo:b"
	)
	for name, tc := range map[string]struct{ resource, properties, want, stale string }{
		"a condition is lost":                    {closedKey, snsKey(sns, ""), "kms:Decrypt on * to service sns.amazonaws.com;", key},
		"a condition is another":                 {closedKey, snsKey(sns, strings.Replace(ours, `{"Ref": "AWS::AccountId"}`, `"111122223333"`, 1)), "to service sns.amazonaws.com if StringEquals aws:SourceAccount 111122223333", key},
		"a principal is gained":                  {closedKey, snsKey(`{"Service": ["sns.amazonaws.com", "s3.amazonaws.com"]}`, ours), "Keys/ClosedKey: kms:Decrypt on * to service s3.amazonaws.com " + where, ""},
		"a denial allows":                        {queue, queueFor(`{"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": {"Fn::GetAtt": ["Queue", "Arn"]}, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}`), "App/Queue: sqs:* on itself to everyone", ""},
		"a denial is for others":                 {queue, queueFor(`{"Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "sqs:*", "Resource": {"Fn::GetAtt": ["Queue", "Arn"]}, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}`), "App/Queue: Deny: sqs:* on itself to another account", ""},
		"an external principal gains an action":  {"App/DeployRole", deployer(`["`+web+`", "sts:TagSession"]`, `["repo:a", "repo:b"]`), "external access: sts:TagSession on itself to identity provider ci.example.com", ""},
		"an external principal gains a subject":  {"App/DeployRole", deployer(`"`+web+`"`, `["repo:a", "repo:b", "repo:c"]`), "if StringEquals ci.example.com:sub repo:a,repo:b,repo:c", deploy},
		"an external principal has no condition": {"App/DeployRole", trusting(`{"Federated": {"Ref": "Provider"}}`), "external access: sts:AssumeRole on itself to identity provider ci.example.com;", deploy},
	} {
		a := handMade(t)
		change(t, a, tc.resource, tc.properties)
		_, err := read(a, handMadeReasons)
		says(t, name, err, "no reason is declared for ")
		says(t, name, err, tc.want)
		if tc.stale != "" {
			says(t, name, err, "nothing needs the reason of "+tc.stale+"\n")
		}
	}
}

func TestAReasonIsDeclaredOnceNeededAndInWords(t *testing.T) {
	t.Parallel()
	const delegation = "Keys/DataKey: kms:* on * to this account"
	silent := slices.Clone(handMadeReasons)
	silent[0].Why = ""
	for name, tc := range map[string]struct {
		declared []reasons.Reason
		want     string
	}{
		"the same reason twice":  {slices.Concat(handMadeReasons, handMadeReasons[:1]), "two reasons are declared for " + delegation},
		"a reason without words": {silent, "no reason is declared for " + delegation},
		"a reason for nothing":   {slices.Concat(handMadeReasons, []reasons.Reason{{Holders: []string{"App/Gone"}, Actions: []string{"s3:*"}, Resources: []string{"*"}, Why: "once"}}), "nothing needs the reason of App/Gone: s3:* on *"},
	} {
		_, err := read(handMade(t), tc.declared)
		says(t, name, err, tc.want)
	}
}
