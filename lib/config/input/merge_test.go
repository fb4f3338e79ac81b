package input

import (
	"reflect"
	"testing"
)

func TestObjectsMergeKeyByKeyAndEverythingElseIsReplaced(t *testing.T) {
	t.Parallel()
	below := map[string]any{"size": "1", "list": []any{"a", "b"}, "map": map[string]any{"kept": "1", "changed": "1", "removed": "1"}, "removed": "1"}
	for promise, tc := range map[string]struct{ above, want map[string]any }{
		"nothing above":                {nil, below},
		"a list and text are replaced": {map[string]any{"size": "2", "list": []any{"c"}}, map[string]any{"size": "2", "list": []any{"c"}, "map": below["map"], "removed": "1"}},
		"a null removes": {
			map[string]any{"removed": nil, "never": nil, "map": map[string]any{"changed": "2", "removed": nil, "new": map[string]any{"x": "1", "y": nil}}},
			map[string]any{"size": "1", "list": below["list"], "map": map[string]any{"kept": "1", "changed": "2", "new": map[string]any{"x": "1"}}},
		},
		"an object replaces text": {map[string]any{"size": map[string]any{"x": "1"}}, map[string]any{"size": map[string]any{"x": "1"}, "list": below["list"], "map": below["map"], "removed": "1"}},
		"text replaces an object": {map[string]any{"map": "1"}, map[string]any{"size": "1", "list": below["list"], "map": "1", "removed": "1"}},
	} {
		if got := Merge(below, tc.above); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s: got %v, want %v", promise, got, tc.want)
		}
	}
	if lower := below["map"].(map[string]any); lower["changed"] != "1" {
		t.Error("the layer below is changed")
	}
}
