package permissions

import "testing"

func TestWhoDecryptsWithWhichKey(t *testing.T) {
	t.Parallel()
	checkAccess(t, map[string]accessCase{
		"every key": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "kms:*", "Resource": {"Fn::Sub": "arn:aws:kms:ap-northeast-2:${AWS::AccountId}:key/*"}}`)},
			added: []string{
				assumesNew, "opens | Keys/DataKey | App/New | own policy | kms:Decrypt,kms:ReEncryptFrom,kms:CreateGrant | ",
				"opens | Keys/ClosedKey | App/New | own policy, but the key's policy does not enable IAM policies | kms:Decrypt,kms:ReEncryptFrom,kms:CreateGrant |  | in vain",
				"opens | any key arn:aws:kms:ap-northeast-2:${AWS::AccountId}:key/* | App/New | own policy | kms:Decrypt,kms:ReEncryptFrom,kms:CreateGrant | ",
			},
		},
		"a key of nobody's": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:ap-northeast-2:111122223333:key/1"}`)},
			added:   []string{assumesNew, "opens | any key arn:aws:kms:ap-northeast-2:111122223333:key/1 | App/New | own policy | kms:Decrypt | "},
		},
		"every key but one": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "kms:CreateGrant", "NotResource": {"Fn::ImportValue": "DataKey"}}`)},
			added: []string{
				assumesNew, "opens | Keys/ClosedKey | App/New | own policy, but the key's policy does not enable IAM policies | kms:CreateGrant |  | in vain",
				"opens | any key NotResource ${Keys/DataKey.Arn} | App/New | own policy | kms:CreateGrant | ",
			},
		},
		"a closed key": {
			changes: map[string]string{newRole: allowing(closedOf)},
			added:   []string{assumesNew, "opens | Keys/ClosedKey | App/New | own policy, but the key's policy does not enable IAM policies | kms:Decrypt |  | in vain"},
		},
		"a key for another account": {
			changes: map[string]string{dataKey: keyPolicyOf(`{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:Decrypt", "Resource": "*"}`)},
			added:   []string{"opens | Keys/DataKey | another account 111122223333 | the key's policy | kms:Decrypt | "},
		},
		"a key that is denied": {
			changes: map[string]string{dataKey: keyPolicyOf(`{"Effect": "Deny", "NotPrincipal": {"AWS": {"Ref": "AWS::AccountId"}}, "Action": "kms:Decrypt", "Resource": "*"}`)},
			gone: []string{
				"opens | Keys/DataKey | App/TaskRole | own policy | kms:Decrypt | StringEquals kms:ViaService secretsmanager.ap-northeast-2.amazonaws.com",
				"opens | Keys/DataKey | App/ProxyRole | own policy | kms:Decrypt | template condition Given and the boundary App/Limit allows it",
				"reads | App/Secret | App/TaskRole | own policy |  | Keys/DataKey | if StringEquals kms:ViaService secretsmanager.ap-northeast-2.amazonaws.com",
				"reads | master user of App/Cluster | App/ProxyRole | own policy | template condition Given and the boundary App/Limit allows it | Keys/DataKey | if template condition Given and the boundary App/Limit allows it",
			},
			added: []string{
				"reads | App/Secret | App/TaskRole | own policy |  | Keys/DataKey | no",
				"reads | master user of App/Cluster | App/ProxyRole | own policy | template condition Given and the boundary App/Limit allows it | Keys/DataKey | no",
			},
		},
		"a key that is denied to the account at times": {
			changes: map[string]string{
				newRole: allowing(dataKeyOf),
				dataKey: keyPolicyOf(`{"Effect": "Deny", "Principal": {"AWS": {"Ref": "AWS::AccountId"}}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Bool": {"a": "b"}}}`),
			},
			gone: []string{
				"opens | Keys/DataKey | this account | the key's policy, which enables IAM policies | kms:Decrypt,kms:ReEncryptFrom,kms:CreateGrant | ",
				"opens | Keys/DataKey | App/TaskRole | own policy | kms:Decrypt | StringEquals kms:ViaService secretsmanager.ap-northeast-2.amazonaws.com",
				"opens | Keys/DataKey | App/ProxyRole | own policy | kms:Decrypt | template condition Given and the boundary App/Limit allows it",
				"reads | App/Secret | App/TaskRole | own policy |  | Keys/DataKey | if StringEquals kms:ViaService secretsmanager.ap-northeast-2.amazonaws.com",
				"reads | master user of App/Cluster | App/ProxyRole | own policy | template condition Given and the boundary App/Limit allows it | Keys/DataKey | if template condition Given and the boundary App/Limit allows it",
			},
			added: []string{
				assumesNew, ofNew + "not if Bool a b",
				"opens | Keys/DataKey | this account | the key's policy, which enables IAM policies | kms:ReEncryptFrom,kms:CreateGrant | ",
				"opens | Keys/DataKey | this account | the key's policy, which enables IAM policies | kms:Decrypt | not if Bool a b",
				"opens | Keys/DataKey | App/TaskRole | own policy | kms:Decrypt | StringEquals kms:ViaService secretsmanager.ap-northeast-2.amazonaws.com and not if Bool a b",
				"opens | Keys/DataKey | App/ProxyRole | own policy | kms:Decrypt | template condition Given and the boundary App/Limit allows it and not if Bool a b",
				"reads | App/Secret | App/TaskRole | own policy |  | Keys/DataKey | if StringEquals kms:ViaService secretsmanager.ap-northeast-2.amazonaws.com and not if Bool a b",
				"reads | master user of App/Cluster | App/ProxyRole | own policy | template condition Given and the boundary App/Limit allows it | Keys/DataKey | if template condition Given and the boundary App/Limit allows it and not if Bool a b",
			},
		},
		"a key that is denied to the account, and not to a service": {
			changes: map[string]string{"Keys/ClosedKey": `{"KeyPolicy": {"Statement": [
				{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*"},
				{"Effect": "Deny", "Principal": {"AWS": {"Ref": "AWS::AccountId"}}, "Action": "kms:Decrypt", "Resource": "*"}]}}`},
			gone: []string{
				"opens | Keys/ClosedKey | service sns.amazonaws.com | the key's policy | kms:Decrypt | StringEquals aws:SourceAccount ${AWS::AccountId}",
				"opens | Keys/ClosedKey | App/ProxyRole | own policy, but the key's policy does not enable IAM policies | kms:Decrypt | template condition Given and the boundary App/Limit allows it | in vain",
			},
			added: []string{"opens | Keys/ClosedKey | service sns.amazonaws.com | the key's policy | kms:Decrypt | "},
		},
		"own policies count at times": {
			changes: map[string]string{
				newRole: allowing(closedOf),
				"Keys/ClosedKey": `{"KeyPolicy": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Ref": "AWS::AccountId"}}, "Action": "kms:D*", "Resource": "*",
					"Condition": {"StringEquals": {"kms:ViaService": "s3"}}}]}}`,
			},
			gone: []string{
				"opens | Keys/ClosedKey | service sns.amazonaws.com | the key's policy | kms:Decrypt | StringEquals aws:SourceAccount ${AWS::AccountId}",
				"opens | Keys/ClosedKey | App/ProxyRole | own policy, but the key's policy does not enable IAM policies | kms:Decrypt | template condition Given and the boundary App/Limit allows it | in vain",
			},
			added: []string{
				assumesNew, "opens | Keys/ClosedKey | App/New | own policy | kms:Decrypt | StringEquals kms:ViaService s3",
				"opens | Keys/ClosedKey | this account | the key's policy, which enables IAM policies | kms:Decrypt | StringEquals kms:ViaService s3",
				"opens | Keys/ClosedKey | App/ProxyRole | own policy | kms:Decrypt | template condition Given and the boundary App/Limit allows it and StringEquals kms:ViaService s3",
			},
		},
		"a key that names a role, and one without a policy": {
			changes: map[string]string{
				"App/New AWS::KMS::Key":   `{"KeyPolicy": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Fn::GetAtt": ["TaskRole", "Arn"]}}, "Action": "kms:Decrypt", "Resource": "*"}]}}`,
				"App/Other AWS::KMS::Key": `{}`,
			},
			added: []string{
				"opens | App/New | App/TaskRole | the key's policy | kms:Decrypt | ",
				"opens | App/Other | this account | the key's policy, which enables IAM policies | kms:Decrypt,kms:ReEncryptFrom,kms:CreateGrant | ",
			},
		},
		"a key that names a role, which is denied it": {
			changes: map[string]string{
				"App/Key AWS::KMS::Key": `{"KeyPolicy": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Fn::GetAtt": ["New", "Arn"]}}, "Action": "kms:Decrypt", "Resource": "*"}]}}`,
				newRole:                 allowing(`{"Effect": "Deny", "Action": "kms:*", "Resource": "*"}`),
			},
			added: []string{assumesNew},
		},
	})
}
