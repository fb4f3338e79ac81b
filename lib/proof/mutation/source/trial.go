package source

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/config/input"
	"example.com/chassis/lib/proof/promises/check"
)

// Outcome is what became of a mutant.
type Outcome string

// What may become of a mutant, the most welcome first.
const (
	// Refused by the compiler; nothing can come of it.
	Refused Outcome = "refused by the compiler"
	// Stopped by the program itself, which writes no templates.
	Stopped Outcome = "stopped at synthesis"
	// Noticed by a promise.
	Noticed Outcome = "noticed by a promise"
	// Without is without a difference in the templates of any configuration.
	Without Outcome = "without a difference"
	// Survived: the templates differ, and no promise is broken.
	Survived Outcome = "survived"
)

// Trial is where mutants of a repository are tried.
type Trial struct {
	root, scratch string
	watch         *check.Watch
	// configurations are tried one after the other, until a promise is broken.
	configurations []configuration
}

// Configuration is what the platform is synthesized from: a file with a team's part of
// cdk.json, and the settings of one run as JSON.
type Configuration struct{ Team, Run string }

type configuration struct {
	// dir is a copy of the repository with a cdk.json of its own.
	dir, run string
	// good are the templates that the source as it is leads to.
	good map[string]string
}

// limit is how long a synthesis may take; one that waits for ever is a mutant too.
const limit = time.Minute

// New prepares a trial in a folder that the caller removes. It synthesizes each of the
// configurations with the source as it is.
func New(root, scratch string, promises []check.Promise, of ...Configuration) (*Trial, error) {
	t := &Trial{root: root, scratch: scratch, watch: check.NewWatch(promises)}
	program, err := t.build("", "")
	if err != nil {
		return nil, err
	}
	for i, given := range of {
		c := configuration{dir: filepath.Join(scratch, fmt.Sprint("configuration", i)), run: given.Run}
		if err := t.shadow(c.dir, given.Team); err != nil {
			return nil, err
		}
		out, err := t.synthesize(program, c)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", given.Team, err)
		}
		if c.good, err = templates(out); err != nil {
			return nil, err
		}
		broken, err := t.broken(out)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", given.Team, err)
		}
		if broken {
			return nil, fmt.Errorf("%s: the source as it is breaks a promise: go run ./cmd/posture says which", given.Team)
		}
		t.configurations = append(t.configurations, c)
	}
	return t, nil
}

// Files lists the source that defines the platform: the packages of lib/stacks and
// lib/config that the program is made of. What runs in our functions is not among it.
func Files(root string) ([]string, error) {
	cmd := exec.CommandContext(context.Background(), "go", "list", "-deps", "-f", `{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}`, ".")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var files []string
	for file := range strings.Lines(string(out)) {
		path, err := filepath.Rel(root, strings.TrimSpace(file))
		if err == nil && (strings.HasPrefix(path, "lib/stacks/") || strings.HasPrefix(path, "lib/config/")) {
			files = append(files, path)
		}
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

// shadow makes a copy of the repository with the team's part of another cdk.json.
func (t *Trial) shadow(dir, team string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum", "lib"} {
		if err := os.Symlink(filepath.Join(t.root, name), filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	project, err := object(filepath.Join(t.root, "cdk.json"))
	if err != nil {
		return err
	}
	other, err := object(filepath.Join(t.root, team))
	if err != nil {
		return err
	}
	context, _ := project["context"].(map[string]any)
	for _, section := range config.Sections() {
		delete(context, section)
	}
	project["context"] = input.Merge(context, other)
	text, err := json.Marshal(project)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "cdk.json"), text, 0o600)
}

func object(file string) (map[string]any, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return input.Object(file, text)
}

// build compiles the program with another text of a file.
func (t *Trial) build(file, text string) (string, error) {
	program := filepath.Join(t.scratch, "program")
	args := []string{"build", "-o", program}
	if file != "" {
		other, overlay := filepath.Join(t.scratch, "mutant.go"), filepath.Join(t.scratch, "overlay.json")
		replace, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(t.root, file): other}})
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(other, []byte(text), 0o600); err != nil {
			return "", err
		}
		if err := os.WriteFile(overlay, replace, 0o600); err != nil {
			return "", err
		}
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.CommandContext(context.Background(), "go", append(args, ".")...)
	cmd.Dir = t.root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, bytes.TrimSpace(out))
	}
	return program, nil
}

// synthesize runs a program in a configuration, and returns where it writes.
func (t *Trial) synthesize(program string, c configuration) (string, error) {
	out := filepath.Join(t.scratch, "out")
	if err := os.RemoveAll(out); err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, program)
	cmd.Dir = c.dir
	cmd.WaitDelay = time.Second // its kernel holds the pipe for a moment longer
	cmd.Env = append(os.Environ(), "CDK_VALIDATION=false", "CDK_OUTDIR="+out, "CDK_CONTEXT_JSON="+c.run)
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, bytes.TrimSpace(said))
	}
	return out, nil
}

// templates reads what is deployed: the templates, and what the manifest says of stacks.
func templates(dir string) (map[string]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.template.json"))
	if err != nil {
		return nil, err
	}
	texts := map[string]string{}
	for _, file := range append(files, filepath.Join(dir, "manifest.json")) {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		texts[filepath.Base(file)] = string(text)
	}
	return texts, nil
}

// broken says whether a promise is broken in an assembly.
func (t *Trial) broken(dir string) (bool, error) {
	p, err := check.Read(dir)
	if err != nil {
		return false, err
	}
	return t.watch.Notices(p), nil
}

// Try says what becomes of a mutant.
func (t *Trial) Try(m Mutant) (Outcome, error) {
	text, err := os.ReadFile(filepath.Join(t.root, m.File))
	if err != nil {
		return "", err
	}
	program, err := t.build(m.File, string(m.Apply(text)))
	if err != nil {
		return Refused, nil //nolint:nilerr // the compiler's verdict is the answer
	}
	outcome := Without
	for _, c := range t.configurations {
		out, err := t.synthesize(program, c)
		if err != nil {
			return Stopped, nil //nolint:nilerr // the program's refusal is the answer
		}
		texts, err := templates(out)
		if err != nil {
			return "", err
		}
		if same(texts, c.good) {
			continue
		}
		// Settings that cannot be read, and tags that contradict them, are noticed too.
		if broken, err := t.broken(out); err != nil || broken {
			return Noticed, nil //nolint:nilerr // so is an assembly that cannot be read
		}
		outcome = Survived
	}
	return outcome, nil
}

func same(a, b map[string]string) bool {
	for name := range b {
		if a[name] != b[name] {
			return false
		}
	}
	return len(a) == len(b)
}
