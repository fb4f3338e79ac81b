package known

import (
	_ "embed"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// listed has, by type, each property that a resource of the platform may have, with the
// types that a reference in it may lead to. A step "[]" is an item of a list, and "*" is all
// below, which other promises read as a whole.
//
//go:embed properties.txt
var listed string

// theSettings is, among the types that a property may lead to, a text that the settings have.
const theSettings = "settings"

// tables are the properties by type, and of each property where it may lead to.
var tables = readTables(listed)

func readTables(text string) map[string]map[string][]string {
	found := map[string]map[string][]string{}
	var of map[string][]string
	for line := range strings.Lines(text) {
		property, indented := strings.CutPrefix(line, "  ")
		if property = strings.TrimSpace(property); property == "" {
			continue
		}
		if !indented {
			of = map[string][]string{}
			found[property] = of
			continue
		}
		path, targets, leads := strings.Cut(property, " -> ")
		of[path] = nil
		if leads {
			of[path] = strings.Split(targets, " | ")
		}
	}
	return found
}

// leaf is a value at the end of a path: a text, a number, or what a function gives.
type leaf struct {
	path  string
	value any
}

// leaves are all that is inside v. Both outcomes of a condition count.
func leaves(path string, v any) []leaf {
	function, argument, intrinsic := assembly.Intrinsic(v)
	switch {
	case intrinsic && function == "Fn::If" && len(assembly.List(argument)) == 3:
		return slices.Concat(leaves(path, assembly.At(argument, 1)), leaves(path, assembly.At(argument, 2)))
	case intrinsic && function == "Ref" && argument == "AWS::NoValue":
		return nil
	case intrinsic:
		return []leaf{{path, v}}
	}
	var found []leaf
	for _, item := range assembly.List(v) {
		found = append(found, leaves(path+"[]", item)...)
	}
	entries := assembly.Map(v)
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		found = append(found, leaves(strings.TrimSpace(path+" "+key), entries[key])...)
	}
	if len(assembly.List(v)) == 0 && len(entries) == 0 {
		found = append(found, leaf{path, v})
	}
	return found
}

// knows says whether a table has a path. What is empty is known with what could be in it.
func knows(table map[string][]string, l leaf) bool {
	steps := strings.Split(l.path, " ")
	if _, listed := table[l.path]; listed || l.path == "" || steps[0] == "Tags" || steps[0] == "Tags[]" {
		return true
	}
	for i := range steps {
		if _, whole := table[strings.TrimRight(strings.Join(steps[:i+1], " "), "[]")+" *"]; whole {
			return true
		}
	}
	list, isList := l.value.([]any)
	object, isObject := l.value.(map[string]any)
	if isList && len(list) == 0 || isObject && len(object) == 0 {
		for path := range table {
			if strings.HasPrefix(path, l.path+"[]") || strings.HasPrefix(path, l.path+" ") {
				return true
			}
		}
	}
	return false
}

func propertiesAreKnown(v *check.Review) {
	resources := v.Resources()
	if len(resources) == 0 {
		v.Add("there is no resource")
	}
	for _, r := range resources {
		table, is := tables[r.Type]
		switch {
		case !ours(r):
			continue
		case !is:
			v.Add("%s: the platform has no %s; a team defines its own in lib/stacks/additions", r, r.Type)
			continue
		}
		for _, l := range leaves("", r.Properties) {
			if !knows(table, l) {
				v.Add("%s: nothing proves that the property %s of an %s does no harm; lib/proof/promises/known/properties.txt lists the known ones", r, l.path, r.Type)
			}
		}
	}
}
