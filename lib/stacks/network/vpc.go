package network

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// The tiers of subnets, from the internet inwards.
const (
	publicTier   = "Public"
	privateTier  = "Private"
	isolatedTier = "Isolated"
)

// newVPC defines the VPC in zones that the settings name, so that synthesis needs no
// lookup in AWS.
func newVPC(scope constructs.Construct, env config.Environment, gateways awsec2.NatProvider) awsec2.Vpc {
	vpc := awsec2.NewVpc(scope, jsii.String("Vpc"), &awsec2.VpcProps{
		VpcName:             jsii.String(env.VPCName()),
		IpAddresses:         awsec2.IpAddresses_Cidr(jsii.String(env.Network.CIDR)),
		AvailabilityZones:   jsii.Strings(env.Network.Zones...),
		SubnetConfiguration: tiers(env),
		// The first zones get the gateways. A private subnet in another zone uses one of
		// theirs.
		NatGateways:        jsii.Number(env.Network.NATGateways),
		NatGatewayProvider: gateways,
		// A resource without a security group of its own gets the default group, which
		// allows no connection.
		RestrictDefaultSecurityGroup: jsii.Bool(true),
		// Image layers come from S3. With the endpoint they bypass the NAT gateways, which
		// charge per byte. Isolated subnets get no route to it.
		GatewayEndpoints: &map[string]*awsec2.GatewayVpcEndpointOptions{
			"S3": {
				Service: awsec2.GatewayVpcEndpointAwsService_S3(),
				Subnets: &[]*awsec2.SubnetSelection{{SubnetType: awsec2.SubnetType_PRIVATE_WITH_EGRESS}},
			},
		},
	})
	nameParts(env, vpc)
	for _, subnet := range *vpc.PublicSubnets() {
		baseline.Accept(subnet.Node().FindChild(jsii.String("DefaultRoute")), baseline.Waiver{
			Rule:   "NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW",
			Reason: "The public tier is the way in and out: only the load balancer and the NAT gateways live here.",
		})
	}
	return vpc
}

// nameParts gives the parts of the VPC names that carry the environment: the console lists
// those of all environments together. What belongs to a subnet has its name.
func nameParts(env config.Environment, vpc awsec2.Vpc) {
	name := func(part constructs.IConstruct, name string) {
		awscdk.Tags_Of(part).Add(jsii.String("Name"), jsii.String(name), nil)
	}
	name(vpc.Node().FindChild(jsii.String("S3")), env.S3EndpointName())
	for _, tier := range []struct {
		name    string
		subnets *[]awsec2.ISubnet
	}{{publicTier, vpc.PublicSubnets()}, {privateTier, vpc.PrivateSubnets()}, {isolatedTier, vpc.IsolatedSubnets()}} {
		for _, subnet := range *tier.subnets {
			name(subnet, env.SubnetName(tier.name, *subnet.AvailabilityZone()))
		}
	}
}

// tiers lists the subnets of each zone.
func tiers(env config.Environment) *[]*awsec2.SubnetConfiguration {
	return &[]*awsec2.SubnetConfiguration{
		{
			Name: jsii.String(publicTier), SubnetType: awsec2.SubnetType_PUBLIC, CidrMask: jsii.Number(24),
			// The load balancer and the NAT gateways, the only resources here, have their own
			// addresses.
			MapPublicIpOnLaunch: jsii.Bool(false),
		},
		// A deployment doubles the tasks of the services, and each needs an address.
		{Name: jsii.String(privateTier), SubnetType: awsec2.SubnetType_PRIVATE_WITH_EGRESS, CidrMask: jsii.Number(env.Network.PrivateBits())},
		// Without a route out of the VPC, a data store cannot reach the internet, even with
		// a wrong security group.
		{Name: jsii.String(isolatedTier), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED, CidrMask: jsii.Number(24)},
	}
}
