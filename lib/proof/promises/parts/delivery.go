package parts

import (
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
)

// ExternalRoles are the roles that others than AWS services may assume, by the last
// part of their construct.
func ExternalRoles(v *check.Review) map[string]*assembly.Resource {
	found := map[string]*assembly.Resource{}
	for _, role := range v.OfType("AWS::IAM::Role") {
		for _, s := range iampolicy.Read(v.Assembly, role, role.At("AssumeRolePolicyDocument")) {
			for _, principal := range s.Principals {
				if principal.Not || principal.Kind != "Service" {
					found[strings.TrimPrefix(assembly.Construct(role.LogicalID), "Pipeline")] = role
				}
			}
		}
	}
	return found
}

// ReleaseMachine is the state machine that releases images, by its name.
func ReleaseMachine(v *check.Review) *assembly.Resource {
	v = v.Lookup()
	return v.Unique("state machine of the release", v.WithText(StateMachine, v.Settings.ReleaseName(), "StateMachineName"))
}

// Repositories are the image repositories of the services, in their order.
func Repositories(v *check.Review) []*assembly.Resource {
	v = v.Lookup()
	var found []*assembly.Resource
	for _, s := range v.Settings.Services {
		if r := v.Unique("repository of "+s.Name, v.WithText("AWS::ECR::Repository", v.Settings.RepositoryName(s), "RepositoryName")); r != nil {
			found = append(found, r)
		}
	}
	return found
}
