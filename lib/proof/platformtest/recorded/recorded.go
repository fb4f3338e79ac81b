// Package recorded reads a platform that the update command has synthesized: prod
// with every option. Tests of the proof break it on purpose, and need no jsii kernel
// for that. Only tests import it.
package recorded

import (
	"os"
	"path/filepath"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

// Folder is where the assembly is, from the repository's root.
const Folder = "lib/proof/platformtest/testdata/prod"

// Files are what a cloud assembly needs so that it can be read and compared.
func Files() []string {
	files := []string{"manifest.json", "cdk.out", config.SettingsFile}
	for _, stack := range []string{"Network", "Security", "Data", "Compute"} {
		files = append(files, stack+".template.json")
	}
	return files
}

// Platform is the recorded platform, read anew for each caller.
func Platform(t *testing.T) check.Platform {
	t.Helper()
	p, err := check.Read(filepath.Join(Root(t), Folder))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Root is the folder of the repository.
func Root(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("there is no go.mod above the working directory")
		}
		dir = filepath.Dir(dir)
	}
}
