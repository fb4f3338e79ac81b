package permissions

import (
	"slices"
	"strings"
	"testing"
)

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
