// Package build compiles the functions behind our custom resources for AWS Lambda with
// the Go toolchain that runs the CDK program. It needs no Docker, links nothing while the
// sources are unchanged, and writes nothing beside them. It is separate from the
// functions, so that the CDK program does not link the AWS SDK.
package build

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// Function is one of our functions: what messages call it, and its main package, from the
// repository's root. The last element of that path names its executable.
type Function struct{ name, source string }

var (
	// DatabaseRoles makes the database roles.
	DatabaseRoles = Function{"function for the database roles", "lib/stacks/databaseroles/rolesfunction"}
	// CertificateFinder finds the load balancer's certificate.
	CertificateFinder = Function{"certificate finder", "lib/stacks/certificate/finderfunction"}
	// Migration runs the migrations of services.
	Migration = Function{"migration function", "lib/stacks/migration/migrationfunction"}
)

func (f Function) base() string { return path.Base(f.source) }

// executable is the name that the runtime provided.al2023 starts:
// https://docs.aws.amazon.com/lambda/latest/dg/golang-package.html
const executable = "bootstrap"

// Build is a compilation in the background. What it made is there when done is closed.
type Build struct {
	done chan struct{}
	dirs map[Function]string
	err  error
}

// Start compiles functions of the repository at root in the background. Before the first CDK
// call, it runs while the CDK's kernel starts. It builds in a directory of the caller's, so
// that syntheses at the same time have nothing to do with each other, and gives what it has
// built a place in the user's cache, where there is one.
func Start(root, into string, functions ...Function) *Build {
	b := &Build{done: make(chan struct{}), dirs: map[Function]string{}}
	// Now, since the caller may go into another directory meanwhile.
	root, noRoot := filepath.Abs(root)
	into, noPlace := filepath.Abs(into)
	go func() {
		defer close(b.done)
		err := errors.Join(noRoot, noPlace)
		if err == nil {
			err = b.compile(root, into, functions)
		}
		if err != nil {
			b.err = fmt.Errorf("compile the functions for Lambda: %w", err)
		}
	}()
	return b
}

// Wait returns the directory that holds the executable of a function and nothing else.
// The same sources, module versions and Go version give the same bytes.
func (b *Build) Wait(f Function) (dir string, err error) {
	<-b.done
	dir, built := b.dirs[f]
	if b.err == nil && !built {
		return "", fmt.Errorf("the %s is not among the functions to compile", f.name)
	}
	return dir, b.err
}

// compile builds over the executables of an earlier run, where there are some: the go
// command does not link again when the build ID of a file is still right.
func (b *Build) compile(root, into string, functions []Function) error {
	built := filepath.Join(into, "functions")
	if err := os.MkdirAll(built, 0o755); err != nil {
		return err
	}
	for _, f := range functions {
		if _, err := os.Stat(filepath.Join(root, f.source)); err != nil {
			return fmt.Errorf("%s is not the root of the repository: %w", root, err)
		}
		if err := f.recall(filepath.Join(built, f.base())); err != nil {
			return err
		}
	}
	if err := goBuild(root, built, functions); err != nil {
		return err
	}
	for _, f := range functions {
		dir, err := f.place(filepath.Join(built, f.base()))
		if err != nil {
			return err
		}
		b.dirs[f] = dir
	}
	return nil
}

// place gives the executable of a function a directory of its own.
func (f Function) place(built string) (dir string, err error) {
	// Independent of the umask, because Lambda runs the file as another user.
	if err := os.Chmod(built, 0o755); err != nil {
		return "", err
	}
	if dir := f.keep(built); dir != "" {
		return dir, nil
	}
	dir = built + "-code"
	return dir, errors.Join(os.Mkdir(dir, 0o755), os.Rename(built, filepath.Join(dir, executable)))
}

// goBuild compiles for Lambda on Graviton, with nothing in the results that depends on the
// machine, the directory or the state of git. One command reads what they share once.
func goBuild(root, into string, functions []Function) error {
	arguments := []string{
		"build", "-trimpath", "-buildvcs=false",
		"-ldflags=-s -w", // no symbol table and no debug data: a third smaller
		// Without the protocol of the retired runtime go1.x:
		// https://docs.aws.amazon.com/lambda/latest/dg/golang-package.html
		"-tags=lambda.norpc",
		"-o", into + string(filepath.Separator), // which makes it a directory also for one
	}
	var sources []string
	for _, f := range functions {
		sources = append(sources, "./"+f.source)
	}
	cmd := exec.Command("go", append(arguments, sources...)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(),
		"CGO_ENABLED=0", "GOOS=linux", "GOARCH=arm64", "GOARM64=v8.0",
		// A developer's own flags and workspace would change the bytes. With an empty
		// GOFLAGS, the flags of `go env -w` would count.
		"GOFLAGS=-trimpath", "GOWORK=off")
	output, err := cmd.CombinedOutput()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return fmt.Errorf("the Go toolchain is not on the PATH: %w", err)
	case err != nil:
		return fmt.Errorf("go build %s: %w\n%s", strings.Join(sources, " "), err, bytes.TrimSpace(output))
	}
	return nil
}
