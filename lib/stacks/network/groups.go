package network

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// Groups are the platform's security groups. All are in this stack: a rule between two
// groups of different stacks would make each stack depend on the other.
type Groups map[Endpoint]awsec2.ISecurityGroup

// newGroups defines a security group for each endpoint, and the rules: each flow is one outbound and one inbound rule.
func newGroups(scope constructs.Construct, env config.Environment, vpc awsec2.IVpc) Groups {
	table, groups := flows(env), Groups{}
	for _, endpoint := range endpoints(env) {
		groups[endpoint] = awsec2.NewSecurityGroup(scope, jsii.String(string(endpoint)), &awsec2.SecurityGroupProps{
			Vpc: vpc, Description: jsii.String(endpoint.description(env)), AllowAllOutbound: jsii.Bool(false),
		})
	}
	for _, f := range table {
		allow(groups, f)
	}
	baseline.Accept(groups[ALB], baseline.Waiver{
		Rule:   "AwsSolutions-EC23",
		Reason: "The load balancer is the public entrance: 443 terminates TLS behind the web ACL, 80 only redirects to it.",
	})
	return groups
}

// allow adds a flow's rules to the groups of its endpoints. Outbound rules are all in the
// properties of their group: EC2 gives a group without any there a rule that allows
// everything, and drift detection reports rules that are elsewhere besides. Inbound rules
// that name a group are resources of their own, or the two groups would need each other.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
func allow(groups Groups, f Flow) {
	port, why := awsec2.Port_Tcp(jsii.Number(f.Port)), jsii.String(f.Why)
	from, to := awsec2.Peer_AnyIpv4(), awsec2.Peer_AnyIpv4()
	if f.From != Internet {
		from = groups[f.From]
	}
	if f.To != Internet {
		groups[f.To].AddIngressRule(from, port, why, nil)
		to = awsec2.Peer_SecurityGroupId(groups[f.To].SecurityGroupId(), nil) // the form that stays in the group
	}
	if f.From != Internet {
		groups[f.From].AddEgressRule(to, port, why, nil)
	}
}
