// Package build compiles the functions behind our custom resources for AWS Lambda with
// the Go toolchain that runs the CDK program. It needs no Docker, links nothing while the
// sources are unchanged, and writes nothing beside them. It is separate from the
// functions, so that the CDK program does not link the AWS SDK.
package build

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Function is one of our functions.
type Function struct {
	// name is what messages call it; source is its main package, from the repository's
	// root; asset is the name of the directory that becomes its code.
	name, source, asset string
}

var (
	// DatabaseRoles makes the database roles.
	DatabaseRoles = Function{"function for the database roles", "lib/stacks/databaseroles/rolesfunction", "database-roles"}
	// CertificateFinder finds the load balancer's certificate.
	CertificateFinder = Function{"certificate finder", "lib/stacks/certificate/finderfunction", "certificate-finder"}
	// Migration runs the migrations of services.
	Migration = Function{"migration function", "lib/stacks/migration/migrationfunction", "migration"}
)

// executable is the name that the runtime provided.al2023 starts:
// https://docs.aws.amazon.com/lambda/latest/dg/golang-package.html
const executable = "bootstrap"

// Build is a compilation in the background.
type Build map[Function]*result

// result is the directory of a function, which is there when done is closed.
type result struct {
	done chan struct{}
	dir  string
	err  error
}

// Start compiles functions of the repository at root in the background, in their order:
// two at a time would compile what they share twice. Before the first CDK call, it runs
// while the CDK's kernel starts. It builds in a directory of the caller's, so that syntheses
// at the same time have nothing to do with each other, and gives what it has built a place in
// the user's cache, where there is one.
func Start(root, into string, functions ...Function) Build {
	b := Build{}
	for _, f := range functions {
		b[f] = &result{done: make(chan struct{})}
	}
	go func() {
		for _, f := range functions {
			r := b[f]
			if r.dir, r.err = f.compile(root, into); r.err != nil {
				r.err = fmt.Errorf("compile the %s: %w", f.name, r.err)
			}
			close(r.done)
		}
	}()
	return b
}

// Wait returns the directory that holds the executable of a function and nothing else.
// The same sources, module versions and Go version give the same bytes.
func (b Build) Wait(f Function) (dir string, err error) {
	r, started := b[f]
	if !started {
		return "", fmt.Errorf("the %s is not among the functions to compile", f.name)
	}
	<-r.done
	return r.dir, r.err
}

// compile builds over the executable of an earlier run, where there is one: the go
// command does not link again when the build ID of the file is still right.
func (f Function) compile(root, into string) (string, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(filepath.Join(root, f.source)); err != nil {
		return "", fmt.Errorf("%s is not the root of the repository: %w", root, err)
	}
	dir, err := filepath.Abs(filepath.Join(into, f.asset))
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	built := filepath.Join(dir, executable)
	if err := f.recall(built); err != nil {
		return "", err
	}
	if err := f.goBuild(root, built); err != nil {
		return "", err
	}
	// Independent of the umask, because Lambda runs the file as another user.
	if err := os.Chmod(built, 0o755); err != nil {
		return "", err
	}
	return cmp.Or(f.keep(built), dir), nil
}

// goBuild compiles for Lambda on Graviton, with nothing in the result that
// depends on the machine, the directory or the state of git.
func (f Function) goBuild(root, executable string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags=-s -w", // no symbol table and no debug data: a third smaller
		// Without the protocol of the retired runtime go1.x:
		// https://docs.aws.amazon.com/lambda/latest/dg/golang-package.html
		"-tags=lambda.norpc",
		"-o", executable, "./"+f.source)
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
		return fmt.Errorf("go build %s: %w\n%s", f.source, err, bytes.TrimSpace(output))
	}
	return nil
}
