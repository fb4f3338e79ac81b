// Package network holds the promises about the VPC: subnets and their routes, what stands
// where, addresses, flow logs, security groups.
package network

import "example.com/chassis/lib/proof/promises/check"

// Promises are the promises about the network.
func Promises() []check.Promise {
	return []check.Promise{
		{ID: "R1.1", Says: "One VPC with one internet gateway spans exactly the zones of the settings, with a public, a private and an isolated subnet in each.", Check: threeTiersInEachZone},
		{ID: "R1.1", Says: "The VPC has the address range of its settings.", Check: vpcAddresses},
		{ID: "R1.1", Says: "The subnets divide the VPC's addresses without overlapping, and the private ones have room for a deployment of all services at their most tasks.", Check: subnetAddresses},
		{ID: "R1.1", Says: "Every stack belongs to the region of the settings, its zones are named literally, and synthesis looks nothing up.", Check: noLookups},
		{ID: "R1.2", Says: "In a zone without workloads nothing but the load balancer and the database's subnet group and proxy touches a subnet.", Check: otherZonesAreEmpty},
		{ID: "R1.3", Says: "There are as many NAT gateways as the settings say, each with an address, in the public subnets of the first zones.", Check: natGateways},
		{ID: "R1.3", Says: "Each private subnet leaves through one NAT gateway, that of its own zone where there is one.", Check: natRoutes},
		{ID: "R1.5", Says: "Only the load balancer and the NAT gateways use public subnets.", Check: publicSubnetUsers},
		{ID: "R1.1", Says: "The VPC resolves names, so that its hosts find AWS, the database and the cache.", Check: vpcResolvesNames},
		{ID: "R1.6", Says: "Flow logs record all traffic of the VPC in a log group that is encrypted with a key of the Network stack, by a role that can do nothing else.", Check: flowLogs},
		{ID: "R1.6", Says: "The VPC's default security group is emptied.", Check: defaultGroupEmptied},
		{ID: "R1.6", Says: "A gateway endpoint takes S3 traffic of the private subnets, and of no other, past the NAT gateways.", Check: s3Endpoint},
		{ID: "R1.7", Says: "There is exactly one security group for each service, the load balancer, the bastion, the proxy, the database and the cache, all in the Network stack.", Check: groupsOfTheSettings},
		{ID: "R1.7", Says: "Every security group rule says why it is there.", Check: rulesHaveReasons},
		{ID: "R1.7", Says: "Load balancer, services that always run, bastion, proxy, database and cache have their own security group and no other.", Check: workloadsHaveTheirGroup},
		{ID: "R7.4", Says: "A command in a task finds the private subnets in the zones with workloads by their logical ids.", Check: subnetsOfCommands},
	}
}
