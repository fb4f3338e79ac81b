package changes

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// lifecycles are the properties with rules by which AWS deletes content by itself.
var lifecycles = map[string][]string{
	"AWS::ECR::Repository":            {"LifecyclePolicy", "LifecyclePolicyText"},
	"AWS::S3::Bucket":                 {"LifecycleConfiguration", "Rules"},
	"AWS::S3Express::DirectoryBucket": {"LifecycleConfiguration", "Rules"},
}

// shortened says that rules expire something that the rules before kept: one that is new,
// that reaches further, or that keeps less. A rule that is gone keeps more.
func (c *comparison) shortened(before, after *assembly.Resource) []string {
	steps := lifecycles[before.Type]
	if steps == nil {
		return nil
	}
	was, is := rules(c.before, before, steps), rules(c.after, after, steps)
	for _, what := range slices.Sorted(maps.Keys(is)) {
		if old, there := was[what]; !there || is[what] < old {
			return []string{fmt.Sprintf("%s expires more than before", steps[0])}
		}
	}
	return nil
}

// rules are the lifecycle rules of a resource: what each is about, and how much or how
// long it keeps. What only describes a rule is left out, and so is a rule that is off.
func rules(a *assembly.Assembly, r *assembly.Resource, steps []string) map[string]float64 {
	found := map[string]float64{}
	for _, v := range values(r.Properties, steps) {
		// ECR's are JSON in a text.
		var policy any
		if given, ok := v.(string); ok && json.Unmarshal([]byte(given), &policy) == nil {
			v = assembly.Map(policy)["rules"]
		}
		for _, rule := range assembly.List(v) {
			if assembly.At(rule, "Status") == "Disabled" {
				continue
			}
			about, keeps := split(rule)
			found[a.Text(r.Stack, about)] += keeps
		}
	}
	return found
}

// amounts are the keys of a rule that say how much or how long it keeps.
var amounts = set(`countNumber ExpirationInDays Days DaysAfterInitiation NoncurrentDays NewerNoncurrentVersions
	NoncurrentVersionExpirationInDays TransitionInDays`)

// descriptions are the keys of a rule that change nothing.
var descriptions = set(`description rulePriority Id`)

// split takes the amounts out of a rule, and what only describes it.
func split(v any) (about any, keeps float64) {
	if list := assembly.List(v); list != nil {
		var rest []any
		for _, item := range list {
			inner, n := split(item)
			rest, keeps = append(rest, inner), keeps+n
		}
		return rest, keeps
	}
	m := assembly.Map(v)
	if m == nil {
		return v, 0
	}
	rest := map[string]any{}
	for key, item := range m {
		number, isNumber := item.(float64)
		switch {
		case descriptions[key]:
		case amounts[key] && isNumber:
			keeps += number
			rest[key] = ""
		default:
			inner, n := split(item)
			rest[key], keeps = inner, keeps+n
		}
	}
	return rest, keeps
}

// emptiers are the CDK's custom resources that empty what they are about when it is
// deleted; AWS refuses to delete it with content otherwise.
var emptiers = map[string]string{
	"AWS::S3::Bucket":      "Custom::S3AutoDeleteObjects",
	"AWS::ECR::Repository": "Custom::ECRAutoDeleteImages",
}

// emptied reports whether something empties r when it is deleted.
func emptied(a *assembly.Assembly, r *assembly.Resource) bool {
	for _, emptier := range r.Stack.OfType(emptiers[r.Type]) {
		for _, target := range a.References(r.Stack, emptier.Properties) {
			if target.Resource == r {
				return true
			}
		}
	}
	return false
}
