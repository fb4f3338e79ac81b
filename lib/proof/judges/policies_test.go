package judges

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

type object = map[string]any

// empty is an assembly of one stack, Data, without resources.
var empty = sync.OnceValues(func() (*assembly.Assembly, error) {
	dir, err := os.MkdirTemp("", "judges")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	manifest := `{"version":"55.0.0","artifacts":{"Data":{"type":"aws:cloudformation:stack","environment":"aws://123456789012/ap-northeast-2",` +
		`"properties":{"templateFile":"Data.template.json","stackName":"data"}}}}`
	for name, text := range map[string]string{"manifest.json": manifest, "Data.template.json": "{}"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	return assembly.Read(dir)
})

// written makes an assembly of one stack, Data, out of its resources.
func written(t *testing.T, resources object) *assembly.Assembly {
	t.Helper()
	a, err := empty()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(object{"Resources": resources})
	if err != nil {
		t.Fatal(err)
	}
	stack, err := a.Stacks[0].WithTemplate(text)
	if err != nil {
		t.Fatal(err)
	}
	return &assembly.Assembly{Stacks: []*assembly.Stack{stack}}
}

// dice makes choices that a seed repeats.
type dice struct{ *rand.Rand }

func seeded(seed int) dice { return dice{rand.New(rand.NewPCG(uint64(seed), 18))} }

func pick[T any](d dice, from ...T) T { return from[d.IntN(len(from))] }

// some is one or two of a list; one stands alone, as it may.
func some(d dice, from ...any) any {
	if d.IntN(2) == 0 {
		return pick(d, from...)
	}
	return []any{pick(d, from...), pick(d, from...)}
}

func arn(id string) object { return object{"Fn::GetAtt": []any{id, "Arn"}} }

var (
	actions = []any{
		"secretsmanager:GetSecretValue", "secretsmanager:Get*", "secretsmanager:*", "SecretsManager:getsecretvalue",
		"kms:Decrypt", "kms:D*", "kms:*", "kms:ReEncrypt*", "kms:CreateGrant", "iam:PassRole", "iam:Pass?ole", "iam:*",
		"sts:AssumeRole", "sts:*", "rds-db:connect", "s3:GetObject", "kms:PutKeyPolicy", "secretsmanager:PutResourcePolicy", "*",
	}
	things = []any{
		"*", "*", arn("RoleA"), arn("RoleB"),
		object{"Ref": "Secret"},
		arn("Key"),
		object{"Ref": "Other"},
		"arn:aws:iam::123456789012:role/deployer", "arn:aws:iam::123456789012:role/*", "arn:aws:iam::123456789012:role/deploy?r",
		"arn:aws:secretsmanager:*", "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:app/db-??????",
		"arn:aws:kms:ap-northeast-2:123456789012:key/*", "arn:aws:s3:::pictures/*", "arn:aws:iam::123456789012:role/Deployer",
		"arn:aws:rds-db:ap-northeast-2:123456789012:dbuser:prx-1/admin", "arn:aws:rds-db:ap-northeast-2:123456789012:dbuser:prx-1/*",
	}
	parties = []any{
		object{"AWS": arn("RoleA")},
		object{"AWS": arn("RoleB")},
		object{"AWS": []any{arn("RoleA"), arn("RoleC")}},
		object{"AWS": "arn:aws:iam::123456789012:role/deployer"},
		object{"AWS": "arn:aws:iam::123456789012:root"},
		object{"AWS": "123456789012"},
		object{"AWS": "arn:aws:iam::999999999999:root"},
		object{"Service": "events.amazonaws.com"},
		object{"AWS": arn("RoleB"), "Service": []any{"lambda.amazonaws.com", "events.amazonaws.com"}},
	}
	conditions = []object{
		{"Bool": object{"aws:MultiFactorAuthPresent": "true"}},
		{"StringEquals": object{"aws:PrincipalTag/team": "data"}},
		{"StringEquals": object{"aws:PrincipalTag/team": []any{"data", "web"}}},
		{"Bool": object{"aws:MultiFactorAuthPresent": "true"}, "StringLike": object{"aws:PrincipalTag/team": "d*"}},
	}
)

// rule is a statement; to is a list of principals for the policy of a resource.
func rule(d dice, actions, to []any, on ...any) object {
	s := object{"Effect": pick(d, "Allow", "Allow", "Allow", "Deny")}
	element := pick(d, "Action", "Action", "Action", "Action", "NotAction")
	s[element] = some(d, actions...)
	if to != nil && len(on) > 0 {
		s["Resource"] = "*" // which is what the policy belongs to
	} else if len(on) > 0 {
		s[pick(d, "Resource", "Resource", "Resource", "Resource", "NotResource")] = some(d, on...)
	}
	if to != nil {
		s["Principal"] = pick(d, to...)
		if s["Effect"] == "Deny" && len(on) > 0 && d.IntN(3) == 0 {
			delete(s, "Principal")
			s["NotPrincipal"] = object{"AWS": []any{pick[any](d, arn("RoleA"), arn("RoleB"), "arn:aws:iam::123456789012:role/deployer"), "arn:aws:iam::123456789012:root"}}
		}
	}
	if d.IntN(3) == 0 {
		s["Condition"] = pick(d, conditions...)
	}
	return s
}

func policy(d dice, most int, one func() object) object {
	var list []any
	for range 1 + d.IntN(most) {
		list = append(list, one())
	}
	return object{"Version": "2012-10-17", "Statement": list}
}

// policySet is three roles, two secrets and a key with policies of every kind.
func policySet(d dice) object {
	own := func() object { return rule(d, actions, nil, things...) }
	bounded := d.IntN(2) == 0
	// Whether a boundary limits what * is allowed, the documentation leaves open.
	to := parties
	if !bounded {
		to = append([]any{"*", object{"AWS": "*"}}, parties...)
	}
	trust := func() object {
		s := rule(d, []any{"sts:AssumeRole", "sts:*", "sts:AssumeRole", "sts:TagSession"}, to)
		if s["NotAction"] != nil { // a trust policy is about sts
			s["Action"] = s["NotAction"]
			delete(s, "NotAction")
		}
		return s
	}
	resources := object{
		"Key": object{"Type": "AWS::KMS::Key", "Properties": object{"KeyPolicy": policy(d, 4, func() object {
			return rule(d, []any{"kms:*", "kms:Decrypt", "kms:D*", "kms:ReEncrypt*", "kms:PutKeyPolicy"}, to, "*")
		})}},
		"Secret": object{"Type": "AWS::SecretsManager::Secret", "Properties": object{"KmsKeyId": arn("Key")}},
		"Other":  object{"Type": "AWS::SecretsManager::Secret", "Properties": object{"Name": "app/db"}},
		"Inline": object{"Type": "AWS::IAM::Policy", "Properties": object{"PolicyName": "inline", "Roles": []any{object{"Ref": "RoleB"}}, "PolicyDocument": policy(d, 2, own)}},
		"Single": object{"Type": "AWS::IAM::Policy", "Properties": object{"PolicyName": "single", "Roles": []any{object{"Ref": "RoleA"}, object{"Ref": "RoleC"}}, "PolicyDocument": policy(d, 2, own)}},
		"Shared": object{"Type": "AWS::IAM::ManagedPolicy", "Properties": object{"Roles": []any{object{"Ref": "RoleB"}}, "PolicyDocument": policy(d, 2, own)}},
		"Limit": object{"Type": "AWS::IAM::ManagedPolicy", "Properties": object{"PolicyDocument": policy(d, 3, func() object {
			return rule(d, append([]any{"*", "kms:*"}, actions...), nil, append([]any{"*", "*", "*"}, things...)...)
		})}},
	}
	if d.IntN(3) > 0 {
		resources["Guard"] = object{"Type": "AWS::SecretsManager::ResourcePolicy", "Properties": object{
			"SecretId": object{"Ref": pick(d, "Secret", "Other")},
			"ResourcePolicy": policy(d, 3, func() object {
				return rule(d, []any{"secretsmanager:*", "secretsmanager:GetSecretValue", "secretsmanager:Get*"}, to, "*")
			}),
		}}
	}
	for _, id := range []string{"RoleA", "RoleB", "RoleC"} {
		properties := object{"AssumeRolePolicyDocument": policy(d, 3, trust)}
		if bounded && d.IntN(2) == 0 {
			properties["PermissionsBoundary"] = object{"Ref": "Limit"}
		}
		if id == "RoleA" {
			properties["Policies"] = []any{object{"PolicyName": "a", "PolicyDocument": policy(d, 2, own)}}
		}
		if id == "RoleC" {
			properties["RoleName"] = "deployer"
			properties["ManagedPolicyArns"] = []any{object{"Ref": "Shared"}}
		}
		resources[id] = object{"Type": "AWS::IAM::Role", "Properties": properties}
	}
	return resources
}
