package changes

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// requiresRegistry makes a missing cfn-lint a failure, for machines on which it must judge.
const requiresRegistry = "CHASSIS_TEST_REQUIRES_CFN_LINT"

// registry is CloudFormation's registry as cfn-lint carries it. The CDK reads the same
// registry, but of another day, by another program, and mixed with an older specification.
type registry struct {
	// Version is that of cfn-lint.
	Version string
	// Types are the schemas by resource type.
	Types map[string]schema
}

func readRegistry(t *testing.T) registry {
	t.Helper()
	r, err := asked()
	if err != nil && os.Getenv(requiresRegistry) != "" {
		t.Fatalf("%v, and %s is set", err, requiresRegistry)
	} else if err != nil {
		t.Skipf("needs cfn-lint 1 or newer: %v", err)
	}
	return r
}

// asked is what cfn-lint answers, which takes it seconds.
var asked = sync.OnceValues(func() (registry, error) {
	dir, err := os.MkdirTemp("", "registry")
	if err != nil {
		return registry{}, err
	}
	r, err := askCfnLint(filepath.Join(dir, "schemas.json"))
	return r, errors.Join(err, os.RemoveAll(dir))
})

// askCfnLint has cfn-lint itself write its schemas down. It lies behind a different starter on
// each machine, and keeps its files in a different form in each version.
func askCfnLint(file string) (registry, error) {
	var r registry
	rules := filepath.Join("testdata", "registry")
	if _, err := os.ReadDir(rules); err != nil { // which go test sees, so that it keeps no result of other rules
		return r, err
	}
	c := exec.Command("cfn-lint", "--append-rules", rules, "--list-rules")
	// Python would leave a compiled file in testdata.
	c.Env = append(os.Environ(), "CHASSIS_SCHEMAS="+file, "PYTHONDONTWRITEBYTECODE=1")
	if out, err := c.CombinedOutput(); err != nil {
		return r, fmt.Errorf("cfn-lint: %w %s", err, out)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(text, &r)
}
