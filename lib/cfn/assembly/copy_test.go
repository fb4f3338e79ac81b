package assembly_test

import (
	"reflect"
	"testing"
)

func TestACopyIsEqualAndItsOwn(t *testing.T) {
	t.Parallel()
	a, again := read(t, "two-stacks"), read(t, "two-stacks")
	copied := a.Copy()
	if !reflect.DeepEqual(copied, a) {
		t.Error("the copy is another assembly")
	}
	for _, s := range copied.Stacks {
		s.Name = "new"
		clear(s.Tags)
		overwrite(s.Deployment)
		overwrite(s.Outputs)
		for _, r := range s.Resources {
			if r.Stack != s {
				t.Errorf("%s belongs to the stack of another assembly", r)
			}
			overwrite(r.Properties)
			r.DependsOn = append(r.DependsOn[:0], "New")
		}
		clear(s.Resources)
	}
	if !reflect.DeepEqual(a, again) {
		t.Error("what changes the copy changes the original")
	}
}

// overwrite changes everything inside a value.
func overwrite(value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, item := range v {
			overwrite(item)
			v[name] = "overwritten"
		}
	case []any:
		for i, item := range v {
			overwrite(item)
			v[i] = "overwritten"
		}
	}
}
