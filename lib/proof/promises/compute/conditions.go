package compute

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

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
