package security

import (
	"encoding/json"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// repositories maps the construct of each image repository to its name.
func repositories(v *check.Review) map[string]string {
	environment := v.Env
	if v.Instance != "" {
		environment += "-" + v.Instance
	}
	return map[string]string{
		"ServiceImagesRepository": "chassis/" + environment + "/service",
		"AdminImagesRepository":   "chassis/" + environment + "/admin",
	}
}

func repositoryNames(v *check.Review) {
	v.Exactly(2, "AWS::ECR::Repository")
	for id, name := range repositories(v) {
		r := v.Named("Security", "AWS::ECR::Repository", id)
		if r == nil {
			v.Add("found no repository Security/%s", id)
			continue
		}
		v.Reads(r, name, "RepositoryName")
	}
}

func repositorySettings(v *check.Review) {
	for _, r := range v.Exactly(2, "AWS::ECR::Repository") {
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
		{30.0, []any{"selection", "countNumber"}},
		{"expire", []any{"action", "type"}},
	} {
		if got := assembly.At(rules[0], want.path...); got != want.value {
			v.Add("%s: lifecycle %v is %s, want %s", r, want.path, assembly.Written(got), assembly.Written(want.value))
		}
	}
}
