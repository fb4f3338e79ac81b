package main

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/parity"
	"example.com/chassis/lib/proof/platformtest"
)

// environments are dev, staging and prod, without instances.
func environments(t *testing.T) []parity.Environment {
	t.Helper()
	var all []parity.Environment
	for _, settings := range platforms()[:3] {
		p := platformtest.Synth(t, settings)
		all = append(all, parity.Environment{Name: p.Env, Assembly: p.Assembly})
	}
	return all
}

// A difference that nobody declared is a mistake in one environment, or a decision
// without a reason.
func TestParity(t *testing.T) {
	differences := parity.Differences(environments(t))
	for _, problem := range parity.Problems(parity.Declared(), differences) {
		t.Error(problem)
	}
	golden(t, "docs/posture/parity.md", parity.Markdown(parity.Declared(), differences))
}

// The comparison sees what lib/cfn/assembly decodes. Whatever else a template has must
// be the same everywhere, or the comparison would be silent about it.
func TestParityOverlooksNothing(t *testing.T) {
	compared := []string{"Description", "Parameters", "Conditions", "Outputs", "Resources"}
	ofResource := []string{"Type", "Properties", "Metadata", "DependsOn", "Condition", "DeletionPolicy", "UpdateReplacePolicy"}
	remainders := map[string]map[string]any{}
	for _, settings := range platforms()[:3] {
		files, err := filepath.Glob(filepath.Join(platformtest.Synth(t, settings).Dir, "*.template.json"))
		if err != nil || len(files) != 4 {
			t.Fatalf("%s has templates %v (%v), want four", label(settings), files, err)
		}
		for _, file := range files {
			var template map[string]any
			if err := json.Unmarshal([]byte(read(t, file)), &template); err != nil {
				t.Fatal(err)
			}
			for id, r := range template["Resources"].(map[string]any) {
				for _, key := range slices.Sorted(maps.Keys(r.(map[string]any))) {
					if !slices.Contains(ofResource, key) {
						t.Errorf("%s: %s has %s, which lib/cfn/assembly does not read", label(settings), id, key)
					}
				}
			}
			maps.DeleteFunc(template, func(key string, _ any) bool { return slices.Contains(compared, key) })
			stack, _, _ := strings.Cut(filepath.Base(file), ".")
			if others := remainders[stack]; others == nil {
				remainders[stack] = template
			} else if !reflect.DeepEqual(others, template) {
				t.Errorf("%s: %s has %v, and another environment %v", label(settings), stack, template, others)
			}
		}
	}
}
