package permissions

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// newIsPassed is the reason that a role has which a service may assume.
var newIsPassed = reasons.Reason{About: reasons.NoSource, Holders: []string{"App/New"}, Actions: assumes, Resources: []string{reasons.Itself}, Principals: []string{"service ec2.amazonaws.com"}, Why: "it is passed"}

const closedKey = "Keys/ClosedKey"

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
		sns   = `{"Service": "sns.amazonaws.com"}`
		ours  = `, "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}`
		web   = "sts:AssumeRoleWithWebIdentity"
		where = "if StringEquals aws:SourceAccount ${AWS::AccountId}"
	)
	for name, tc := range map[string]struct{ resource, properties, want, stale string }{
		"a condition is lost": {closedKey, snsKey(sns, ""), "kms:Decrypt on * to service sns.amazonaws.com\n", "Keys/ClosedKey: kms:Decrypt on * to service sns.amazonaws.com " + where},
		"a condition is another": {
			closedKey, snsKey(sns, strings.Replace(ours, `{"Ref": "AWS::AccountId"}`, `"111122223333"`, 1)),
			"to service sns.amazonaws.com if StringEquals aws:SourceAccount 111122223333", "Keys/ClosedKey: kms:Decrypt on * to service sns.amazonaws.com " + where,
		},
		"a principal is gained": {closedKey, snsKey(`{"Service": ["sns.amazonaws.com", "s3.amazonaws.com"]}`, ours), "Keys/ClosedKey: kms:Decrypt on * to service s3.amazonaws.com " + where, ""},
		"a denial allows": {
			queue, queueFor(`{"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": {"Fn::GetAtt": ["Queue", "Arn"]}, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}`),
			"App/Queue: sqs:* on itself to everyone", "App/Queue: Deny: sqs:* on itself to everyone if Bool aws:SecureTransport false",
		},
		"an external principal gains an action": {"App/DeployRole", deployer(`["`+web+`", "sts:TagSession"]`, `["repo:a", "repo:b"]`), "external access: sts:TagSession on itself to identity provider ci.example.com", ""},
		"an external principal gains a subject": {
			"App/DeployRole", deployer(`"`+web+`"`, `["repo:a", "repo:b", "repo:c"]`), "if StringEquals ci.example.com:sub repo:a,repo:b,repo:c",
			"App/DeployRole: external access: " + web + " on itself to identity provider ci.example.com if StringEquals ci.example.com:sub repo:a,repo:b",
		},
		"an external principal has no condition": {
			"App/DeployRole", trusting(`{"Federated": {"Ref": "Provider"}}`), "external access: sts:AssumeRole on itself to identity provider ci.example.com\n",
			"App/DeployRole: external access: " + web + " on itself to identity provider ci.example.com if StringEquals ci.example.com:sub repo:a,repo:b",
		},
	} {
		a := handMade(t)
		change(t, a, tc.resource, tc.properties)
		p, err := read(a, handMadeReasons)
		if err == nil || !strings.Contains(err.Error()+"\n", "no reason is declared for ") || !strings.Contains(err.Error()+"\n", tc.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, tc.want)
		}
		if left := unused(handMadeReasons, []Table{p}); tc.stale != "" && !slices.Contains(left, tc.stale) {
			t.Errorf("%s: unused reasons are %q, want %s among them", name, left, tc.stale)
		}
	}
}

func TestAReasonIsDeclaredOnceNeededAndInWords(t *testing.T) {
	t.Parallel()
	again := slices.Concat(handMadeReasons, handMadeReasons[:1])
	if _, err := read(handMade(t), again); err == nil || !strings.Contains(err.Error(), "two reasons are declared for Keys/DataKey: kms:* on * to this account") {
		t.Errorf("the same reason twice: %v", err)
	}
	silent := append([]reasons.Reason{{Holders: []string{"Keys/DataKey"}, Actions: []string{"kms:*"}, Resources: []string{"*"}, Principals: []string{KindAccount}}}, handMadeReasons[1:]...)
	if _, err := read(handMade(t), silent); err == nil || !strings.Contains(err.Error(), "no reason is declared for Keys/DataKey: kms:* on * to this account") {
		t.Errorf("a reason without words: %v", err)
	}
	idle := slices.Concat(handMadeReasons, []reasons.Reason{{Holders: []string{"App/Gone"}, Actions: []string{"s3:*"}, Resources: []string{"*"}, Why: "once"}})
	p, err := read(handMade(t), idle)
	if err != nil {
		t.Error(err)
	}
	if left := unused(idle, []Table{p}); len(left) != 1 || left[0] != "App/Gone: s3:* on *" {
		t.Errorf("unused reasons are %q, want that of App/Gone", left)
	}
}

func TestAReasonHoldsForAPlatformOfAnyName(t *testing.T) {
	t.Parallel()
	reasons := slices.Concat(handMadeReasons, []reasons.Reason{newIsPassed, {Holders: []string{"App/New"}, Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::<platform>-logs/*"}, Why: "names"}})
	a := handMade(t)
	change(t, a, newRole, allowing(`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::made-by-hand-logs/*"}`))
	p, err := read(a, reasons)
	if err != nil || len(unused(reasons, []Table{p})) > 0 {
		t.Errorf("got %v, and without need %q", err, unused(reasons, []Table{p}))
	}
}

// How many repositories ship, and whose, is a setting. That they are named in full,
// and what their tokens end in, is not.
func TestAReasonHoldsForRepositoriesOfAnyName(t *testing.T) {
	t.Parallel()
	n := names{platform: "chassis-dev"}
	for values, want := range map[string]string{
		"repo:acme/shop:environment:dev":                                 "repo:<repository>:environment:<environment>",
		"repo:acme/shop:environment:dev,repo:a@1/b@2:environment:dev":    "repo:<repository>:environment:<environment>",
		"repo:acme/shop:environment:prod":                                "repo:<repository>:environment:prod",
		"repo:acme/shop:pull_request,repo:acme/shop:ref:refs/heads/main": "repo:<repository>:pull_request,repo:<repository>:ref:refs/heads/main",
		"repo:acme/*:pull_request":                                       "repo:acme/*:pull_request",
		"x a,a,a":                                                        "x a,a,a",
	} {
		c := iampolicy.Condition{Operator: "StringEquals", Key: "h:sub", Values: strings.Split(values, ",")}
		if got := n.generalCondition(c); got != "StringEquals h:sub "+want {
			t.Errorf("%s became %s, want %s", values, got, want)
		}
	}
}
