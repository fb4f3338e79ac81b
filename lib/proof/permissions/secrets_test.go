package permissions

import (
	"slices"
	"strings"
	"testing"
)

func TestWhoReadsWhichSecret(t *testing.T) {
	t.Parallel()
	checkAccess(t, map[string]accessCase{
		"a role gains a secret": {
			changes: map[string]string{newRole: allowing(secretOf)},
			added:   []string{assumesNew, "reads | App/Secret | App/New | own policy |  | Keys/DataKey | no"},
		},
		"a role gains a secret and its key": {
			changes: map[string]string{newRole: allowing(secretOf + "," + dataKeyOf)},
			added:   []string{assumesNew, "reads | App/Secret | App/New | own policy |  | Keys/DataKey | yes", ofNew},
		},
		"every secret": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*"}`)},
			added: []string{
				assumesNew, "reads | App/Secret | App/New | own policy |  | Keys/DataKey | no",
				"reads | master user of App/Cluster | App/New | own policy |  | Keys/DataKey | no", "reads | any secret * | App/New | own policy |  | not known | not known",
			},
		},
		"secrets by a pattern": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "secretsmanager:BatchGet*", "Resource": "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:a-*"}`)},
			added:   []string{assumesNew, "reads | any secret arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:a-* | App/New | own policy |  | not known | not known"},
		},
		"everything but administration": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "NotAction": ["iam:*", "sts:*", "kms:*", "rds-data:*", "rds-db:*"], "Resource": {"Ref": "Secret"}}`)},
			added:   []string{assumesNew, "reads | App/Secret | App/New | own policy |  | Keys/DataKey | no"},
		},
		"every secret but one": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "NotResource": {"Ref": "Secret"}}`)},
			added: []string{
				assumesNew, "reads | master user of App/Cluster | App/New | own policy |  | Keys/DataKey | no",
				"reads | any secret NotResource ${App/Secret} | App/New | own policy |  | not known | not known",
			},
		},
		"a secret that is denied": {
			changes: map[string]string{newRole: allowing(secretOf + `, {"Effect": "Deny", "Action": "secretsmanager:*", "Resource": "*"}`)},
			added:   []string{assumesNew},
		},
		"a secret that is denied by what is not": {
			changes: map[string]string{newRole: allowing(secretOf + `, {"Effect": "Deny", "NotAction": "s3:*", "NotResource": {"Fn::GetAtt": ["Queue", "Arn"]}}`)},
			added:   []string{assumesNew},
		},
		"a secret that is denied at times": {
			changes: map[string]string{newRole: allowing(secretOf + `, {"Effect": "Deny", "Action": "secretsmanager:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}`)},
			added:   []string{assumesNew, "reads | App/Secret | App/New | own policy | not if Bool aws:SecureTransport false | Keys/DataKey | no"},
		},
		"another one is denied": {
			changes: map[string]string{newRole: allowing(secretOf + `, {"Effect": "Deny", "Action": "secretsmanager:*", "Resource": "arn:aws:secretsmanager:x"}`)},
			added:   []string{assumesNew, "reads | App/Secret | App/New | own policy |  | Keys/DataKey | no"},
		},
		"all others are denied": {
			changes: map[string]string{newRole: allowing(secretOf + `, {"Effect": "Deny", "Action": "*", "NotResource": {"Ref": "Secret"}}`)},
			added:   []string{assumesNew, "reads | App/Secret | App/New | own policy |  | Keys/DataKey | no"},
		},
		"a part is denied": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:connect", "Resource": "*"}, {"Effect": "Deny", "Action": "rds-db:*", "Resource": "arn:aws:rds-db:x"}`)},
			added:   []string{assumesNew, "connects | * | any | App/New | not on arn:aws:rds-db:x"},
		},
		"a part of a pattern is denied": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:connect", "Resource": "arn:aws:rds-db:*"}, {"Effect": "Deny", "Action": "rds-db:*", "Resource": "*:dbuser:*/admin"}`)},
			added:   []string{assumesNew, "connects | arn:aws:rds-db:* | any | App/New | not on *:dbuser:*/admin"},
		},
		"a part of all others is denied": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:connect", "NotResource": "arn:aws:rds-db:x"}, {"Effect": "Deny", "Action": "rds-db:*", "Resource": "arn:aws:rds-db:y"}`)},
			added:   []string{assumesNew, "connects | NotResource arn:aws:rds-db:x | any | App/New | not on arn:aws:rds-db:y"},
		},
		"a managed policy of the templates": {
			changes: map[string]string{
				"App/Own AWS::IAM::ManagedPolicy": `{"PolicyDocument": {"Statement": ` + secretOf + `}}`,
				newRole:                           `{` + trusted + `, "ManagedPolicyArns": [{"Ref": "Own"}]}`,
			},
			added: []string{assumesNew, "reads | App/Secret | App/New | own policy |  | Keys/DataKey | no"},
		},
		"a policy that no role has": {
			changes: map[string]string{"App/People": `{"PolicyDocument": {"Statement": ` + secretOf + `}}`},
			added:   []string{"reads | App/Secret | policy App/People | own policy |  | Keys/DataKey | no"},
		},
		"a secret with a key that is closed": {
			changes: map[string]string{"App/Secret": `{"KmsKeyId": {"Fn::ImportValue": "ClosedKey"}}`, newRole: allowing(secretOf + "," + closedOf)},
			gone: []string{
				"reads | App/Secret | App/TaskRole | own policy |  | Keys/DataKey | if StringEquals kms:ViaService secretsmanager.ap-northeast-2.amazonaws.com",
				"reads | App/Secret | CloudFormation, into App/Cache | a dynamic reference of CloudFormation |  | Keys/DataKey | with the permissions of the deployer",
			},
			added: []string{
				assumesNew, "reads | App/Secret | App/New | own policy |  | Keys/ClosedKey | no", "reads | App/Secret | App/TaskRole | own policy |  | Keys/ClosedKey | no",
				"reads | App/Secret | CloudFormation, into App/Cache | a dynamic reference of CloudFormation |  | Keys/ClosedKey | with the permissions of the deployer",
				"opens | Keys/ClosedKey | App/New | own policy, but the key's policy does not enable IAM policies | kms:Decrypt |  | in vain",
			},
		},
		"a secret's policy": {
			changes: map[string]string{"App/New AWS::SecretsManager::ResourcePolicy": `{"SecretId": {"Ref": "Secret"}, "ResourcePolicy": {"Statement": [
				{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "secretsmanager:GetSecretValue", "Resource": "*", "Condition": {"Bool": {"a": "b"}}},
				{"Effect": "Deny", "Principal": {"AWS": {"Fn::GetAtt": ["TaskRole", "Arn"]}}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}}`},
			gone: []string{"reads | App/Secret | App/TaskRole | own policy |  | Keys/DataKey | if StringEquals kms:ViaService secretsmanager.ap-northeast-2.amazonaws.com"},
			added: []string{
				"reads | App/Secret | another account 111122223333 | the secret's policy | Bool a b | Keys/DataKey | no",
			},
		},
		"a secret's policy that denies all it allows": {
			changes: map[string]string{"App/New AWS::SecretsManager::ResourcePolicy": `{"SecretId": {"Ref": "Secret"}, "ResourcePolicy": {"Statement": [
				{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"},
				{"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}}`},
			gone: []string{"reads | App/Secret | App/TaskRole | own policy |  | Keys/DataKey | if StringEquals kms:ViaService secretsmanager.ap-northeast-2.amazonaws.com"},
		},
		"a secret with the account's key": {
			changes: map[string]string{"App/Secret": `{}`},
			gone: []string{
				"reads | App/Secret | App/TaskRole | own policy |  | Keys/DataKey | if StringEquals kms:ViaService secretsmanager.ap-northeast-2.amazonaws.com",
				"reads | App/Secret | CloudFormation, into App/Cache | a dynamic reference of CloudFormation |  | Keys/DataKey | with the permissions of the deployer",
			},
			added: []string{
				"reads | App/Secret | App/TaskRole | own policy |  | alias/aws/secretsmanager | yes",
				"reads | App/Secret | CloudFormation, into App/Cache | a dynamic reference of CloudFormation |  | alias/aws/secretsmanager | with the permissions of the deployer",
			},
		},
	})
}

