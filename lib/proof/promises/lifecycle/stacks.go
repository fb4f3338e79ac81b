package lifecycle

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func stacks() []check.Promise {
	return []check.Promise{
		{ID: "Stacks", Says: "The four stacks are there, beside them at most that of the team's additions, and each stack is named after the platform, the environment, the instance and itself.", Check: stackNames},
		{ID: "Stacks", Says: "Network and Security use no other stack, Data uses both, Compute uses all three.", Check: stackOrder},
		{ID: "Stacks", Says: "Stacks exchange values through exports only, and every import finds its export.", Check: strongExports},
		{ID: "Stacks", Says: "Data exports nothing of the cluster, so that it can be replaced behind its proxy.", Check: clusterIsNotExported},
		{ID: "Stacks", Says: "The Compute stack has no more resources than the settings count, so that synthesis refuses what CloudFormation would.", Check: resourcesAreCounted},
		{ID: "Stacks", Says: "The templates are plain ASCII but for what the settings of a team put into its tasks, because CloudFormation gives back a question mark for anything else.", Check: plainASCII},
		{ID: "Environments", Says: "Every physical name carries the environment and the instance, so that nothing collides in one account.", Check: physicalNames},
		{ID: "Environments", Says: "No physical name is longer than AWS takes.", Check: nameLengths},
		{ID: "R6.6", Says: "No template, policy, list or definition is larger than AWS takes.", Check: withinLimits},
	}
}

func stackNames(v *check.Review) {
	var got []string
	for _, s := range v.Stacks {
		got = append(got, s.ID)
		if notOurs(s.ID) && s.ID != config.AdditionsStack {
			v.Add("stack %s is none of the platform's: a team's own is %s", s.ID, config.AdditionsStack)
		}
		if want := v.Settings.StackName(s.ID); s.Name != want {
			v.Add("stack %s is named %q, want %q", s.ID, s.Name, want)
		}
		if s.Description == "" {
			v.Add("stack %s has no description", s.ID)
		}
	}
	for _, id := range config.Stacks() {
		if !slices.Contains(got, id) {
			v.Add("there is no stack %s", id)
		}
	}
}

func stackOrder(v *check.Review) {
	for id, want := range map[string][]string{
		"Network": nil, "Security": nil,
		"Data":    {"Network", "Security"},
		"Compute": {"Network", "Security", "Data"},
	} {
		s := v.Stack(id)
		if s == nil {
			v.Add("there is no stack %s", id)
			continue
		}
		// The team's stack may stand anywhere between them.
		v.Texts("stack "+id+" deploys after", slices.DeleteFunc(slices.Clone(s.DependsOn), notOurs), want)
		used := map[string]bool{}
		for _, r := range s.Resources {
			for _, t := range v.References(s, r.Properties) {
				if t.Resource != nil && t.Resource.Stack != s {
					used[t.Resource.Stack.ID] = true
				}
			}
		}
		v.Texts("stack "+id+" refers to", slices.DeleteFunc(slices.Collect(maps.Keys(used)), notOurs), want)
	}
}

// plainASCII judges what CloudFormation gives back of a template: other characters differ from
// what has been deployed in every comparison.
// https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1220
func plainASCII(v *check.Review) {
	texts := func(where string, value any) {
		if text := assembly.Written(value); strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) {
			v.Add("%s has characters beyond ASCII", where)
		}
	}
	for _, s := range v.Stacks {
		if notOurs(s.ID) {
			continue
		}
		texts("the description of stack "+s.ID, s.Description)
		for _, section := range []map[string]any{s.Parameters, s.Conditions, s.Outputs} {
			for _, name := range slices.Sorted(maps.Keys(section)) {
				texts(s.ID+"/"+name, section[name])
			}
		}
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			// A team's variables and commands may have any character.
			if r := s.Resources[id]; r.Type != "AWS::ECS::TaskDefinition" && r.Type != "Custom::Migration" && !r.Below(config.AdditionsStack) {
				texts(r.String(), r.Properties)
			}
		}
	}
}

// notOurs says whether a stack is none of the four.
func notOurs(id string) bool { return !slices.Contains(config.Stacks(), id) }

func resourcesAreCounted(v *check.Review) {
	s := v.Stack(config.ComputeStack)
	if s == nil {
		v.Add("there is no stack %s", config.ComputeStack)
		return
	}
	if got, counted := len(s.Resources), v.Settings.ComputeResources(); got > counted {
		v.Add("stack %s has %d resources, and the settings count %d", s.ID, got, counted)
	}
}

func strongExports(v *check.Review) {
	imports := 0
	for _, r := range v.Resources() {
		for _, imported := range check.Calls(r.Properties, "Fn::ImportValue") {
			imports++
			if text := v.Text(r.Stack, imported); strings.HasPrefix(text, "${Fn::ImportValue") {
				v.Add("%s imports what no stack exports: %s", r, text)
			}
		}
		if len(check.Calls(r.Properties, "Fn::GetStackOutput")) > 0 {
			v.Add("%s reads an output of another stack, which would not protect that from removal", r)
		}
	}
	if imports == 0 {
		v.Add("no stack imports anything")
	}
	exported := map[string]string{}
	for _, s := range v.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Outputs)) {
			name := v.Text(s, assembly.At(s.Outputs[id], "Export", "Name"))
			if name == "" {
				continue
			}
			if !strings.HasPrefix(name, s.Name+":") {
				v.Add("export %s of stack %s could collide with that of another environment", name, s.ID)
			}
			if exported[name] != "" {
				v.Add("stacks %s and %s both export %s", exported[name], s.ID, name)
			}
			exported[name] = s.ID
		}
	}
}

func clusterIsNotExported(v *check.Review) {
	s := v.Stack("Data")
	exports := 0
	if s == nil {
		v.Add("there is no stack Data")
		return
	}
	for _, id := range slices.Sorted(maps.Keys(s.Outputs)) {
		if assembly.At(s.Outputs[id], "Export") == nil {
			continue
		}
		exports++
		for _, t := range v.References(s, assembly.At(s.Outputs[id], "Value")) {
			if t.Resource != nil && (t.Resource.Type == parts.DBCluster || t.Resource.Type == "AWS::RDS::DBInstance") {
				v.Add("stack Data exports %s of %s: a replaced cluster would be stuck", t.Attribute, t.Resource)
			}
		}
	}
	if exports == 0 {
		v.Add("stack Data exports nothing, not even the proxy's endpoint")
	}
}
