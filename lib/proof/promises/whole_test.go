package promises

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// whole reads the hand-made prod under testdata/whole, which keeps the promises
// about data, compute and safety. Its tags, the same everywhere, are added here.
func whole(t *testing.T) check.Platform {
	t.Helper()
	a, err := assembly.Read("testdata/whole")
	if err != nil {
		t.Fatal(err)
	}
	p := check.Platform{Assembly: a, Env: "prod"}
	withStatements(t, p)
	for _, r := range all(p) {
		if slices.Contains(untagged, r.Type) || slices.Contains(taggedByStack, r.Type) || strings.HasPrefix(r.Type, "Custom::") {
			continue
		}
		if r.Properties == nil {
			r.Properties = map[string]any{}
		}
		var tags []any
		for name, value := range expectedTags(p) {
			tags = append(tags, map[string]any{"Key": name, "Value": value})
		}
		if slices.Contains(namedByTag, r.Type) {
			tags = append(tags, map[string]any{"Key": "Name", "Value": "Network/" + r.LogicalID})
		}
		r.Properties["Tags"] = tags
	}
	return p
}

// all returns every resource of every stack.
func all(p check.Platform) []*assembly.Resource {
	var found []*assembly.Resource
	for _, s := range p.Stacks {
		for _, r := range s.Resources {
			found = append(found, r)
		}
	}
	return found
}

// as makes a platform that is judged as another environment.
func as(env, instance string) func(*testing.T, *check.Platform) {
	return func(_ *testing.T, p *check.Platform) { p.Env, p.Instance = env, instance }
}

// breach is a change to the whole platform, and what a promise says about it.
type breach struct {
	name  string
	check func(*check.Review)
	// change may also judge the platform as another environment.
	change func(*testing.T, *check.Platform)
	want   string // part of a finding
}

// in turns a change to the platform's resources into one of a breach.
func in(changes ...func(*testing.T, check.Platform)) func(*testing.T, *check.Platform) {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		for _, change := range changes {
			change(t, *p)
		}
	}
}

// policies sets what becomes of a resource when it is removed or replaced.
func policies(name, deletion, replacement string) func(*testing.T, check.Platform) {
	return func(t *testing.T, p check.Platform) {
		t.Helper()
		r := resource(t, p, name)
		r.DeletionPolicy, r.UpdateReplacePolicy = deletion, replacement
	}
}

// after sets what a resource waits for.
func after(name string, earlier ...string) func(*testing.T, check.Platform) {
	return func(t *testing.T, p check.Platform) {
		t.Helper()
		resource(t, p, name).DependsOn = earlier
	}
}

// on sets the condition of a resource.
func on(name, condition string) func(*testing.T, check.Platform) {
	return func(t *testing.T, p check.Platform) {
		t.Helper()
		resource(t, p, name).Condition = condition
	}
}

// say gives an output a value that is written as JSON; null removes the output.
func say(stack, id, value string) func(*testing.T, check.Platform) {
	return func(t *testing.T, p check.Platform) {
		t.Helper()
		p.Stack(stack).Outputs[id] = decoded(t, value)
		if value == "null" {
			delete(p.Stack(stack).Outputs, id)
		}
	}
}

func breaches() []breach {
	return slices.Concat(auroraBreaches(), originBreaches(), proxyBreaches(), cacheBreaches(), bastionBreaches(),
		alarmBreaches(), serviceBreaches(), deploymentBreaches(), releaseBreaches(), orderBreaches(), balancingBreaches(), certificateBreaches(), taskBreaches(),
		safetyBreaches(), removalBreaches(), stackBreaches(), outputBreaches())
}

func wholePromises() []check.Promise {
	return slices.Concat(alarms(), events(), dashboards(), data(), windows(), compute(), safety())
}

func TestTheWholePlatformKeepsItsPromises(t *testing.T) {
	t.Parallel()
	p := whole(t)
	for _, promise := range wholePromises() {
		for _, finding := range promise.Broken(p) {
			t.Errorf("%s %s: %s", promise.ID, promise.Says, finding)
		}
	}
}

func TestBreachesAreFound(t *testing.T) {
	t.Parallel()
	for _, tc := range breaches() {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := whole(t)
			tc.change(t, &p)
			got := check.Promise{Check: tc.check}.Broken(p)
			if !slices.ContainsFunc(got, func(finding string) bool { return strings.Contains(finding, tc.want) }) {
				t.Errorf("findings are %q, want one with %q", got, tc.want)
			}
		})
	}
}

func TestEveryPromiseOfTheWholeIsBreakable(t *testing.T) {
	t.Parallel()
	broken := map[uintptr]bool{}
	for _, tc := range breaches() {
		broken[reflect.ValueOf(tc.check).Pointer()] = true
	}
	said := map[string]bool{}
	for _, promise := range wholePromises() {
		if !broken[reflect.ValueOf(promise.Check).Pointer()] {
			t.Errorf("no breach of %s %q", promise.ID, promise.Says)
		}
		if said[promise.Says] {
			t.Errorf("two promises say %q", promise.Says)
		}
		said[promise.Says] = true
	}
}

func TestPromisesOfTheWholeNoticeAnEmptyPlatform(t *testing.T) {
	t.Parallel()
	for _, platform := range []check.Platform{{Env: "prod"}, {Env: "staging", Instance: "pr-42"}} {
		empty := whole(t)
		for _, s := range empty.Stacks {
			s.Resources, s.Outputs, s.Parameters = nil, nil, nil
		}
		for name, a := range map[string]*assembly.Assembly{"no stack": {}, "empty stacks": empty.Assembly} {
			platform.Assembly = a
			for _, promise := range wholePromises() {
				// What is said of stacks, and of the other kind of platform.
				ofStacks := strings.Contains(promise.Says, "stack") || promise.ID == "R5.3" || promise.ID == "R5.4" || promise.ID == "R5.6"
				other := promise.ID == "R5.5" && platform.Ephemeral() == strings.Contains(promise.Says, "long-lived")
				if len(promise.Broken(platform)) == 0 && !other && (name == "no stack" || !ofStacks) {
					t.Errorf("%s finds nothing wrong with %s: %s", promise.ID, name, promise.Says)
				}
			}
		}
	}
}

// TestPromisesOfTheWholeSurviveOddShapes replaces one property at a time by
// values of the wrong shape. Findings do not matter here, only that none of the
// checks panics.
func TestPromisesOfTheWholeSurviveOddShapes(t *testing.T) {
	t.Parallel()
	for name, odd := range map[string]any{
		"lists": []any{nil, 1.5, map[string]any{"Ref": 1.0}},
		"maps":  map[string]any{"Statement": []any{nil}, "x": nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := whole(t)
			for property := range properties(p) {
				if strings.HasPrefix(property.kind, "AWS::EC2::") && property.kind != ec2Instance {
					continue // the promises about the network see to them
				}
				restore := replace(p, property, odd)
				for _, promise := range wholePromises() {
					promise.Broken(p)
				}
				restore()
			}
		})
	}
}
