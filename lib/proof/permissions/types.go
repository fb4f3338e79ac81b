package permissions

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// permitting are how the names of types begin that give or hold permissions without
// a policy that this package would see: identities and what they get, shares with
// other accounts, and whole templates that another service deploys.
var permitting = []string{
	"AWS::CloudFormation::", "AWS::Cognito::IdentityPool", "AWS::EKS::", "AWS::IAM::", "AWS::IdentityStore::", "AWS::LakeFormation::",
	"AWS::Lambda::Url", "AWS::Organizations::", "AWS::RAM::", "AWS::RolesAnywhere::", "AWS::S3::AccessGrant",
	"AWS::SSO::", "AWS::ServiceCatalog::", "AWS::VerifiedPermissions::",
}

// harmless begin like those and give nothing.
var harmless = []string{"AWS::CloudFormation::WaitCondition", "AWS::CloudFormation::WaitConditionHandle"}

// permittingType says whether a type may permit something and is not modelled. What
// is not of AWS is: a registered type's handler does whatever its role may.
func permittingType(name string) bool {
	if isCustom(name) || slices.Contains(harmless, name) {
		return false
	}
	return !strings.HasPrefix(name, "AWS::") || slices.ContainsFunc(permitting, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

func isCustom(name string) bool {
	return strings.HasPrefix(name, "Custom::") || name == "AWS::CloudFormation::CustomResource"
}

// customResource wants the function behind a custom resource: it does what its role
// may, and that is in the tables. Of any other service nobody knows what it does.
func (v *survey) customResource(r *assembly.Resource) {
	if t, _ := v.Follow(r.Stack, r.At("ServiceToken")); t.Resource == nil || t.Resource.Type != "AWS::Lambda::Function" {
		v.problem(r, "its ServiceToken %q is no function of the templates", v.text(r, "ServiceToken"))
	}
}
