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
	wrong, missing := promise.review(p)
	return tidy(slices.Concat(wrong, missing))
}

func (promise Promise) review(p Platform) (wrong, missing []string) {
	v := New(p)
	promise.Check(v)
	return tidy(*v.wrong), tidy(*v.missing)
}

// tidy sorts complaints, which come in the order of maps, and drops repeated ones.
func tidy(complaints []string) []string {
	slices.Sort(complaints)
	return slices.Compact(complaints)
}

// Verdict is what is wrong with a platform by one promise.
type Verdict struct {
	Promise
	// Wrong is empty when the promise is kept.
	Wrong []string
	// Stumbled says that a look-up complains, and the promise itself about nothing:
	// nobody knows whether it is kept before the look-up succeeds.
	Stumbled bool
}

// lookups owns the complaints of all look-ups, so that each is reported once and not under
// every promise that looks the same thing up.
var lookups = Promise{ID: "Found", Says: "Whatever the promises are about is there, as often as it should be."}

// Judge judges p by all promises. The first verdict is that of the look-ups.
func Judge(p Platform, all []Promise) []Verdict {
	verdicts := []Verdict{{Promise: lookups}}
	var complaints []string
	for _, promise := range all {
		wrong, missing := promise.review(p)
		complaints = append(complaints, missing...)
		verdicts = append(verdicts, Verdict{Promise: promise, Wrong: wrong, Stumbled: len(wrong) == 0 && len(missing) > 0})
	}
	verdicts[0].Wrong = tidy(complaints)
	return verdicts
}
