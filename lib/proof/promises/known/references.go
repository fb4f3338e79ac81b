package known

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func referencesStay(v *check.Review) {
	names := namesOf(v)
	followed := 0
	for _, r := range v.Resources() {
		table := tables[r.Type]
		if !ours(r) || table == nil {
			continue
		}
		for _, l := range leaves("", r.Properties) {
			targets := table[l.path]
			if targets == nil {
				continue
			}
			followed++
			t, _ := v.Follow(r.Stack, l.value)
			text := v.Shown(r, l.value)
			switch {
			case t.Resource != nil && slices.Contains(targets, t.Resource.Type) && !ours(t.Resource):
				v.Add("%s: %s leads to %s, which is a team's own", r, l.path, t.Resource)
			case t.Resource != nil && slices.Contains(targets, t.Resource.Type):
			case t.Resource == nil && slices.Contains(targets, theSettings) && names.texts[text]:
			default:
				v.Add("%s: %s is %s, want %s", r, l.path, text, wanted(targets))
			}
		}
	}
	if followed == 0 {
		v.Add("there is no reference to follow")
	}
}

// wanted says in words where a property may lead to.
func wanted(targets []string) string {
	var words []string
	for _, target := range targets {
		if target == theSettings {
			target = "what the settings name"
		}
		words = append(words, target)
	}
	return strings.Join(words, " or ") + " of this platform"
}

const (
	apiDestination = "AWS::Events::ApiDestination"
	connection     = "AWS::Events::Connection"
	pipe           = "AWS::Pipes::Pipe"
)

func connectionsAreUsed(v *check.Review) {
	users := v.Users()
	used := func(r *assembly.Resource, by string) {
		if !slices.ContainsFunc(users[r], func(user *assembly.Resource) bool { return user.Type == by }) {
			v.Add("%s is used by no %s", r, by)
		}
	}
	for _, r := range slices.DeleteFunc(v.OfType(connection), notOurs) {
		used(r, apiDestination)
	}
	for _, r := range slices.DeleteFunc(v.OfType(apiDestination), notOurs) {
		used(r, pipe)
	}
	v.Some(pipe)
}
