package permissions

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// reading is what returns the value of a secret.
var reading = []string{"secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"}

// secret is one that the templates define, or have AWS define.
type secret struct {
	// token is how a policy refers to it, and name what a reader is told.
	token, name string
	key         string
	holder      *assembly.Resource
}

func (v *survey) secrets() []secret {
	var found []secret
	for _, r := range v.OfType("AWS::SecretsManager::Secret") {
		found = append(found, secret{"${" + r.String() + "}", v.of(r), v.text(r, "KmsKeyId"), r})
	}
	for _, t := range []string{"AWS::RDS::DBCluster", "AWS::RDS::DBInstance"} {
		for _, r := range v.OfType(t) {
			if r.At("ManageMasterUserPassword") == true {
				found = append(found, secret{
					"${" + r.String() + ".MasterUserSecret.SecretArn}", "master user of " + v.of(r), v.text(r, "MasterUserSecret", "KmsKeyId"), r,
				})
			}
		}
	}
	return found
}

// unknown is what the templates do not tell.
const unknown = "not known"

// keyName is the secret's key: its own, or the account's for secrets.
func (s secret) keyName() string { return cmp.Or(s.key, "alias/aws/secretsmanager") }

// reachedBy says whether a resource of a policy is the secret, or may be.
func (s secret) reachedBy(v *survey, on string) bool {
	if excluded, not := strings.CutPrefix(on, "NotResource "); not {
		return !s.reachedBy(v, excluded)
	}
	arn := "arn:aws:secretsmanager:" + s.holder.Stack.Region + ":" + ownAccount + ":secret:" + s.token
	return on == s.token || iampolicy.Match(v.readableAccount(on), arn)
}

func (v *survey) secretAccess(keys []KeyAccess) []SecretAccess {
	var found []SecretAccess
	powers := v.powers(reading...)
	reached := map[string]bool{}
	for _, s := range v.secrets() {
		add := func(who, by string, conditions []string) {
			found = append(found, SecretAccess{who, s.name, by, conditions, s.keyName(), decrypts(keys, who, s.key)})
		}
		said := v.saidOf(s)
		for _, p := range powers {
			if !s.reachedBy(v, p.on) {
				continue
			}
			reached[p.on] = true
			unless, denied := v.denials(v.against(said, p.who.Kind, p.who.Name), power{action: p.action, on: s.token, when: p.when})
			if !denied {
				add(p.who.shown(), byOwn, slices.Concat(p.conditions, unless))
			}
		}
		for _, statement := range said {
			if statement.Effect != "Allow" || !slices.ContainsFunc(reading, statement.Concerns) {
				continue
			}
			for _, text := range statement.Principals {
				kind, name, _ := v.identify(text)
				unless, denied := v.denials(v.against(said, kind, name), power{action: reading[0], on: s.token, when: when(s.holder)})
				if !denied {
					add(shown(kind, name), bySecret, slices.Concat(v.readables(statement.Conditions), unless))
				}
			}
		}
	}
	for _, p := range powers {
		// A pattern may match secrets of the account that no template holds.
		if !reached[p.on] || wild(p.on) {
			found = append(found, SecretAccess{p.who.shown(), "any secret " + v.readable(p.on), byOwn, p.conditions, unknown, unknown})
		}
	}
	return ordered(append(found, v.resolved()...), func(a SecretAccess) string {
		return strings.Join([]string{a.Secret, a.Who, a.By, strings.Join(a.Conditions, " ")}, "\n")
	})
}

// saidOf are the statements of a secret's own policy.
func (v *survey) saidOf(s secret) []iampolicy.Statement {
	if s.holder.Type != "AWS::SecretsManager::Secret" {
		return nil
	}
	return iampolicy.OfResource(v.Assembly, s.holder)
}

// decrypts says whether a principal may also use the key of a secret. Without a key
// of its own, a secret has the account's, which everybody of the account may use.
func decrypts(keys []KeyAccess, who, key string) string {
	if key == "" {
		return "yes"
	}
	answer := "no"
	for _, k := range keys {
		if k.Who != who || k.Key != key || !k.Effective || !slices.Contains(k.Actions, "kms:Decrypt") {
			continue
		}
		if len(k.Conditions) == 0 {
			return "yes"
		}
		answer = "if " + strings.Join(k.Conditions, " and ")
	}
	return answer
}

// dynamic is a reference in a template to a secret, by its name or its ARN.
var dynamic = regexp.MustCompile(`\{\{resolve:secretsmanager:([^}]*(?:\$\{[^}]*\}[^}]*)*)\}\}`)

// resolved are the secrets whose values CloudFormation writes into resources: it
// reads them as whoever deploys, and the resource keeps a copy.
func (v *survey) resolved() []SecretAccess {
	var found []SecretAccess
	for _, s := range v.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			for _, match := range dynamic.FindAllStringSubmatch(v.Text(s, r.Properties), -1) {
				name, _, _ := strings.Cut(match[1], ":SecretString:")
				row := SecretAccess{
					Who: "CloudFormation, into " + v.of(r), Secret: v.readable(name), By: byLookup, Key: unknown, Decrypts: "as whoever deploys",
				}
				for _, known := range v.secrets() {
					if known.token == name {
						row.Key = known.keyName()
					}
				}
				found = append(found, row)
			}
		}
	}
	return found
}

// ordered sorts the rows of a table and drops those that are there twice.
func ordered[T any](rows []T, key func(T) string) []T {
	slices.SortStableFunc(rows, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	return slices.CompactFunc(rows, func(a, b T) bool { return key(a) == key(b) })
}
