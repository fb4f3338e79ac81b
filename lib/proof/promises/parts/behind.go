package parts

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Behind returns the resource of a type that a property of r refers to. That there is
// none is the complaint of a look-up; what the property has to read is that of a promise.
func Behind(v *check.Review, r *assembly.Resource, resourceType string, path ...any) *assembly.Resource {
	if r == nil {
		return nil
	}
	if t, ok := v.Follow(r.Stack, r.At(path...)); ok && check.Is(t.Resource, resourceType) {
		return t.Resource
	}
	v.Lookup().Add("found no %s that %s of %s refers to", resourceType, check.Dotted(path), r)
	return nil
}
