package promises

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// fault is a change to a platform that must break a promise.
type fault struct {
	name   string
	check  func(*check.Review)
	env    string // prod when empty
	change func(*testing.T, check.Platform)
	want   string // part of a finding
}

// platform reads the small hand-made platform under testdata, which keeps the
// promises about network and security, as an environment.
func platform(t *testing.T, env string) check.Platform {
	t.Helper()
	a, err := assembly.Read("testdata/platform")
	if err != nil {
		t.Fatal(err)
	}
	p := check.Platform{Assembly: a, Env: "prod"}
	switch env {
	case "dev":
		p.Env = "dev"
		singleZone(t, p)
	case "staging pr-42":
		p.Env, p.Instance = "staging", "pr-42"
		oneGateway(t, p)
		drop("Data/ProxyReader")(t, p)
	case "staging":
		p.Env = "staging"
		oneGateway(t, p)
	}
	addressed(t, p)
	alertsFrom(t, p)
	for _, name := range []string{"Service", "Admin"} {
		path := strings.ReplaceAll(env, " ", "-") + "/" + strings.ToLower(name)
		set("Security/"+name+"ImagesRepository", `"chassis/`+path+`"`, "RepositoryName")(t, p)
	}
	return p
}

// addressed gives VPC and subnets the addresses of their environment.
func addressed(t *testing.T, p check.Platform) {
	t.Helper()
	first := map[string]string{"dev": "10.10.", "staging": "10.20.", "prod": "10.30."}[p.Env]
	for name, rest := range map[string]string{
		"Vpc": "0.0/16", "PublicA": "0.0/24", "PublicC": "1.0/24", "PrivateA": "8.0/21", "PrivateC": "16.0/21",
		"IsolatedA": "24.0/24", "IsolatedC": "25.0/24",
	} {
		set("Network/"+name, `"`+first+rest+`"`, "CidrBlock")(t, p)
	}
}

func oneGateway(t *testing.T, p check.Platform) {
	t.Helper()
	set("Network/PrivateCRoute", `{"Ref": "NatA"}`, "NatGatewayId")(t, p)
	drop("Network/NatC")(t, p)
	drop("Network/EipC")(t, p)
}

// singleZone leaves in ap-northeast-2c what AWS demands there.
func singleZone(t *testing.T, p check.Platform) {
	t.Helper()
	oneGateway(t, p)
	drop("Data/AuroraReader")(t, p)
	drop("Data/ProxyReader")(t, p)
	set("Data/RedisSubnets", `[{"Fn::ImportValue": "IsolatedA"}]`, "SubnetIds")(t, p)
	for _, service := range []string{"ServiceApi", "AdminApi"} {
		set("Compute/"+service+"Service", `[{"Fn::ImportValue": "PrivateA"}]`, "NetworkConfiguration", "AwsvpcConfiguration", "Subnets")(t, p)
	}
}

// resource finds "Network/Vpc".
func resource(t *testing.T, p check.Platform, name string) *assembly.Resource {
	t.Helper()
	stack, id, _ := strings.Cut(name, "/")
	r := p.Stack(stack).Resources[id]
	if r == nil {
		t.Fatalf("the platform has no %s", name)
	}
	return r
}

