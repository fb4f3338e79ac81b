package input

import (
	"encoding/json"
	"reflect"
)

// Merge lays each layer over those before it. Objects merge key by key, a null removes
// the key, and everything else, lists included, replaces what was there.
func Merge(layers ...map[string]any) map[string]any {
	merged := map[string]any{}
	for _, layer := range layers {
		for key, value := range layer {
			switch value := value.(type) {
			case nil:
				delete(merged, key)
			case map[string]any:
				below, _ := merged[key].(map[string]any)
				merged[key] = Merge(below, value)
			default:
				merged[key] = value
			}
		}
	}
	return merged
}

// Put sets the value at a path of keys, and replaces what is no object on the way.
func Put(object map[string]any, path []string, value any) {
	for ; len(path) > 1; path = path[1:] {
		below, ok := object[path[0]].(map[string]any)
		if !ok {
			below = map[string]any{}
			object[path[0]] = below
		}
		object = below
	}
	object[path[0]] = value
}

// Same reports whether two decoded values are equal, whichever way their numbers are
// written: the CDK's command line writes 1.0 as 1.
func Same(a, b any) bool {
	return reflect.DeepEqual(plain(a), plain(b))
}

func plain(value any) any {
	encoded, err := json.Marshal(value)
	if err != nil {
		return value
	}
	var decoded any
	if err := json.Unmarshal(encoded, &decoded); err != nil {
		return value
	}
	return decoded
}
