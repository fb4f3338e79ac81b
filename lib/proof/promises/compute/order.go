package compute

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func order() []check.Promise {
	return []check.Promise{
		{ID: "R4.4", Says: "A resource that acts in a role is created after all policies of the role and deleted before them.", Check: policiesComeFirst},
		{ID: "R4.4", Says: "A web service comes after the listener rule that leads to it: ECS takes no target group without a load balancer.", Check: rulesComeFirst},
		{ID: "R4.6", Says: "The load balancer comes after the policy of its log bucket, without which AWS refuses to log.", Check: bucketPolicyComesFirst},
		{ID: "R4.9", Says: "The web ACL is associated after the listeners, when WAF has had time to learn of it and of the load balancer.", Check: associationComesLate},
		{ID: "R1.3", Says: "A NAT gateway comes after the way from its subnet to the attached internet gateway, and goes before it.", Check: gatewaysComeLater},
	}
}

// passesRoleOn are the kinds that hold a role for what refers to them.
var passesRoleOn = []string{parts.TaskDefinition, "AWS::IAM::InstanceProfile"}

// mayPrecedePolicies are the kinds that refer to a role and need none of its powers
// at once.
var mayPrecedePolicies = []string{
	// A policy is attached to the role or names it as a principal.
	"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::S3::BucketPolicy",
}

// policiesComeFirst matters where nobody tries again: a task that may not pull its
// image counts against the circuit breaker, and an agent asks for its channels once.
// At a deletion a function would be left without the right to write its log.
func policiesComeFirst(v *check.Review) {
	examined := 0
	for _, role := range v.OfType("AWS::IAM::Role") {
		for _, attached := range iampolicy.Attached(v.Assembly, role) {
			for _, actor := range actors(v, role) {
				examined++
				v.DependsOn(actor, attached)
			}
		}
	}
	if examined == 0 {
		v.Add("nothing acts in a role that has a policy")
	}
}

func rulesComeFirst(v *check.Review) {
	for _, s := range listening(v) {
		for _, rule := range v.OfType(parts.ListenerRule) {
			if v.Listed(rule, rule.At("Actions", 0, "TargetGroupArn"), s.Targets) {
				v.DependsOn(s.ECS, rule)
			}
		}
	}
}

func bucketPolicyComesFirst(v *check.Review) {
	bucket := accessLogBucket(v)
	if bucket == nil {
		return
	}
	policy := v.Unique("policy of "+bucket.String(), v.WithText("AWS::S3::BucketPolicy", check.Token(bucket, ""), "Bucket"))
	v.DependsOn(v.Only("Compute", parts.LoadBalancer), policy)
}

func associationComesLate(v *check.Review) {
	association := v.Only("Compute", "AWS::WAFv2::WebACLAssociation")
	for _, listener := range v.Some(parts.Listener) {
		v.DependsOn(association, listener)
	}
}

// gatewaysComeLater keeps a gateway's address from being released late: AWS detaches
// no internet gateway while the VPC has public addresses.
func gatewaysComeLater(v *check.Review) {
	attachment := v.Only("Network", "AWS::EC2::VPCGatewayAttachment")
	for _, gateway := range v.Some("AWS::EC2::NatGateway") {
		for _, s := range v.Network().SubnetsOf(gateway) {
			for _, route := range s.Routes {
				v.DependsOn(route.Resource, attachment)
				v.DependsOn(gateway, route.Resource)
			}
			for _, user := range v.Network().UsersOf(s.Resource) {
				if user.Type == "AWS::EC2::SubnetRouteTableAssociation" {
					v.DependsOn(gateway, user)
				}
			}
		}
	}
}

// actors returns which of the users of r act in the role that it is or passes on.
func actors(v *check.Review, r *assembly.Resource) []*assembly.Resource {
	var found []*assembly.Resource
	for _, user := range v.Network().UsersOf(r) {
		switch {
		case user == r || slices.Contains(mayPrecedePolicies, user.Type):
		case slices.Contains(passesRoleOn, user.Type):
			found = append(found, actors(v, user)...)
		default:
			found = append(found, user)
		}
	}
	return found
}
