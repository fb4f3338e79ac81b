package iampolicy

import (
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Open names what in a value of a template of s may turn out to be anything, a
// wildcard too: a parameter, a dynamic reference, and whatever a custom resource or
// a nested stack returns.
func Open(a *assembly.Assembly, s *assembly.Stack, v any) []string {
	var found []string
	for _, t := range a.References(s, v) {
		switch {
		case t.Parameter != "":
			found = append(found, "the parameter "+t.Parameter)
		case strings.HasPrefix(t.Resource.Type, "Custom::") || strings.HasPrefix(t.Resource.Type, "AWS::CloudFormation::"):
			found = append(found, t.Resource.String()+" "+t.Attribute)
		}
	}
	if text := a.Text(s, v); strings.Contains(text, "{{resolve:") {
		found = append(found, text)
	}
	return found
}
