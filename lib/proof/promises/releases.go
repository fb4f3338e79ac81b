package promises

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func releases() []check.Promise {
	return []check.Promise{
		{ID: "R4.4", Says: "Which images run are the parameters ServiceImage and AdminImage: a full image URI, or none, which is the default.", Check: imageParameters},
		{ID: "R4.4", Says: "While its image is none, a service's task definition, service, scaling and alarms do not exist, and everything else does.", Check: nothingRunsWithoutImage},
		{ID: "R4.4", Says: "Whichever of the images are given, nothing that exists refers to something that does not.", Check: noDanglingReferences},
		{ID: "R4.4", Says: "A task runs one container, whose image is the parameter.", Check: onlyTheGivenImage},
	}
}

// someImage is a value that an image parameter must accept.
const someImage = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/chassis/prod/service:3f2a1c9"

func imageParameters(v *check.Review) {
	stack := v.Stack("Compute")
	if stack == nil {
		v.Add("there is no stack Compute")
		return
	}
	digest := "@sha256:" + strings.Repeat("0123456789abcdef", 4)
	for _, name := range []string{"ServiceImage", "AdminImage"} {
		parameter := stack.Parameters[name]
		for key, want := range map[string]string{"Type": "String", "Default": "none"} {
			if got := assembly.At(parameter, key); got != want {
				v.Add("parameter %s: %s is %s, want %s", name, key, assembly.Written(got), want)
			}
		}
		if text, _ := assembly.At(parameter, "Description").(string); text == "" {
			v.Add("parameter %s has no description", name)
		}
		text, _ := assembly.At(parameter, "AllowedPattern").(string)
		pattern, err := regexp.Compile("^(?:" + text + ")$")
		if err != nil || text == "" {
			v.Add("parameter %s: allowed pattern %q cannot be read", name, text)
			continue
		}
		for _, good := range []string{"none", someImage, someImage + digest, strings.Replace(someImage, ":3f2a1c9", digest, 1)} {
			if !pattern.MatchString(good) {
				v.Add("parameter %s refuses %s", name, good)
			}
		}
		for _, bad := range []string{
			"", "None", "none ", "latest", "service:latest", "chassis/prod/service:3f2a1c9",
			"https://" + someImage, someImage + " ", strings.TrimSuffix(someImage, ":3f2a1c9"),
		} {
			if pattern.MatchString(bad) {
				v.Add("parameter %s accepts %q, which is no full image URI", name, bad)
			}
		}
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
	services := Services(v)
	released := map[*assembly.Resource]string{}
	for _, s := range services {
		want := 10 // task definition, service, scaling with its policy, and six alarms
		if v.Env == "dev" || v.Ephemeral() {
			want = 7
		}
		if n := len(s.parts()); n != want {
			v.Add("found %d of the %d resources of a release of %s", n, want, s.name)
		}
		for _, part := range s.parts() {
			released[part] = s.parameter
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

// links returns every reference of every resource and output.
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
	for _, s := range Services(v) {
		if n := len(assembly.List(s.task.At("ContainerDefinitions"))); s.task != nil && n != 1 {
			v.Add("%s has %d containers, want 1", s.task, n)
		}
		v.Reads(s.task, "${Compute/"+s.parameter+"}", "ContainerDefinitions", 0, "Image")
		v.On(s.task, "ContainerDefinitions", 0, "Essential")
	}
}
