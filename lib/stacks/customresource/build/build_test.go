package build

import (
	"bytes"
	"debug/elf"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const repository = "../../../.."

func TestAFunctionIsOneExecutableForLinuxOnArm64(t *testing.T) {
	t.Parallel()
	functions := []Function{DatabaseRoles, CertificateFinder, Migration}
	b := Start(repository, functions...)
	for _, f := range functions {
		dir, err := b.Wait(f)
		if err != nil {
			t.Fatal(err)
		}
		checkExecutable(t, dir)
	}
}

func checkExecutable(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Name() != "bootstrap" {
		t.Fatalf("%s holds %v, want bootstrap alone: all of it is uploaded", dir, entries)
	}
	info, err := entries[0].Info()
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm()&0o111 != 0o111 {
		t.Errorf("bootstrap has mode %v, want it executable for all: Lambda runs it as another user", info.Mode())
	}
	file, err := elf.NewFile(bytes.NewReader(readFile(t, filepath.Join(dir, "bootstrap"))))
	if err != nil {
		t.Fatalf("bootstrap is no ELF file: %v", err)
	}
	if file.Machine != elf.EM_AARCH64 || file.Type != elf.ET_EXEC {
		t.Errorf("bootstrap is %v for %v, want ET_EXEC for EM_AARCH64", file.Type, file.Machine)
	}
	if libraries, err := file.ImportedLibraries(); len(libraries) > 0 || err != nil {
		t.Errorf("bootstrap needs the libraries %v (%v), want none: the runtime has no libc of ours", libraries, err)
	}
}

// The asset's hash decides whether a deployment replaces the function's code,
// and the CDK remembers that hash by the file's time.
func TestTheExecutableFollowsTheSourcesAndNothingElse(t *testing.T) {
	t.Parallel()
	root := copyOfRepository(t)
	path := filepath.Join(mustBuild(t, root), executable)
	before := readFile(t, path)
	if original := readFile(t, filepath.Join(mustBuild(t, repository), executable)); !bytes.Equal(before, original) {
		t.Errorf("a copy of the repository gives %d bytes that differ from the repository's %d: something of the place is in them", len(before), len(original))
	}

	past := time.Now().Add(-time.Hour).Truncate(time.Second)
	if err := os.Chtimes(path, past, past); err != nil {
		t.Fatal(err)
	}
	mustBuild(t, root)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if !info.ModTime().Equal(past) {
		t.Errorf("a build of the same sources changed the file's time from %v to %v, want it left alone", past, info.ModTime())
	}

	edit(t, filepath.Join(root, CertificateFinder.source, "main.go"), "log.Fatal(err)", `log.Fatal("changed: ", err)`)
	mustBuild(t, root)
	if bytes.Equal(before, readFile(t, path)) {
		t.Error("after a change of main.go the executable is the old one")
	}
}

func TestProcessesMayBuildAtOnce(t *testing.T) {
	t.Parallel()
	root := copyOfRepository(t)
	var builds []Build
	for range 2 {
		builds = append(builds, Start(root, CertificateFinder))
	}
	for _, b := range builds {
		dir, err := b.Wait(CertificateFinder)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := elf.NewFile(bytes.NewReader(readFile(t, filepath.Join(dir, executable)))); err != nil {
			t.Errorf("a build ended while bootstrap was not complete: %v", err)
		}
	}
	entries, err := os.ReadDir(filepath.Join(root, ".build"))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf(".build holds %v after the builds, want certificate-finder alone", entries)
	}
}

func TestFailsWithOneClearLineAndTheCompilersOutput(t *testing.T) {
	t.Parallel()
	broken := copyOfRepository(t)
	edit(t, filepath.Join(broken, CertificateFinder.source, "main.go"), "log.Fatal(err)", "undefinedName(err)")
	elsewhere := t.TempDir()
	for name, tc := range map[string]struct {
		root      string
		firstLine string
		rest      string
	}{
		"when it does not compile": {
			broken, "compile the certificate finder: go build lib/stacks/certificate/lambda: exit status 1", "undefined: undefinedName",
		},
		"outside the repository": {
			elsewhere, "compile the certificate finder: " + elsewhere + " is not the root of the repository: ", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Start(tc.root, CertificateFinder).Wait(CertificateFinder)
			if err == nil {
				t.Fatal("it succeeds")
			}
			firstLine, rest, _ := strings.Cut(err.Error(), "\n")
			if !strings.HasPrefix(firstLine, tc.firstLine) {
				t.Errorf("the error begins %q, want %q", firstLine, tc.firstLine)
			}
			if !strings.Contains(rest, tc.rest) {
				t.Errorf("the error goes on %q, want the compiler's %q", rest, tc.rest)
			}
		})
	}
}

func TestFailsWithoutTheGoToolchain(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := Start(repository, CertificateFinder).Wait(CertificateFinder)
	if want := "compile the certificate finder: the Go toolchain is not on the PATH"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got error %v, want %q", err, want)
	}
}

func TestOnlyWhatIsStartedIsBuilt(t *testing.T) {
	t.Parallel()
	root := copyOfRepository(t) // it has no other function
	started := Start(root, CertificateFinder)
	_, err := started.Wait(DatabaseRoles)
	if err == nil || err.Error() != "the function for the database roles is not among the functions to compile" {
		t.Errorf("got error %v", err)
	}
	if _, err := started.Wait(CertificateFinder); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(root, DatabaseRoles.asset)); err == nil {
		t.Errorf("%s is there", DatabaseRoles.asset)
	}
}

// mustBuild returns the directory that a build of root fills.
func mustBuild(t *testing.T, root string) string {
	t.Helper()
	dir, err := Start(root, CertificateFinder).Wait(CertificateFinder)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// copyOfRepository copies what the certificate finder is compiled from.
func copyOfRepository(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for _, pattern := range []string{"go.mod", "go.sum", "lib/stacks/customresource/*.go", "lib/stacks/certificate/*.go", CertificateFinder.source + "/*.go"} {
		paths, err := filepath.Glob(filepath.Join(repository, pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("the repository has no %s (%v)", pattern, err)
		}
		for _, path := range paths {
			relative, err := filepath.Rel(repository, path)
			if err != nil {
				t.Fatal(err)
			}
			target := filepath.Join(root, relative)
			if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(target, readFile(t, path), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return root
}

// edit replaces old, which must occur, in a file.
func edit(t *testing.T, path, old, replacement string) {
	t.Helper()
	before := readFile(t, path)
	after := bytes.Replace(before, []byte(old), []byte(replacement), 1)
	if bytes.Equal(before, after) {
		t.Fatalf("%s does not contain %q", path, old)
	}
	if err := os.WriteFile(path, after, 0o644); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
