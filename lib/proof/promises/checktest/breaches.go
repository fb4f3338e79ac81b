package checktest

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Breach is a change to a hand-made platform after which a promise is broken.
type Breach struct {
	Name string
	// Env is prod when empty.
	Env    string
	Check  func(*check.Review)
	Change Change
	Want   string // part of a complaint
}

// Broken is what a check complains about.
func Broken(examine func(*check.Review), p *check.Platform) []string {
	return check.Promise{Check: examine}.Broken(*p)
}

// Test tests promises: a hand-made platform keeps them, each breach is found and each
// promise has one, and neither an empty platform nor one of odd shapes gets past them.
func (b Base) Test(t *testing.T, promises []check.Promise, breaches []Breach) {
	t.Helper()
	t.Run("the hand-made platform keeps its promises", func(t *testing.T) {
		t.Parallel()
		for _, env := range b.envs {
			p := b.As(t, env)
			for _, promise := range promises {
				if complaints := promise.Broken(*p); len(complaints) > 0 {
					t.Errorf("%s %s %s: %s (%d complaints)", env, promise.ID, promise.Says, complaints[0], len(complaints))
				}
			}
		}
	})
	broken := map[uintptr]bool{}
	for _, breach := range breaches {
		broken[reflect.ValueOf(breach.Check).Pointer()] = true
		t.Run(breach.Name, func(t *testing.T) {
			t.Parallel()
			p := b.As(t, breach.Env)
			breach.Change(t, p)
			got := Broken(breach.Check, p)
			if !slices.ContainsFunc(got, func(complaint string) bool { return strings.Contains(complaint, breach.Want) }) {
				t.Errorf("complaints are %q, want one with %q", got, breach.Want)
			}
		})
	}
	for _, promise := range promises {
		if !broken[reflect.ValueOf(promise.Check).Pointer()] {
			t.Errorf("no breach of %s %q", promise.ID, promise.Says)
		}
	}
	t.Run("an empty platform is noticed", func(t *testing.T) {
		t.Parallel()
		for _, env := range []string{"dev", "prod", "staging pr-42"} {
			b.testEmpty(t, env, promises)
		}
	})
	t.Run("odd shapes are survived", func(t *testing.T) {
		t.Parallel()
		b.testOddShapes(t, promises)
	})
}

// testEmpty takes the resources from a platform, then the stacks.
func (b Base) testEmpty(t *testing.T, env string, promises []check.Promise) {
	t.Helper()
	stacks := b.As(t, "")
	for _, s := range stacks.Stacks {
		s.Resources, s.Outputs, s.Parameters = nil, nil, nil
	}
	p := environment(env)
	for name, a := range map[string]*assembly.Assembly{"no stack": {}, "empty stacks": stacks.Assembly} {
		p.Assembly = a
		for _, promise := range promises {
			// What is said of stacks, of dev only, and of the other kind of platform.
			ofStacks := strings.Contains(promise.Says, "stack") || slices.Contains([]string{"R5.3", "R5.4", "R5.6"}, promise.ID)
			onlyDev := strings.Contains(promise.Says, " dev ") && !strings.Contains(promise.Says, "prod")
			other := promise.ID == "R5.5" && p.Ephemeral() == strings.Contains(promise.Says, "long-lived")
			if len(promise.Broken(p)) == 0 && !other && (env == "dev" || !onlyDev) && (name == "no stack" || !ofStacks) {
				t.Errorf("%s finds nothing wrong with %s of %s: %s", promise.ID, name, env, promise.Says)
			}
		}
	}
}

// testOddShapes replaces one property at a time, on all resources of a type, by values of the
// wrong shape. Complaints do not matter here, only that no check panics.
func (b Base) testOddShapes(t *testing.T, promises []check.Promise) {
	t.Helper()
	p := b.As(t, "")
	for at := range properties(*p) {
		if b.skip != "" && strings.HasPrefix(at.kind, b.skip) && at.kind != "AWS::EC2::Instance" {
			continue
		}
		for _, v := range b.odd {
			restore := replace(*p, at, v)
			for _, promise := range promises {
				promise.Broken(*p)
			}
			restore()
		}
	}
}

// property is one that some resources of a type have.
type property struct{ kind, name string }

func properties(p check.Platform) map[property]bool {
	found := map[property]bool{}
	for _, r := range p.Resources() {
		for name := range r.Properties {
			found[property{r.Type, name}] = true
		}
	}
	return found
}

// replace gives a property another value wherever it is, and returns how to undo that.
func replace(p check.Platform, at property, v any) (restore func()) {
	var undo []func()
	for _, r := range p.OfType(at.kind) {
		if old, ok := r.Properties[at.name]; ok {
			r.Properties[at.name] = v
			undo = append(undo, func() { r.Properties[at.name] = old })
		}
	}
	return func() {
		for _, f := range undo {
			f()
		}
	}
}
