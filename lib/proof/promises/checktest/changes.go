package checktest

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Change is a change to a platform.
type Change = func(*testing.T, *check.Platform)

// Changes makes several changes, one after the other.
func Changes(changes ...Change) Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		for _, change := range changes {
			change(t, p)
		}
	}
}

// Find finds the resource "Network/Vpc".
func Find(t *testing.T, p *check.Platform, name string) *assembly.Resource {
	t.Helper()
	stack, id, _ := strings.Cut(name, "/")
	r := p.Stack(stack).Resources[id]
	if r == nil {
		t.Fatalf("the platform has no %s", name)
	}
	return r
}

// Set gives a property the value that is written as JSON; null removes it.
func Set(name, value string, path ...any) Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		v := Decoded(t, value)
		last := len(path) - 1
		parent := Find(t, p, name).At(path[:last]...)
		switch key := path[last].(type) {
		case int:
			assembly.List(parent)[key] = v
		case string:
			assembly.Map(parent)[key] = v
			if v == nil {
				delete(assembly.Map(parent), key)
			}
		}
	}
}

// Drop removes a resource.
func Drop(name string) Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		r := Find(t, p, name)
		delete(r.Stack.Resources, r.LogicalID)
	}
}

// Put adds a resource whose properties are written as JSON.
func Put(name, kind, properties string) Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		stack, id, _ := strings.Cut(name, "/")
		p.Stack(stack).Resources[id] = &assembly.Resource{
			Stack: p.Stack(stack), LogicalID: id, Type: kind, Properties: assembly.Map(Decoded(t, properties)),
		}
	}
}

// Policies sets what becomes of a resource when it is removed or replaced.
func Policies(name, deletion, replacement string) Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		r := Find(t, p, name)
		r.DeletionPolicy, r.UpdateReplacePolicy = deletion, replacement
	}
}

// After sets what a resource waits for.
func After(name string, earlier ...string) Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		Find(t, p, name).DependsOn = earlier
	}
}

// On sets the condition of a resource.
func On(name, condition string) Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		Find(t, p, name).Condition = condition
	}
}

// Output gives an output a value that is written as JSON; null removes the output.
func Output(stack, id, value string) Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		p.Stack(stack).Outputs[id] = Decoded(t, value)
		if value == "null" {
			delete(p.Stack(stack).Outputs, id)
		}
	}
}

// Stack changes one stack of the platform.
func Stack(id string, change func(*assembly.Stack)) Change {
	return func(_ *testing.T, p *check.Platform) { change(p.Stack(id)) }
}

// As has the platform judged as another environment.
func As(env, instance string) Change {
	return func(_ *testing.T, p *check.Platform) { p.Env, p.Instance = env, instance }
}

// Decoded is JSON as a template holds it.
func Decoded(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}
