package permissions

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// opening is what turns into plain text what a key encrypted: at once, by having it
// encrypted anew with another key, or by a grant to somebody else.
var opening = []string{"kms:Decrypt", "kms:ReEncryptFrom", "kms:CreateGrant"}

// keyAccess reads the policies of roles and of keys together: a policy of a role
// counts where the key's policy delegates to the account, and a principal that the
// key's policy names needs no other.
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
func (v *survey) keyAccess() []KeyAccess {
	var found []KeyAccess
	powers := v.powers(opening...)
	keys := v.OfType("AWS::KMS::Key")
	reached := map[string]bool{}
	for _, key := range keys {
		k := v.keyPolicy(key)
		for _, p := range powers {
			if k.reachedBy(p.on) {
				reached[p.on] = true
				found = append(found, k.own(p)...)
			}
		}
		found = append(found, k.direct()...)
	}
	for _, p := range powers {
		// A pattern may match keys of the account that no template holds.
		if !reached[p.on] || wild(p.on) {
			found = append(found, KeyAccess{p.who.shown(), "any key " + v.readable(p.on), []string{p.action}, byOwn, p.conditions, true})
		}
	}
	return merged(found)
}

// keyPolicy is a key with the statements of its policy.
type keyPolicy struct {
	*survey
	key        *assembly.Resource
	statements []iampolicy.Statement
}

// The policy of a key without one delegates to the account.
var defaultKeyPolicy = iampolicy.Statement{
	Effect: "Allow", Actions: []string{"kms:*"}, Resources: []string{"*"}, Principals: []string{"AWS arn:aws:iam::" + ownAccount + ":root"},
}

func (v *survey) keyPolicy(key *assembly.Resource) keyPolicy {
	k := keyPolicy{v, key, iampolicy.Read(v.Assembly, key, key.At("KeyPolicy"))}
	if key.At("KeyPolicy") == nil {
		k.statements = []iampolicy.Statement{defaultKeyPolicy}
	}
	return k
}

// reachedBy says whether a resource of a policy is the key, or may be.
func (k keyPolicy) reachedBy(on string) bool {
	if excluded, not := strings.CutPrefix(on, "NotResource "); not {
		return !k.reachedBy(excluded)
	}
	self := "${" + k.key.String() + "}"
	arn := "arn:aws:kms:" + k.key.Stack.Region + ":" + ownAccount + ":key/" + self
	return on == self || on == "${"+k.key.String()+".Arn}" || iampolicy.Match(k.readableAccount(on), arn)
}

// own is what a policy of a principal's own comes to, for each way in which the
// key's policy lets it count.
func (k keyPolicy) own(p power) []KeyAccess {
	row := KeyAccess{p.who.shown(), k.of(k.key), []string{p.action}, byOwn, p.conditions, true}
	unless, denied := k.denials(k.against(k.statements, p.who.Kind, p.who.Name), power{action: p.action, on: "*", when: when(k.key)})
	if denied {
		return nil
	}
	var found []KeyAccess
	for _, s := range k.statements {
		if s.Effect != "Allow" || !s.Concerns(p.action) || !k.delegates(s) {
			continue
		}
		delegated := row
		delegated.Conditions = slices.Concat(row.Conditions, k.readables(s.Conditions), unless)
		found = append(found, delegated)
	}
	if found == nil {
		row.By, row.Effective = notByKey, false
		return []KeyAccess{row}
	}
	return found
}

// delegates says whether a statement lets the account's own policies count.
func (k keyPolicy) delegates(s iampolicy.Statement) bool {
	return slices.ContainsFunc(s.Principals, func(text string) bool {
		kind, _, _ := k.identify(text)
		return kind == KindAccount
	})
}

// direct is what the key's policy gives by itself, to services and accounts too.
func (k keyPolicy) direct() []KeyAccess {
	var found []KeyAccess
	for _, s := range k.statements {
		for _, action := range opening {
			if s.Effect != "Allow" || !s.Concerns(action) {
				continue
			}
			for _, text := range s.Principals {
				kind, name, _ := k.identify(text)
				who := k.subject(kind, name)
				unless, denied := k.denials(slices.Concat(who.own, k.against(k.statements, kind, name)), power{action: action, on: "*", when: when(k.key)})
				if denied {
					continue
				}
				by := byKey
				if kind == KindAccount {
					by = "the key's policy, which lets own policies count"
				}
				row := KeyAccess{shown(kind, name), k.of(k.key), []string{action}, by, slices.Concat(k.readables(s.Conditions), unless), true}
				found = append(found, row)
			}
		}
	}
	return found
}

// shown is a principal in a table that has all kinds of them.
func shown(kind, name string) string {
	if kind == KindRole || kind == name || strings.HasPrefix(name, everyoneBut) {
		return name
	}
	return kind + " " + name
}

func (s *subject) shown() string { return shown(s.Kind, s.Name) }

// merged puts actions together that differ in nothing else, and orders the rows.
func merged(rows []KeyAccess) []KeyAccess {
	all := map[string]KeyAccess{}
	for _, row := range rows {
		key := strings.Join(append([]string{row.Key, row.Who, row.By}, row.Conditions...), "\n")
		if other, twice := all[key]; twice {
			row.Actions = with(other.Actions, row.Actions[0])
		}
		all[key] = row
	}
	var found []KeyAccess
	for _, key := range slices.Sorted(maps.Keys(all)) {
		found = append(found, all[key])
	}
	return found
}
