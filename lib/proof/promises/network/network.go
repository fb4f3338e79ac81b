// Package network holds the promises about the VPC: subnets and their routes, what stands
// where, addresses, flow logs, security groups.
package network

import "example.com/chassis/lib/proof/promises/check"

// Promises are the promises about the network.
func Promises() []check.Promise {
	return []check.Promise{
		{ID: "R1.1", Says: "One VPC with one internet gateway spans exactly ap-northeast-2a and ap-northeast-2c, with a public, a private and an isolated subnet in each.", Check: sixSubnetsInTwoZones},
		{ID: "R1.1", Says: "The VPC has the addresses 10.10.0.0/16 in dev, 10.20.0.0/16 in staging and 10.30.0.0/16 in prod.", Check: vpcAddresses},
		{ID: "R1.1", Says: "The subnets divide the VPC's addresses without overlapping, and a private one has room for a deployment of both services at their most tasks.", Check: subnetAddresses},
		{ID: "R1.1", Says: "Every stack belongs to ap-northeast-2, its zones are named literally, and synthesis looks nothing up.", Check: noLookups},
		{ID: "R1.2", Says: "Every database instance of dev is placed in ap-northeast-2a.", Check: devDatabaseZone},
		{ID: "R1.2", Says: "In dev nothing but the load balancer and the database's subnet group and proxy touches a subnet of ap-northeast-2c.", Check: devOtherZoneIsEmpty},
		{ID: "R1.3", Says: "Prod has a NAT gateway with an address in the public subnet of each zone; staging and dev have one, in ap-northeast-2a.", Check: natGateways},
		{ID: "R1.3", Says: "Each private subnet leaves through one NAT gateway, in prod that of its own zone.", Check: natRoutes},
		{ID: "R1.5", Says: "Only the load balancer and the NAT gateways use public subnets.", Check: publicSubnetUsers},
		{ID: "R1.1", Says: "The VPC resolves names, so that its hosts find AWS, the database and the cache.", Check: vpcResolvesNames},
		{ID: "R1.6", Says: "Flow logs record all traffic of the VPC in a log group that is encrypted with a key of the Network stack, by a role that can do nothing else.", Check: flowLogs},
		{ID: "R1.6", Says: "The VPC's default security group is emptied.", Check: defaultGroupEmptied},
		{ID: "R1.6", Says: "A gateway endpoint takes S3 traffic of the private subnets, and of no other, past the NAT gateways.", Check: s3Endpoint},
		{ID: "R1.7", Says: "There are exactly seven security groups, all in the Network stack.", Check: sevenGroups},
		{ID: "R1.7", Says: "The flows between groups are exactly those of the table, each allowed at both of its ends; no group keeps the allow-all egress of AWS.", Check: flowsAreTheTable},
		{ID: "R1.7", Says: "Every security group rule says why it is there.", Check: rulesHaveReasons},
		{ID: "R1.7", Says: "Load balancer, services, bastion, proxy, database and cache have their own security group and no other.", Check: workloadsHaveTheirGroup},
	}
}
