package compute

import (
	"regexp"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

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
