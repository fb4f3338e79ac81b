package compute

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

const tag = ":3f2a1c9"

// someImage is a value that the image parameter of a service must accept.
func someImage(v *check.Review, s config.Service) string {
	return "123456789012.dkr.ecr." + v.Settings.Region + ".amazonaws.com/" + v.Settings.RepositoryName(s) + tag
}

// imageParameters has no other parameter pass for an image: the release machine finds
// the images of the deployed stack by their names.
func imageParameters(v *check.Review) {
	stack := v.Stack("Compute")
	if stack == nil {
		v.Add("there is no stack Compute")
		return
	}
	var want []string
	for _, s := range parts.Services(v) {
		want = append(want, s.ImageParameter())
		imageParameter(v, s.Service, stack.Parameters[s.ImageParameter()])
		v.Reads(s.Task, "${Compute/"+s.ImageParameter()+"}", "ContainerDefinitions", 0, "Image")
	}
	got := slices.DeleteFunc(slices.Collect(maps.Keys(stack.Parameters)), func(name string) bool { return name == "BootstrapVersion" })
	v.Texts("parameters of Compute", got, want)
}

func imageParameter(v *check.Review, s config.Service, parameter any) {
	name := s.ImageParameter()
	for key, want := range map[string]string{"Type": "String", "Default": s.Image} {
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
		return
	}
	image, digest := someImage(v, s), "@sha256:"+strings.Repeat("0123456789abcdef", 4)
	for _, good := range []string{"none", s.Image, image, image + digest, strings.Replace(image, tag, digest, 1)} {
		if !pattern.MatchString(good) {
			v.Add("parameter %s refuses %s", name, good)
		}
	}
	for _, bad := range []string{
		"", "None", "none ", "latest", s.Repository + ":latest", v.Settings.RepositoryName(s) + tag,
		"https://" + image, image + " ", strings.TrimSuffix(image, tag),
	} {
		if pattern.MatchString(bad) {
			v.Add("parameter %s accepts %q, which is no full image URI", name, bad)
		}
	}
}
