package promises

import "example.com/chassis/lib/cfn/assembly"

// existing returns the resources of a stack that CloudFormation creates when its
// parameters have these values.
func (v *review) existing(s *assembly.Stack, values map[string]string) map[*assembly.Resource]bool {
	found := map[*assembly.Resource]bool{}
	for _, r := range s.Resources {
		if v.holds(s, r.Condition, values) {
			found[r] = true
		}
	}
	return found
}

// holds says whether a condition of a stack is true, and complains about one
// that it cannot judge. No condition is always true.
func (v *review) holds(s *assembly.Stack, condition string, values map[string]string) bool {
	holds, err := s.Holds(condition, values)
	if err != nil {
		v.add("%v", err)
	}
	return holds
}
