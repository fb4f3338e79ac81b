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
	add := func(kind, name, on string, actions, conditions []string) {
		found = append(found, Outsider{kind, name, on, actions, conditions, l.why(on, letsIn, name)})
	}
	for _, s := range l.subjects {
		for _, g := range s.Grants {
			if slices.Contains(outside, s.Kind) && g.Effect == "Allow" {
				add(s.Kind, s.Name, g.On, g.Actions, g.Conditions)
			}
		}
		for _, t := range s.AssumedBy {
			if slices.Contains(outside, t.Kind) && t.Effect == "Allow" {
				add(t.Kind, t.Name, s.Name, t.Actions, t.Conditions)
			}
		}
	}
	return found
}
