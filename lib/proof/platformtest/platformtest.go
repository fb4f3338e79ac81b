// Package platformtest synthesizes the platform for tests, the way the program
// does: with the same cdk.json, through the same settings, once for each set of
// them. Only tests import it.
package platformtest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/config/input"
	"example.com/chassis/lib/proof/platformtest/uploads"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/stacks/additions"
	"example.com/chassis/lib/stacks/app"
	"example.com/chassis/lib/stacks/app/kernel"
	"example.com/chassis/lib/stacks/app/scratch"
	"example.com/chassis/lib/stacks/customresource/build"
)

// Synthesis is one synthesized platform: decoded, and as files.
type Synthesis struct {
	check.Platform
	// Dir is the cloud assembly.
	Dir string
}

// One kernel serves every test of the binary, and one caller at a time.
var (
	mu           sync.Mutex
	synths       = map[string]*Synthesis{}
	allFunctions = []build.Function{build.DatabaseRoles, build.CertificateFinder, build.Migration}
	functions    = sync.OnceValue(func() *build.Build {
		return build.Start(".", scratch.Dir(), allFunctions...)
	})
)

// Main runs the tests and then stops the one jsii kernel they shared. It is for
// the package at the root of the repository, where cdk.json is. The files are all that defines
// a platform.
func Main(m *testing.M, files fs.FS) {
	sources, ownKernel = files, os.Getenv("JSII_RUNTIME") != ""
	functions()
	kernel.Direct(scratch.Dir())
	code := m.Run()
	jsii.Close()
	scratch.Remove()
	os.Exit(code)
}

// Synth returns the platform for a configuration, synthesizing it on first use, unless an
// earlier run of the tests has.
func Synth(t *testing.T, c Configuration) *Synthesis {
	t.Helper()
	mu.Lock()
	defer mu.Unlock()
	label := fmt.Sprint(c) // maps print in order of their keys
	if synths[label] == nil {
		synths[label] = synth(t, c, func(*config.Environment) {})
	}
	return synths[label]
}

// SynthOtherwise returns the platform for a configuration with other settings.
func SynthOtherwise(t *testing.T, c Configuration, change func(*config.Environment)) *Synthesis {
	t.Helper()
	mu.Lock()
	defer mu.Unlock()
	return synth(t, c, change)
}

func synth(t *testing.T, c Configuration, change func(*config.Environment)) *Synthesis {
	t.Helper()
	env, props := Inputs(t, c)
	change(&env)
	s, err := onceOnly(env, props, fmt.Sprint(c.Uploads))
	if err != nil {
		t.Fatalf("%s: %v", env.Label(), err)
	}
	return s
}

