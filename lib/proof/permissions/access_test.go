package permissions

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/pages"
)

// line puts a row of a table into one line, for a comparison.
func line(cells ...string) string { return strings.Join(cells, " | ") }

// rows are all that the hand-made platform says of access, one line each.
func rows(a Access) []string {
	var found []string
	for _, s := range a.Secrets {
		found = append(found, line("reads", s.Secret, s.Who, s.By, strings.Join(s.Conditions, " and "), s.Key, s.Decrypts))
	}
	for _, k := range a.Keys {
		row := line("opens", k.Key, k.Who, k.By, strings.Join(k.Actions, ","), strings.Join(k.Conditions, " and "))
		if !k.Effective {
			row += " | in vain"
		}
		found = append(found, row)
	}
	for _, d := range a.Databases {
		found = append(found, line("connects", d.Database, d.User, d.Who, strings.Join(d.Conditions, " and ")))
	}
	for _, r := range a.Passes {
		found = append(found, line("passes", r.Role, r.Who, strings.Join(r.Conditions, " and ")))
	}
	for _, r := range a.Assumes {
		found = append(found, line("assumes", r.Role, r.Who, r.By, strings.Join(r.Conditions, " and ")))
	}
	return found
}

const (
	secretOf  = `{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": {"Ref": "Secret"}}`
	dataKeyOf = `{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::ImportValue": "DataKey"}}`
	closedOf  = `{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::ImportValue": "ClosedKey"}}`
	appKeyOf  = `{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::GetAtt": ["Key", "Arn"]}}`
	denial    = `{"Effect": "Deny", "Action": "secretsmanager:*", "Resource": "*"}`
	dataKey   = "Keys/DataKey17AFBB84"
	appKey    = "App/Key AWS::KMS::Key"
)

// refusing is a key that refuses to decrypt for all but some.
func refusing(notPrincipal string, more ...string) string {
	return keyPolicyOf(append(more, `{"Effect": "Deny", "NotPrincipal": `+notPrincipal+`, "Action": "kms:*", "Resource": "*"}`)...)
}

// A row that is missing hides somebody, one too many hides nobody. The file has the rows
// that each change of the hand-made platform takes away (-) and adds (+).
func TestGeneratedRowsOfWhoHasAccess(t *testing.T) {
	t.Parallel()
	base, err := read(handMade(t), handMadeReasons)
	if err != nil {
		t.Fatal(err)
	}
	before, cases := rows(base.Access), accessCases()
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		a := handMade(t)
		for resource, properties := range cases[name] {
			change(t, a, resource, properties)
		}
		changed, _ := read(a, handMadeReasons) // that reasons are missing is another test's
		text.WriteString(name + "\n" + added("-", before, rows(changed.Access)) + added("+", rows(changed.Access), before))
	}
	if err := pages.Generated(filepath.Join("testdata", "permissions", "access.txt"), text.String()); err != nil {
		t.Error(err)
	}
}

// added are the rows of one list that another does not have.
func added(mark string, rows, others []string) string {
	text := ""
	for _, row := range slices.Sorted(slices.Values(rows)) {
		if !slices.Contains(others, row) {
			text += strings.TrimRight("  "+mark+" "+row, " ") + "\n"
		}
	}
	return text
}

