package check

import "slices"

// Promise is one sentence about the platform that a program can check.
type Promise struct {
	// ID is the requirement that the promise keeps: R1.3. Several promises may
	// share one requirement.
	ID string
	// Says is the promise in one sentence for the README, and the name of its test.
	Says string
	// Check complains about what is wrong, and about a platform in which there is
	// nothing to examine.
	Check func(*Review)
}

// Broken returns all that is wrong, one line a complaint, and nothing when the
// promise is kept.
func (promise Promise) Broken(p Platform) []string {
	v := New(p)
	promise.Check(v)
	return tidy(slices.Concat(*v.wrong, *v.missing))
}

// tidy sorts complaints, which come in the order of maps, and drops repeated ones.
func tidy(complaints []string) []string {
	slices.Sort(complaints)
	return slices.Compact(complaints)
}
