package permissions

import (
	"maps"
	"regexp"
	"slices"

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
	"AWS::SNS::Subscription":                     {"RedrivePolicy"},
	"AWS::SQS::Queue":                            {"RedrivePolicy"},
}

var (
	// policyWord is in the name of every property that holds a policy today.
	policyWord = regexp.MustCompile(`(?i)polic(y|ies)|permission`)
	// policyType ends the names of types that are policies of something.
	policyType = regexp.MustCompile(`(Policy|Permissions?)$`)
	// statementText is what a policy written as JSON has, escaped or not.
	statementText = regexp.MustCompile(`(?s)Statement\\*".*Effect\\*"|Effect\\*".*Action\\*"`)
)

// unknown reports whatever might permit something in a way that is not modelled.
func (v *survey) unknown() {
	for _, s := range v.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			known, isKnown := iamProperties[r.Type]
			switch {
			case isKnown:
				for _, property := range slices.Sorted(maps.Keys(r.Properties)) {
					if !slices.Contains(known, property) {
						v.problem(r, "the model of permissions does not know the property %s", property)
					}
				}
				continue
			case permittingType(r.Type):
				v.problem(r, "the model of permissions does not know this type")
			case isCustom(r.Type):
				v.customResource(r)
			case policyType.MatchString(r.Type) && !isHolder(r.Type) && r.Type != "AWS::Lambda::Permission" && noPermission[r.Type] == nil:
				v.problem(r, "the model of permissions does not know this type of policy")
			}
			for _, property := range slices.Sorted(maps.Keys(r.Properties)) {
				if text := v.Text(s, r.Properties[property]); !v.documentOf(r, property) && statementText.MatchString(text) {
					v.problem(r, "the model of permissions does not know the policy in the text of %s", property)
				}
			}
			if acl := v.text(r, "AccessControl"); r.Type == "AWS::S3::Bucket" && acl != "" && acl != "Private" {
				v.problem(r, "the model of permissions does not know the access control list %s", acl)
			}
			v.unknownIn(r, r.Properties)
			v.actsAs(r, r.Properties)
		}
	}
}

// unknownIn looks for policies inside a value of a resource's properties.
func (v *survey) unknownIn(r *assembly.Resource, value any) {
	for _, item := range assembly.List(value) {
		v.unknownIn(r, item)
	}
	entries := assembly.Map(value)
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		switch {
		case v.documentOf(r, key):
			continue // it is read elsewhere
		case policyWord.MatchString(key) && !slices.Contains(noPermission[r.Type], key):
			v.problem(r, "the model of permissions does not know the property %s", key)
		case key == "Effect" && (entries["Action"] != nil || entries["NotAction"] != nil):
			v.problem(r, "the model of permissions does not know where this statement stands: %s", v.Text(r.Stack, value))
		}
		v.unknownIn(r, entries[key])
	}
}

func (v *survey) documentOf(r *assembly.Resource, key string) bool {
	return slices.ContainsFunc(iampolicy.Holders, func(h iampolicy.Holder) bool { return h.Type == r.Type && h.Document == key })
}
