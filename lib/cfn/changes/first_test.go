package changes_test

import (
	"fmt"
	"slices"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/changes"
)

// chain is three stacks, each of which imports from those before it.
func chain(network, data, compute stack) *assembly.Assembly {
	return &assembly.Assembly{Stacks: []*assembly.Stack{network.named("Network"), data.named("Data"), compute.named("Compute")}}
}

// stack is the names that a stack exports and imports.
type stack struct{ exports, imports []string }

func (s stack) named(id string) *assembly.Stack {
	made := &assembly.Stack{ID: id, Name: id, Outputs: map[string]any{}, Resources: map[string]*assembly.Resource{}}
	for _, name := range s.exports {
		made.Outputs[name] = map[string]any{"Value": name, "Export": map[string]any{"Name": map[string]any{"Fn::Join": []any{":", []any{"shop", name}}}}}
	}
	var values []any
	for _, name := range s.imports {
		values = append(values, map[string]any{"Fn::Join": []any{"", []any{map[string]any{"Fn::ImportValue": "shop:" + name}}}})
	}
	made.Resources["User"] = &assembly.Resource{Stack: made, LogicalID: "User", Properties: map[string]any{"Values": values}}
	return made
}

func exporting(names ...string) stack { return stack{exports: names} }
func importing(names ...string) stack { return stack{imports: names} }

// valued gives the exports of Network another value.
func valued(a *assembly.Assembly) *assembly.Assembly {
	for _, output := range a.Stack("Network").Outputs {
		assembly.Map(output)["Value"] = "other"
	}
	return a
}

// on lets the exports of Network depend on a condition.
func on(a *assembly.Assembly, is string) *assembly.Assembly {
	s := a.Stack("Network")
	s.Conditions = map[string]any{"Given": map[string]any{"Fn::Equals": []any{is, "yes"}}}
	for _, output := range s.Outputs {
		assembly.Map(output)["Condition"] = "Given"
	}
	return a
}

// abroad puts Network into another region, from which nobody imports.
func abroad(a *assembly.Assembly) *assembly.Assembly {
	for _, s := range a.Stacks {
		s.Region = "ap-northeast-2"
	}
	a.Stack("Network").Region = "us-east-1"
	return a
}

func still(name string) string {
	return "Compute imports " + name + ", which would be gone or another value: CloudFormation refuses that while it is in use; let go of it in one change, and change it in another"
}

func TestAStackThatLetsGoOfAnExportGoesFirst(t *testing.T) {
	t.Parallel()
	const gone = " must be deployed first, alone (cdk deploy %[1]s --exclusively): as deployed it imports %[2]s, which would be gone"
	line := func(id, names string) string { return fmt.Sprintf("%[1]s"+gone, id, names) }
	for name, tc := range map[string]struct {
		before, after *assembly.Assembly
		want          []string
	}{
		"nothing changes":  {chain(exporting("a"), stack{}, importing("a")), chain(exporting("a"), stack{}, importing("a")), nil},
		"a service goes":   {chain(exporting("b", "a"), stack{}, importing("b", "a")), chain(stack{}, stack{}, stack{}), []string{line("Compute", "shop:a, shop:b")}},
		"a service comes":  {chain(stack{}, stack{}, stack{}), chain(exporting("a"), stack{}, importing("a")), nil},
		"nobody used it":   {chain(exporting("a"), stack{}, stack{}), chain(stack{}, stack{}, stack{}), nil},
		"it is kept":       {chain(exporting("a"), stack{}, importing("a")), chain(exporting("a"), stack{}, stack{}), nil},
		"two let go of it": {chain(exporting("a"), importing("a"), importing("a")), chain(stack{}, stack{}, stack{}), []string{line("Compute", "shop:a"), line("Data", "shop:a")}},
		"a service for another": {
			chain(exporting("old"), stack{}, importing("old")), chain(exporting("new"), stack{}, importing("new")),
			[]string{line("Compute", "shop:old") + "; but it cannot be, because it also wants shop:new: remove in one change, and add in another"},
		},
		"an export of somebody else": {chain(exporting("a"), stack{}, importing("a", "vpn")), chain(stack{}, stack{}, importing("vpn", "dns")), []string{line("Compute", "shop:a")}},
		"a stack that is no more": {
			chain(exporting("a"), stack{}, importing("a")), &assembly.Assembly{Stacks: chain(stack{}, stack{}, stack{}).Stacks[:2]},
			[]string{"Compute is not in the new assembly, and as deployed it imports shop:a, which would be gone: delete it first (cdk destroy Compute)"},
		},
		"one that uses it still": {chain(exporting("a"), stack{}, importing("a")), chain(stack{}, stack{}, importing("a")), []string{still("shop:a")}},
		"another value":          {chain(exporting("a"), stack{}, importing("a")), valued(chain(exporting("a"), stack{}, importing("a"))), []string{still("shop:a")}},
		"another value that is let go": {
			chain(exporting("a"), stack{}, importing("a")), valued(chain(exporting("a"), stack{}, stack{})), []string{line("Compute", "shop:a")},
		},
		"another value that nobody imports": {chain(exporting("a"), stack{}, stack{}), valued(chain(exporting("a"), stack{}, stack{})), nil},
		"an export on a condition": {
			on(chain(exporting("a"), stack{}, importing("a")), "yes"), on(chain(exporting("a"), stack{}, stack{}), "no"), []string{line("Compute", "shop:a")},
		},
		"an export on the same condition": {on(chain(exporting("a"), stack{}, importing("a")), "yes"), on(chain(exporting("a"), stack{}, stack{}), "yes"), nil},
		"another region":                  {abroad(chain(exporting("a"), stack{}, importing("a"))), abroad(chain(stack{}, stack{}, stack{})), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			deployed, _ := changes.Compare(tc.before, tc.after) // of two regions nothing goes first
			for _, e := range deployed.First {
				got = append(got, e.String())
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
