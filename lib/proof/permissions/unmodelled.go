package permissions

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// iamProperties are the properties that the model knows, of the types of IAM that
// it knows. People and groups are not among them: the platform has none.
var iamProperties = map[string][]string{
	"AWS::IAM::Role": {
		"AssumeRolePolicyDocument", "Description", "ManagedPolicyArns", "MaxSessionDuration", "Path", "PermissionsBoundary",
		"Policies", "RoleName", "Tags",
	},
	"AWS::IAM::Policy":          {"PolicyDocument", "PolicyName", "Roles"},
	"AWS::IAM::ManagedPolicy":   {"Description", "ManagedPolicyName", "Path", "PolicyDocument", "Roles"},
	"AWS::IAM::InstanceProfile": {"InstanceProfileName", "Path", "Roles"},
	"AWS::IAM::OIDCProvider":    {"ClientIdList", "Tags", "ThumbprintList", "Url"},
}

// noPermission are properties that are called policies and permit nothing.
var noPermission = map[string][]string{
	"AWS::ApplicationAutoScaling::ScalingPolicy": {"PolicyName", "PolicyType", "TargetTrackingScalingPolicyConfiguration"},
	"AWS::EC2::FlowLog":                          {"DeliverLogsPermissionArn"},
	"AWS::ECR::Repository":                       {"LifecyclePolicy", "LifecyclePolicyText"},
	"AWS::ElasticLoadBalancingV2::Listener":      {"SslPolicy"},
	"AWS::Events::Rule":                          {"RetryPolicy"},
	"AWS::S3::Bucket":                            {"BlockPublicPolicy"},
	"AWS::Scheduler::Schedule":                   {"RetryPolicy"},
	"AWS::SNS::Subscription":                     {"RedrivePolicy"},
	"AWS::SQS::Queue":                            {"RedrivePolicy"},
}

var (
	// policyType ends the names of types that are policies of something.
	policyType = regexp.MustCompile(`(Policy|Permissions?)$`)
	// statementText is what a policy written as JSON has, escaped or not.
	statementText = regexp.MustCompile(`(?s)Statement\\*".*Effect\\*"|Effect\\*".*Action\\*"`)
)

// refuseUnmodelled reports what might permit something in a way that is not modelled.
func (a *analysis) refuseUnmodelled() {
	for _, s := range a.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			known, isKnown := iamProperties[r.Type]
			switch {
			case isKnown:
				for _, property := range slices.Sorted(maps.Keys(r.Properties)) {
					if !slices.Contains(known, property) {
						a.problem(r, "the model of permissions does not know the property %s", property)
					}
				}
				continue
			case permittingType(r.Type):
				a.problem(r, "the model of permissions does not know this type")
			case isCustom(r.Type):
				a.customResource(r)
			case policyType.MatchString(r.Type) && !hasResourcePolicy(r.Type) && r.Type != "AWS::Lambda::Permission" && noPermission[r.Type] == nil:
				a.problem(r, "the model of permissions does not know this type of policy")
			}
			for _, property := range slices.Sorted(maps.Keys(r.Properties)) {
				if text := a.Text(s, r.Properties[property]); !a.documentOf(r, property) && strings.Contains(text, "Effect") && statementText.MatchString(text) {
					a.problem(r, "the model of permissions does not know the policy in the text of %s", property)
				}
			}
			if acl := a.text(r, "AccessControl"); r.Type == "AWS::S3::Bucket" && acl != "" && acl != "Private" {
				a.problem(r, "the model of permissions does not know the access control list %s", acl)
			}
			a.refuseUnmodelledIn(r, r.Properties)
		}
	}
}

// refuseUnmodelledIn looks for policies and roles inside a value of a resource's properties.
func (a *analysis) refuseUnmodelledIn(r *assembly.Resource, value any) {
	for _, item := range assembly.List(value) {
		a.refuseUnmodelledIn(r, item)
	}
	entries := assembly.Map(value)
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		switch {
		case a.documentOf(r, key):
			continue // it is read elsewhere
		case mayBePolicy(key) && !slices.Contains(noPermission[r.Type], key):
			a.problem(r, "the model of permissions does not know the property %s", key)
		case key == "Effect" && (entries["Action"] != nil || entries["NotAction"] != nil):
			a.problem(r, "the model of permissions does not know where this statement stands: %s", a.Text(r.Stack, value))
		}
		if namesRole(r, key) {
			a.requireRole(r, key, entries[key])
		}
		if key == "Variables" && r.Type == "AWS::Lambda::Function" {
			continue // whose names are the function's own
		}
		a.refuseUnmodelledIn(r, entries[key])
	}
}

// mayBePolicy says whether a property has a name like that of every property that holds a
// policy today.
func mayBePolicy(name string) bool {
	lower := strings.ToLower(name)
	return strings.Contains(lower, "policy") || strings.Contains(lower, "policies") || strings.Contains(lower, "permission")
}

func (a *analysis) documentOf(r *assembly.Resource, key string) bool {
	return slices.ContainsFunc(iampolicy.ResourcePolicies, func(p iampolicy.ResourcePolicy) bool { return p.Type == r.Type && p.Document == key })
}

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

// permittingType says whether a type may permit something and is not modelled. A
// registered type that is not of AWS may: its handler does what its role allows.
func permittingType(name string) bool {
	if isCustom(name) || slices.Contains(harmless, name) {
		return false
	}
	return !strings.HasPrefix(name, "AWS::") || slices.ContainsFunc(permitting, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

func isCustom(name string) bool {
	return strings.HasPrefix(name, "Custom::") || name == "AWS::CloudFormation::CustomResource"
}

// customResource requires that a function of the templates is behind a custom
// resource: what its role may do is in the tables.
func (a *analysis) customResource(r *assembly.Resource) {
	if t, _ := a.Follow(r.Stack, r.At("ServiceToken")); t.Resource == nil || t.Resource.Type != "AWS::Lambda::Function" {
		a.problem(r, "its ServiceToken %q is no function of the templates", a.text(r, "ServiceToken"))
	}
}

// requireRole requires that a role that a resource uses is one of the templates: what
// another may do is in no table. A service-linked role may do what AWS says.
func (a *analysis) requireRole(r *assembly.Resource, property string, role any) {
	if t, _ := a.Follow(r.Stack, role); t.Resource != nil && (t.Resource.Type == "AWS::IAM::Role" || t.Resource.Type == profileType) {
		if teams(r) && !teams(t.Resource) {
			a.problem(r, "lib/stacks/additions may not use the role %s; ask for it in the platform", a.of(t.Resource))
		}
		return
	}
	if text := a.Text(r.Stack, role); !strings.Contains(text, ":role/aws-service-role/") {
		a.problem(r, "%s is %s, which no template has", property, a.readable(text))
	}
}

// namesRole says whether a property of that name is the role that a resource uses, or the
// instance profile that has it.
func namesRole(r *assembly.Resource, key string) bool {
	lower := strings.ToLower(key)
	switch {
	case isCustom(r.Type): // whose properties are its function's own
		return false
	case r.Type == "AWS::RDS::DBProxyEndpoint" && key == "TargetRole": // which instances are behind it
		return false
	}
	return strings.Contains(lower, "role") || strings.Contains(lower, "instanceprofile") || key == "DeliverLogsPermissionArn"
}
