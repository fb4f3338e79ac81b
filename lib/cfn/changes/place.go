package changes

import (
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// identities are the keys by which items of a list are told apart, wherever they stand.
var identities = []string{
	"Region", "RegionName", "Key", "Id", "RuleName", "Name", "AddOnType", "DestinationBackupVaultArn",
}

// identity names an item of a list, by its place when it has no name of its own.
func identity(item any, index int) string {
	for _, key := range identities {
		if name, ok := assembly.Map(item)[key].(string); ok {
			return name
		}
	}
	switch item := item.(type) {
	case string:
		return item
	case unknown:
		return string(item)
	}
	return strconv.Itoa(index)
}

// places returns what stands at the end of the steps, by its whole name; v is the plain value
// of the property that the first step names. What is absent is nil, and what is unknown hides
// all that would be inside it.
func places(v any, steps []string) map[string]any {
	found := map[string]any{}
	collect(found, steps[0], v, steps[1:])
	return found
}

func collect(found map[string]any, name string, v any, steps []string) {
	list := assembly.List(v)
	_, hidden := v.(unknown)
	switch {
	case len(steps) > 0 && strings.HasPrefix(steps[0], item) && !hidden:
		collect(found, name, named(list, strings.TrimPrefix(steps[0], item)), steps[1:])
	case len(list) > 0:
		for i, item := range list {
			collect(found, unused(found, name+"["+identity(item, i)+"]"), item, steps)
		}
	case len(steps) == 0 || hidden:
		found[name] = v
	default:
		collect(found, name+"."+steps[0], assembly.Map(v)[steps[0]], steps[1:])
	}
}

// item begins a step to one item of a list, which may be missing.
const item = "="

func named(list []any, name string) any {
	for i, v := range list {
		if identity(v, i) == name {
			return v
		}
	}
	return nil
}

// unused is a name that no other item of the list has.
func unused(found map[string]any, name string) string {
	for other := range found {
		if strings.HasPrefix(other, name) {
			return unused(found, name+"'")
		}
	}
	return name
}

// at returns what stands at a place, or hides it, and whether there is such a place at all.
func at(all map[string]any, name string) (any, bool) {
	if v, there := all[name]; there {
		return v, true
	}
	for other, v := range all {
		if _, hidden := v.(unknown); hidden && strings.HasPrefix(name, other) {
			return v, true
		}
	}
	return nil, false
}
