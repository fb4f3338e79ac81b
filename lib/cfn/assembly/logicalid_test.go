package assembly_test

import (
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

func TestALogicalIDIsMadeOfThePath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"Network/CDKMetadata":                "CDKMetadata",
		"Compute/AdminApi/TaskRole/Resource": "AdminApiTaskRole772033AF",
	} {
		if got := assembly.LogicalID(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}
