package checktest

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
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

// Find finds the resource that a construct of a stack defines: "Network/Vpc", without the
// hash of its logical ID.
func Find(t *testing.T, p *check.Platform, name string) *assembly.Resource {
	t.Helper()
	stack, construct, _ := strings.Cut(name, "/")
	var found []*assembly.Resource
	for id, r := range p.Stack(stack).Resources {
		if id == construct || assembly.Construct(id) == construct {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		t.Fatalf("the platform has %d of %s, want one", len(found), name)
	}
	return found[0]
}

// id is the logical ID of the resource that a construct of a stack defines.
func id(t *testing.T, p *check.Platform, stack, construct string) string {
	t.Helper()
	return Find(t, p, stack+"/"+construct).LogicalID
}

// placeholder is "@AdminApiTargetGroup" in a value: the logical ID of that construct.
var placeholder = regexp.MustCompile(`"@([A-Za-z0-9]+)"`)

// in decodes JSON for a stack of the platform, with the placeholders filled.
func in(t *testing.T, p *check.Platform, stack, text string) any {
	t.Helper()
	return Decoded(t, placeholder.ReplaceAllStringFunc(text, func(found string) string {
		return `"` + id(t, p, stack, strings.Trim(found, `"@`)) + `"`
	}))
}

// Settings changes what the platform was made from, and leaves the templates.
func Settings(change func(*config.Environment)) Change {
	return func(_ *testing.T, p *check.Platform) { change(&p.Settings) }
}

// Set gives a property the value that is written as JSON, in which "@Construct" is the
// logical ID of a construct of the same stack; null removes it.
func Set(name, value string, path ...any) Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		r := Find(t, p, name)
		v := in(t, p, r.Stack.ID, value)
		last := len(path) - 1
		parent := r.At(path[:last]...)
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
			Stack: p.Stack(stack), LogicalID: id, Type: kind, Properties: assembly.Map(in(t, p, stack, properties)),
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
		r := Find(t, p, name)
		r.DependsOn = nil
		for _, construct := range earlier {
			r.DependsOn = append(r.DependsOn, id(t, p, r.Stack.ID, construct))
		}
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

// Decoded is JSON as a template holds it.
func Decoded(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}
