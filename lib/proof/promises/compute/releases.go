package compute

import (
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func releases() []check.Promise {
	return []check.Promise{
		{ID: "R4.4", Says: "Which images run are the parameters ServiceImage and AdminImage: a full image URI, or none, which is the default.", Check: imageParameters},
		{ID: "R4.4", Says: "While its image is none, a service's task definition, service, scaling and alarms do not exist, and everything else does.", Check: nothingRunsWithoutImage},
		{ID: "R4.4", Says: "With each combination of images, nothing that exists refers to something that does not.", Check: noDanglingReferences},
		{ID: "R4.4", Says: "A task runs one container, whose image is the parameter.", Check: onlyTheGivenImage},
	}
}

// imageChoices are the four ways to give two images.
func imageChoices() []map[string]string {
	var choices []map[string]string
	for _, service := range []string{"none", someImage} {
		for _, admin := range []string{"none", someImage} {
			choices = append(choices, map[string]string{"ServiceImage": service, "AdminImage": admin})
		}
	}
	return choices
}

func nothingRunsWithoutImage(v *check.Review) {
	services := parts.Services(v)
	released := map[*assembly.Resource]string{}
	for _, s := range services {
		want := 10 // task definition, service, scaling with its policy, and six alarms
		if v.Env == "dev" || v.Ephemeral() {
			want = 7
		}
		if n := len(s.Released()); n != want {
			v.Add("found %d of the %d resources of a release of %s", n, want, s.Name)
		}
		for _, part := range s.Released() {
			released[part] = s.Parameter
		}
	}
	for _, values := range imageChoices() {
		for _, stack := range v.Stacks {
			exists := existing(v, stack, values)
			for _, id := range slices.Sorted(maps.Keys(stack.Resources)) {
				r := stack.Resources[id]
				parameter, ofRelease := released[r]
				if want := !ofRelease || values[parameter] != "none"; exists[r] != want {
					v.Add("with %v %s exists: %t, want %t", values, r, exists[r], want)
				}
			}
		}
	}
}

// link says that something refers to a resource. What has no owner is an output,
// and exists under its own condition.
type link struct {
	from      string
	owner     *assembly.Resource
	stack     *assembly.Stack
	condition string
	to        *assembly.Resource
}

// linksOf returns every reference of every resource and output.
func linksOf(v *check.Review) []link {
	var found []link
	for _, stack := range v.Stacks {
		add := func(l link, value any) {
			for _, t := range v.References(stack, value) {
				if l.to = t.Resource; l.to != nil {
					found = append(found, l)
				}
			}
		}
		for _, id := range slices.Sorted(maps.Keys(stack.Resources)) {
			r := stack.Resources[id]
			l := link{from: r.String(), owner: r, stack: stack}
			add(l, r.Properties)
			for _, earlier := range r.DependsOn {
				add(l, map[string]any{"Ref": earlier})
			}
		}
		for _, id := range slices.Sorted(maps.Keys(stack.Outputs)) {
			condition, _ := assembly.At(stack.Outputs[id], "Condition").(string)
			add(link{from: "output " + id, stack: stack, condition: condition}, stack.Outputs[id])
		}
	}
	return found
}

func noDanglingReferences(v *check.Review) {
	links := linksOf(v)
	if len(links) == 0 {
		v.Add("nothing refers to anything")
	}
	for _, values := range imageChoices() {
		exists := map[*assembly.Resource]bool{}
		for _, stack := range v.Stacks {
			maps.Copy(exists, existing(v, stack, values))
		}
		for _, l := range links {
			there := exists[l.owner] || l.owner == nil && holds(v, l.stack, l.condition, values)
			if there && !exists[l.to] {
				v.Add("with %v %s refers to %s, which does not exist", values, l.from, l.to)
			}
		}
	}
}

func onlyTheGivenImage(v *check.Review) {
	for _, s := range parts.Services(v) {
		if n := len(assembly.List(s.Task.At("ContainerDefinitions"))); s.Task != nil && n != 1 {
			v.Add("%s has %d containers, want 1", s.Task, n)
		}
		v.Reads(s.Task, "${Compute/"+s.Parameter+"}", "ContainerDefinitions", 0, "Image")
		v.On(s.Task, "ContainerDefinitions", 0, "Essential")
	}
}

// existing returns the resources of a stack that CloudFormation creates when its
// parameters have these values.
func existing(v *check.Review, s *assembly.Stack, values map[string]string) map[*assembly.Resource]bool {
	found := map[*assembly.Resource]bool{}
	for _, r := range s.Resources {
		if holds(v, s, r.Condition, values) {
			found[r] = true
		}
	}
	return found
}

// holds says whether a condition of a stack is true, and complains about one
// that it cannot judge. No condition is always true.
func holds(v *check.Review, s *assembly.Stack, condition string, values map[string]string) bool {
	v = v.Lookup()
	holds, err := s.Holds(condition, values)
	if err != nil {
		v.Add("%v", err)
	}
	return holds
}
