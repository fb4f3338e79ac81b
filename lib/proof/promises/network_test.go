package promises

import (
	"testing"

	"example.com/chassis/lib/proof/promises/check"
)

func networkFaults() []fault {
	return []fault{
		{name: "a subnet in another zone", check: sixSubnetsInTwoZones, change: set("Network/PrivateC", `"ap-northeast-2b"`, "AvailabilityZone"), want: "ap-northeast-2b private"},
		{name: "a private subnet without its route", check: sixSubnetsInTwoZones, change: drop("Network/PrivateARoute"), want: "subnets by zone"},
		{name: "a subnet on the main route table", check: sixSubnetsInTwoZones, change: drop("Network/IsolatedCAssociation"), want: "unknown"},
		{name: "a second VPC", check: sixSubnetsInTwoZones, change: put("Data/Vpc", "AWS::EC2::VPC", `{}`), want: "found 2 of VPC"},
		{name: "prod at the addresses of staging", check: vpcAddresses, change: set("Network/Vpc", `"10.20.0.0/16"`, "CidrBlock"), want: "want 10.30.0.0/16"},
		{name: "staging at other addresses", env: "staging", check: vpcAddresses, change: set("Network/Vpc", `"10.0.0.0/16"`, "CidrBlock"), want: "want 10.20.0.0/16"},
		{name: "an instance at addresses of its own", env: "staging pr-42", check: vpcAddresses, change: set("Network/Vpc", `"10.42.0.0/16"`, "CidrBlock"), want: "want 10.20.0.0/16"},
		{name: "dev at the addresses of prod", env: "dev", check: vpcAddresses, change: set("Network/Vpc", `"10.30.0.0/16"`, "CidrBlock"), want: "want 10.10.0.0/16"},
		{name: "a subnet beside the VPC", check: subnetAddresses, change: set("Network/IsolatedC", `"10.31.0.0/24"`, "CidrBlock"), want: "not all among the VPC's 10.30.0.0/16"},
		{name: "a subnet wider than the VPC", check: subnetAddresses, change: set("Network/IsolatedC", `"10.0.0.0/8"`, "CidrBlock"), want: "not all among the VPC's"},
		{name: "two subnets of the same addresses", check: subnetAddresses, change: set("Network/IsolatedC", `"10.30.9.0/24"`, "CidrBlock"), want: "10.30.8.0/21 and 10.30.9.0/24 overlap"},
		{name: "a subnet whose addresses AWS chooses", check: subnetAddresses, change: set("Network/IsolatedC", `null`, "CidrBlock"), want: "CidrBlock is absent"},
		{name: "a private subnet that fills up", check: subnetAddresses, change: set("Network/PrivateC", `"10.30.16.0/25"`, "CidrBlock"), want: "room for 123 addresses, and a deployment may need 200"},
		{name: "zones that AWS chooses", check: noLookups, change: set("Network/PublicA", `{"Fn::Select": [0, {"Fn::GetAZs": ""}]}`, "AvailabilityZone"), want: "Fn::GetAZs"},
		{name: "a lookup at synthesis", check: noLookups, change: func(_ *testing.T, p check.Platform) { p.Missing = []string{"vpc-provider"} }, want: "vpc-provider"},
		{name: "a stack in Tokyo", check: noLookups, change: func(_ *testing.T, p check.Platform) { p.Stacks[2].Region = "ap-northeast-1" }, want: "ap-northeast-1"},

		{name: "prod tasks in one zone", check: workloadZones, change: set("Compute/AdminApiService", `[{"Fn::ImportValue": "PrivateA"}]`, "NetworkConfiguration", "AwsvpcConfiguration", "Subnets"), want: "Compute/AdminApiService has zones"},
		{name: "dev cache in both zones", env: "dev", check: workloadZones, change: set("Data/RedisSubnets", `[{"Fn::ImportValue": "IsolatedA"}, {"Fn::ImportValue": "IsolatedC"}]`, "SubnetIds"), want: "Data/RedisSubnets has zones"},
		{name: "dev bastion in the other zone", env: "dev", check: workloadZones, change: set("Data/Bastion", `{"Fn::ImportValue": "PrivateC"}`, "SubnetId"), want: `is in "ap-northeast-2c"`},
		{name: "tasks in public subnets", check: workloadZones, change: set("Compute/AdminApiService", `[{"Fn::ImportValue": "PublicA"}, {"Fn::ImportValue": "PublicC"}]`, "NetworkConfiguration", "AwsvpcConfiguration", "Subnets"), want: "which is public, want private"},
		{name: "dev writer in the other zone", env: "dev", check: devDatabaseZone, change: set("Data/AuroraWriter", `"ap-northeast-2c"`, "AvailabilityZone"), want: "ap-northeast-2c"},
		{name: "dev writer anywhere", env: "dev", check: devDatabaseZone, change: set("Data/AuroraWriter", `null`, "AvailabilityZone"), want: "absent"},
		{name: "something of dev in the other zone", env: "dev", check: devOtherZoneIsEmpty, change: put("Data/Helper", "AWS::Lambda::Function", `{"VpcConfig": {"SubnetIds": [{"Fn::ImportValue": "PrivateC"}]}}`), want: "Data/Helper"},

		{name: "a VPC without names", check: vpcResolvesNames, change: set("Network/Vpc", `false`, "EnableDnsSupport"), want: "EnableDnsSupport"},
		{name: "hosts without names", check: vpcResolvesNames, change: set("Network/Vpc", `null`, "EnableDnsHostnames"), want: "EnableDnsHostnames"},
		{name: "prod with one gateway", check: natGateways, change: drop("Network/NatC"), want: "found 1 of NAT gateway"},
		{name: "both gateways in one zone", check: natGateways, change: set("Network/NatC", `{"Ref": "PublicA"}`, "SubnetId"), want: "zones of the NAT gateways"},
		{name: "a gateway in a private subnet", check: natGateways, change: set("Network/NatC", `{"Ref": "IsolatedC"}`, "SubnetId"), want: "not in a public subnet"},
		{name: "dev with two gateways", env: "dev", check: natGateways, change: put("Network/NatC", "AWS::EC2::NatGateway", `{"SubnetId": {"Ref": "PublicC"}}`), want: "found 2 of NAT gateway"},
		{name: "a route to the other zone's gateway", check: natRoutes, change: set("Network/PrivateCRoute", `{"Ref": "NatA"}`, "NatGatewayId"), want: "leaves through a gateway in \"ap-northeast-2a\""},

		{name: "a NAT route of an isolated subnet", check: isolatedSubnetsHaveNoRoute, change: put("Network/Leak", "AWS::EC2::Route", `{"RouteTableId": {"Ref": "IsolatedATable"}, "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": {"Ref": "NatA"}}`), want: "which is private"},
		{name: "an IPv6 route of an isolated subnet", check: isolatedSubnetsHaveNoRoute, change: put("Network/Leak", "AWS::EC2::Route", `{"RouteTableId": {"Ref": "IsolatedATable"}, "DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": {"Ref": "Gateway"}}`), want: "which is unknown"},
		{name: "the proxy in private subnets", check: isolatedSubnetsHaveNoRoute, change: set("Data/Proxy", `[{"Fn::ImportValue": "PrivateA"}]`, "VpcSubnetIds"), want: "Data/Proxy uses Network/PrivateA"},
		{name: "the database in subnets of nobody", check: isolatedSubnetsHaveNoRoute, change: set("Data/AuroraSubnets", `["subnet-1"]`, "SubnetIds"), want: "names no subnet"},
		{name: "an egress-only gateway", check: oneDoor, change: put("Network/Door", "AWS::EC2::EgressOnlyInternetGateway", `{}`), want: "Network/Door"},
		{name: "a gateway attached to nothing", check: oneDoor, change: drop("Network/GatewayAttachment"), want: "found 0 of gateway attachment"},
		{name: "a VPN gateway attached", check: oneDoor, change: set("Network/GatewayAttachment", `"vgw-1"`, "VpnGatewayId"), want: "VpnGatewayId"},
		{name: "a peering", check: oneDoor, change: put("Data/Door", "AWS::EC2::VPCPeeringConnection", `{}`), want: "Data/Door"},

		{name: "the bastion in a public subnet", check: publicSubnetUsers, change: set("Data/Bastion", `{"Fn::ImportValue": "PublicA"}`, "SubnetId"), want: "Data/Bastion"},
		{name: "the balancer in one zone", check: publicSubnetUsers, change: set("Compute/Alb", `[{"Fn::ImportValue": "PublicA"}]`, "Subnets"), want: "uses 1 public subnets"},
		{name: "an internal balancer", check: publicAddresses, change: set("Compute/Alb", `"internal"`, "Scheme"), want: "internet-facing"},
		{name: "a second balancer", check: publicAddresses, change: put("Compute/Other", "AWS::ElasticLoadBalancingV2::LoadBalancer", `{}`), want: "found 2 of load balancer"},
		{name: "tasks with public addresses", check: publicAddresses, change: set("Compute/ServiceApiService", `"ENABLED"`, "NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp"), want: "DISABLED"},
		{name: "a bastion with a public address", check: publicAddresses, change: set("Data/Bastion", `[{"AssociatePublicIpAddress": true}]`, "NetworkInterfaces"), want: "Data/Bastion has a public address"},
		{name: "a subnet that gives addresses", check: publicAddresses, change: set("Network/PublicA", `true`, "MapPublicIpOnLaunch"), want: "Network/PublicA"},
		{name: "a public database", check: publicAddresses, change: set("Data/AuroraReader", `null`, "PubliclyAccessible"), want: "Data/AuroraReader"},
		{name: "an address of its own for the bastion", check: publicAddresses, change: put("Data/Eip", "AWS::EC2::EIP", `{"InstanceId": {"Ref": "Bastion"}}`), want: "belongs to an instance"},
		{name: "a gateway with a foreign address", check: publicAddresses, change: set("Network/NatA", `"eipalloc-1"`, "AllocationId"), want: "Network/NatA has no Elastic IP"},

		{name: "flow logs of refusals only", check: flowLogs, change: set("Network/FlowLog", `"REJECT"`, "TrafficType"), want: "TrafficType"},
		{name: "flow logs in plain text", check: flowLogs, change: set("Network/FlowLogGroup", `null`, "KmsKeyId"), want: "not encrypted"},
		{name: "flow logs that nobody may write", check: flowLogs, change: drop("Network/FlowLogPolicy"), want: "FlowLogRole may: got []"},
		{name: "a flow log role that may do more", check: flowLogs, change: set("Network/FlowLogPolicy", `"*"`, "PolicyDocument", "Statement", 0, "Resource"), want: "logs:PutLogEvents on *"},
		{name: "a flow log role with a policy of AWS", check: flowLogs, change: set("Network/FlowLogRole", `["arn:aws:iam::aws:policy/ReadOnlyAccess"]`, "ManagedPolicyArns"), want: "ReadOnlyAccess"},
		{name: "a flow log role that others assume", check: flowLogs, change: set("Network/FlowLogRole", `{"Service": "ec2.amazonaws.com"}`, "AssumeRolePolicyDocument", "Statement", 0, "Principal"), want: "may not be assumed"},
		{name: "a default group left as it is", check: defaultGroupEmptied, change: drop("Network/Emptied"), want: "found 0"},
		{name: "a default group of another account", check: defaultGroupEmptied, change: set("Network/Emptied", `"123456789012"`, "Account"), want: `Account is "123456789012"`},
		{name: "a default group in use", check: defaultGroupEmptied, change: put("Network/Host", "AWS::EC2::Instance", `{"SecurityGroupIds": [{"Fn::GetAtt": ["Vpc", "DefaultSecurityGroup"]}]}`), want: "Network/Host uses"},
		{name: "an endpoint of the isolated subnets", check: s3Endpoint, change: set("Network/S3", `[{"Ref": "PrivateATable"}, {"Ref": "IsolatedATable"}]`, "RouteTableIds"), want: "IsolatedATable"},
		{name: "an endpoint for another service", check: s3Endpoint, change: set("Network/S3", `"com.amazonaws.ap-northeast-2.dynamodb"`, "ServiceName"), want: "dynamodb"},
	}
}
