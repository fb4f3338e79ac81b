package scratch

import (
	"os"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	code := m.Run()
	Remove()
	os.Exit(code)
}

// The directory of the process itself may not change, so both ways end in an error.
func TestADirectoryThatCannotHoldTheKernelIsRefused(t *testing.T) {
	parent := t.TempDir()
	for says, tc := range map[string]struct {
		parent string
		needed uint64
	}{
		"takes no files":                    {parent + "/nowhere", 1},
		"must have 1099511627776 MiB free,": {parent, 1 << 40},
	} {
		if made, err := makeDir(tc.parent, tc.needed); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %q, %v; want an error with %q", made, err, says)
		}
	}
	if left, err := os.ReadDir(parent); len(left) > 0 || err != nil {
		t.Errorf("%v is left: %v", left, err)
	}
}
