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
		{ID: "R4.4", Says: "Which image each service runs is a parameter named after its repository: a full image URI, or none; its default is the image of the settings.", Check: imageParameters},
		{ID: "R4.4", Says: "While its image is none, a service's task definition, what runs, starts, migrates and scales its tasks and the alarms on them do not exist, and everything else does.", Check: nothingRunsWithoutImage},
		{ID: "R4.4", Says: "Whichever images are given, nothing that exists refers to something that does not.", Check: noDanglingReferences},
		{ID: "R4.4", Says: "A task runs one container, without a health check of ECS, and ends with it.", Check: oneContainer},
	}
}

// imageChoices are no image, that of each service alone, and all: whether something
// exists depends on one image at most.
func imageChoices(v *check.Review) []map[string]string {
	none, all := map[string]string{}, map[string]string{}
	for _, s := range v.Settings.Services {
		none[s.ImageParameter()], all[s.ImageParameter()] = "none", someImage(v, s)
	}
	choices := []map[string]string{none, all}
	for parameter, image := range all {
		alone := maps.Clone(none)
		alone[parameter] = image
		choices = append(choices, alone)
	}
	return choices
}

// nothingRunsWithoutImage takes for a release what belongs to a service by reference; an
// alarm that refers to no service is not one of its alarms.
func nothingRunsWithoutImage(v *check.Review) {
	released := map[*assembly.Resource]string{}
	for _, s := range parts.Services(v) {
		if s.AlwaysRuns() && len(s.ScalingPolicies) == 0 || len(s.Alarms) == 0 {
			v.Lookup().Add("found %d scaling policies and %d alarms of %s, want some", len(s.ScalingPolicies), len(s.Alarms), s.Name)
		}
		for _, part := range s.Released() {
			released[part] = s.ImageParameter()
		}
	}
	for _, values := range imageChoices(v) {
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
	for _, values := range imageChoices(v) {
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

func oneContainer(v *check.Review) {
	for _, s := range parts.Services(v) {
		if n := len(assembly.List(s.Task.At("ContainerDefinitions"))); s.Task != nil && n != 1 {
			v.Add("%s has %d containers, want 1", s.Task, n)
		}
		v.On(s.Task, "ContainerDefinitions", 0, "Essential")
		v.Absent(s.Task, "ContainerDefinitions", 0, "HealthCheck") // ECS replaces a task that fails it
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
