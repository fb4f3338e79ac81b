package main

import (
	"path/filepath"
	"testing"

	"example.com/chassis/lib/proof/permissions"
	"example.com/chassis/lib/proof/platformtest"
)

// A reviewer reads docs/posture instead of the templates, so it must say what they
// say: whoever changes a permission shows it there.
func TestTheDocumentedPermissionsAreThoseOfTheTemplates(t *testing.T) {
	for _, settings := range platforms()[:3] {
		p, err := permissions.Of(platformtest.Synth(t, settings).Assembly)
		if err != nil {
			t.Errorf("%s: %v", label(settings), err)
		}
		page := "# Who may do what in " + label(settings) + "\n\n" +
			"Computed from the synthesized templates by [lib/proof/permissions](../../lib/proof/permissions), and written by\n" +
			"`go test -run Permissions . -update`. Resources have the paths of their constructs, `${AWS::AccountId}` is the platform's\n" +
			"account, and an empty cell of conditions means that there is none. What can reach what is in [" + label(settings) + ".md](" + label(settings) + ".md).\n\n" +
			p.Markdown()
		golden(t, filepath.Join("docs", "posture", "permissions-"+label(settings)+".md"), page)
	}
}

// Whatever may be switched on is understood too, and has its reasons. A reason that
// no platform needs would wait for the next careless statement.
func TestPermissionsOfEveryPlatformHaveReasonsAndEveryReasonAUse(t *testing.T) {
	var all []permissions.Table
	for _, settings := range append(platforms(), everyOption(), everySetting()) {
		p, err := permissions.Of(platformtest.Synth(t, settings).Assembly)
		if err != nil {
			t.Errorf("%s: %v", label(settings), err)
		}
		all = append(all, p)
	}
	for _, left := range permissions.UnusedReasons(all...) {
		t.Errorf("no platform needs the reason of %s", left)
	}
}
