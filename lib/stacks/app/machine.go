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
	"strconv"
	"strings"

	"example.com/chassis/lib/config"
)

// oldestNode is the oldest major version of Node.js that the CDK's packages allow. The
// jsii runtime says on stderr which of the later ones it supports no longer, and works.
const oldestNode = 20

// CheckMachine reports what the machine lacks for a synthesis into outDir. Without the
// check the first CDK call would panic, or would work on a Node.js on which nobody has
// tried it.
func CheckMachine(outDir string) error {
	if err := checkNode(); err != nil {
		return fmt.Errorf("the CDK needs Node.js 22 or 24: %w", err)
	}
	if err := checkCaches(); err != nil {
		return err
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

// checkNode starts Node.js, because only then is it known whether it runs here.
func checkNode() error {
	// The jsii runtime reads both variables: the path of another Node.js, and the path of
	// another kernel, which may not need Node.js.
	if os.Getenv("JSII_RUNTIME") != "" {
		return nil
	}
	node := cmp.Or(os.Getenv("JSII_NODE"), "node")
	said, err := exec.Command(node, "--version").Output()
	if err != nil {
		return fmt.Errorf("%s --version: %w", node, err)
	}
	version := strings.TrimSpace(string(said))
	major, _, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	if number, err := strconv.Atoi(major); err != nil || number < oldestNode {
		return fmt.Errorf("%s is %q, and %d is the oldest that works", node, version, oldestNode)
	}
	return nil
}

// checkCaches reports when the go command, which compiles the functions, has no place for
// modules or builds: https://pkg.go.dev/cmd/go#hdr-Environment_variables
func checkCaches() error {
	_, err := os.UserHomeDir()
	modules := cmp.Or(os.Getenv("GOMODCACHE"), os.Getenv("GOPATH"))
	builds := cmp.Or(os.Getenv("GOCACHE"), os.Getenv("XDG_CACHE_HOME"), os.Getenv("LocalAppData"))
	if err != nil && (modules == "" || builds == "") {
		return fmt.Errorf("there is no home directory for Go's caches: %w; set it, or GOMODCACHE and GOCACHE", err)
	}
	return nil
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
