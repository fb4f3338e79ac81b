package promises

import (
	"strings"
	"testing"
)

func TestEveryPromiseIsOneSentenceOfItsOwn(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	for _, promise := range All() {
		if said[promise.Says] {
			t.Errorf("%s %q is said twice", promise.ID, promise.Says)
		}
		said[promise.Says] = true
		if !strings.HasSuffix(promise.Says, ".") || strings.ContainsAny(promise.Says, "\n|") {
			t.Errorf("%s %q is not one sentence for a table", promise.ID, promise.Says)
		}
		if promise.ID == "" || promise.Check == nil {
			t.Errorf("%q has no requirement or no check", promise.Says)
		}
	}
	if len(said) == 0 {
		t.Error("nothing is promised")
	}
}
