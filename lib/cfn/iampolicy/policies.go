package iampolicy

import "example.com/chassis/lib/cfn/assembly"

// OfRole returns what a role may do by its own policies: written into the role,
// attached to it, or managed. A policy that no template has is not among them;
// Elsewhere names those.
func OfRole(a *assembly.Assembly, role *assembly.Resource) []Statement {
	var found []Statement
	for _, inline := range assembly.List(role.At("Policies")) {
		found = append(found, Read(a, role, assembly.At(inline, "PolicyDocument"))...)
	}
	for _, attached := range Attached(a, role) {
		found = append(found, Read(a, attached, attached.At("PolicyDocument"))...)
	}
	return found
}

// Attached returns the policies of a role that are resources of their own. A nil
// role has none.
func Attached(a *assembly.Assembly, role *assembly.Resource) []*assembly.Resource {
	if role == nil {
		return nil
	}
	var found []*assembly.Resource
	for _, t := range []string{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"} {
		for _, p := range a.OfType(t) {
			if a.Refers(p.Stack, p.At("Roles"), role) || a.Refers(role.Stack, role.At("ManagedPolicyArns"), p) {
				found = append(found, p)
			}
		}
	}
	return found
}

// Elsewhere returns the managed policies of a role that no template has, such as
// those of AWS: their ARNs, or what else the template says of them.
func Elsewhere(a *assembly.Assembly, role *assembly.Resource) []string {
	list := assembly.List(role.At("ManagedPolicyArns"))
	if whole := role.At("ManagedPolicyArns"); list == nil && whole != nil {
		list = []any{whole}
	}
	var found []string
	for _, item := range list {
		t, _ := a.Follow(role.Stack, item)
		if t.Resource == nil || t.Resource.Type != "AWS::IAM::ManagedPolicy" {
			found = append(found, a.Text(role.Stack, item))
		}
	}
	return found
}

// ResourcePolicy is a type of resource that holds the policy of a resource: its own,
// or that of another.
type ResourcePolicy struct {
	// Type holds the policy in the property Document.
	Type, Document string
	// Of is the property that names the resources; empty for the resource's own policy.
	Of string
}

// ResourcePolicies are the types that OfResource reads.
var ResourcePolicies = []ResourcePolicy{
	{"AWS::KMS::Key", "KeyPolicy", ""},
	{"AWS::ECR::Repository", "RepositoryPolicyText", ""},
	{"AWS::SNS::TopicPolicy", "PolicyDocument", "Topics"},
	{"AWS::SNS::TopicInlinePolicy", "PolicyDocument", "TopicArn"},
	{"AWS::SQS::QueuePolicy", "PolicyDocument", "Queues"},
	{"AWS::SQS::QueueInlinePolicy", "PolicyDocument", "Queue"},
	{"AWS::S3::BucketPolicy", "PolicyDocument", "Bucket"},
	{"AWS::SecretsManager::ResourcePolicy", "ResourcePolicy", "SecretId"},
}

// OfResource returns the policy of a resource: its own property (a key, a
// repository), or that of a policy resource which names it (a topic, a queue, a
// bucket, a secret).
func OfResource(a *assembly.Assembly, r *assembly.Resource) []Statement {
	var found []Statement
	for _, h := range ResourcePolicies {
		if h.Of == "" {
			if r != nil && r.Type == h.Type {
				found = append(found, Read(a, r, r.At(h.Document))...)
			}
			continue
		}
		for _, p := range a.OfType(h.Type) {
			if a.Refers(p.Stack, p.At(h.Of), r) {
				found = append(found, Read(a, p, p.At(h.Document))...)
			}
		}
	}
	return found
}
