package security

import (
	"encoding/json"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func repositoryNames(v *check.Review) {
	v.Count(v.Stack("Security").OfType("AWS::ECR::Repository"), len(v.Settings.Services), "repository")
	for _, s := range v.Settings.Services {
		r := v.Named("Security", "AWS::ECR::Repository", s.RepositoryID()+"ImagesRepository")
		if r == nil {
			v.Add("found no repository of %s", s.Name)
			continue
		}
		v.Reads(r, v.Settings.RepositoryName(s), "RepositoryName")
	}
}

func repositorySettings(v *check.Review) {
	for _, r := range v.Some("AWS::ECR::Repository") {
		v.Reads(r, true, "ImageScanningConfiguration", "ScanOnPush")
		v.Reads(r, "IMMUTABLE", "ImageTagMutability")
		lifecycle(v, r)
	}
}

// lifecycle checks the one rule of a repository's lifecycle policy, which is JSON
// in a string.
func lifecycle(v *check.Review, r *assembly.Resource) {
	text, _ := r.At("LifecyclePolicy", "LifecyclePolicyText").(string)
	var policy any
	if err := json.Unmarshal([]byte(text), &policy); err != nil {
		v.Add("%s has no readable lifecycle policy: %v", r, err)
		return
	}
	rules := assembly.List(assembly.At(policy, "rules"))
	if len(rules) != 1 {
		v.Add("%s has %d lifecycle rules, want 1", r, len(rules))
		return
	}
	for _, want := range []struct {
		value any
		path  []any
	}{
		{"any", []any{"selection", "tagStatus"}},
		{"imageCountMoreThan", []any{"selection", "countType"}},
		{float64(v.Settings.Registry.KeepImages), []any{"selection", "countNumber"}},
		{"expire", []any{"action", "type"}},
	} {
		if got := assembly.At(rules[0], want.path...); got != want.value {
			v.Add("%s: lifecycle %v is %s, want %s", r, want.path, assembly.Written(got), assembly.Written(want.value))
		}
	}
}
