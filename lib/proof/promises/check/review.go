package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Review is a platform under examination with what was found wrong so far. Its
// methods stay silent about a nil resource: the look-up that did not find it has
// complained already.
type Review struct {
	*Examination
	// wrong is what the promise itself finds, missing what its look-ups did not find.
	wrong, missing *[]string
}

// Add complains.
func (v *Review) Add(format string, args ...any) {
	*v.wrong = append(*v.wrong, fmt.Sprintf(format, args...))
}

// Count complains unless exactly want resources of a kind are there.
func (v *Review) Count(found []*assembly.Resource, want int, kind string) {
	if len(found) != want {
		v.Add("found %d of %s, want %d: %v", len(found), kind, want, found)
	}
}

// Texts complains unless got and want hold the same texts in any order.
func (v *Review) Texts(what string, got, want []string) {
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		v.Add("%s: got %q, want %q", what, got, want)
	}
}

// Reads complains unless a property of r, rendered as text with its references,
// is want. CloudFormation takes 1024 for "1024" and true for "true", and so does
// this.
func (v *Review) Reads(r *assembly.Resource, want any, path ...any) {
	if r == nil {
		return
	}
	got := r.At(path...)
	if got == nil || v.Text(r.Stack, got) != fmt.Sprint(want) {
		v.Add("%s: %s is %s, want %v", r, Dotted(path), v.Shown(r, got), want)
	}
}

// Absent complains when r has the property.
func (v *Review) Absent(r *assembly.Resource, path ...any) {
	if got := r.At(path...); got != nil {
		v.Add("%s: %s is %s, want it absent", r, Dotted(path), v.Shown(r, got))
	}
}

// Off complains when a switch of r that is off by default is on.
func (v *Review) Off(r *assembly.Resource, path ...any) { v.Optional(r, false, path...) }

// On complains when a switch of r that is on by default is off.
func (v *Review) On(r *assembly.Resource, path ...any) { v.Optional(r, true, path...) }

// Optional complains when a property of r is there and does not read want, which is
// its default.
func (v *Review) Optional(r *assembly.Resource, want any, path ...any) {
	if got := r.At(path...); got != nil && v.Text(r.Stack, got) != fmt.Sprint(want) {
		v.Add("%s: %s is %s, want %v or absent", r, Dotted(path), v.Shown(r, got), want)
	}
}

// Refers complains unless a property of r refers to target, by an attribute or,
// when that is empty, by a Ref.
func (v *Review) Refers(r, target *assembly.Resource, attribute string, path ...any) {
	if r != nil && target != nil {
		v.Reads(r, Token(target, attribute), path...)
	}
}

// Alone complains unless a property of r is a list with exactly one item, which
// reads want.
func (v *Review) Alone(r *assembly.Resource, want any, path ...any) {
	if r != nil {
		v.Texts(r.String()+": "+Dotted(path), v.OneOrMany(r.Stack, r.At(path...)), []string{fmt.Sprint(want)})
	}
}

// Target returns the resource of a type that a property of r refers to, or nil
// with a complaint.
func (v *Review) Target(r *assembly.Resource, resourceType string, path ...any) *assembly.Resource {
	if r == nil {
		return nil
	}
	t, ok := v.Follow(r.Stack, r.At(path...))
	if !ok || !Is(t.Resource, resourceType) {
		v.Add("%s: %s is %s, want a reference to an %s", r, Dotted(path), v.Shown(r, r.At(path...)), resourceType)
		return nil
	}
	return t.Resource
}

// Entries reads a list of names with values, such as attributes or tags, and
// complains about a name that comes twice.
func (v *Review) Entries(r *assembly.Resource, list any, name, value string) map[string]string {
	found := map[string]string{}
	for _, item := range assembly.List(list) {
		key := v.Text(r.Stack, assembly.At(item, name))
		if _, twice := found[key]; twice {
			v.Add("%s: %q is given twice", r, key)
		}
		found[key] = v.Text(r.Stack, assembly.At(item, value))
	}
	return found
}

// Number reads a property of r as a number, which may be written as a string.
func (v *Review) Number(r *assembly.Resource, path ...any) float64 {
	if r == nil {
		return 0
	}
	n, err := strconv.ParseFloat(v.Text(r.Stack, r.At(path...)), 64)
	if err != nil {
		v.Add("%s: %s is %s, want a number", r, Dotted(path), v.Shown(r, r.At(path...)))
	}
	return n
}

// Dotted is a path for a message: Endpoint.Port, Rules.0.Name.
func Dotted(path []any) string {
	steps := make([]string, len(path))
	for i, step := range path {
		steps[i] = fmt.Sprint(step)
	}
	return strings.Join(steps, ".")
}
