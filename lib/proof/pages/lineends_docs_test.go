package pages_test

import (
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// With the setting that git has on Windows, a script, a golden file or an embedded file
// would otherwise get other bytes in every checkout.
func TestEveryFileIsCheckedOutAsItIsCommitted(t *testing.T) {
	t.Parallel()
	// go test sees what the test itself reads, and else keeps the result of other files.
	_ = filepath.WalkDir(root, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".git") {
			return fs.SkipDir
		}
		return nil
	})
	list := exec.Command("git", "-c", "core.autocrlf=true", "ls-files", "--eol")
	list.Dir = root
	text, err := list.Output()
	if err != nil {
		t.Skipf("no git checkout: %v", err)
	}
	files := 0
	for line := range strings.Lines(string(text)) {
		files++
		kind, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		fields := strings.Fields(kind) // in the commit, in the checkout, by .gitattributes
		if isText := fields[0] != "i/-text"; isText && (fields[0] == "i/crlf" || fields[0] == "i/mixed" || !strings.Contains(kind, "eol=lf")) {
			t.Errorf("%s: %s, want text with LF everywhere", file, kind)
		}
	}
	if files < 100 {
		t.Errorf("found %d files, want those of the repository", files)
	}
}
