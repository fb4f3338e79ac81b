package kept

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// assembly is a folder with a file of some text, and one with the code of a function.
func assembly(t *testing.T, text string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "asset.1"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// recalled is what the store has under a key: the text, or false and nothing.
func recalled(t *testing.T, s Store, key string) (text string, found bool) {
	t.Helper()
	into := t.TempDir()
	found = s.Recall(key, into)
	entries, err := os.ReadDir(into)
	if want := map[bool]int{true: 1}[found]; err != nil || len(entries) != want {
		t.Errorf("found %t and %v (%v), want %d files", found, entries, err, want)
	}
	content, _ := os.ReadFile(filepath.Join(into, "manifest.json"))
	return string(content), found
}

func TestWhatIsKeptIsRecalledUnderItsOwnKey(t *testing.T) {
	t.Parallel()
	s := In(filepath.Join(t.TempDir(), "of", "tests"))
	s.Keep(Key("code", "prod"), assembly(t, "the platform"))
	if text, _ := recalled(t, s, Key("code", "prod")); text != "the platform" {
		t.Errorf("it is %q", text)
	}
	for _, other := range []string{Key("other code", "prod"), Key("code", "dev"), Key("code"), Key("codep", "rod"), Key("prod", "code")} {
		if _, found := recalled(t, s, other); found {
			t.Errorf("%s is the same key", other)
		}
	}
	s.Keep(Key("code", "prod"), assembly(t, "made anew"))
	if text, _ := recalled(t, s, Key("code", "prod")); text != "made anew" {
		t.Errorf("kept again it is %q", text)
	}
}

func TestWhatIsNotWholeIsNotRecalled(t *testing.T) {
	t.Parallel()
	s := In(t.TempDir())
	s.Keep("key", assembly(t, "a text that is long enough to be found"))
	whole, err := os.ReadFile(s.file("key"))
	if err != nil {
		t.Fatal(err)
	}
	other := append([]byte{}, whole...)
	other[45] ^= 1 // of the first file's content
	for what, content := range map[string][]byte{"a part": whole[:len(whole)/2], "nothing": nil, "another byte": other} {
		if err := os.WriteFile(s.file("key"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		if text, found := recalled(t, s, "key"); found {
			t.Errorf("of %s %q is recalled", what, text)
		}
	}
}

func TestWithoutAPlaceNothingIsKept(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, s := range []Store{{}, In(filepath.Join(file, "inside"))} {
		s.Keep("key", assembly(t, ""))
		if _, found := recalled(t, s, "key"); found {
			t.Error("it is found all the same")
		}
	}
}

func TestTheOldestGo(t *testing.T) {
	t.Parallel()
	s := In(t.TempDir())
	dir := assembly(t, "")
	for i := range most {
		key := fmt.Sprint(i)
		s.Keep(key, dir)
		then := time.Now().Add(time.Duration(i-most) * time.Minute)
		if err := os.Chtimes(s.file(key), then, then); err != nil {
			t.Fatal(err)
		}
	}
	recalled(t, s, "0") // used just now
	s.Keep("one more", dir)
	s.Keep("another", dir)
	for key, want := range map[string]bool{"0": true, "1": false, "2": false, "3": true, "one more": true} {
		if _, found := recalled(t, s, key); found != want {
			t.Errorf("%s is there: %t", key, found)
		}
	}
}
