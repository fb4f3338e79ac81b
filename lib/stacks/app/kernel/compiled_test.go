//go:build !windows

// On Windows, the kernel starts as usual.

package kernel

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// run is what a program says that consists of two modules, and of two that no cache may have,
// and how many came from the cache.
type run struct {
	Said  string
	Count *struct{ Used, Compiled int }
}

// modules puts the program into a directory.
func modules(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	put(t, filepath.Join(dir, "compiled.js"), string(compiled))
	put(t, filepath.Join(dir, "main.js"), `const kept = require('./compiled.js')(process.argv[2]);
		const syntax = (() => { try { return require('./syntax.js').default; } catch (e) { return e.name; } })();
		require('./dynamic.js')().then((separator) =>
			process.stdout.write(JSON.stringify({ Said: require('./first.js') + separator + syntax, Count: kept && { Used: kept.used.size, Compiled: kept.scripts.size } })));`)
	put(t, filepath.Join(dir, "dynamic.js"), `module.exports = () => import('node:path').then((path) => path.sep);`)
	put(t, filepath.Join(dir, "syntax.js"), `export default 5;`)
	put(t, filepath.Join(dir, "first.js"), `module.exports = require('./second.js')() + ' at ' + new Error().stack.match(/first\.js:(\d+:\d+)/)[1];`)
	put(t, filepath.Join(dir, "second.js"), `module.exports = () => 'one from ' + require.resolve('./first.js').slice(-8);`)
	return dir
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func node(t *testing.T, program, cache string, environ ...string) (r run) {
	t.Helper()
	cmd := exec.Command("node", filepath.Join(program, "main.js"), cache)
	cmd.Env = append(os.Environ(), append([]string{"NODE_DISABLE_COMPILE_CACHE="}, environ...)...)
	said, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(said, &r)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return r
}

// comesFromTheCache complains unless so many modules do, and so many are compiled.
func comesFromTheCache(t *testing.T, when string, r run, used, built int) {
	t.Helper()
	if r.Count == nil || r.Count.Used != used || r.Count.Compiled != built {
		t.Errorf("%s: %+v modules come from the cache or are compiled, want %d and %d", when, r.Count, used, built)
	}
}

func kept(t *testing.T, cache string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(cache, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestTheNextKernelUsesWhatTheLastHasCompiled(t *testing.T) {
	t.Parallel()
	program, cache := modules(t), filepath.Join(t.TempDir(), "of", "the", "kernel")
	plain := node(t, program, "")
	first := node(t, program, cache)
	comesFromTheCache(t, "the first time", first, 0, 2)
	second := node(t, program, cache)
	comesFromTheCache(t, "the second time", second, 2, 0)
	if plain.Said == "" || first.Said != plain.Said || second.Said != plain.Said {
		t.Errorf("it says %q, %q and %q, want the same", plain.Said, first.Said, second.Said)
	}
	elsewhere := node(t, modules(t), cache)
	comesFromTheCache(t, "in another place", elsewhere, 2, 0)
	if elsewhere.Said != plain.Said {
		t.Errorf("in another place it says %q, want %q", elsewhere.Said, plain.Said)
	}

	// V8 itself compares the lengths of sources only.
	put(t, filepath.Join(program, "second.js"), `module.exports = () => 'two from ' + require.resolve('./first.js').slice(-8);`)
	changed := node(t, program, cache)
	comesFromTheCache(t, "after a change", changed, 1, 1)
	if changed.Said[:3] != "two" {
		t.Errorf("after a change it says %q", changed.Said)
	}
	comesFromTheCache(t, "after a change, again", node(t, program, cache), 2, 0)
	if files := kept(t, cache); len(files) != 1 {
		t.Errorf("%v is kept, want one file", files)
	}
}

func TestACacheThatIsNotWholeIsNotUsed(t *testing.T) {
	t.Parallel()
	program, cache := modules(t), t.TempDir()
	want := node(t, program, cache).Said
	whole, err := os.ReadFile(kept(t, cache)[0])
	if err != nil {
		t.Fatal(err)
	}
	flipped := append([]byte{}, whole...)
	flipped[len(flipped)-1] ^= 1
	for what, content := range map[string][]byte{"a part": whole[:len(whole)/2], "nothing": nil, "another byte": flipped} {
		put(t, kept(t, cache)[0], string(content))
		got := node(t, program, cache)
		comesFromTheCache(t, what, got, 0, 2)
		if got.Said != want {
			t.Errorf("with %s in the cache it says %q, want %q", what, got.Said, want)
		}
		comesFromTheCache(t, "after "+what, node(t, program, cache), 2, 0)
	}
}

func TestWithoutACacheTheKernelIsTheSame(t *testing.T) {
	t.Parallel()
	program, cache, open := modules(t), t.TempDir(), t.TempDir()
	want := node(t, program, "").Said
	file := filepath.Join(t.TempDir(), "file")
	put(t, file, "")
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	for why, r := range map[string]run{
		"switched off":                      node(t, program, cache, "NODE_DISABLE_COMPILE_CACHE=1"),
		"in a directory of whoever":         node(t, program, open),
		"with a file in the cache's place":  node(t, program, file),
		"with no place for the directories": node(t, program, filepath.Join(file, "cache")),
	} {
		if r.Said != want || r.Count != nil {
			t.Errorf("%s: it says %q with %+v from a cache, want %q with none", why, r.Said, r.Count, want)
		}
	}
	if files := append(kept(t, cache), kept(t, open)...); len(files) > 0 {
		t.Errorf("%v is kept", files)
	}
}

func TestWhatNoKernelHasUsedForLongGoes(t *testing.T) {
	t.Parallel()
	program, cache := modules(t), t.TempDir()
	for name, days := range map[string]int{"v18": 8, "v22": 6} {
		put(t, filepath.Join(cache, name), "")
		used := time.Now().AddDate(0, 0, -days)
		if err := os.Chtimes(filepath.Join(cache, name), used, used); err != nil {
			t.Fatal(err)
		}
	}
	node(t, program, cache)
	if files := kept(t, cache); len(files) != 2 {
		t.Errorf("%v is kept, want v22 and that of this run", files)
	}
}

// A Node.js that has other flags, or none of these, starts the kernel as well.
func TestTheKernelStartsOnANodeWithOtherFlags(t *testing.T) {
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