// accessCases are changes of the hand-made platform.
func accessCases() map[string]map[string]string {
	return map[string]map[string]string{
		"any user of the database":       {newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:*", "Resource": {"Fn::Sub": "arn:aws:rds-db:ap-northeast-2:${AWS::AccountId}:dbuser:${Cluster.DBClusterResourceId}/*"}}`)},
		"any role":                       {newRole: allowing(`{"Effect": "Allow", "Action": ["iam:PassRole", "sts:AssumeRole"], "Resource": "*"}`)},
		"a role that trusts the account": {"App/TaskRole": trusting(`{"AWS": {"Ref": "AWS::AccountId"}}`)},
		"a trust that denies":            {newRole: strings.Replace(trusting(`{"Service": "ec2.amazonaws.com"}`), "Allow", "Deny", 1)},
		"every key":                      {newRole: allowing(`{"Effect": "Allow", "Action": "kms:*", "Resource": {"Fn::Sub": "arn:aws:kms:ap-northeast-2:${AWS::AccountId}:key/*"}}`)},
		"a key of nobody's":              {newRole: allowing(`{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:ap-northeast-2:111122223333:key/1"}`)},
		"every key but one":              {newRole: allowing(`{"Effect": "Allow", "Action": "kms:CreateGrant", "NotResource": {"Fn::ImportValue": "DataKey"}}`)},
		"a closed key":                   {newRole: allowing(closedOf)},
		"a key for another account":      {dataKey: keyPolicyOf(`{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:Decrypt", "Resource": "*"}`)},
		"a key that is denied":           {dataKey: keyPolicyOf(`{"Effect": "Deny", "NotPrincipal": {"AWS": {"Ref": "AWS::AccountId"}}, "Action": "kms:Decrypt", "Resource": "*"}`)},
		"a key that is denied to the account at times": {
			newRole: allowing(dataKeyOf),
			dataKey: keyPolicyOf(`{"Effect": "Deny", "Principal": {"AWS": {"Ref": "AWS::AccountId"}}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Bool": {"a": "b"}}}`),
		},
		"a key that is denied to the account, and not to a service": {"Keys/ClosedKey": `{"KeyPolicy": {"Statement": [
				{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*"},
				{"Effect": "Deny", "Principal": {"AWS": {"Ref": "AWS::AccountId"}}, "Action": "kms:Decrypt", "Resource": "*"}]}}`},
		"own policies count at times": {
			newRole: allowing(closedOf),
			"Keys/ClosedKey": `{"KeyPolicy": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Ref": "AWS::AccountId"}}, "Action": "kms:D*", "Resource": "*",
					"Condition": {"StringEquals": {"kms:ViaService": "s3"}}}]}}`,
		},
		"a key that names a role, and one without a policy": {
			"App/New AWS::KMS::Key":   `{"KeyPolicy": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Fn::GetAtt": ["TaskRole", "Arn"]}}, "Action": "kms:Decrypt", "Resource": "*"}]}}`,
			"App/Other AWS::KMS::Key": `{}`,
		},
		"a key that names a role, which is denied it": {
			"App/Key AWS::KMS::Key": `{"KeyPolicy": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Fn::GetAtt": ["New", "Arn"]}}, "Action": "kms:Decrypt", "Resource": "*"}]}}`,
			newRole:                 allowing(`{"Effect": "Deny", "Action": "kms:*", "Resource": "*"}`),
		},
		"all but several are denied a key": {
			newRole:                    allowing(appKeyOf),
			"App/Other AWS::IAM::Role": allowing(appKeyOf),
			appKey:                     refusing(`{"AWS": [{"Fn::GetAtt": ["TaskRole", "Arn"]}, {"Fn::GetAtt": ["New", "Arn"]}, {"Ref": "AWS::AccountId"}]}`),
		},
		"all but a role, without its account, are denied a key": {
			newRole:                    allowing(appKeyOf),
			"App/Other AWS::IAM::Role": allowing(appKeyOf),
			appKey:                     refusing(`{"AWS": {"Fn::GetAtt": ["New", "Arn"]}}`),
		},
		"all but one that may be any role": {
			newRole: allowing(appKeyOf),
			appKey:  refusing(`{"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/who"}}`),
		},
		"all but one of everybody": {appKey: refusing(`{"AWS": {"Fn::GetAtt": ["TaskRole", "Arn"]}}`,
			`{"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}`)},
		"all but a role that may have the policy": {
			"App/People": `{"PolicyDocument": {"Statement": ` + appKeyOf + `}}`,
			appKey:       refusing(`{"AWS": {"Fn::GetAtt": ["TaskRole", "Arn"]}}`),
		},
		"a denial that exists at times": {
			newRole:                            allowing(secretOf),
			"App/No AWS::IAM::Policy if Given": `{"Roles": [{"Ref": "New"}], "PolicyDocument": {"Statement": ` + denial + `}}`,
		},
		"a denial that exists whenever the permission does": {
			newRole + " if Given":              allowing(secretOf),
			"App/No AWS::IAM::Policy if Given": `{"Roles": [{"Ref": "New"}], "PolicyDocument": {"Statement": ` + denial + `}}`,
		},
		"a secret's policy that exists at times": {"App/No AWS::SecretsManager::ResourcePolicy if Given": `{"SecretId": {"Ref": "Secret"}, "ResourcePolicy": {"Statement": [
					{"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}}`},
		"a denial but for names that may be the secret's": {newRole: allowing(secretOf + `, {"Effect": "Deny", "Action": "secretsmanager:*", "NotResource": "arn:aws:secretsmanager:*:*:secret:Secret*"}`)},
		"a denial of names with one more character": {newRole: allowing(`{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:::secret:a*"},
				{"Effect": "Deny", "Action": "secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:::secret:a?"}`)},
		"a denial of names that may be allowed but for one":      {newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:connect", "NotResource": "arn:aws:rds-db:x"}, {"Effect": "Deny", "Action": "rds-db:*", "Resource": "*:x"}`)},
		"all but one are denied to what allows all but another":  {newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:connect", "NotResource": "arn:aws:rds-db:x"}, {"Effect": "Deny", "Action": "rds-db:*", "NotResource": "arn:aws:rds-db:y"}`)},
		"all but one are denied to what allows all but this one": {newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:connect", "NotResource": "arn:aws:rds-db:x*"}, {"Effect": "Deny", "Action": "rds-db:*", "NotResource": "arn:aws:rds-db:x"}`)},
		"SQL on every cluster but one":                           {newRole: allowing(`{"Effect": "Allow", "Action": "rds-data:ExecuteStatement", "NotResource": {"Fn::Sub": "arn:aws:rds:ap-northeast-2:${AWS::AccountId}:cluster:${Cluster}"}}`)},
		"a role gains a secret":                                  {newRole: allowing(secretOf)},
		"a role gains a secret and its key":                      {newRole: allowing(secretOf + "," + dataKeyOf)},
		"every secret":                                           {newRole: allowing(`{"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*"}`)},
		"secrets by a pattern":                                   {newRole: allowing(`{"Effect": "Allow", "Action": "secretsmanager:BatchGet*", "Resource": "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:a-*"}`)},
		"everything but administration":                          {newRole: allowing(`{"Effect": "Allow", "NotAction": ["iam:*", "sts:*", "kms:*", "rds-data:*", "rds-db:*"], "Resource": {"Ref": "Secret"}}`)},
		"every secret but one":                                   {newRole: allowing(`{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "NotResource": {"Ref": "Secret"}}`)},
		"a secret that is denied":                                {newRole: allowing(secretOf + `, {"Effect": "Deny", "Action": "secretsmanager:*", "Resource": "*"}`)},
		"a secret that is denied by what is not":                 {newRole: allowing(secretOf + `, {"Effect": "Deny", "NotAction": "s3:*", "NotResource": {"Fn::GetAtt": ["Queue", "Arn"]}}`)},
		"a secret that is denied at times":                       {newRole: allowing(secretOf + `, {"Effect": "Deny", "Action": "secretsmanager:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}`)},
		"another one is denied":                                  {newRole: allowing(secretOf + `, {"Effect": "Deny", "Action": "secretsmanager:*", "Resource": "arn:aws:secretsmanager:x"}`)},
		"all others are denied":                                  {newRole: allowing(secretOf + `, {"Effect": "Deny", "Action": "*", "NotResource": {"Ref": "Secret"}}`)},
		"a part is denied":                                       {newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:connect", "Resource": "*"}, {"Effect": "Deny", "Action": "rds-db:*", "Resource": "arn:aws:rds-db:x"}`)},
		"a part of a pattern is denied":                          {newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:connect", "Resource": "arn:aws:rds-db:*"}, {"Effect": "Deny", "Action": "rds-db:*", "Resource": "*:dbuser:*/admin"}`)},
		"a part of all others is denied":                         {newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:connect", "NotResource": "arn:aws:rds-db:x"}, {"Effect": "Deny", "Action": "rds-db:*", "Resource": "arn:aws:rds-db:y"}`)},
		"a managed policy of the templates": {
			"App/Own AWS::IAM::ManagedPolicy": `{"PolicyDocument": {"Statement": ` + secretOf + `}}`,
			newRole:                           `{` + trusted + `, "ManagedPolicyArns": [{"Ref": "Own"}]}`,
		},
		"a policy that no role has": {"App/People": `{"PolicyDocument": {"Statement": ` + secretOf + `}}`},
		"a secret with a key that is closed": {
			"App/Secret": `{"KmsKeyId": {"Fn::ImportValue": "ClosedKey"}}`,
			newRole:      allowing(secretOf + "," + closedOf),
		},
		"a secret's policy": {"App/New AWS::SecretsManager::ResourcePolicy": `{"SecretId": {"Ref": "Secret"}, "ResourcePolicy": {"Statement": [
				{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "secretsmanager:GetSecretValue", "Resource": "*", "Condition": {"Bool": {"a": "b"}}},
				{"Effect": "Deny", "Principal": {"AWS": {"Fn::GetAtt": ["TaskRole", "Arn"]}}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}}`},
		"a secret's policy that denies all it allows": {"App/New AWS::SecretsManager::ResourcePolicy": `{"SecretId": {"Ref": "Secret"}, "ResourcePolicy": {"Statement": [
				{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"},
				{"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}}`},
		"a secret with the account's key": {"App/Secret": `{}`},
	}
}
