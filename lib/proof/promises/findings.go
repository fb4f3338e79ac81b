package promises

import (
	"fmt"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// findings are what one check complains about, a line each.
type findings []string

func (f *findings) add(format string, args ...any) {
	*f = append(*f, fmt.Sprintf(format, args...))
}

// count complains unless exactly want resources of a kind are there, so that no
// check passes because it looked at nothing.
func (f *findings) count(found []*assembly.Resource, want int, kind string) {
	if len(found) != want {
		f.add("found %d of %s, want %d: %v", len(found), kind, want, found)
	}
}

// property complains unless the property of r that the path leads to is want, a
// string, bool, int or float64, or nil for an absent one.
func (f *findings) property(r *assembly.Resource, want any, path ...any) {
	if n, ok := want.(int); ok {
		want = float64(n) // as JSON decodes it
	}
	got := r.At(path...)
	switch got.(type) {
	case nil, string, bool, float64:
		if got == want {
			return
		}
	}
	f.add("%s: %v is %s, want %s", r, path, shown(got), shown(want))
}

// texts complains unless got and want hold the same texts in any order.
func (f *findings) texts(what string, got, want []string) {
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		f.add("%s: got %q, want %q", what, got, want)
	}
}

// shown is a template's value for a message.
func shown(v any) string {
	if v == nil {
		return "absent"
	}
	return assembly.Written(v)
}
