package platformtest

import (
	"encoding/json"
	"os"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/config/input"
	"example.com/chassis/lib/proof/configurations"
	"example.com/chassis/lib/stacks/additions"
	"example.com/chassis/lib/stacks/app"
	"example.com/chassis/lib/stacks/app/scratch"
)

// Generated synthesizes a generated configuration and hands it to examine, after which its
// assembly is removed. The error says why the settings or the CDK refuse it.
func Generated(t *testing.T, c configurations.Configuration, examine func(*Synthesis)) error {
	t.Helper()
	project, err := os.ReadFile("cdk.json")
	if err != nil {
		return err
	}
	given, err := json.Marshal(c.Run)
	if err != nil {
		return err
	}
	context, err := config.ReadContext(input.Files{Project: withSections(t, project, c.Team)}, string(given))
	if err != nil {
		return err
	}
	env, err := config.Load(context)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(scratch.Dir(), "generated-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	mu.Lock()
	props := app.Props{Context: context.ForCDK(), OutDir: dir, Code: functions().Wait, Additions: additions.Define}
	var made *Synthesis
	if os.Getenv(Anew) == "" {
		made, err = onceOnly(env, props, "generated")
	} else { // they are many, and nobody wants them again
		made, err = assemble(env, props)
	}
	mu.Unlock()
	if err != nil {
		return err
	}
	examine(made)
	return nil
}
