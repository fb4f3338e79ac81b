// Package checktest tests promises on a recorded platform, which keeps them, and on
// breaches, which are changes to it. Only tests import it.
package checktest

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
)

// Breach is a change to a recorded platform, or to its settings, after which a promise
// is broken. That each promise notices some change of a single place is tested by package
// mutation, so a breach is for what that cannot do: it adds a resource, changes several
// places, or tries what is nearly right.
type Breach struct {
	Name   string
	Check  func(*check.Review)
	Change Change
	Want   string // part of a complaint
	// Kinds changes the recorded platform that has each kind of work.
	Kinds bool
}

// Broken is what a check complains about.
func Broken(examine func(*check.Review), p *check.Platform) []string {
	return check.Promise{Check: examine}.Broken(*p)
}

// Test tries the breaches.
func Test(t *testing.T, breaches []Breach) {
	t.Helper()
	for _, breach := range breaches {
		t.Run(breach.Name, func(t *testing.T) {
			t.Parallel()
			p := recorded.Platform(t)
			if breach.Kinds {
				p = recorded.Kinds(t)
			}
			breach.Change(t, &p)
			got := Broken(breach.Check, &p)
			if !slices.ContainsFunc(got, func(complaint string) bool { return strings.Contains(complaint, breach.Want) }) {
				t.Errorf("complaints are %q, want one with %q", got, breach.Want)
			}
		})
	}
}
