package network

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/stacks/baseline"
)

// Groups are the platform's security groups, by party. They all live here: if
// two stacks each owned one, the rule between them would make each stack depend
// on the other.
type Groups map[Party]awsec2.ISecurityGroup

// newGroups defines one security group a party and exactly the rules of table,
// each at both of its ends.
func newGroups(scope constructs.Construct, vpc awsec2.IVpc, table []Flow) Groups {
	groups := Groups{}
	for _, party := range parties() {
		groups[party] = awsec2.NewSecurityGroup(scope, jsii.String(string(party)), &awsec2.SecurityGroupProps{
			Vpc: vpc, Description: jsii.String(party.description()), AllowAllOutbound: jsii.Bool(false),
		})
	}
	for _, f := range table {
		allow(groups, f)
	}
	for _, party := range parties() {
		if !reachesInternet(party, table) {
			shut(groups[party])
		}
	}
	baseline.Accept(groups[ALB], baseline.Waiver{
		Rule:   "AwsSolutions-EC23",
		Reason: "The load balancer is the public entrance: 443 terminates TLS behind the web ACL, 80 only redirects to it.",
	})
	return groups
}

// allow writes a flow's rule into the group of each end.
func allow(groups Groups, f Flow) {
	port, why := awsec2.Port_Tcp(jsii.Number(f.Port)), jsii.String(f.Why)
	if f.From != Internet {
		groups[f.From].AddEgressRule(peer(groups, f.To), port, why, nil)
	}
	if f.To != Internet {
		groups[f.To].AddIngressRule(peer(groups, f.From), port, why, nil)
	}
}

// shut keeps a rule that matches no traffic in a group whose other outbound
// rules all name groups. Those are resources of their own, and a group that has
// no rule itself starts with EC2's allow-all; the L2 writes the same rule, but
// takes it back at the first rule of any kind.
func shut(group awsec2.ISecurityGroup) {
	var cfn awsec2.CfnSecurityGroup
	jsii.UnsafeCast(group.Node().DefaultChild(), &cfn)
	cfn.SetSecurityGroupEgress(&[]any{&awsec2.CfnSecurityGroup_EgressProperty{
		CidrIp: jsii.String("255.255.255.255/32"), Description: jsii.String("Disallow all traffic"),
		IpProtocol: jsii.String("icmp"), FromPort: jsii.Number(252), ToPort: jsii.Number(86),
	}})
}

func peer(groups Groups, p Party) awsec2.IPeer {
	if p == Internet {
		return awsec2.Peer_AnyIpv4()
	}
	return groups[p]
}
