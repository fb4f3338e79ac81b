package permissions

import "slices"

// Outsider is somebody who does not belong to the account and is let in.
type Outsider struct {
	Kind, Name string
	// On is what the outsider gets at: a role, or a resource by its policy.
	On         string
	Actions    []string
	Conditions []string
	Why        string
}

// outside are the kinds of principals that do not belong to the account.
var outside = []string{KindEveryone, KindOtherAccount, KindFederated, KindIdentity}

// outsiders lists whom a trust policy or a resource's policy lets in.
func (l *ledger) outsiders() []Outsider {
	var found []Outsider
	for _, s := range l.statements() {
		if s.Effect != "Allow" || !slices.Contains(outside, s.kind) {
			continue
		}
		for _, p := range l.explained(letsIn, s, func(string, string) bool { return true }) {
			found = append(found, Outsider{s.kind, s.name, s.holder, p.actions, s.Conditions, p.why})
		}
	}
	return found
}
