package build

import (
	"bytes"
	"debug/elf"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const repository = "../../../.."

func TestAFunctionIsOneExecutableForLinuxOnArm64(t *testing.T) {
	t.Parallel()
	functions := []Function{DatabaseRoles, CertificateFinder, Migration}
	// What the go command compiles, go test does not see: it would keep the result of other
	// sources.
	filesOf(t, filepath.Join(repository, "lib", "stacks"))
	b := Start(repository, t.TempDir(), functions...)
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

// The asset's hash decides whether a deployment replaces the function's code.
func TestTheExecutableFollowsTheSourcesAndNothingElse(t *testing.T) {
	t.Parallel()
	root := copyOfRepository(t)
	before := mustBuild(t, root)
	if original := mustBuild(t, repository); !bytes.Equal(before, original) {
		t.Errorf("a copy of the repository gives %d bytes that differ from the repository's %d: something of the place is in them", len(before), len(original))
	}
	edit(t, filepath.Join(root, CertificateFinder.source, "main.go"), "log.Fatal(err)", `log.Fatal("changed: ", err)`)
	if bytes.Equal(before, mustBuild(t, root)) {
		t.Error("after a change of main.go the executable is the old one")
	}
}

func TestProcessesMayBuildAtOnce(t *testing.T) {
	t.Parallel()
	root := copyOfRepository(t)
	var builds []*Build
	for range 2 {
		builds = append(builds, Start(root, t.TempDir(), CertificateFinder))
	}
	for _, b := range builds {
		dir, err := b.Wait(CertificateFinder)
		if err != nil {
			t.Fatal(err)
		}
		checkExecutable(t, dir)
	}
}

// A checkout may be another user's, or a mount of a container.
func TestNothingIsWrittenIntoTheCheckout(t *testing.T) {
	t.Parallel()
	root := copyOfRepository(t)
	before := filesOf(t, root)
	mustBuild(t, root)
	if after := filesOf(t, root); !slices.Equal(before, after) {
		t.Errorf("after a build the checkout holds %v, want %v", after, before)
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
			broken, "compile the functions for Lambda: go build ./lib/stacks/certificate/finderfunction: exit status 1", "undefined: undefinedName",
		},
		"outside the repository": {
			elsewhere, "compile the functions for Lambda: " + elsewhere + " is not the root of the repository: ", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Start(tc.root, t.TempDir(), CertificateFinder).Wait(CertificateFinder)
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

func TestTheCallerMayGoElsewhereMeanwhile(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	for range 100 { // whether it reads the directory in time is a matter of chance
		t.Chdir(from)
		b := Start(".", "built", CertificateFinder)
		t.Chdir(to)
		if _, err := b.Wait(CertificateFinder); err == nil || !strings.Contains(err.Error(), from+" is not the root") {
			t.Fatalf("it looks in another directory than %s: %v", from, err)
		}
	}
}

func TestFailsWithoutTheGoToolchain(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := Start(repository, t.TempDir(), CertificateFinder).Wait(CertificateFinder)
	if want := "compile the functions for Lambda: the Go toolchain is not on the PATH"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got error %v, want %q", err, want)
	}
}

func TestOnlyWhatIsStartedIsBuilt(t *testing.T) {
	t.Parallel()
	root := copyOfRepository(t) // it has no other function
	into := t.TempDir()
	started := Start(root, into, CertificateFinder)
	_, err := started.Wait(DatabaseRoles)
	if err == nil || err.Error() != "the function for the database roles is not among the functions to compile" {
		t.Errorf("got error %v", err)
	}
	if _, err := started.Wait(CertificateFinder); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(into, "functions", DatabaseRoles.base())); err == nil {
		t.Errorf("%s is there", DatabaseRoles.base())
	}
}

// mustBuild returns the certificate finder of the repository at root.
func mustBuild(t *testing.T, root string) []byte {
	t.Helper()
	dir, err := Start(root, t.TempDir(), CertificateFinder).Wait(CertificateFinder)
	if err != nil {
		t.Fatal(err)
	}
	return readFile(t, filepath.Join(dir, executable))
}

// filesOf lists what is below root.
func filesOf(t *testing.T, root string) (paths []string) {
	t.Helper()
	if err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		paths = append(paths, path)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return paths
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
