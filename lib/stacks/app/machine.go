package app

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
)

// CheckMachine says what the machine lacks for a synthesis into outDir. Without
// it the first CDK call would end in a panic.
func CheckMachine(outDir string) error {
	// The two variables are the jsii runtime's own: another Node.js, and a kernel
	// of one's own that may need none.
	node := cmp.Or(os.Getenv("JSII_NODE"), "node")
	if os.Getenv("JSII_RUNTIME") == "" {
		if _, err := exec.LookPath(node); err != nil {
			return fmt.Errorf("the CDK needs Node.js 22 or 24: %w", err)
		}
	}
	if err := os.MkdirAll(outDir, 0o755); err != nil {
		return fmt.Errorf("the output directory cannot be made: %w", err)
	}
	probe, err := os.CreateTemp(outDir, "probe-*")
	if err != nil {
		return fmt.Errorf("the output directory takes no files: %w", err)
	}
	if err := probe.Close(); err != nil {
		return err
	}
	return os.Remove(probe.Name())
}
