package network

import (
	"slices"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func TestPromises(t *testing.T) {
	t.Parallel()
	const group = "AWS::EC2::SecurityGroup"
	put, set, settings := checktest.Put, checktest.Set, checktest.Settings
	const tasks = "Compute/AdminApiReleaseService"
	checktest.Test(t, []checktest.Breach{
		{Name: "a second VPC", Check: threeTiersInEachZone, Change: put("Data/Vpc", "AWS::EC2::VPC", `{}`), Want: "found 2 of AWS::EC2::VPC"},
		{Name: "a second internet gateway", Check: threeTiersInEachZone, Change: put("Data/Gateway", "AWS::EC2::InternetGateway", `{}`), Want: "found 2 of AWS::EC2::InternetGateway"},
		{Name: "a zone of the settings without subnets", Check: threeTiersInEachZone, Change: settings(func(e *config.Environment) { e.Network.Zones = append(e.Network.Zones, "third") }), Want: "private in third"},
		{Name: "a subnet whose routes nobody knows", Check: threeTiersInEachZone, Change: checktest.Drop("Network/VpcIsolatedSubnet2RouteTableAssociation"), Want: "unknown"},
		{Name: "the addresses of another environment", Check: vpcAddresses, Change: settings(func(e *config.Environment) { e.Network.CIDR = "10.99.0.0/16" }), Want: "want 10.99.0.0/16"},
		{Name: "a subnet wider than the VPC", Check: subnetAddresses, Change: set("Network/VpcIsolatedSubnet2Subnet", `"10.0.0.0/8"`, "CidrBlock"), Want: "not all among the VPC's"},
		{Name: "two subnets with an address in common", Check: subnetAddresses, Change: set("Network/VpcIsolatedSubnet2Subnet", `"10.30.9.0/24"`, "CidrBlock"), Want: "10.30.8.0/21 and 10.30.9.0/24 overlap"},
		{Name: "a subnet whose addresses AWS chooses", Check: subnetAddresses, Change: set("Network/VpcIsolatedSubnet2Subnet", `null`, "CidrBlock"), Want: "CidrBlock is absent"},
		{Name: "a private subnet that fills up", Check: subnetAddresses, Change: settings(func(e *config.Environment) { e.Services[0].MaxTasks = 2000 }), Want: "room for 4086 addresses, and a deployment may need 4100"},
		{Name: "zones that AWS chooses", Check: noLookups, Change: set("Network/VpcPublicSubnet1Subnet", `{"Fn::Select": [0, {"Fn::GetAZs": ""}]}`, "AvailabilityZone"), Want: "Fn::GetAZs"},
		{Name: "a lookup at synthesis", Check: noLookups, Change: func(_ *testing.T, p *check.Platform) { p.Missing = []string{"vpc-provider"} }, Want: "vpc-provider"},
		{Name: "a stack in another region", Check: noLookups, Change: func(_ *testing.T, p *check.Platform) { p.Stacks[2].Region = "eu-west-1" }, Want: `for region "eu-west-1"`},

		{Name: "workloads in a zone that has none", Check: otherZonesAreEmpty, Change: settings(func(e *config.Environment) { e.Network.WorkloadZones = e.Network.Zones[:1] }), Want: tasks},
		{Name: "a function in a public subnet", Check: publicSubnetUsers, Change: put("Network/Helper", "AWS::Lambda::Function", `{"VpcConfig": {"SubnetIds": [{"Ref": "@VpcPublicSubnet1Subnet"}]}}`), Want: "Network/Helper"},
		{Name: "more gateways than the settings say", Check: natGateways, Change: settings(func(e *config.Environment) { e.Network.NATGateways = 1 }), Want: "found 2 of AWS::EC2::NatGateway"},
		{Name: "both gateways in one zone", Check: natGateways, Change: set("Network/VpcPublicSubnet2NATGateway", `{"Ref": "@VpcPublicSubnet1Subnet"}`, "SubnetId"), Want: "subnets of the NAT gateways"},
		{Name: "an address beside those of the gateways", Check: natGateways, Change: put("Data/Eip", "AWS::EC2::EIP", `{"InstanceId": {"Ref": "@Bastion"}}`), Want: "found 3 of AWS::EC2::EIP"},
		{Name: "a route to the other zone's gateway", Check: natRoutes, Change: set("Network/VpcPrivateSubnet2DefaultRoute", `{"Ref": "@VpcPublicSubnet1NATGateway"}`, "NatGatewayId"), Want: "leaves through a gateway that is [public in "},

		{Name: "a flow log role with a policy of AWS", Check: flowLogs, Change: set("Network/FlowLogRole", `["arn:aws:iam::aws:policy/ReadOnlyAccess"]`, "ManagedPolicyArns"), Want: "ReadOnlyAccess"},
		{Name: "an endpoint of the isolated subnets", Check: s3Endpoint, Change: set("Network/VpcS3", `[{"Ref": "@VpcPrivateSubnet1RouteTable"}, {"Ref": "@VpcIsolatedSubnet1RouteTable"}]`, "RouteTableIds"), Want: "VpcIsolatedSubnet1RouteTable"},

		{Name: "a group in another stack", Check: groupsOfTheSettings, Change: put("Data/Helper", group, `{"GroupDescription": "x"}`), Want: "Data/Helper"},
		{Name: "a service without a group", Check: groupsOfTheSettings, Change: settings(func(e *config.Environment) { e.Services[0].Name = "other-api" }), Want: "Network/OtherApi"},
		{Name: "a rule with the CDK's description", Check: rulesHaveReasons, Change: set("Network/Alb", `"from 0.0.0.0/0:80"`, "SecurityGroupIngress", 0, "Description"), Want: "has no reason"},
		{Name: "services in each other's group", Check: workloadsHaveTheirGroup, Change: swapped("SecurityGroups"), Want: tasks},
		{Name: "a proxy endpoint without readers", Check: workloadsHaveTheirGroup, Change: settings(func(e *config.Environment) { e.Database.Readers = 0 }), Want: "security groups of AWS::RDS::DBProxyEndpoint"},
		{Name: "a subnet with another logical id", Check: subnetsOfCommands, Change: renamed("Network/VpcPrivateSubnet2Subnet", "VpcWithEgressSubnet2Subnet3788AAA1"), Want: "subnets of a command in a task"},
		{Name: "zones whose order is another", Check: subnetsOfCommands, Change: settings(func(e *config.Environment) {
			slices.Reverse(e.Network.Zones)
			e.Network.WorkloadZones = e.Network.Zones[:1]
		}), Want: "subnets of a command in a task"},
	})
}

// renamed gives a resource another logical id.
func renamed(name, id string) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		r := checktest.Find(t, p, name)
		delete(r.Stack.Resources, r.LogicalID)
		r.LogicalID = id
		r.Stack.Resources[id] = r
	}
}

// swapped gives each of two services what the other has in its network configuration.
func swapped(key string) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		at := func(name string) map[string]any {
			return checktest.Find(t, p, name).At("NetworkConfiguration", "AwsvpcConfiguration").(map[string]any)
		}
		one, other := at("Compute/ServiceApiReleaseService"), at("Compute/AdminApiReleaseService")
		one[key], other[key] = other[key], one[key]
	}
}
