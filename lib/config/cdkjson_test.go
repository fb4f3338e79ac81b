package config

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// A flag that is missing gives the behaviour of an older CDK. The list is the one
// that the pinned command line writes into a new project.
func TestCDKJSONHasTheRecommendedFeatureFlags(t *testing.T) {
	t.Parallel()
	const list = "../../node_modules/aws-cdk/lib/init-templates/.recommended-feature-flags.json"
	if _, err := os.Stat(list); errors.Is(err, os.ErrNotExist) {
		t.Skip("the CDK command line is not installed: run npm ci")
	}
	var recommended map[string]any
	var project struct {
		Context map[string]any `json:"context"`
	}
	for file, into := range map[string]any{list: &recommended, "../../cdk.json": &project} {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, into); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	// The one exception, explained in docs/settings.md.
	recommended["@aws-cdk/core:defaultCrossStackReferences"] = "strong"

	flags := maps.Clone(project.Context)
	maps.DeleteFunc(flags, func(name string, _ any) bool { return !strings.Contains(name, "/") })
	for _, name := range slices.Sorted(maps.Keys(recommended)) {
		if !reflect.DeepEqual(flags[name], recommended[name]) {
			t.Errorf("%s is %v in cdk.json, want %v", name, flags[name], recommended[name])
		}
		delete(flags, name)
	}
	for _, name := range slices.Sorted(maps.Keys(flags)) {
		t.Errorf("%s is in cdk.json and not recommended", name)
	}
}

// Whatever a team has in it, as long as it is valid.
func TestCDKJSONIsWhatTheSchemaDescribes(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../cdk.json")
	if err != nil {
		t.Fatal(err)
	}
	editorAccepts(t, string(raw), true)
	var file map[string]any
	if err := json.Unmarshal(raw, &file); err != nil || file["$schema"] != "./docs/cdk.schema.json" {
		t.Errorf("cdk.json names the schema %v, %v", file["$schema"], err)
	}
}
