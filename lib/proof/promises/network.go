package promises

import (
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func network() []check.Promise {
	return []check.Promise{
		{ID: "R1.1", Says: "One VPC spans exactly ap-northeast-2a and ap-northeast-2c, with a public, a private and an isolated subnet in each.", Check: sixSubnetsInTwoZones},
		{ID: "R1.1", Says: "The VPC has the addresses 10.10.0.0/16 in dev, 10.20.0.0/16 in staging and 10.30.0.0/16 in prod.", Check: vpcAddresses},
		{ID: "R1.1", Says: "The subnets divide the VPC's addresses without overlapping, and a private one has room for a deployment of both services at their most tasks.", Check: subnetAddresses},
		{ID: "R1.1", Says: "Every stack belongs to ap-northeast-2, its zones are named literally, and synthesis looks nothing up.", Check: noLookups},
		{ID: "R1.2", Says: "Tasks, cache nodes and the bastion of dev have subnets in ap-northeast-2a only; those of staging and prod use both zones.", Check: workloadZones},
		{ID: "R1.2", Says: "Every database instance of dev is placed in ap-northeast-2a.", Check: devDatabaseZone},
		{ID: "R1.2", Says: "In dev nothing but the load balancer and the database's subnet group and proxy touches a subnet of ap-northeast-2c.", Check: devOtherZoneIsEmpty},
		{ID: "R1.3", Says: "Prod has a NAT gateway in each zone; staging and dev have one, in ap-northeast-2a.", Check: natGateways},
		{ID: "R1.3", Says: "Each private subnet leaves through one NAT gateway, in prod that of its own zone.", Check: natRoutes},
		{ID: "R1.4", Says: "The subnets of database, cache and proxy have route tables of their own without a single route out of the VPC.", Check: isolatedSubnetsHaveNoRoute},
		{ID: "R1.4", Says: "The VPC has one internet gateway and no other door: no egress-only, VPN, transit or peering connection.", Check: oneInternetGateway},
		{ID: "R1.5", Says: "Only the load balancer and the NAT gateways use public subnets.", Check: publicSubnetUsers},
		{ID: "R1.5", Says: "Only the load balancer and the NAT gateways have public addresses.", Check: publicAddresses},
		{ID: "R1.1", Says: "The VPC resolves names, so that its hosts find AWS, the database and the cache.", Check: vpcResolvesNames},
		{ID: "R1.6", Says: "Flow logs record all traffic of the VPC in a log group that is encrypted with a key of the Network stack, by a role that can do nothing else.", Check: flowLogs},
		{ID: "R1.6", Says: "The VPC's default security group is emptied and nothing uses it.", Check: defaultGroupEmptied},
		{ID: "R1.6", Says: "A gateway endpoint takes S3 traffic of the private subnets, and of no other, past the NAT gateways.", Check: s3Endpoint},
		{ID: "R1.7", Says: "There are exactly seven security groups, all in the Network stack.", Check: sevenGroups},
		{ID: "R1.7", Says: "The flows between groups are exactly those of the table, each allowed at both of its ends.", Check: flowsAreTheTable},
		{ID: "R1.7", Says: "No group keeps the allow-all egress that AWS gives to a group without egress rules.", Check: everyGroupLimitsEgress},
		{ID: "R1.7", Says: "Every security group rule says why it is there.", Check: rulesHaveReasons},
		{ID: "R1.7", Says: "Load balancer, services, bastion, proxy, database and cache wear their own group and no other.", Check: workloadsHaveTheirGroup},
	}
}

func sixSubnetsInTwoZones(v *check.Review) {
	vpcs := v.OfType("AWS::EC2::VPC")
	v.Count(vpcs, 1, "VPC")
	if len(vpcs) != 1 {
		return
	}
	var got []string
	for _, s := range subnets(v) {
		got = append(got, s.zone+" "+s.tier())
		for _, r := range []*assembly.Resource{s.Resource, s.table} {
			if !v.Listed(r, r.At("VpcId"), vpcs[0]) {
				v.Add("%s: %s is not in %s", s, r, vpcs[0])
			}
		}
	}
	v.Texts("subnets by zone and way out", got, []string{
		ZoneA + " public", ZoneA + " private", ZoneA + " isolated",
		ZoneC + " public", ZoneC + " private", ZoneC + " isolated",
	})
}

func noLookups(v *check.Review) {
	for _, key := range v.Missing {
		v.Add("synthesis would look up %s", key)
	}
	if len(v.Stacks) != 4 {
		v.Add("found %d stacks, want 4", len(v.Stacks))
	}
	for _, s := range v.Stacks {
		if s.Region != Region {
			v.Add("stack %s is for region %q, want %q", s.ID, s.Region, Region)
		}
		for _, r := range s.Resources {
			if len(check.Calls(r.Properties, "Fn::GetAZs")) > 0 {
				v.Add("%s asks AWS for the zones with Fn::GetAZs", r)
			}
		}
	}
	subnets := v.OfType("AWS::EC2::Subnet")
	v.Count(subnets, 6, "subnet")
	for _, s := range subnets {
		if _, literal := s.At("AvailabilityZone").(string); !literal {
			v.Add("%s: zone is %s, want a literal name", s, assembly.Written(s.At("AvailabilityZone")))
		}
	}
}

func natGateways(v *check.Review) {
	want := map[string][]string{"dev": {ZoneA}, "staging": {ZoneA}, "prod": {ZoneA, ZoneC}}[v.Env]
	gateways := v.OfType("AWS::EC2::NatGateway")
	v.Count(gateways, len(want), "NAT gateway")
	var zones []string
	for _, gateway := range gateways {
		s, ok := subnetOf(v, gateway, gateway.At("SubnetId"))
		if !ok || s.tier() != "public" {
			v.Add("%s is not in a public subnet", gateway)
		}
		zones = append(zones, s.zone)
		if gateway.At("ConnectivityType") == "private" {
			v.Add("%s is a private gateway, which reaches no internet", gateway)
		}
	}
	v.Texts("zones of the NAT gateways", zones, want)
}

func natRoutes(v *check.Review) {
	private := inTier(v, "private")
	if len(private) != 2 {
		v.Add("found %d private subnets, want 2", len(private))
	}
	for _, s := range private {
		route := s.routes[0]
		gateway, _ := v.Follow(route.Stack, route.At("NatGatewayId"))
		want := map[string]string{"dev": ZoneA, "staging": ZoneA, "prod": s.zone}[v.Env]
		at, _ := subnetOf(v, gateway.Resource, gateway.Resource.At("SubnetId"))
		if at.zone != want {
			v.Add("%s in %s leaves through a gateway in %q, want %q", s, s.zone, at.zone, want)
		}
	}
}

// isolatedSubnetsHaveNoRoute starts from what needs isolation, so that a subnet
// cannot pass by calling itself private.
func isolatedSubnetsHaveNoRoute(v *check.Review) {
	for _, kind := range []struct {
		t     string
		count int
		path  string
	}{
		{"AWS::RDS::DBSubnetGroup", 1, "SubnetIds"},
		{"AWS::ElastiCache::SubnetGroup", 1, "SubnetIds"},
		{"AWS::RDS::DBProxy", 1, "VpcSubnetIds"},
		{"AWS::RDS::DBProxyEndpoint", proxyEndpoints(v), "VpcSubnetIds"},
	} {
		found := v.OfType(kind.t)
		v.Count(found, kind.count, kind.t)
		for _, r := range found {
			used := subnetsOf(v, r, r.At(kind.path))
			if len(used) == 0 {
				v.Add("%s names no subnet", r)
			}
			for _, s := range used {
				if s.tier() != "isolated" {
					v.Add("%s uses %s, which is %s", r, s, s.tier())
				}
			}
		}
	}
	for _, s := range inTier(v, "isolated") {
		for _, route := range s.routes {
			v.Add("%s has a route: %s", s, route)
		}
	}
	if found := len(inTier(v, "isolated")); found != 2 {
		v.Add("found %d subnets without a way out, want 2", found)
	}
}

// proxyEndpoints is one where there is a reader to reach, in long-lived staging
// and prod.
func proxyEndpoints(v *check.Review) int {
	if v.Env == "dev" || v.Ephemeral() {
		return 0
	}
	return 1
}

func oneInternetGateway(v *check.Review) {
	v.Count(v.OfType("AWS::EC2::InternetGateway"), 1, "internet gateway")
	attached := v.OfType("AWS::EC2::VPCGatewayAttachment")
	v.Count(attached, 1, "gateway attachment")
	for _, r := range attached {
		gateway, _ := v.Follow(r.Stack, r.At("InternetGatewayId"))
		vpc, _ := v.Follow(r.Stack, r.At("VpcId"))
		if !check.Is(gateway.Resource, "AWS::EC2::InternetGateway") || !check.Is(vpc.Resource, "AWS::EC2::VPC") {
			v.Add("%s does not attach the internet gateway to the VPC", r)
		}
		v.Absent(r, "VpnGatewayId")
	}
	for _, s := range v.Stacks {
		for _, r := range s.Resources {
			for _, door := range []string{"EgressOnlyInternetGateway", "VPNGateway", "VPNConnection", "TransitGateway", "VPCPeering", "CarrierGateway", "VPCCidrBlock"} {
				if strings.HasPrefix(r.Type, "AWS::EC2::"+door) {
					v.Add("%s (%s) is another way in or out", r, r.Type)
				}
			}
		}
	}
}
