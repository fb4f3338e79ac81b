package promises_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises"
	"example.com/chassis/lib/proof/promises/check"
)

// A team may have bootstrapped the account with a qualifier of its own.
func TestThePromisesHoldWithAnotherBootstrap(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, file := range recorded.Files() {
		text, err := os.ReadFile(filepath.Join(recorded.Root(t), recorded.Folder, file))
		if err != nil {
			t.Fatal(err)
		}
		other := strings.ReplaceAll(string(text), "hnb659fds", "acmeboot")
		if err := os.WriteFile(filepath.Join(dir, file), []byte(other), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := check.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Stacks[0].Qualifier(); got != "acmeboot" {
		t.Errorf("the qualifier is %q", got)
	}
	for _, v := range check.Judge(p, promises.All()) {
		for _, complaint := range v.Wrong {
			t.Errorf("%s %s: %s", v.ID, v.Says, complaint)
		}
	}
}
