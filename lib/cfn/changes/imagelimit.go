package changes

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// imageLimits are those of a repository. What the tags of an image meet a rule for, no rule
// with a lower priority deletes, so each rule that is gone, or that comes later, may let
// another one delete more.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
func imageLimits(rules []any) []limit {
	rules = slices.Clone(rules)
	slices.SortStableFunc(rules, func(a, b any) int {
		return cmp.Compare(number(fmt.Sprint(assembly.At(a, "rulePriority"))), number(fmt.Sprint(assembly.At(b, "rulePriority"))))
	})
	var found []limit
	for i, rule := range rules {
		if assembly.At(rule, "action", "type") != "expire" {
			continue // it moves them to a cheaper place
		}
		selection := maps.Clone(assembly.Map(assembly.At(rule, "selection")))
		count := selection["countNumber"]
		delete(selection, "countNumber")
		var shields []string
		for _, earlier := range rules[:i] {
			if other := tags(earlier); !apart(other, tags(rule)) {
				shields = append(shields, fmt.Sprint(other))
			}
		}
		found = append(found, limit{restrictions: []string{fmt.Sprint(selection)}, shields: shields, amounts: []any{count}})
	}
	return found
}

// tags are what a rule says of the tags of an image.
func tags(rule any) map[string]any {
	found := map[string]any{}
	for key, v := range assembly.Map(assembly.At(rule, "selection")) {
		if strings.HasPrefix(key, "tag") {
			found[key] = v
		}
	}
	return found
}

// apart reports whether no image meets both.
func apart(a, b map[string]any) bool {
	return a["tagStatus"] != b["tagStatus"] && a["tagStatus"] != "any" && b["tagStatus"] != "any"
}

// indexLimits are those of a collection's indexes, which stay for ever without a rule. An
// amount is a text: 24h or 90d.
// https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-lifecycle.html
func indexLimits(rules []any) []limit {
	var found []limit
	for _, rule := range rules {
		least, limited := assembly.At(rule, "MinIndexRetention").(string)
		if !limited {
			continue
		}
		hours := number(strings.TrimSuffix(least, "h"))
		if days, isDays := strings.CutSuffix(least, "d"); isDays {
			hours = number(days) * 24
		}
		for _, resource := range assembly.List(assembly.At(rule, "Resource")) {
			found = append(found, limit{what: fmt.Sprint(resource), amounts: []any{hours}})
		}
	}
	return found
}
