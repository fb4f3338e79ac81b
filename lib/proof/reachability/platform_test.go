package reachability_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/reachability"
)

// edits change a platform: "Network/Vpc CidrBlock" or "App/Alb Subnets 0" is what a
// path inside the properties becomes, in JSON, and null takes it away; a path of
// the resource alone is the whole resource.
type edits map[string]string

// platform reads the small hand-made platform, of which every promise holds, and
// changes it.
func platform(t *testing.T, changes edits) *assembly.Assembly {
	t.Helper()
	a, err := assembly.Read("testdata/platform")
	if err != nil {
		t.Fatal(err)
	}
	for where, text := range changes {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		name, path, _ := strings.Cut(where, " ")
		stack, id, _ := strings.Cut(name, "/")
		s := a.Stack(stack)
		if path == "" {
			delete(s.Resources, id)
			if value != nil {
				kind, _ := assembly.At(value, "Type").(string)
				s.Resources[id] = &assembly.Resource{Stack: s, LogicalID: id, Type: kind, Properties: assembly.Map(assembly.At(value, "Properties"))}
			}
			continue
		}
		if s.Resources[id] == nil {
			t.Fatalf("there is no %s", name)
		}
		put(t, s.Resources[id].Properties, value, strings.Fields(path))
	}
	return a
}

func put(t *testing.T, at any, value any, path []string) {
	t.Helper()
	for _, step := range path[:len(path)-1] {
		if i, err := strconv.Atoi(step); err == nil {
			at = assembly.At(at, i)
		} else {
			at = assembly.At(at, step)
		}
	}
	last := path[len(path)-1]
	if i, err := strconv.Atoi(last); err == nil && i < len(assembly.List(at)) {
		assembly.List(at)[i] = value
		return
	}
	if assembly.Map(at) == nil {
		t.Fatalf("%v leads to nothing", path)
	}
	assembly.Map(at)[last] = value
	if value == nil {
		delete(assembly.Map(at), last)
	}
}

// model reads the changed platform as prod.
func model(t *testing.T, changes edits) *reachability.Model {
	t.Helper()
	return reachability.New(platform(t, changes), "prod")
}

// between is the connection between two components.
func between(t *testing.T, m *reachability.Model, from, to string) reachability.Connection {
	t.Helper()
	for _, c := range m.Connections() {
		if c.From.Name == from && c.To.Name == to {
			return c
		}
	}
	t.Fatalf("there is no %s or no %s", from, to)
	return reachability.Connection{}
}
