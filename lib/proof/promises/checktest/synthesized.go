package checktest

import (
	"reflect"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Constructed is the one resource whose logical id is a construct's with its hash.
func Constructed(t *testing.T, p check.Platform, construct string) *assembly.Resource {
	t.Helper()
	var found []*assembly.Resource
	for _, s := range p.Stacks {
		for id, r := range s.Resources {
			// What stands in a stack itself has no hash.
			if id == construct || len(id) == len(construct)+8 && strings.HasPrefix(id, construct) {
				found = append(found, r)
			}
		}
	}
	if len(found) != 1 {
		t.Fatalf("found %d of %s", len(found), construct)
	}
	return found[0]
}

// SetAt sets what a path leads to; nil takes it away.
func SetAt(t *testing.T, at any, value any, path ...any) {
	t.Helper()
	last := len(path) - 1
	for _, step := range path[:last] {
		at = assembly.At(at, step)
	}
	switch step := path[last].(type) {
	case string:
		m := reflect.ValueOf(at)
		if m.Kind() != reflect.Map {
			t.Fatalf("%v leads to %v", path, at)
		}
		v := reflect.ValueOf(value)
		m.SetMapIndex(reflect.ValueOf(step), v)
	case int:
		assembly.List(at)[step] = value
	}
}

// Complaints is what promises say of a platform.
func Complaints(p check.Platform, promises []check.Promise) string {
	var found []string
	for _, promise := range promises {
		found = append(found, promise.Broken(p)...)
	}
	return strings.Join(found, "\n")
}
