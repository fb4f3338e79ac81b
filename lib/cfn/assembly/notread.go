package assembly

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// NotRead lists what may give a template another meaning than the other methods see: macros
// and snippets, loops, modules, and functions, sections and attributes that are not known,
// each with its place.
func (a *Assembly) NotRead() []string {
	var found []string
	for _, s := range a.Stacks {
		for _, section := range s.unread {
			found = append(found, fmt.Sprintf("%s: the section %s is not read", s.ID, section))
		}
		for _, section := range []map[string]any{s.Parameters, s.Conditions, s.Mappings, s.Outputs, s.Beside} {
			found = append(found, generated(s.ID, section)...)
		}
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			if module(r.Type) {
				found = append(found, fmt.Sprintf("%s: modules such as %s are not read", r, r.Type))
			}
			for _, values := range []map[string]any{r.Properties, r.Metadata} {
				found = append(found, generated(r.String(), values)...)
			}
			for _, name := range slices.Sorted(maps.Keys(r.Beside)) {
				if name == "CreationPolicy" || name == "UpdatePolicy" {
					found = append(found, generated(r.String(), r.Beside[name])...)
				} else {
					found = append(found, fmt.Sprintf("%s: the attribute %s is not read", r, name))
				}
			}
		}
	}
	return found
}

// module reports whether a type stands for several resources of somebody's making.
func module(resourceType string) bool {
	return strings.HasSuffix(resourceType, "::MODULE")
}

// generated lists the functions inside v that CloudFormation replaces by other text, and
// those of which nobody knows what they yield.
func generated(where string, v any) []string {
	var found []string
	for _, item := range List(v) {
		found = append(found, generated(where, item)...)
	}
	m := Map(v)
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if reason := notRead(key, m[key]); reason != "" {
			found = append(found, where+": "+reason)
		}
		found = append(found, generated(where, m[key])...)
	}
	return found
}

// notRead says why a function cannot be read, if so.
func notRead(function string, argument any) string {
	switch {
	case !strings.HasPrefix(function, "Fn::") || slices.Contains(documented, function):
		return ""
	case function == "Fn::Transform":
		return fmt.Sprintf("the macro %s is not read", macro(argument))
	case strings.HasPrefix(function, "Fn::ForEach::"):
		return fmt.Sprintf("loops such as %s (AWS::LanguageExtensions) are not read", function)
	}
	return fmt.Sprintf("the function %s is not known", function)
}

// macro is the name in an Fn::Transform, or what is there instead.
func macro(argument any) string {
	if name, _ := At(argument, "Name").(string); name != "" {
		return name
	}
	return brief(argument)
}
