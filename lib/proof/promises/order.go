package promises

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

func order() []Promise {
	return []Promise{
		{"R4.4", "Whatever acts in a role is created after all policies of the role and deleted before them.", policiesComeFirst},
		{"R4.4", "A service comes after the listener rule that leads to it: ECS takes no target group without a load balancer.", rulesComeFirst},
		{"R4.6", "The load balancer comes after the policy of its log bucket, without which AWS refuses to log.", bucketPolicyComesFirst},
		{"R1.3", "A NAT gateway comes after the way from its subnet to the attached internet gateway, and goes before it.", gatewaysComeLater},
	}
}

// passesRoleOn are the kinds that hold a role for what refers to them.
var passesRoleOn = []string{taskDefinition, "AWS::IAM::InstanceProfile"}

// mayPrecedePolicies are the kinds that refer to a role and need none of its powers
// at once.
var mayPrecedePolicies = []string{
	// A policy is attached to the role or names it as a principal.
	"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::S3::BucketPolicy",
}

// policiesComeFirst matters where nobody tries again: a task that may not pull its
// image counts against the circuit breaker, and an agent asks for its channels once.
// At a deletion a function would be left without the right to write its log.
func policiesComeFirst(p Platform) []string {
	v := review{Platform: p}
	users := p.usersOfAll()
	examined := 0
	for _, role := range p.OfType("AWS::IAM::Role") {
		for _, attached := range iampolicy.Attached(p.Assembly, role) {
			for _, actor := range actors(users, role) {
				examined++
				v.dependsOn(actor, attached)
			}
		}
	}
	if examined == 0 {
		v.add("nothing acts in a role that has a policy")
	}
	slices.Sort(v.findings)
	return v.findings
}

func rulesComeFirst(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		for _, rule := range p.OfType(listenerRule) {
			if v.listed(rule, rule.At("Actions", 0, "TargetGroupArn"), s.targets) {
				v.dependsOn(s.ecs, rule)
			}
		}
	}
	return v.findings
}

func bucketPolicyComesFirst(p Platform) []string {
	v := review{Platform: p}
	bucket := v.accessLogBucket()
	if bucket == nil {
		return v.findings
	}
	policy := v.unique("policy of "+bucket.String(), v.withText("AWS::S3::BucketPolicy", token(bucket, ""), "Bucket"))
	v.dependsOn(v.only("Compute", loadBalancer), policy)
	return v.findings
}

// gatewaysComeLater keeps a gateway's address from being released late: AWS detaches
// no internet gateway while the VPC has public addresses.
func gatewaysComeLater(p Platform) []string {
	v := review{Platform: p}
	attachment := v.only("Network", "AWS::EC2::VPCGatewayAttachment")
	gateways := p.OfType("AWS::EC2::NatGateway")
	if len(gateways) == 0 {
		v.add("found no NAT gateway")
	}
	for _, gateway := range gateways {
		s, _ := v.subnetOf(gateway, gateway.At("SubnetId"))
		for _, route := range s.routes {
			v.dependsOn(route, attachment)
			v.dependsOn(gateway, route)
		}
		for _, association := range p.OfType("AWS::EC2::SubnetRouteTableAssociation") {
			if v.listed(association, association.At("SubnetId"), s.Resource) {
				v.dependsOn(gateway, association)
			}
		}
	}
	return v.findings
}

// actors returns which of the users of r act in the role that it is or passes on.
func actors(users map[*assembly.Resource][]*assembly.Resource, r *assembly.Resource) []*assembly.Resource {
	var found []*assembly.Resource
	for _, user := range users[r] {
		switch {
		case user == r || slices.Contains(mayPrecedePolicies, user.Type):
		case slices.Contains(passesRoleOn, user.Type):
			found = append(found, actors(users, user)...)
		default:
			found = append(found, user)
		}
	}
	return found
}

// dependsOn complains unless CloudFormation creates r after another resource, and
// deletes it before.
func (v *review) dependsOn(r, earlier *assembly.Resource) {
	if r == nil || earlier == nil {
		return
	}
	if !v.precedes(earlier, r) {
		v.add("%s does not depend on %s, so it may be created first", r, earlier)
	}
}

// precedes says whether r waits for another resource, or for one that does.
func (p Platform) precedes(earlier, r *assembly.Resource) bool {
	seen := map[*assembly.Resource]bool{}
	for queue := p.waitsFor(r); len(queue) > 0; queue = queue[1:] {
		next := queue[0]
		if next == earlier {
			return true
		}
		// A chain breaks at a resource that does not exist.
		there := next.Condition == "" || next.Condition == r.Condition
		if there && !seen[next] {
			queue = append(queue, p.waitsFor(next)...)
		}
		seen[next] = true
	}
	return false
}

// waitsFor returns what r refers to, in other stacks too, or names in DependsOn.
func (p Platform) waitsFor(r *assembly.Resource) []*assembly.Resource {
	var found []*assembly.Resource
	for _, t := range p.References(r.Stack, r.Properties) {
		if t.Resource != nil {
			found = append(found, t.Resource)
		}
	}
	for _, id := range r.DependsOn {
		if earlier := r.Stack.Resources[id]; earlier != nil {
			found = append(found, earlier)
		}
	}
	return found
}
