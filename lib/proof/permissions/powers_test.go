package permissions

import "testing"

const (
	taskReads    = "reads | App/Secret | App/TaskRole | own policy |  | Keys/DataKey | if StringEquals kms:ViaService secretsmanager.ap-northeast-2.amazonaws.com"
	appKey       = "App/Key AWS::KMS::Key"
	appKeyOf     = `{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::GetAtt": ["Key", "Arn"]}}`
	ofAppKey     = "opens | App/Key | "
	accountHas   = ofAppKey + "this account | the key's policy, which enables IAM policies | kms:Decrypt,kms:ReEncryptFrom,kms:CreateGrant | "
	assumesOther = "assumes | App/Other | service ec2.amazonaws.com | the role's trust policy | "
	denial       = `{"Effect": "Deny", "Action": "secretsmanager:*", "Resource": "*"}`
)

// refusing is a key that refuses to decrypt for all but some.
func refusing(notPrincipal string, more ...string) string {
	return keyPolicyOf(append(more, `{"Effect": "Deny", "NotPrincipal": `+notPrincipal+`, "Action": "kms:*", "Resource": "*"}`)...)
}

// A row that is missing hides somebody, one too many hides nobody.
func TestADenialCountsOnlyForWhatItCovers(t *testing.T) {
	t.Parallel()
	checkAccess(t, map[string]accessCase{
		"all but several are denied a key": {
			changes: map[string]string{
				newRole: allowing(appKeyOf), "App/Other AWS::IAM::Role": allowing(appKeyOf),
				appKey: refusing(`{"AWS": [{"Fn::GetAtt": ["TaskRole", "Arn"]}, {"Fn::GetAtt": ["New", "Arn"]}, {"Ref": "AWS::AccountId"}]}`),
			},
			added: []string{assumesNew, assumesOther, ofAppKey + "App/New | own policy | kms:Decrypt | ", accountHas},
		},
		"all but a role, without its account, are denied a key": {
			changes: map[string]string{
				newRole: allowing(appKeyOf), "App/Other AWS::IAM::Role": allowing(appKeyOf),
				appKey: refusing(`{"AWS": {"Fn::GetAtt": ["New", "Arn"]}}`),
			},
			added: []string{assumesNew, assumesOther, ofAppKey + "App/New | own policy | kms:Decrypt | ", accountHas},
		},
		"all but one that may be any role": {
			changes: map[string]string{newRole: allowing(appKeyOf), appKey: refusing(`{"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/who"}}`)},
			added:   []string{assumesNew, ofAppKey + "App/New | own policy | kms:Decrypt | ", accountHas},
		},
		"all but one of everybody": {
			changes: map[string]string{appKey: refusing(`{"AWS": {"Fn::GetAtt": ["TaskRole", "Arn"]}}`,
				`{"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}`)},
			added: []string{ofAppKey + "everyone | the key's policy | kms:Decrypt | ", accountHas},
		},
		"all but a role that may have the policy": {
			changes: map[string]string{
				"App/People": `{"PolicyDocument": {"Statement": ` + appKeyOf + `}}`,
				appKey:       refusing(`{"AWS": {"Fn::GetAtt": ["TaskRole", "Arn"]}}`),
			},
			added: []string{ofAppKey + "policy App/People | own policy | kms:Decrypt | ", accountHas},
		},
		"a denial that exists at times": {
			changes: map[string]string{
				newRole:                            allowing(secretOf),
				"App/No AWS::IAM::Policy if Given": `{"Roles": [{"Ref": "New"}], "PolicyDocument": {"Statement": ` + denial + `}}`,
			},
			added: []string{assumesNew, "reads | App/Secret | App/New | own policy | not when Given | Keys/DataKey | no"},
		},
		"a denial that exists whenever the permission does": {
			changes: map[string]string{
				newRole + " if Given":              allowing(secretOf),
				"App/No AWS::IAM::Policy if Given": `{"Roles": [{"Ref": "New"}], "PolicyDocument": {"Statement": ` + denial + `}}`,
			},
			added: []string{assumesNew},
		},
		"a secret's policy that exists at times": {
			changes: map[string]string{
				"App/No AWS::SecretsManager::ResourcePolicy if Given": `{"SecretId": {"Ref": "Secret"}, "ResourcePolicy": {"Statement": [
					{"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}}`,
			},
			gone:  []string{taskReads},
			added: []string{"reads | App/Secret | App/TaskRole | own policy | not when Given | Keys/DataKey | if StringEquals kms:ViaService secretsmanager.ap-northeast-2.amazonaws.com"},
		},
		"a denial but for names that may be the secret's": {
			changes: map[string]string{newRole: allowing(secretOf + `, {"Effect": "Deny", "Action": "secretsmanager:*", "NotResource": "arn:aws:secretsmanager:*:*:secret:Secret*"}`)},
			added:   []string{assumesNew, "reads | App/Secret | App/New | own policy | not on NotResource arn:aws:secretsmanager:*:*:secret:Secret* | Keys/DataKey | no"},
		},
		"a denial of names with one more character": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:::secret:a*"},
				{"Effect": "Deny", "Action": "secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:::secret:a?"}`)},
			added: []string{assumesNew, "reads | any secret arn:aws:secretsmanager:::secret:a* | App/New | own policy | not on arn:aws:secretsmanager:::secret:a? | not known | not known"},
		},
		"a denial of names that may be allowed but for one": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:connect", "NotResource": "arn:aws:rds-db:x"}, {"Effect": "Deny", "Action": "rds-db:*", "Resource": "*:x"}`)},
			added:   []string{assumesNew, "connects | NotResource arn:aws:rds-db:x | any | App/New | not on *:x"},
		},
		"all but one are denied to what allows all but another": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:connect", "NotResource": "arn:aws:rds-db:x"}, {"Effect": "Deny", "Action": "rds-db:*", "NotResource": "arn:aws:rds-db:y"}`)},
			added:   []string{assumesNew, "connects | NotResource arn:aws:rds-db:x | any | App/New | not on NotResource arn:aws:rds-db:y"},
		},
		"all but one are denied to what allows all but this one": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:connect", "NotResource": "arn:aws:rds-db:x*"}, {"Effect": "Deny", "Action": "rds-db:*", "NotResource": "arn:aws:rds-db:x"}`)},
			added:   []string{assumesNew},
		},
		"SQL on every cluster but one": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "rds-data:ExecuteStatement", "NotResource": {"Fn::Sub": "arn:aws:rds:ap-northeast-2:${AWS::AccountId}:cluster:${Cluster}"}}`)},
			added:   []string{assumesNew, "connects | NotResource arn:aws:rds:ap-northeast-2:${AWS::AccountId}:cluster:${App/Cluster} | of any secret it may read (Data API) | App/New | "},
		},
	})
}
