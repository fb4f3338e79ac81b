// Package kernel saves the CDK program a Node process. The jsii runtime starts one that only
// starts the kernel in another, and passes on each message between the kernel and Go.
package kernel

import (
	"bytes"
	_ "embed" // for the files that start the kernel
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/aws/jsii-runtime-go"
)

var (
	//go:embed direct.js
	direct []byte
	//go:embed compiled.js
	compiled []byte
	//go:embed start.sh
	start []byte
)

// talksOver is how the kernel's program says that it reads and writes one descriptor.
var talksOver = []byte("readFD:3,writeFD:3")

// Direct has the jsii runtime, which has unpacked its kernel in dir, start that kernel
// without the process between, and keep what Node.js compiles of the CDK in the user's cache,
// unless NODE_DISABLE_COMPILE_CACHE is set. It must be called before the first CDK call. Where
// it knows no way, the kernel starts as usual: on Windows, with a kernel of the user's own, or
// with a release of the jsii runtime that is made otherwise.
func Direct(dir string) {
	const variable, special = "JSII_RUNTIME", `'\!` // a command for a shell
	if runtime.GOOS == "windows" || os.Getenv(variable) != "" || strings.ContainsAny(dir, special) {
		return
	}
	programs, _ := filepath.Glob(filepath.Join(dir, "jsii-runtime.*", "lib", "program.js"))
	if len(programs) != 1 {
		return
	}
	program, err := os.ReadFile(programs[0])
	if err != nil || !bytes.Contains(program, talksOver) {
		return
	}
	unpacked, kept := filepath.Dir(filepath.Dir(programs[0])), filepath.Join(dir, "kernel")
	for name, text := range map[string][]byte{"direct.js": direct, "compiled.js": compiled, "start.sh": start} {
		if err := os.WriteFile(filepath.Join(unpacked, name), text, 0o600); err != nil {
			return
		}
	}
	command := "exec /bin/sh '" + filepath.Join(kept, "start.sh") + "'"
	if cache, err := os.UserCacheDir(); err == nil && !strings.ContainsAny(cache, special) {
		command += " '" + filepath.Join(cache, "chassis", "kernel") + "'"
	}
	// The runtime reads the variable when it makes a kernel. It forgets the one that it has
	// made, with the directory where that was.
	if os.Rename(unpacked, kept) == nil && os.Setenv(variable, command) == nil {
		jsii.Close()
	}
}
