// Package platformtest synthesizes the platform for tests, the way the program
// does: with the same cdk.json, through the same settings, once for each set of
// them. Only tests import it.
package platformtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/stacks/app"
	"example.com/chassis/lib/stacks/certificate/build"
)

// Settings are what a user would give with -c.
type Settings map[string]string

// Synthesis is one synthesized platform: decoded, and as files.
type Synthesis struct {
	check.Platform
	Settings Settings
	// Dir is the cloud assembly.
	Dir string
}

// One kernel serves every test of the binary, and one caller at a time.
var (
	mu      sync.Mutex
	synths  = map[string]*Synthesis{}
	scratch string
	finder  = sync.OnceValue(func() *build.Build { return build.Start(".") })
)

// Main runs the tests and then stops the one jsii kernel they shared. It is for
// the package at the root of the repository, where cdk.json is.
func Main(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "chassis-test-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	finder()
	code := m.Run()
	jsii.Close()
	if err := os.RemoveAll(scratch); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

// Synth returns the platform for settings, synthesizing it on first use.
func Synth(t *testing.T, settings Settings) *Synthesis {
	t.Helper()
	mu.Lock()
	defer mu.Unlock()
	key := fmt.Sprint(settings) // maps print in order of their keys
	if synths[key] == nil {
		synths[key] = synthesize(t, settings)
	}
	return synths[key]
}

// SynthAnew returns the platform for settings, synthesized now.
func SynthAnew(t *testing.T, settings Settings) *Synthesis {
	t.Helper()
	mu.Lock()
	defer mu.Unlock()
	return synthesize(t, settings)
}

func synthesize(t *testing.T, settings Settings) *Synthesis {
	t.Helper()
	env, props := Inputs(t, settings)
	platform, err := app.Build(env, props)
	if err != nil {
		t.Fatalf("build with settings %v: %v", settings, err)
	}
	if _, err := app.Synth(platform); err != nil {
		t.Fatalf("synthesize with settings %v: %v", settings, err)
	}
	decoded, err := assembly.Read(props.OutDir)
	if err != nil {
		t.Fatal(err)
	}
	return &Synthesis{
		Platform: check.Platform{Assembly: decoded, Env: env.Name, Instance: env.Instance},
		Settings: maps.Clone(settings),
		Dir:      props.OutDir,
	}
}

// Inputs returns what the program would build the platform from, given settings.
func Inputs(t *testing.T, settings Settings) (config.Environment, app.Props) {
	t.Helper()
	cdkJSON, err := os.ReadFile("cdk.json")
	if err != nil {
		t.Fatal(err)
	}
	given, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	context, err := config.ReadContext(cdkJSON, string(given))
	if err != nil {
		t.Fatal(err)
	}
	env, err := config.Load(context)
	if err != nil {
		t.Fatalf("settings %v: %v", settings, err)
	}
	dir, err := os.MkdirTemp(scratch, filepath.Base(env.Name)+"-")
	if err != nil {
		t.Fatal(err)
	}
	return env, app.Props{Context: context.ForCDK(), OutDir: dir, FinderCode: finder().Wait}
}
