package check

import (
	"slices"
	"sync"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/permissions"
	"example.com/chassis/lib/proof/reachability"
)

// Promise is one sentence about the platform that a program can check.
type Promise struct {
	// ID is the requirement that the promise keeps: R1.3. Several promises may
	// share one requirement.
	ID string
	// Says is the promise in one sentence, for the page of requirements and for the
	// person who breaks it.
	Says string
	// Check complains about what is wrong, and about a platform in which there is
	// nothing to examine.
	Check func(*Review)
}

// Broken returns all that is wrong, one line a complaint, and nothing when the
// promise is kept.
func (promise Promise) Broken(p Platform) []string { return Examine(p).Broken(promise) }

// Examination is a platform with what is computed from it once for all promises. A
// change of the platform needs a new one.
type Examination struct {
	Platform
	network     func() *reachability.Network
	model       func() *reachability.Model
	permissions func() (permissions.Table, error)
	resources   func() []*assembly.Resource
	byType      func() map[string][]*assembly.Resource
}

// Examine begins the examination of p.
func Examine(p Platform) *Examination {
	resources := sync.OnceValue(p.Resources)
	return &Examination{
		Platform:    p,
		resources:   resources,
		network:     sync.OnceValue(func() *reachability.Network { return reachability.ReadNetwork(p.Assembly) }),
		model:       sync.OnceValue(func() *reachability.Model { return reachability.New(p.Assembly) }),
		permissions: sync.OnceValues(func() (permissions.Table, error) { return permissions.Of(p.Assembly, p.Settings) }),
		byType: sync.OnceValue(func() map[string][]*assembly.Resource {
			found := map[string][]*assembly.Resource{}
			for _, r := range resources() {
				found[r.Type] = append(found[r.Type], r)
			}
			return found
		}),
	}
}

// Resources are those of the platform. The list is the caller's own.
func (e *Examination) Resources() []*assembly.Resource { return slices.Clone(e.resources()) }

// OfType is that of the assembly, which hundreds of promises ask for the same types. The list
// is the caller's own.
func (e *Examination) OfType(t string) []*assembly.Resource { return slices.Clone(e.byType()[t]) }

// Network is the topology and the security group rules of the templates.
func (e *Examination) Network() *reachability.Network { return e.network() }

// Model is the network once everything is released: what can reach what.
func (e *Examination) Model() *reachability.Model { return e.model() }

// Permissions are who may do what; the error says what is not understood or has no reason.
func (e *Examination) Permissions() (permissions.Table, error) { return e.permissions() }

// Broken returns all that is wrong by one promise.
func (e *Examination) Broken(promise Promise) []string {
	wrong, missing := e.review(promise)
	return tidy(slices.Concat(wrong, missing))
}

// Review begins a review of the platform.
func (e *Examination) Review() *Review { return &Review{e, new([]string), new([]string)} }

func (e *Examination) review(promise Promise) (wrong, missing []string) {
	v := e.Review()
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

// Found owns the complaints of all look-ups, so that each is reported once and not under
// every promise that looks the same thing up.
var Found = Promise{ID: "Found", Says: "What the promises are about is there, as often as it should be."}

// Judge judges p by all promises. The first verdict is that of the look-ups.
func Judge(p Platform, all []Promise) []Verdict { return Examine(p).Judge(all) }

// Judge judges the platform by all promises, as the function does.
func (e *Examination) Judge(all []Promise) []Verdict {
	verdicts := []Verdict{{Promise: Found}}
	var complaints []string
	for _, promise := range all {
		wrong, missing := e.review(promise)
		complaints = append(complaints, missing...)
		verdicts = append(verdicts, Verdict{Promise: promise, Wrong: wrong, Stumbled: len(wrong) == 0 && len(missing) > 0})
	}
	verdicts[0].Wrong = tidy(complaints)
	return verdicts
}

// Watch is a list of promises that looks at one change of a platform after the other. The
// promise that noticed the last change comes first, since the next is likely to fall to it
// too; those that take the longest stay near the end.
type Watch struct{ queue []Promise }

// NewWatch watches with all promises.
func NewWatch(all []Promise) *Watch { return &Watch{slices.Clone(all)} }

// Notices reports whether some promise is broken.
func (w *Watch) Notices(p Platform) bool {
	examination := Examine(p)
	for i, promise := range w.queue {
		if len(examination.Broken(promise)) > 0 {
			copy(w.queue[1:], w.queue[:i])
			w.queue[0] = promise
			return true
		}
	}
	return false
}
