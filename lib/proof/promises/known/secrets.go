package known

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func secrets() []check.Promise {
	return []check.Promise{
		{ID: "R3.10", Says: "The platform has one secret of its own, the token of Redis.", Check: oneSecret},
		{ID: "R3.5", Says: "CloudFormation reads a secret for the token of Redis and for the webhook of the settings, and puts it nowhere else.", Check: readForTheseOnly},
	}
}

func oneSecret(v *check.Review) {
	v.Count(slices.DeleteFunc(v.OfType("AWS::SecretsManager::Secret"), notOurs), 1, "secret of the platform")
}

// resolve begins a dynamic reference, which CloudFormation replaces by the value.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
const resolve = "{{resolve:"

// publicParameter is a parameter of Systems Manager without a secret: AWS's own, such as the
// newest machine image, and the version of the bootstrap stack.
var publicParameter = regexp.MustCompile(`^/(aws/service|cdk-bootstrap)/`)

func readForTheseOnly(v *check.Review) {
	for _, r := range v.Resources() {
		if !ours(r) {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(r.Properties)) {
			switch {
			case !readsSecret(v, r.Stack, r.Properties[name]):
			// Their promises say of which secret.
			case r.Type == parts.ReplicationGroup && name == "AuthToken", r.Type == apiDestination && name == "InvocationEndpoint":
			default:
				v.Add("%s: CloudFormation reads a secret into its %s", r, name)
			}
		}
	}
	for _, s := range v.Stacks {
		for _, name := range slices.Sorted(maps.Keys(s.Parameters)) {
			parameter := assembly.At(s.Parameters, name)
			read := v.Text(s, assembly.At(parameter, "Default"))
			ofSSM := strings.HasPrefix(v.Text(s, assembly.At(parameter, "Type")), "AWS::SSM::")
			if ofSSM && !publicParameter.MatchString(read) && !usedByTeamOnly(s, name) {
				v.Add("stack %s: the parameter %s reads %s into the template", s.ID, name, read)
			}
			if readsSecret(v, s, parameter) {
				v.Add("stack %s: the parameter %s reads a secret", s.ID, name)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(s.Outputs)) {
			if readsSecret(v, s, s.Outputs[name]) {
				v.Add("stack %s: its output %s reads a secret", s.ID, name)
			}
		}
	}
}

// readsSecret says whether CloudFormation would find a dynamic reference in a value, also in
// one that a function puts together.
func readsSecret(v *check.Review, s *assembly.Stack, value any) bool {
	return strings.Contains(assembly.Written(value), resolve) || slices.ContainsFunc(leaves("", value), func(l leaf) bool {
		return strings.Contains(v.Text(s, l.value), resolve)
	})
}

// usedByTeamOnly says whether a team's own resources read a parameter, and nothing else may.
func usedByTeamOnly(s *assembly.Stack, parameter string) bool {
	reads := func(value any) bool { return strings.Contains(assembly.Written(value), parameter) }
	used := false
	for _, r := range s.Resources {
		switch {
		case !reads(r.Properties):
		case ours(r):
			return false
		default:
			used = true
		}
	}
	return used && !reads(s.Outputs) && !reads(s.Conditions)
}
