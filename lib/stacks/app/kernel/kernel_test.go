package kernel

import (
	"os"
	"path/filepath"
	"testing"

	_ "github.com/aws/constructs-go/constructs/v10" // has the jsii runtime unpack its kernel

	"example.com/chassis/lib/stacks/app/scratch"
)

func TestMain(m *testing.M) {
	code := m.Run()
	scratch.Remove()
	os.Exit(code)
}

// The kernel of this release of the jsii runtime is started directly; another's may not be.
func TestTheKernelStartsWithoutTheProcessBetween(t *testing.T) {
	t.Setenv("JSII_RUNTIME", "the user's own")
	Direct(scratch.Dir())
	if got := os.Getenv("JSII_RUNTIME"); got != "the user's own" {
		t.Errorf("the user's kernel is replaced by %q", got)
	}

	t.Setenv("JSII_RUNTIME", "")
	Direct(t.TempDir())
	if got := os.Getenv("JSII_RUNTIME"); got != "" {
		t.Errorf("where no kernel is unpacked, the command is %q", got)
	}

	Direct(scratch.Dir())
	start := filepath.Join(scratch.Dir(), "kernel", "start.sh")
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := os.Getenv("JSII_RUNTIME"), "exec /bin/sh '"+start+"' '"+filepath.Join(cache, "chassis", "kernel")+"'"; got != want {
		t.Fatalf("the command is %q, want %q: is the kernel of this release made otherwise?", got, want)
	}
	for _, name := range []string{"start.sh", "direct.js", "compiled.js", "lib/program.js"} {
		if _, err := os.Stat(filepath.Join(filepath.Dir(start), name)); err != nil {
			t.Error(err)
		}
	}
}
