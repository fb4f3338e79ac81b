package parity

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

// partsRead and fieldsRead are what of a template and of a resource that lib/cfn/assembly
// decodes, so that Differences sees them.
var (
	partsRead  = []string{"Description", "Parameters", "Conditions", "Outputs", "Resources"}
	fieldsRead = []string{"Type", "Properties", "Metadata", "DependsOn", "Condition", "DeletionPolicy", "UpdateReplacePolicy"}
)

// Overlooked returns what the templates in the folders of cloud assemblies have
// beside that: it must be the same everywhere, or Differences would be silent about
// it.
func Overlooked(folders ...string) ([]string, error) {
	var found []string
	rest := map[string]map[string]any{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.template.json"))
		if err != nil {
			return nil, err
		}
		if len(files) != 4 {
			return nil, fmt.Errorf("%s has %d templates, want 4", folder, len(files))
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			var template map[string]any
			if err := json.Unmarshal(raw, &template); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			resources, _ := template["Resources"].(map[string]any)
			for id, r := range resources {
				parts, _ := r.(map[string]any)
				for _, key := range slices.Sorted(maps.Keys(parts)) {
					if !slices.Contains(fieldsRead, key) {
						found = append(found, fmt.Sprintf("%s: %s has %s, which is not read", file, id, key))
					}
				}
			}
			maps.DeleteFunc(template, func(key string, _ any) bool { return slices.Contains(partsRead, key) })
			stack, _, _ := strings.Cut(filepath.Base(file), ".")
			if others := rest[stack]; others == nil {
				rest[stack] = template
			} else if !reflect.DeepEqual(others, template) {
				found = append(found, fmt.Sprintf("%s has %v, and another environment %v", file, template, others))
			}
		}
	}
	return found, nil
}
