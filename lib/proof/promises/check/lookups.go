package check

import "example.com/chassis/lib/cfn/assembly"

// Lookup returns a review of the same platform for a look-up that several promises
// share. What it complains about belongs to none of them.
func (v *Review) Lookup() *Review {
	return &Review{v.Examination, v.missing, v.missing}
}

// Exactly returns the platform's resources of a type. That there is another number
// of them is the complaint of a look-up.
func (v *Review) Exactly(want int, resourceType string) []*assembly.Resource {
	found := v.OfType(resourceType)
	v.Lookup().Count(found, want, resourceType)
	return found
}

// Some returns the platform's resources of a type, so that no promise is kept
// because there is nothing to examine. That there is none is the complaint of a
// look-up.
func (v *Review) Some(resourceType string) []*assembly.Resource {
	found := v.OfType(resourceType)
	if len(found) == 0 {
		v.Lookup().Add("there is no %s", resourceType)
	}
	return found
}

// Only returns the platform's one resource of a type, or nil. That there is another
// number of them, or that it is in another stack, is the complaint of a look-up.
func (v *Review) Only(stack, resourceType string) *assembly.Resource {
	v = v.Lookup()
	r := v.Unique(resourceType, v.OfType(resourceType))
	if r != nil && r.Stack.ID != stack {
		v.Add("%s belongs to stack %s, want %s", r, r.Stack.ID, stack)
	}
	return r
}

// Unique returns the only resource found, or nil with a complaint.
func (v *Review) Unique(kind string, found []*assembly.Resource) *assembly.Resource {
	v.Count(found, 1, kind)
	if len(found) != 1 {
		return nil
	}
	return found[0]
}
