package app

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// CheckMachine reports what the machine lacks for a synthesis into outDir. Without the
// check the first CDK call would panic.
func CheckMachine(outDir string) error {
	// The jsii runtime reads both variables: the path of another Node.js, and the path of
	// another kernel, which may not need Node.js.
	node := cmp.Or(os.Getenv("JSII_NODE"), "node")
	if os.Getenv("JSII_RUNTIME") == "" {
		if _, err := exec.LookPath(node); err != nil {
			return fmt.Errorf("the CDK needs Node.js 22 or 24: %w", err)
		}
	}
	if err := os.MkdirAll(outDir, 0o755); err != nil {
		return fmt.Errorf("the output directory cannot be created: %w", err)
	}
	probe, err := os.CreateTemp(outDir, "probe-*")
	if err != nil {
		return fmt.Errorf("the output directory is not writable: %w", err)
	}
	if err := probe.Close(); err != nil {
		return err
	}
	return os.Remove(probe.Name())
}

// Undo returns a function that removes from outDir what has been written since.
func Undo(outDir string) func() {
	before := names(outDir)
	_, err := os.Lstat(outDir)
	isNew := errors.Is(err, fs.ErrNotExist)
	return func() {
		for _, name := range names(outDir) {
			if !slices.Contains(before, name) {
				_ = os.RemoveAll(filepath.Join(outDir, name))
			}
		}
		if isNew {
			_ = os.Remove(outDir)
		}
	}
}

func names(dir string) (list []string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		list = append(list, entry.Name())
	}
	return list
}
