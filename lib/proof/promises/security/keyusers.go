package security

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// secretReadersHaveTheKey looks at what every role may do: without the key, the
// permission to read a secret ends in an error at run time only.
func secretReadersHaveTheKey(v *check.Review) {
	key := parts.Key(v, parts.DataKey)
	ours := slices.Concat(v.OfType("AWS::SecretsManager::Secret"), v.OfType(parts.DBCluster))
	readers := 0
	for _, role := range v.OfType("AWS::IAM::Role") {
		statements := iampolicy.OfRole(v.Assembly, role)
		reads := slices.ContainsFunc(statements, func(s iampolicy.Statement) bool {
			return s.Effect == "Allow" && s.Covers("secretsmanager:GetSecretValue") && slices.ContainsFunc(ours, func(secret *assembly.Resource) bool {
				return s.Names(secret) || slices.Contains(s.ResourceTexts(), check.Token(secret, parts.MasterSecret))
			})
		})
		if !reads {
			continue
		}
		readers++
		if !slices.ContainsFunc(statements, func(s iampolicy.Statement) bool { return s.Allows(parts.Decrypt, key) }) {
			v.Add("%s may read a secret, but not %s with %s", role, parts.Decrypt, key)
		}
	}
	if readers == 0 {
		v.Add("found no role that may read a secret")
	}
}
