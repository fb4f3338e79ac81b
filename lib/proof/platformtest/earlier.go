package platformtest

import (
	"cmp"
	"embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/kept"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/stacks/app"
)

// Anew is the variable with which every platform is synthesized, whatever an earlier run of
// the tests has kept. CI sets it.
const Anew = "CHASSIS_TEST_ANEW"

var (
	// environ are the variables that Node.js, jsii and the CDK read.
	environ = []string{
		"NODE_OPTIONS", "JSII_DEPRECATED", "AWS_REGION",
		"CDK_BLOCK_DEPRECATIONS", "CDK_CONTEXT_JSON", "CDK_DISABLE_STACK_TRACE", "CDK_VALIDATION",
	}
	// packages, with all that they import, define a platform.
	packages = []string{"./lib/stacks/app", "./lib/stacks/additions", "./lib/proof/platformtest/uploads"}
)

// own is the code here, which hands a platform its settings.
//
//go:embed *.go
var own embed.FS

// earlier is what the last runs of the tests have synthesized.
type earlier struct {
	kept.Store
	from string
}

// onceOnly synthesizes a platform unless an earlier run has. What its props hold besides the
// context is told by kind.
func onceOnly(env config.Environment, props app.Props, kind string) (*Synthesis, error) {
	settings, err := json.Marshal(env)
	if err != nil {
		return nil, err
	}
	context, err := json.Marshal(props.Context)
	if err != nil {
		return nil, err
	}
	key := kept.Key(earlierRuns().from, string(settings), string(context), kind)
	if earlierRuns().Recall(key, props.OutDir) {
		if decoded, err := assembly.Read(props.OutDir); err == nil {
			return &Synthesis{Platform: check.Platform{Assembly: decoded, Settings: env}, Dir: props.OutDir}, nil
		}
	}
	s, err := assemble(env, props)
	if err == nil {
		earlierRuns().Keep(key, props.OutDir)
	}
	return s, err
}

// earlierRuns are none where it is not known what a platform is made from.
var earlierRuns = sync.OnceValue(func() earlier {
	cache, err := os.UserCacheDir()
	if err != nil || os.Getenv(Anew) != "" {
		return earlier{}
	}
	from, err := madeFrom()
	if err != nil {
		return earlier{}
	}
	return earlier{kept.In(filepath.Join(cache, "chassis", "platforms")), from}
})

// madeFrom names all that every platform is made from, besides its settings: the compiled
// code with the CDK in it, the functions, the version of Node.js, and variables.
func madeFrom() (string, error) {
	code, err := exec.Command("go", append([]string{"list", "-deps", "-export", "-f", "{{.ImportPath}} {{.BuildID}}"}, packages...)...).Output()
	if err != nil {
		return "", err
	}
	node, err := exec.Command(cmp.Or(os.Getenv("JSII_NODE"), "node"), "--version").Output()
	if err != nil {
		return "", err
	}
	parts := []string{string(code), string(node)}
	for _, variable := range environ {
		parts = append(parts, os.Getenv(variable))
	}
	for _, f := range allFunctions {
		dir, err := functions().Wait(f)
		if err != nil {
			return "", err
		}
		executable, err := os.ReadFile(filepath.Join(dir, "bootstrap"))
		if err != nil {
			return "", err
		}
		parts = append(parts, string(executable))
	}
	files, err := own.ReadDir(".")
	for _, file := range files {
		text, err := own.ReadFile(file.Name())
		if err != nil {
			return "", err
		}
		parts = append(parts, string(text))
	}
	return kept.Key(parts...), err
}
