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

// reading is what returns the value of a secret. BatchGetSecretValue returns none without it.
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
var reading = []string{"secretsmanager:GetSecretValue"}

// secret is one that the templates define, or have AWS define.
type secret struct {
	// token is how a policy refers to it, and name what a reader is told.
	token, name string
	key         string
	resource    *assembly.Resource
}

func (s secret) pattern() iampolicy.Pattern {
	return iampolicy.Pattern{Element: "Resource", Text: s.token}
}

func (a *analysis) secrets() []secret {
	var found []secret
	for _, r := range a.OfType("AWS::SecretsManager::Secret") {
		found = append(found, secret{"${" + r.String() + "}", a.of(r), a.text(r, "KmsKeyId"), r})
	}
	for _, t := range []string{"AWS::RDS::DBCluster", "AWS::RDS::DBInstance"} {
		for _, r := range a.OfType(t) {
			if r.At("ManageMasterUserPassword") == true {
				found = append(found, secret{
					"${" + r.String() + ".MasterUserSecret.SecretArn}", "master user of " + a.of(r), a.text(r, "MasterUserSecret", "KmsKeyId"), r,
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

func (a *analysis) secretAccess(keys []KeyAccess) []SecretAccess {
	var found []SecretAccess
	powers := a.powers(reading...)
	reached := map[iampolicy.Pattern]bool{}
	for _, s := range a.secrets() {
		add := func(who PrincipalID, by string, conditions []string) {
			found = append(found, SecretAccess{who.String(), s.name, by, conditions, s.keyName(), decrypts(keys, who, s.key)})
		}
		arn := "arn:aws:secretsmanager:" + s.resource.Stack.Region + ":" + ownAccount + ":secret:" + s.token
		policy := a.secretPolicy(s)
		for _, p := range powers {
			if !a.mayBe(p.on, arn, s.token) {
				continue
			}
			reached[p.on] = true
			unless, denied := a.denials(a.against(policy, p.who.PrincipalID), p.action, s.pattern(), p.Source)
			if !denied {
				add(p.who.PrincipalID, byOwn, slices.Concat(a.conditions(p.statement), unless))
			}
		}
		for _, statement := range policy {
			if statement.Effect != "Allow" || !slices.ContainsFunc(reading, statement.Concerns) {
				continue
			}
			for _, p := range statement.Principals {
				id, _ := a.identify(p)
				who := a.known(id)
				unless, denied := a.denials(slices.Concat(who.own(), a.against(policy, id)), reading[0], s.pattern(), s.resource)
				if !denied {
					add(id, bySecret, slices.Concat(a.readables(statement.ConditionTexts()), who.within(), unless))
				}
			}
		}
	}
	for _, p := range powers {
		// A pattern may match secrets of the account that no template has.
		if !reached[p.on] || wild(p.on) {
			found = append(found, SecretAccess{p.who.String(), "any secret " + a.readable(p.on.String()), byOwn, a.conditions(p.statement), unknown, unknown})
		}
	}
	return joined(append(found, a.resolved()...), func(s SecretAccess) string { return rowKey(s.Conditions, s.Secret, s.Who, s.By) }, nil)
}

// secretPolicy has the statements of a secret's own policy.
func (a *analysis) secretPolicy(s secret) []iampolicy.Statement {
	if s.resource.Type != "AWS::SecretsManager::Secret" {
		return nil
	}
	return iampolicy.OfResource(a.Assembly, s.resource)
}

// decrypts says whether a principal may also use the key of a secret. Without a key
// of its own, a secret has the account's, which every principal of the account may use.
func decrypts(keys []KeyAccess, who PrincipalID, key string) string {
	if key == "" {
		return "yes"
	}
	answer := "no"
	for _, k := range keys {
		if k.Who != who.String() || k.Key != key || !k.Effective || !slices.Contains(k.Actions, "kms:Decrypt") {
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
// reads them with the permissions of the deployer, and the resource keeps a copy.
func (a *analysis) resolved() []SecretAccess {
	var found []SecretAccess
	for _, s := range a.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			for _, match := range dynamic.FindAllStringSubmatch(a.Text(s, r.Properties), -1) {
				name, _, _ := strings.Cut(match[1], ":SecretString:")
				row := SecretAccess{
					Who: "CloudFormation, into " + a.of(r), Secret: a.readable(name), By: byReference, Key: unknown, Decrypts: "with the permissions of the deployer",
				}
				for _, known := range a.secrets() {
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
