package permissions

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// decrypting is what turns into plain text what a key encrypted: at once, by
// encrypting it anew with another key, or by a grant to somebody else.
var decrypting = []string{"kms:Decrypt", "kms:ReEncryptFrom", "kms:CreateGrant"}

// keyAccess reads the policies of roles and of keys together: a policy of a role
// counts where the key's policy enables the account's IAM policies, and a principal
// that the key's policy names needs no other.
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
func (a *analysis) keyAccess() []KeyAccess {
	var found []KeyAccess
	powers := a.powers(decrypting...)
	reached := map[iampolicy.Pattern]bool{}
	for _, key := range a.OfType("AWS::KMS::Key") {
		k := a.keyPolicy(key)
		for _, p := range powers {
			if k.isKey(p.on) {
				reached[p.on] = true
				found = append(found, k.throughIAM(p)...)
			}
		}
		found = append(found, k.direct()...)
	}
	for _, p := range powers {
		// A pattern may match keys of the account that no template has.
		if !reached[p.on] || wild(p.on) {
			found = append(found, KeyAccess{p.who.String(), "any key " + a.readable(p.on.String()), []string{p.action}, byOwn, a.conditions(p.statement), true})
		}
	}
	key := func(k KeyAccess) string { return rowKey(k.Conditions, k.Key, k.Who, k.By) }
	return joined(found, key, func(into *KeyAccess, k KeyAccess) { into.Actions = with(into.Actions, k.Actions[0]) })
}

// keyPolicy is a key with the statements of its policy.
type keyPolicy struct {
	*analysis
	key        *assembly.Resource
	statements []iampolicy.Statement
}

// defaultKeyPolicy is that of a key without one: it enables the account's IAM policies.
var defaultKeyPolicy = map[string]any{"Statement": map[string]any{
	"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": map[string]any{"AWS": "arn:aws:iam::" + ownAccount + ":root"},
}}

func (a *analysis) keyPolicy(key *assembly.Resource) keyPolicy {
	document := key.At("KeyPolicy")
	if document == nil {
		document = defaultKeyPolicy
	}
	return keyPolicy{a, key, iampolicy.Read(a.Assembly, key, document)}
}

// isKey says whether a resource of a policy is the key, or may be.
func (k keyPolicy) isKey(resource iampolicy.Pattern) bool {
	id := "${" + k.key.String() + "}"
	return k.mayBe(resource, "arn:aws:kms:"+k.key.Stack.Region+":"+ownAccount+":key/"+id, id, "${"+k.key.String()+".Arn}")
}

// throughIAM is what a policy of a principal's own comes to, for each statement by which
// the key's policy enables it.
func (k keyPolicy) throughIAM(p power) []KeyAccess {
	row := KeyAccess{p.who.String(), k.of(k.key), []string{p.action}, byOwn, k.conditions(p.statement), true}
	unless, denied := k.denials(k.against(k.statements, p.who.PrincipalID), p.action, all, k.key)
	if denied {
		return nil
	}
	var found []KeyAccess
	for _, s := range k.statements {
		if s.Effect != "Allow" || !s.Concerns(p.action) || !slices.ContainsFunc(s.Principals, k.isOwnAccount) {
			continue
		}
		enabled := row
		enabled.Conditions = slices.Concat(row.Conditions, k.readables(s.ConditionTexts()), unless)
		found = append(found, enabled)
	}
	if found == nil {
		row.By, row.Effective = notByKey, false
		return []KeyAccess{row}
	}
	return found
}

func (k keyPolicy) isOwnAccount(p iampolicy.Principal) bool {
	id, _ := k.identify(p)
	return id.Kind == KindAccount
}

// direct is what the key's policy allows by itself, to services and accounts too.
func (k keyPolicy) direct() []KeyAccess {
	var found []KeyAccess
	for _, s := range k.statements {
		for _, action := range decrypting {
			if s.Effect != "Allow" || !s.Concerns(action) {
				continue
			}
			for _, p := range s.Principals {
				id, _ := k.identify(p)
				who := k.known(id)
				denying := slices.Concat(who.own(), k.against(k.statements, id))
				unless, denied := k.denials(denying, action, all, k.key)
				if denied {
					continue
				}
				by := byKey
				if id.Kind == KindAccount {
					by = byKeyEnabling
				}
				found = append(found, KeyAccess{id.String(), k.of(k.key), []string{action}, by, slices.Concat(k.readables(s.ConditionTexts()), who.within(), unless), true})
			}
		}
	}
	return found
}
