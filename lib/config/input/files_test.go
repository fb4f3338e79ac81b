package input

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheFilesOfTheProjectAndOfTheUserAreRead(t *testing.T) {
	project, home := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	if _, err := ReadFiles(project); err == nil || !strings.HasPrefix(err.Error(), "run this from the repository's root: ") {
		t.Errorf("without cdk.json the error is %v", err)
	}
	write := func(dir, name string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(project, "cdk.json")
	if files, err := ReadFiles(project); err != nil || string(files.Project) != "cdk.json" || files.Lookups != nil || files.User != nil {
		t.Errorf("got %q, %v; want cdk.json alone", files, err)
	}
	write(project, "cdk.context.json")
	write(home, ".cdk.json")
	if files, err := ReadFiles(project); err != nil || string(files.Lookups) != "cdk.context.json" || string(files.User) != ".cdk.json" {
		t.Errorf("got %q, %v; want all three files", files, err)
	}
	t.Setenv("HOME", "")
	if files, err := ReadFiles(project); err != nil || files.User != nil {
		t.Errorf("without a home directory got %q, %v; want no file of the user", files, err)
	}
}
