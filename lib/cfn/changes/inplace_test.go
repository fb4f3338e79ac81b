package changes

import (
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

// Whoever adds a type that holds data says what may lose it in place, or why nothing may.
func TestEachTypeWithDataHasItsPropertiesOrAReason(t *testing.T) {
	t.Parallel()
	for _, kind := range assembly.DataTypes() {
		listed := len(retentions[kind])+len(safeguards[kind])+len(overwritten[kind])+len(lifecycles[kind]) > 0
		if reason := nothingInPlace[kind]; listed == (reason != "") && lifecycles[kind] == nil || !listed && reason == "" {
			t.Errorf("%s: has properties: %t, and the reason why it has none: %q", kind, listed, reason)
		}
		if stateless[kind] {
			t.Errorf("%s holds data and is listed as a type that holds none", kind)
		}
	}
}

// A path with a slip would never be found.
func TestThePropertiesOfTheTablesExist(t *testing.T) {
	t.Parallel()
	for kind := range retentions {
		if _, known := kinds()[kind]; !known {
			t.Errorf("the table of types has no %s", kind)
		}
	}
	for kind := range stateless {
		if _, known := kinds()[kind]; !known && kind[:5] == "AWS::" && kind != "AWS::CDK::Metadata" {
			t.Errorf("the table of types has no %s", kind)
		}
	}
}
