// Package kept keeps what tests have synthesized in the user's cache, for the next run of the
// tests: an edit of a promise, of a page or of one environment leaves most platforms as they
// are. Only tests import it.
package kept

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// most is how many assemblies are kept, those of a day's work: 50 MB.
const most = 500

// Store is a directory with an archive for each assembly. The zero Store keeps nothing.
type Store struct{ dir string }

// In returns the store in a directory, which it makes.
func In(dir string) Store {
	if os.MkdirAll(dir, 0o700) != nil {
		return Store{}
	}
	return Store{dir}
}

// Key names an assembly by all that it is made from.
func Key(parts ...string) string {
	sum := sha256.New()
	for _, part := range parts {
		one := sha256.Sum256([]byte(part)) // so that no two parts run together
		sum.Write(one[:])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func (s Store) file(key string) string { return filepath.Join(s.dir, key+".zip") }

// Recall writes the files of an assembly into a directory, which is empty. It reports false,
// and leaves the directory empty, when there is no such assembly or not the whole of it: each
// file in an archive has a checksum.
func (s Store) Recall(key, into string) bool {
	if s.dir == "" {
		return false
	}
	archive, err := zip.OpenReader(s.file(key))
	if err != nil {
		return false
	}
	defer archive.Close() //nolint:errcheck // it is read
	if err := os.CopyFS(into, archive); err != nil {
		_ = os.RemoveAll(into)
		_ = os.Mkdir(into, 0o700)
		return false
	}
	now := time.Now()
	_ = os.Chtimes(s.file(key), now, now)
	return true
}

// Keep keeps the files of an assembly, without the folders with the code of functions: they
// are large, and no test reads them. Where nothing can be kept, the next run does the work again.
func (s Store) Keep(key, dir string) {
	if s.dir == "" {
		return
	}
	part, err := os.CreateTemp(s.dir, "part-")
	if err != nil {
		return
	}
	if errors.Join(write(part, dir), part.Close()) != nil || os.Rename(part.Name(), s.file(key)) != nil {
		_ = os.Remove(part.Name())
	}
	s.tidy()
}

func write(to io.Writer, dir string) error {
	archive := zip.NewWriter(to)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !entry.Type().IsRegular() {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return err
		}
		file, err := archive.Create(entry.Name())
		if err != nil {
			return err
		}
		if _, err := file.Write(content); err != nil {
			return err
		}
	}
	return archive.Close()
}

// tidy removes all but the assemblies that were kept or used last.
func (s Store) tidy() {
	files, err := filepath.Glob(filepath.Join(s.dir, "*"))
	if err != nil || len(files) <= most {
		return
	}
	used := map[string]time.Time{}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil {
			used[file] = info.ModTime()
		}
	}
	slices.SortFunc(files, func(a, b string) int { return used[b].Compare(used[a]) })
	for _, file := range files[most:] {
		_ = os.Remove(file)
	}
}
