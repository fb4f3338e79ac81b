package platformtest

import (
	"cmp"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
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

// environ are the variables that Node.js, jsii and the CDK read.
var environ = []string{
	"NODE_OPTIONS", "JSII_DEPRECATED", "AWS_REGION", "CONTEXT_OVERFLOW_LOCATION_ENV",
	"CDK_BLOCK_DEPRECATIONS", "CDK_CONTEXT_JSON", "CDK_DEBUG_DEPS", "CDK_DISABLE_STACK_TRACE", "CDK_VALIDATION",
}

var (
	// sources are all that defines a platform, as this binary was compiled from it: what is in
	// the checkout may have changed since.
	sources fs.FS
	// ownKernel is set where the kernel is not that of the jsii runtime.
	ownKernel bool
)

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
	if os.Getenv(Anew) == "" && earlierRuns().Recall(key, props.OutDir) {
		decoded, err := assembly.Read(props.OutDir)
		return &Synthesis{Platform: check.Platform{Assembly: decoded, Settings: env}, Dir: props.OutDir}, err
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
	if err != nil || ownKernel {
		return earlier{}
	}
	from, err := madeFrom()
	if err != nil {
		return earlier{}
	}
	return earlier{kept.In(filepath.Join(cache, "chassis", "platforms")), from}
})

// madeFrom names all that every platform is made from, besides its settings: the code, which
// pins the CDK, the functions, the versions of Go and Node.js, and variables.
func madeFrom() (string, error) {
	node, err := exec.Command(cmp.Or(os.Getenv("JSII_NODE"), "node"), "--version").Output()
	if err != nil {
		return "", err
	}
	built, _ := debug.ReadBuildInfo()
	parts := []string{string(node), built.String()}
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
	err = fs.WalkDir(sources, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(sources, path)
		parts = append(parts, path, string(text))
		return err
	})
	if err != nil {
		return "", err
	}
	return kept.Key(parts...), nil
}
