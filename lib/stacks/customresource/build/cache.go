package build

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
)

// kept is the directory with the executable of an earlier run, in the user's cache. It is
// empty where the user has no cache. Then, and where the cache takes no files, a run links
// again and all else is the same.
func (f Function) kept() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "chassis", f.asset)
}

// recall writes the kept executable to path and returns its name, or nothing where none is
// kept. The name is its hash: the go command looks at the build ID alone, so a file of
// which a part is missing must never be recalled.
func (f Function) recall(path string) (name string, err error) {
	entries, _ := os.ReadDir(f.kept())
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(f.kept(), entry.Name()))
		if err == nil && hash(content) == entry.Name() {
			return entry.Name(), os.WriteFile(path, content, 0o755)
		}
	}
	return "", nil
}

// keep keeps the executable at path for the next run, in the place of all others.
func (f Function) keep(path, earlier string) {
	content, err := os.ReadFile(path)
	name, dir := hash(content), f.kept()
	if err != nil || name == earlier || dir == "" || os.MkdirAll(dir, 0o700) != nil {
		return
	}
	before, _ := os.ReadDir(dir)
	// Another run finds the whole file or none.
	part, err := os.CreateTemp(dir, "part-")
	if err != nil {
		return
	}
	_, err = part.Write(content)
	if closed := part.Close(); err != nil || closed != nil || os.Rename(part.Name(), filepath.Join(dir, name)) != nil {
		_ = os.Remove(part.Name())
		return
	}
	for _, entry := range before {
		if entry.Name() != name {
			_ = os.Remove(filepath.Join(dir, entry.Name()))
		}
	}
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
