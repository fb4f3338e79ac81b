// Package recorded reads platforms that the update command has synthesized: prod with
// every option, and prod with each kind of work. Tests of the proof break them on purpose,
// and need no jsii kernel for that. Only tests import it.
package recorded

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

// What a judge makes is garbage at once, and tests judge all the time: a fifth less CPU for
// 300 MB.
func init() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// Where the assemblies are, from the repository's root.
const (
	Folder      = "lib/proof/platformtest/testdata/prod"
	KindsFolder = "lib/proof/platformtest/testdata/kinds"
)

// Files are what a cloud assembly needs so that it can be read and compared.
func Files() []string {
	files := []string{"manifest.json", "cdk.out", config.SettingsFile}
	for _, stack := range []string{"Network", "Security", "Data", "Compute"} {
		files = append(files, stack+".template.json", stack+".assets.json")
	}
	return files
}

// Platform is the recorded platform with every option, a copy for each caller.
func Platform(t *testing.T) check.Platform {
	t.Helper()
	return read(t, Folder)
}

// Kinds is the recorded platform with each kind of work, a copy for each caller.
func Kinds(t *testing.T) check.Platform {
	t.Helper()
	return read(t, KindsFolder)
}

// once holds each platform as it is read.
var once sync.Map

func read(t *testing.T, folder string) check.Platform {
	t.Helper()
	dir := filepath.Join(Root(t), folder)
	reading, _ := once.LoadOrStore(dir, sync.OnceValues(func() (check.Platform, error) { return check.Read(dir) }))
	p, err := reading.(func() (check.Platform, error))()
	if err != nil {
		t.Fatal(err)
	}
	// A test may change the settings too.
	settings, err := config.Saved(dir)
	if err != nil {
		t.Fatal(err)
	}
	return check.Platform{Assembly: p.Copy(), Settings: settings}
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
