package kernel

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
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

// A Node.js that has other flags, or none of these, starts the kernel as well.
func TestTheKernelStartsOnANodeWithOtherFlags(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there, the kernel starts as usual")
	}
	dir := t.TempDir()
	script, node := filepath.Join(dir, "start.sh"), filepath.Join(dir, "node")
	write := func(path, text string, mode os.FileMode) {
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write(script, string(start), 0o600)
	t.Setenv("JSII_NODE", node)
	for refused, want := range map[string]string{
		"--of-another-release": "--single-threaded-gc --no-flush-bytecode --wasm-tiering-budget=180000000 --preserve-symlinks " + dir + "/direct.js",
		"--single-threaded-gc": "--preserve-symlinks " + dir + "/direct.js",
	} {
		// As the kernel does, it says on descriptor 4 what it has to say.
		write(node, "#!/bin/sh\nfor flag; do [ \"$flag\" != '"+refused+"' ] || exit 9; done\n[ \"$4\" = --version ] || echo \"$*\" >&4\n", 0o700)
		cmd := exec.Command("/bin/sh", script)
		if said, err := cmd.Output(); err != nil || strings.TrimSpace(string(said)) != want {
			t.Errorf("Node.js is started with %q (%v), want %q", said, err, want)
		}
	}
}
