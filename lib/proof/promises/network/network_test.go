package network

import (
	"testing"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func networkBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "a subnet in another zone", Check: sixSubnetsInTwoZones, Change: checktest.Set("Network/PrivateC", `"ap-northeast-2b"`, "AvailabilityZone"), Want: "private in ap-northeast-2b"},
		{Name: "a private subnet without its route", Check: sixSubnetsInTwoZones, Change: checktest.Drop("Network/PrivateARoute"), Want: "subnets: got"},
		{Name: "a subnet on the main route table", Check: sixSubnetsInTwoZones, Change: checktest.Drop("Network/IsolatedCAssociation"), Want: "unknown"},
		{Name: "a second VPC", Check: sixSubnetsInTwoZones, Change: checktest.Put("Data/Vpc", "AWS::EC2::VPC", `{}`), Want: "found 2 of AWS::EC2::VPC"},
		{Name: "a second internet gateway", Check: sixSubnetsInTwoZones, Change: checktest.Put("Data/Gateway", "AWS::EC2::InternetGateway", `{}`), Want: "found 2 of AWS::EC2::InternetGateway"},
		{Name: "prod at the addresses of staging", Check: vpcAddresses, Change: checktest.Set("Network/Vpc", `"10.20.0.0/16"`, "CidrBlock"), Want: "want 10.30.0.0/16"},
		{Name: "staging at other addresses", Env: "staging", Check: vpcAddresses, Change: checktest.Set("Network/Vpc", `"10.0.0.0/16"`, "CidrBlock"), Want: "want 10.20.0.0/16"},
		{Name: "an instance at addresses of its own", Env: "staging pr-42", Check: vpcAddresses, Change: checktest.Set("Network/Vpc", `"10.42.0.0/16"`, "CidrBlock"), Want: "want 10.20.0.0/16"},
		{Name: "dev at the addresses of prod", Env: "dev", Check: vpcAddresses, Change: checktest.Set("Network/Vpc", `"10.30.0.0/16"`, "CidrBlock"), Want: "want 10.10.0.0/16"},
		{Name: "a subnet beside the VPC", Check: subnetAddresses, Change: checktest.Set("Network/IsolatedC", `"10.31.0.0/24"`, "CidrBlock"), Want: "not all among the VPC's 10.30.0.0/16"},
		{Name: "a subnet wider than the VPC", Check: subnetAddresses, Change: checktest.Set("Network/IsolatedC", `"10.0.0.0/8"`, "CidrBlock"), Want: "not all among the VPC's"},
		{Name: "two subnets of the same addresses", Check: subnetAddresses, Change: checktest.Set("Network/IsolatedC", `"10.30.9.0/24"`, "CidrBlock"), Want: "10.30.8.0/21 and 10.30.9.0/24 overlap"},
		{Name: "a subnet whose addresses AWS chooses", Check: subnetAddresses, Change: checktest.Set("Network/IsolatedC", `null`, "CidrBlock"), Want: "CidrBlock is absent"},
		{Name: "a private subnet that fills up", Check: subnetAddresses, Change: checktest.Set("Network/PrivateC", `"10.30.16.0/25"`, "CidrBlock"), Want: "room for 123 addresses, and a deployment may need 200"},
		{Name: "zones that AWS chooses", Check: noLookups, Change: checktest.Set("Network/PublicA", `{"Fn::Select": [0, {"Fn::GetAZs": ""}]}`, "AvailabilityZone"), Want: "Fn::GetAZs"},
		{Name: "a lookup at synthesis", Check: noLookups, Change: func(_ *testing.T, p *check.Platform) { p.Missing = []string{"vpc-provider"} }, Want: "vpc-provider"},
		{Name: "a stack in Tokyo", Check: noLookups, Change: func(_ *testing.T, p *check.Platform) { p.Stacks[2].Region = "ap-northeast-1" }, Want: "ap-northeast-1"},

		{Name: "dev cache in both zones", Env: "dev", Check: devOtherZoneIsEmpty, Change: checktest.Set("Data/RedisSubnets", `[{"Fn::ImportValue": "IsolatedA"}, {"Fn::ImportValue": "IsolatedC"}]`, "SubnetIds"), Want: "Data/RedisSubnets (AWS::ElastiCache::SubnetGroup) uses"},
		{Name: "dev bastion in the other zone", Env: "dev", Check: devOtherZoneIsEmpty, Change: checktest.Set("Data/Bastion", `{"Fn::ImportValue": "PrivateC"}`, "SubnetId"), Want: "Data/Bastion (AWS::EC2::Instance) uses"},
		{Name: "tasks in public subnets", Check: publicSubnetUsers, Change: checktest.Set("Compute/AdminApiService", `[{"Fn::ImportValue": "PublicA"}, {"Fn::ImportValue": "PublicC"}]`, "NetworkConfiguration", "AwsvpcConfiguration", "Subnets"), Want: "Compute/AdminApiService"},
		{Name: "dev writer in the other zone", Env: "dev", Check: devDatabaseZone, Change: checktest.Set("Data/AuroraWriter", `"ap-northeast-2c"`, "AvailabilityZone"), Want: "ap-northeast-2c"},
		{Name: "dev writer anywhere", Env: "dev", Check: devDatabaseZone, Change: checktest.Set("Data/AuroraWriter", `null`, "AvailabilityZone"), Want: "absent"},
		{Name: "something of dev in the other zone", Env: "dev", Check: devOtherZoneIsEmpty, Change: checktest.Put("Data/Helper", "AWS::Lambda::Function", `{"VpcConfig": {"SubnetIds": [{"Fn::ImportValue": "PrivateC"}]}}`), Want: "Data/Helper"},

		{Name: "a VPC without names", Check: vpcResolvesNames, Change: checktest.Set("Network/Vpc", `false`, "EnableDnsSupport"), Want: "EnableDnsSupport"},
		{Name: "hosts without names", Check: vpcResolvesNames, Change: checktest.Set("Network/Vpc", `null`, "EnableDnsHostnames"), Want: "EnableDnsHostnames"},
		{Name: "prod with one gateway", Check: natGateways, Change: checktest.Drop("Network/NatC"), Want: "found 1 of AWS::EC2::NatGateway"},
		{Name: "both gateways in one zone", Check: natGateways, Change: checktest.Set("Network/NatC", `{"Ref": "PublicA"}`, "SubnetId"), Want: "subnets of the NAT gateways"},
		{Name: "a gateway in a private subnet", Check: natGateways, Change: checktest.Set("Network/NatC", `{"Ref": "IsolatedC"}`, "SubnetId"), Want: "isolated in ap-northeast-2c"},
		{Name: "dev with two gateways", Env: "dev", Check: natGateways, Change: checktest.Put("Network/NatC", "AWS::EC2::NatGateway", `{"SubnetId": {"Ref": "PublicC"}}`), Want: "found 2 of AWS::EC2::NatGateway"},
		{Name: "a route to the other zone's gateway", Check: natRoutes, Change: checktest.Set("Network/PrivateCRoute", `{"Ref": "NatA"}`, "NatGatewayId"), Want: "leaves through a gateway that is [public in ap-northeast-2a]"},

		{Name: "the bastion in a public subnet", Check: publicSubnetUsers, Change: checktest.Set("Data/Bastion", `{"Fn::ImportValue": "PublicA"}`, "SubnetId"), Want: "Data/Bastion"},
		{Name: "the balancer in one zone", Check: publicSubnetUsers, Change: checktest.Set("Compute/Alb", `[{"Fn::ImportValue": "PublicA"}]`, "Subnets"), Want: "uses 1 public subnets"},
		{Name: "an address of its own for the bastion", Check: natGateways, Change: checktest.Put("Data/Eip", "AWS::EC2::EIP", `{"InstanceId": {"Ref": "Bastion"}}`), Want: "found 3 of AWS::EC2::EIP"},
		{Name: "a gateway with a foreign address", Check: natGateways, Change: checktest.Set("Network/NatA", `"eipalloc-1"`, "AllocationId"), Want: "Network/NatA: AllocationId is eipalloc-1"},

		{Name: "flow logs of refusals only", Check: flowLogs, Change: checktest.Set("Network/FlowLog", `"REJECT"`, "TrafficType"), Want: "TrafficType"},
		{Name: "flow logs in plain text", Check: flowLogs, Change: checktest.Set("Network/FlowLogGroup", `null`, "KmsKeyId"), Want: "Network/FlowLogGroup: KmsKeyId is absent"},
		{Name: "flow logs that nobody may write", Check: flowLogs, Change: checktest.Drop("Network/FlowLogPolicy"), Want: "FlowLogRole may: got []"},
		{Name: "a flow log role that may do more", Check: flowLogs, Change: checktest.Set("Network/FlowLogPolicy", `"*"`, "PolicyDocument", "Statement", 0, "Resource"), Want: "logs:PutLogEvents on *"},
		{Name: "a flow log role with a policy of AWS", Check: flowLogs, Change: checktest.Set("Network/FlowLogRole", `["arn:aws:iam::aws:policy/ReadOnlyAccess"]`, "ManagedPolicyArns"), Want: "ReadOnlyAccess"},
		{Name: "a flow log role that others assume", Check: flowLogs, Change: checktest.Set("Network/FlowLogRole", `{"Service": "ec2.amazonaws.com"}`, "AssumeRolePolicyDocument", "Statement", 0, "Principal"), Want: "Network/FlowLogRole trusts"},
		{Name: "a default group left as it is", Check: defaultGroupEmptied, Change: checktest.Drop("Network/Emptied"), Want: "found 0"},
		{Name: "a default group of another account", Check: defaultGroupEmptied, Change: checktest.Set("Network/Emptied", `"123456789012"`, "Account"), Want: "Account is 123456789012"},
		{Name: "an endpoint of the isolated subnets", Check: s3Endpoint, Change: checktest.Set("Network/S3", `[{"Ref": "PrivateATable"}, {"Ref": "IsolatedATable"}]`, "RouteTableIds"), Want: "IsolatedATable"},
		{Name: "an endpoint for another service", Check: s3Endpoint, Change: checktest.Set("Network/S3", `"com.amazonaws.ap-northeast-2.dynamodb"`, "ServiceName"), Want: "dynamodb"},
	}
}
