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
	for _, endpoint := range endpoints(env) {
		if !reachesInternet(endpoint, table) {
			blockOutbound(groups[endpoint])
		}
	}
	baseline.Accept(groups[ALB], baseline.Waiver{
		Rule:   "AwsSolutions-EC23",
		Reason: "The load balancer is the public entrance: 443 terminates TLS behind the web ACL, 80 only redirects to it.",
	})
	return groups
}

// allow adds a flow's rules to the groups of its endpoints.
func allow(groups Groups, f Flow) {
	port, why := awsec2.Port_Tcp(jsii.Number(f.Port)), jsii.String(f.Why)
	if f.From != Internet {
		groups[f.From].AddEgressRule(peer(groups, f.To), port, why, nil)
	}
	if f.To != Internet {
		groups[f.To].AddIngressRule(peer(groups, f.From), port, why, nil)
	}
}

// blockOutbound adds an outbound rule that matches no traffic. EC2 gives a group without
// outbound rules in its own properties a rule that allows everything, and rules that
// name other groups are separate resources. The L2 adds the same rule, but removes it
// with the first other rule.
func blockOutbound(group awsec2.ISecurityGroup) {
	var cfn awsec2.CfnSecurityGroup
	jsii.UnsafeCast(group.Node().DefaultChild(), &cfn)
	cfn.SetSecurityGroupEgress(&[]any{&awsec2.CfnSecurityGroup_EgressProperty{
		CidrIp: jsii.String("255.255.255.255/32"), Description: jsii.String("Disallow all traffic"),
		IpProtocol: jsii.String("icmp"), FromPort: jsii.Number(252), ToPort: jsii.Number(86),
	}})
}

func peer(groups Groups, e Endpoint) awsec2.IPeer {
	if e == Internet {
		return awsec2.Peer_AnyIpv4()
	}
	return groups[e]
}
