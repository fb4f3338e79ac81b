package build

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"time"
)

// unused is how long an executable is kept that no run has used.
const unused = 7 * 24 * time.Hour

// kept is the directory in the user's cache with the executables of earlier runs, each in a
// directory that is named by its hash. It is empty where the user has no cache. Then, and
// where the cache takes no files, a run links again and all else is the same.
func (f Function) kept() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "chassis", f.base())
}

// recall writes the newest of the kept executables to path. The directory's name is its
// hash: the go command looks at the build ID alone, so a file of which a part is missing must
// never be recalled.
func (f Function) recall(path string) error {
	var newest []byte
	var used time.Time
	entries, _ := os.ReadDir(f.kept())
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !info.ModTime().After(used) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(f.kept(), entry.Name(), executable))
		if err == nil && hash(content) == entry.Name() {
			newest, used = content, info.ModTime()
		}
	}
	if newest == nil {
		return nil
	}
	return os.WriteFile(path, newest, 0o755)
}

// keep keeps the executable at path for later runs, and returns the directory with it alone,
// or nothing where it cannot. Two runs at once may keep the same one.
func (f Function) keep(path string) (dir string) {
	content, err := os.ReadFile(path)
	if err != nil || f.kept() == "" || os.MkdirAll(f.kept(), 0o700) != nil {
		return ""
	}
	name := hash(content)
	dir = filepath.Join(f.kept(), name)
	if !holds(dir, name) {
		// Another run finds the whole or nothing.
		part, err := os.MkdirTemp(f.kept(), "part-")
		if err != nil {
			return ""
		}
		defer os.RemoveAll(part) //nolint:errcheck // it is where the user's caches are
		inside := filepath.Join(part, executable)
		if os.WriteFile(inside, content, 0o755) != nil || os.Chmod(inside, 0o755) != nil {
			return ""
		}
		_ = os.RemoveAll(dir) // of which a part is missing
		if os.Rename(part, dir) != nil && !holds(dir, name) {
			return ""
		}
	}
	now := time.Now()
	_ = os.Chtimes(dir, now, now)
	entries, _ := os.ReadDir(f.kept())
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && now.Sub(info.ModTime()) > unused {
			_ = os.RemoveAll(filepath.Join(f.kept(), entry.Name()))
		}
	}
	return dir
}

// holds says whether the executable with that hash is in a directory.
func holds(dir, name string) bool {
	content, err := os.ReadFile(filepath.Join(dir, executable))
	return err == nil && hash(content) == name
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