// Record returns a platform for the files that package recorded reads. Left out of it is
// what differs from run to run or from machine to machine: the code of our functions,
// whose bytes depend on the Go version, and the constructs' metadata, which hold stack
// traces. So is what repeats every change of a template: its hash.
func Record(t *testing.T, c Configuration) *Synthesis {
	t.Helper()
	mu.Lock()
	defer mu.Unlock()
	code := filepath.Join(scratch.Dir(), "no-code")
	if err := os.MkdirAll(code, 0o755); err != nil {
		t.Fatal(err)
	}
	env, props := Inputs(t, c)
	props.Code = func(build.Function) (string, error) { return code, nil }
	s, err := onceOnly(env, props, fmt.Sprint("without code ", c.Uploads))
	if err != nil {
		t.Fatal(err)
	}
	manifest := filepath.Join(s.Dir, "manifest.json")
	text, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	text = templateHash.ReplaceAll(metadataFile.ReplaceAll(text, nil), []byte("template"))
	if err := os.WriteFile(manifest, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, stack := range s.Stacks {
		withoutTemplate(t, filepath.Join(s.Dir, stack.ID+".assets.json"))
	}
	return s
}

// withoutTemplate takes the template out of the list of what is uploaded for its stack.
func withoutTemplate(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	whole := object(t, path, text)
	files, _ := whole["files"].(map[string]any)
	maps.DeleteFunc(files, func(_ string, file any) bool {
		source, _ := assembly.At(file, "source", "path").(string)
		return strings.HasSuffix(source, ".template.json")
	})
	text, err = json.MarshalIndent(whole, "", "  ")
	if err == nil {
		err = os.WriteFile(path, append(text, '\n'), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// templateHash is the name under which a template is uploaded.
var templateHash = regexp.MustCompile(`[0-9a-f]{64}`)

var metadataFile = regexp.MustCompile(`,\s*"additionalMetadataFile": "[^"]*"`)

// SynthAnew returns the platform for a configuration, synthesized now.
func SynthAnew(t *testing.T, c Configuration) *Synthesis {
	t.Helper()
	mu.Lock()
	defer mu.Unlock()
	env, props := Inputs(t, c)
	return synthesize(t, env, props)
}

// WithKernel calls what uses the CDK by itself.
func WithKernel(use func()) {
	mu.Lock()
	defer mu.Unlock()
	use()
}

// Build returns the platform for settings, synthesized now.
func Build(t *testing.T, env config.Environment, props app.Props) *Synthesis {
	t.Helper()
	mu.Lock()
	defer mu.Unlock()
	return synthesize(t, env, props)
}

func synthesize(t *testing.T, env config.Environment, props app.Props) *Synthesis {
	t.Helper()
	s, err := assemble(env, props)
	if err != nil {
		t.Fatalf("%s: %v", env.Label(), err)
	}
	return s
}

func assemble(env config.Environment, props app.Props) (*Synthesis, error) {
	platform, err := app.Build(env, props)
	if err != nil {
		return nil, fmt.Errorf("build: %w", err)
	}
	if _, err := app.Synth(platform, env); err != nil {
		return nil, fmt.Errorf("synthesize: %w", err)
	}
	decoded, err := assembly.Read(props.OutDir)
	if err != nil {
		return nil, err
	}
	return &Synthesis{
		Platform: check.Platform{Assembly: decoded, Settings: env},
		Dir:      props.OutDir,
	}, nil
}

// Inputs returns what the program would build the platform from, given a configuration.
func Inputs(t *testing.T, c Configuration) (config.Environment, app.Props) {
	t.Helper()
	project, err := os.ReadFile("cdk.json")
	if err != nil {
		t.Fatal(err)
	}
	if c.File != "" {
		project = withTeam(t, project, c)
	}
	given, err := json.Marshal(c.Run)
	if err != nil {
		t.Fatal(err)
	}
	context, err := config.ReadContext(input.Files{Project: project}, string(given))
	if err != nil {
		t.Fatal(err)
	}
	env, err := config.Load(context)
	if err != nil {
		t.Fatalf("%s: %v", c.Label(), err)
	}
	dir, err := os.MkdirTemp(scratch.Dir(), filepath.Base(env.Name)+"-")
	if err != nil {
		t.Fatal(err)
	}
	props := app.Props{Context: context.ForCDK(), OutDir: dir, Code: functions().Wait, Additions: additions.Define}
	if c.Uploads {
		props.Additions = uploads.Define
	}
	return env, props
}

// DataResources lists what holds data: stack, type and logical id. Renaming or
// re-nesting a construct gives its resource another logical id, which CloudFormation
// takes for a new resource and the end of the old one.
func (s *Synthesis) DataResources() string {
	var out strings.Builder
	for _, stack := range s.Stacks {
		for _, id := range slices.Sorted(maps.Keys(stack.Resources)) {
			if r := stack.Resources[id]; r.Data() != "" {
				fmt.Fprintf(&out, "%-9s %-35s %s\n", stack.ID, r.Type, id)
			}
		}
	}
	return out.String()
}

// withTeam is cdk.json with the team's part of a configuration.
func withTeam(t *testing.T, project []byte, c Configuration) []byte {
	t.Helper()
	team, err := os.ReadFile(filepath.Join(testdata, c.File))
	if err != nil {
		t.Fatal(err)
	}
	return withSections(t, project, input.Merge(object(t, c.File, team), object(t, c.Title, []byte(cmp.Or(c.Change, "{}")))))
}

// withSections is cdk.json with other sections.
func withSections(t *testing.T, project []byte, sections map[string]any) []byte {
	t.Helper()
	whole := object(t, "cdk.json", project)
	context, _ := whole["context"].(map[string]any)
	for _, section := range config.Sections() {
		delete(context, section)
	}
	whole["context"] = input.Merge(context, sections)
	encoded, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

func object(t *testing.T, source string, data []byte) map[string]any {
	t.Helper()
	value, err := input.Object(source, data)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

const testdata = "lib/proof/platformtest/testdata"
