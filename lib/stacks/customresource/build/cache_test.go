package build

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// ownCache gives the test a cache of its own, and returns where the certificate finder's
// executable is kept. The Go toolchain keeps its own cache.
func ownCache(t *testing.T) string {
	t.Helper()
	toolchains, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("GOCACHE") == "" {
		t.Setenv("GOCACHE", filepath.Join(toolchains, "go-build"))
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	if cache, err := os.UserCacheDir(); err != nil || cache == toolchains {
		t.Skip("the cache of this system is elsewhere")
	}
	return CertificateFinder.kept()
}

func TestTheNextRunFindsTheExecutableOfTheLast(t *testing.T) {
	kept := ownCache(t)
	built := mustBuild(t, repository)
	path := filepath.Join(t.TempDir(), executable)
	if err := CertificateFinder.recall(path); err != nil || hash(readFile(t, path)) != hash(built) {
		t.Errorf("found another executable (%v), want that of the last run, %s", err, hash(built))
	}
	first := CertificateFinder.keep(path)
	if first != filepath.Join(kept, hash(built)) || !holds(first, hash(built)) {
		t.Errorf("it is kept in %q", first)
	}
	ago := time.Now().Add(-unused - time.Hour)
	if err := os.Chtimes(first, ago, ago); err != nil {
		t.Fatal(err)
	}
	edit(t, path, "ELF", "FLE")
	CertificateFinder.keep(path)
	if entries, err := os.ReadDir(kept); len(entries) != 1 || err != nil {
		t.Errorf("%v is kept (%v), want the last executable alone", entries, err)
	}
}

// The go command would take a file for up to date that has the right build ID, and nothing
// after that.
func TestAKeptExecutableWithAPartMissingIsNotUsed(t *testing.T) {
	kept := ownCache(t)
	built := mustBuild(t, repository)
	if err := os.Truncate(filepath.Join(kept, hash(built), executable), int64(len(built)/2)); err != nil {
		t.Fatal(err)
	}
	if again := mustBuild(t, repository); hash(again) != hash(built) {
		t.Errorf("a build gives %d bytes, want the %d of the build before", len(again), len(built))
	}
}

func TestAUserWithoutACacheHasTheSameExecutable(t *testing.T) {
	kept := ownCache(t)
	want := mustBuild(t, repository)
	for name, cache := range map[string]string{
		"a cache that is no absolute path": "relative",
		"a file in the cache's place":      filepath.Join(kept, hash(want), executable),
	} {
		t.Setenv("XDG_CACHE_HOME", cache)
		if got := mustBuild(t, repository); hash(got) != hash(want) {
			t.Errorf("with %s a build gives %d bytes, want the %d of any other user", name, len(got), len(want))
		}
	}
}