// A secret's policy that were not found would let somebody read it unseen.
func TestASecretsPolicyIsFoundOrRefused(t *testing.T) {
	t.Parallel()
	const row = "reads | App/Secret | another account 111122223333 | the secret's policy |  | Keys/DataKey | no"
	for id, known := range map[string]bool{
		`{"Ref": "Secret"}`:                       true,
		`{"Fn::GetAtt": ["Secret", "Id"]}`:        true,
		`{"Fn::Sub": "${Secret}"}`:                true,
		`{"Fn::Join": ["", [{"Ref": "Secret"}]]}`: true,
		`{"Fn::Sub": "${Open}"}`:                  false,
		`{"Ref": "Open"}`:                         false,
		`"arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:name"`: false,
		`"name"`: false,
	} {
		a := handMade(t)
		change(t, a, "App/New AWS::SecretsManager::ResourcePolicy", `{"SecretId": `+id+`, "ResourcePolicy": {"Statement": [
			{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}}`)
		p, err := read(a, handMadeReasons)
		found := slices.Contains(rows(p.Access), row)
		refused := err != nil && strings.Contains(err.Error(), "App/New (AWS::SecretsManager::ResourcePolicy): is the policy of")
		if found == refused || found && !known {
			t.Errorf("SecretId %s: the row is there: %t, and the error is %v", id, found, err)
		}
	}
}
