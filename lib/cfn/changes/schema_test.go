package changes

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

// schema is that of a resource type in CloudFormation's registry.
type schema map[string]any

// replacing lists what replaces a resource, for sure or perhaps, in the words of the table
// but without the [] of a list. A part of something listed is left out.
func (s schema) replacing() []string {
	var all []string
	for _, key := range []string{"createOnlyProperties", "conditionalCreateOnlyProperties"} {
		for _, pointer := range assembly.List(s[key]) {
			text, _ := pointer.(string)
			text = strings.ReplaceAll(strings.TrimPrefix(text, "/properties/"), "/*", "")
			all = append(all, strings.ReplaceAll(text, "/", "."))
		}
	}
	slices.Sort(all)
	var outermost []string
	for _, path := range slices.Compact(all) {
		if !covered(path, outermost) {
			outermost = append(outermost, path)
		}
	}
	return outermost
}

// covered reports whether a change of the path is one of what the paths lead to.
func covered(path string, paths []string) bool {
	return slices.ContainsFunc(paths, func(whole string) bool {
		return path == whole || strings.HasPrefix(path, whole+".")
	})
}

// has reports whether the schema knows the path.
func (s schema) has(path string) bool {
	return s.below(map[string]any(s), strings.Split(path, "."))
}

// below reports whether the steps lead somewhere inside the schema v.
func (s schema) below(v any, steps []string) bool {
	if len(steps) == 0 {
		return true
	}
	v = s.resolved(v)
	if inner, ok := assembly.Map(assembly.At(v, "properties"))[steps[0]]; ok && s.below(inner, steps[1:]) {
		return true
	}
	return slices.ContainsFunc(beside(v), func(other any) bool { return s.below(other, steps) })
}

// resolved follows references, which point into the schema: #/definitions/Name.
func (s schema) resolved(v any) any {
	for {
		pointer, ok := assembly.At(v, "$ref").(string)
		if !ok {
			return v
		}
		v = map[string]any(s)
		for _, key := range strings.Split(strings.TrimPrefix(pointer, "#/"), "/") {
			v = assembly.At(v, key)
		}
	}
}

// beside lists the schemas to which the same step leads: those of the items of a list, of
// the values of a map, and of alternatives.
func beside(v any) []any {
	found := []any{assembly.At(v, "items"), assembly.At(v, "additionalProperties")}
	for _, value := range assembly.Map(assembly.At(v, "patternProperties")) {
		found = append(found, value)
	}
	for _, key := range []string{"oneOf", "anyOf", "allOf"} {
		found = append(found, assembly.List(assembly.At(v, key))...)
	}
	return slices.DeleteFunc(found, func(v any) bool { return assembly.Map(v) == nil })
}

func TestASchemaSaysWhatReplaces(t *testing.T) {
	t.Parallel()
	s := schema{
		"createOnlyProperties": []any{
			"/properties/Name", "/properties/Rules/*/Key", "/properties/Options", "/properties/Options/Size",
		},
		"conditionalCreateOnlyProperties": []any{"/properties/Engine/Version", "/properties/Name"},
	}
	want := []string{"Engine.Version", "Name", "Options", "Rules.Key"}
	if got := s.replacing(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestASchemaKnowsItsPaths(t *testing.T) {
	t.Parallel()
	reference := map[string]any{"$ref": "#/definitions/Rule"}
	s := schema{
		"properties": map[string]any{
			"Name":  map[string]any{"type": "string"},
			"Rules": map[string]any{"items": reference},
			"ByKey": map[string]any{"patternProperties": map[string]any{"^a": reference}},
			"Union": map[string]any{"anyOf": []any{map[string]any{"type": "string"}, reference}},
			"Free":  map[string]any{"additionalProperties": false},
		},
		"definitions": map[string]any{"Rule": map[string]any{"properties": map[string]any{
			"Key": map[string]any{"type": "string"}, "Rule": reference,
		}}},
	}
	for path, want := range map[string]bool{
		"Name": true, "Rules.Key": true, "Rules.Rule.Rule.Key": true, "ByKey.Key": true, "Union.Key": true,
		"Nane": false, "Name.Key": false, "Rules.Name": false, "Key": false, "Free.Key": false,
	} {
		if got := s.has(path); got != want {
			t.Errorf("%s: got %t, want %t", path, got, want)
		}
	}
}