// set gives a property the value that is written as JSON; null removes it.
func set(name, value string, path ...any) func(*testing.T, check.Platform) {
	return func(t *testing.T, p check.Platform) {
		t.Helper()
		var v any
		if err := json.Unmarshal([]byte(value), &v); err != nil {
			t.Fatalf("%s: %v", value, err)
		}
		last := len(path) - 1
		parent := resource(t, p, name).At(path[:last]...)
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

// drop removes a resource.
func drop(name string) func(*testing.T, check.Platform) {
	return func(t *testing.T, p check.Platform) {
		t.Helper()
		r := resource(t, p, name)
		delete(r.Stack.Resources, r.LogicalID)
	}
}

// put adds a resource whose properties are written as JSON.
func put(name, kind, properties string) func(*testing.T, check.Platform) {
	return func(t *testing.T, p check.Platform) {
		t.Helper()
		stack, id, _ := strings.Cut(name, "/")
		r := &assembly.Resource{Stack: p.Stack(stack), LogicalID: id, Type: kind}
		if err := json.Unmarshal([]byte(properties), &r.Properties); err != nil {
			t.Fatalf("%s: %v", properties, err)
		}
		p.Stack(stack).Resources[id] = r
	}
}

// kept are the promises that the hand-made platform keeps.
func kept() []check.Promise { return slices.Concat(network(), security(), alertChain(), alerts()) }

func TestTheHandMadePlatformKeepsItsPromises(t *testing.T) {
	t.Parallel()
	for _, env := range []string{"dev", "staging", "prod", "staging pr-42"} {
		p := platform(t, env)
		for _, promise := range kept() {
			for _, finding := range promise.Broken(p) {
				t.Errorf("%s %s %s: %s", env, promise.ID, promise.Says, finding)
			}
		}
	}
}

func TestFaultsBreakPromises(t *testing.T) {
	t.Parallel()
	for _, tc := range faults() {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			env := tc.env
			if env == "" {
				env = "prod"
			}
			p := platform(t, env)
			tc.change(t, p)
			got := check.Promise{Check: tc.check}.Broken(p)
			for _, finding := range got {
				if strings.Contains(finding, tc.want) {
					return
				}
			}
			t.Errorf("findings are %q, want one with %q", got, tc.want)
		})
	}
}

func faults() []fault {
	var all []fault
	all = append(all, networkFaults()...)
	all = append(all, flowFaults()...)
	all = append(all, webACLFaults()...)
	all = append(all, keyFaults()...)
	return append(all, alertFaults()...)
}

func TestEveryPromiseIsShownToBeBreakable(t *testing.T) {
	t.Parallel()
	shown := map[uintptr]bool{}
	for _, tc := range faults() {
		shown[reflect.ValueOf(tc.check).Pointer()] = true
	}
	for _, promise := range kept() {
		if !shown[reflect.ValueOf(promise.Check).Pointer()] {
			t.Errorf("no fault breaks %s %q", promise.ID, promise.Says)
		}
	}
}

func TestPromisesNoticeAnEmptyPlatform(t *testing.T) {
	t.Parallel()
	for _, env := range []string{"dev", "prod"} {
		p := platform(t, env)
		for _, s := range p.Stacks {
			s.Resources = nil
		}
		for _, promise := range kept() {
			onlyDev := strings.Contains(promise.Says, " dev ") && !strings.Contains(promise.Says, "prod")
			if len(promise.Broken(p)) == 0 && (env == "dev" || !onlyDev) {
				t.Errorf("%s finds nothing wrong with an empty %s: %s", promise.ID, env, promise.Says)
			}
		}
	}
}

// TestPromisesSurviveOddShapes replaces one property at a time, on all resources
// of a type, by values of the wrong shape. Findings do not matter here, only that
// none of the checks panics.
func TestPromisesSurviveOddShapes(t *testing.T) {
	t.Parallel()
	odd := []any{"text", []any{nil, map[string]any{"Ref": 1.0}}, map[string]any{"Statement": []any{nil}, "x": nil}}
	p := platform(t, "prod")
	for property := range properties(p) {
		for _, v := range odd {
			restore := replace(p, property, v)
			for _, promise := range kept() {
				promise.Broken(p)
			}
			restore()
		}
	}
}

// property is one that some resources of a type have.
type property struct{ kind, name string }

func properties(p check.Platform) map[property]bool {
	found := map[property]bool{}
	for _, s := range p.Stacks {
		for _, r := range s.Resources {
			for name := range r.Properties {
				found[property{r.Type, name}] = true
			}
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
