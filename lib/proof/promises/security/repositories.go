package security

import (
	"encoding/json"
	"fmt"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
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

// lifecycle checks the rules of a repository's lifecycle policy, which is JSON in a
// string. What was released has the first for itself: an image that it knows is never
// expired by the second.
func lifecycle(v *check.Review, r *assembly.Resource) {
	text, _ := r.At("LifecyclePolicy", "LifecyclePolicyText").(string)
	var policy any
	if err := json.Unmarshal([]byte(text), &policy); err != nil {
		v.Add("%s has no readable lifecycle policy: %v", r, err)
		return
	}
	keep := fmt.Sprintf(`"countNumber":%d,"countType":"imageCountMoreThan"`, v.Settings.Registry.KeepImages)
	want := []string{
		fmt.Sprintf(`1 expire {%s,"tagPrefixList":[%q],"tagStatus":"tagged"}`, keep, config.ReleasedTagPrefix),
		fmt.Sprintf(`2 expire {%s,"tagStatus":"any"}`, keep),
	}
	var got []string
	for _, rule := range assembly.List(assembly.At(policy, "rules")) {
		got = append(got, fmt.Sprint(assembly.At(rule, "rulePriority"), " ", assembly.At(rule, "action", "type"), " ", assembly.Written(assembly.At(rule, "selection"))))
	}
	v.Texts(r.String()+" has the lifecycle rules", got, want)
}
