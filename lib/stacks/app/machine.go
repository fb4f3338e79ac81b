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

	"example.com/chassis/lib/config"
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

// Undo returns a function that removes from outDir what a synthesis has written since. A
// directory may have other users, whose files stay.
func Undo(outDir string) func() {
	before := written(outDir)
	_, err := os.Lstat(outDir)
	isNew := errors.Is(err, fs.ErrNotExist)
	return func() {
		for _, path := range written(outDir) {
			if !slices.Contains(before, path) {
				_ = os.RemoveAll(path)
			}
		}
		if isNew {
			_ = os.Remove(outDir)
		}
	}
}

// written lists what syntheses have written into a directory.
func written(dir string) (paths []string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		for _, pattern := range []string{
			"cdk.out", "manifest.json", "tree*.json", "asset.*", "*.template.json", "*.assets.json", "*.metadata.json",
			"*validation-report.*", "*-NagReport.*", config.SettingsFile,
		} {
			if match, _ := filepath.Match(pattern, entry.Name()); match {
				paths = append(paths, filepath.Join(dir, entry.Name()))
				break
			}
		}
	}
	return paths
}
