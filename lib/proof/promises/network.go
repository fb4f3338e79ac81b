package promises

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// The two zones of Seoul that the platform lives in.
const (
	region = "ap-northeast-2"
	zoneA  = region + "a"
	zoneC  = region + "c"
)

func network() []Promise {
	return []Promise{
		{"R1.1", "One VPC spans exactly ap-northeast-2a and ap-northeast-2c, with a public, a private and an isolated subnet in each.", sixSubnetsInTwoZones},
		{"R1.1", "The VPC has the addresses 10.10.0.0/16 in dev, 10.20.0.0/16 in staging and 10.30.0.0/16 in prod.", vpcAddresses},
		{"R1.1", "The subnets divide the VPC's addresses without overlapping, and a private one has room for a deployment of both services at their most tasks.", subnetAddresses},
		{"R1.1", "Every stack belongs to ap-northeast-2, its zones are named literally, and synthesis looks nothing up.", noLookups},
		{"R1.2", "Tasks, cache nodes and the bastion of dev have subnets in ap-northeast-2a only; those of staging and prod use both zones.", workloadZones},
		{"R1.2", "Every database instance of dev is placed in ap-northeast-2a.", devDatabaseZone},
		{"R1.2", "In dev nothing but the load balancer and the database's subnet group and proxy touches a subnet of ap-northeast-2c.", devOtherZoneIsEmpty},
		{"R1.3", "Prod has a NAT gateway in each zone; staging and dev have one, in ap-northeast-2a.", natGateways},
		{"R1.3", "Each private subnet leaves through one NAT gateway, in prod that of its own zone.", natRoutes},
		{"R1.4", "The subnets of database, cache and proxy have route tables of their own without a single route out of the VPC.", isolatedSubnetsHaveNoRoute},
		{"R1.4", "The VPC has one internet gateway and no other door: no egress-only, VPN, transit or peering connection.", oneDoor},
		{"R1.5", "Only the load balancer and the NAT gateways use public subnets.", publicSubnetUsers},
		{"R1.5", "Only the load balancer and the NAT gateways have public addresses.", publicAddresses},
		{"R1.1", "The VPC resolves names, so that its hosts find AWS, the database and the cache.", vpcResolvesNames},
		{"R1.6", "Flow logs record all traffic of the VPC in a log group that is encrypted with a key of the Network stack, by a role that can do nothing else.", flowLogs},
		{"R1.6", "The VPC's default security group is emptied and nothing uses it.", defaultGroupEmptied},
		{"R1.6", "A gateway endpoint takes S3 traffic of the private subnets, and of no other, past the NAT gateways.", s3Endpoint},
		{"R1.7", "There are exactly seven security groups, all in the Network stack.", sevenGroups},
		{"R1.7", "The flows between groups are exactly those of the table, each allowed at both of its ends.", flowsAreTheTable},
		{"R1.7", "No group keeps the allow-all egress that AWS gives to a group without egress rules.", everyGroupLimitsEgress},
		{"R1.7", "Every security group rule says why it is there.", rulesHaveReasons},
		{"R1.7", "Load balancer, services, bastion, proxy, database and cache wear their own group and no other.", workloadsWearTheirGroup},
	}
}

func sixSubnetsInTwoZones(p Platform) []string {
	var f findings
	vpcs := p.OfType("AWS::EC2::VPC")
	f.count(vpcs, 1, "VPC")
	if len(vpcs) != 1 {
		return f
	}
	var got []string
	for _, s := range p.subnets() {
		got = append(got, s.zone+" "+s.tier())
		for _, r := range []*assembly.Resource{s.Resource, s.table} {
			if !p.listed(r, r.At("VpcId"), vpcs[0]) {
				f.add("%s: %s is not in %s", s, r, vpcs[0])
			}
		}
	}
	f.texts("subnets by zone and way out", got, []string{
		zoneA + " public", zoneA + " private", zoneA + " isolated",
		zoneC + " public", zoneC + " private", zoneC + " isolated",
	})
	return f
}

func noLookups(p Platform) []string {
	var f findings
	for _, key := range p.Missing {
		f.add("synthesis would look up %s", key)
	}
	if len(p.Stacks) != 4 {
		f.add("found %d stacks, want 4", len(p.Stacks))
	}
	for _, s := range p.Stacks {
		if s.Region != region {
			f.add("stack %s is for region %q, want %q", s.ID, s.Region, region)
		}
		for _, r := range s.Resources {
			if uses(r.Properties, "Fn::GetAZs") {
				f.add("%s asks AWS for the zones with Fn::GetAZs", r)
			}
		}
	}
	subnets := p.OfType("AWS::EC2::Subnet")
	f.count(subnets, 6, "subnet")
	for _, s := range subnets {
		if _, literal := s.At("AvailabilityZone").(string); !literal {
			f.add("%s: zone is %s, want a literal name", s, shown(s.At("AvailabilityZone")))
		}
	}
	slices.Sort(f)
	return f
}

func natGateways(p Platform) []string {
	var f findings
	want := map[string][]string{"dev": {zoneA}, "staging": {zoneA}, "prod": {zoneA, zoneC}}[p.Env]
	gateways := p.OfType("AWS::EC2::NatGateway")
	f.count(gateways, len(want), "NAT gateway")
	var zones []string
	for _, gateway := range gateways {
		s, ok := p.subnetOf(gateway, gateway.At("SubnetId"))
		if !ok || s.tier() != "public" {
			f.add("%s is not in a public subnet", gateway)
		}
		zones = append(zones, s.zone)
		if gateway.At("ConnectivityType") == "private" {
			f.add("%s is a private gateway, which reaches no internet", gateway)
		}
	}
	f.texts("zones of the NAT gateways", zones, want)
	return f
}

func natRoutes(p Platform) []string {
	var f findings
	private := p.inTier("private")
	if len(private) != 2 {
		f.add("found %d private subnets, want 2", len(private))
	}
	for _, s := range private {
		route := s.routes[0]
		gateway, _ := p.Follow(route.Stack, route.At("NatGatewayId"))
		want := map[string]string{"dev": zoneA, "staging": zoneA, "prod": s.zone}[p.Env]
		at, _ := p.subnetOf(gateway.Resource, gateway.Resource.At("SubnetId"))
		if at.zone != want {
			f.add("%s in %s leaves through a gateway in %q, want %q", s, s.zone, at.zone, want)
		}
	}
	return f
}

// isolatedSubnetsHaveNoRoute starts from what needs isolation, so that a subnet
// cannot pass by calling itself private.
func isolatedSubnetsHaveNoRoute(p Platform) []string {
	var f findings
	for _, kind := range []struct {
		t     string
		count int
		path  string
	}{
		{"AWS::RDS::DBSubnetGroup", 1, "SubnetIds"},
		{"AWS::ElastiCache::SubnetGroup", 1, "SubnetIds"},
		{"AWS::RDS::DBProxy", 1, "VpcSubnetIds"},
		{"AWS::RDS::DBProxyEndpoint", p.proxyEndpoints(), "VpcSubnetIds"},
	} {
		found := p.OfType(kind.t)
		f.count(found, kind.count, kind.t)
		for _, r := range found {
			used := p.subnetsOf(r, r.At(kind.path))
			if len(used) == 0 {
				f.add("%s names no subnet", r)
			}
			for _, s := range used {
				if s.tier() != "isolated" {
					f.add("%s uses %s, which is %s", r, s, s.tier())
				}
			}
		}
	}
	for _, s := range p.inTier("isolated") {
		for _, route := range s.routes {
			f.add("%s has a route: %s", s, route)
		}
	}
	if found := len(p.inTier("isolated")); found != 2 {
		f.add("found %d subnets without a way out, want 2", found)
	}
	return f
}

// proxyEndpoints is one where there is a reader to reach, in long-lived staging
// and prod.
func (p Platform) proxyEndpoints() int {
	if p.Env == "dev" || p.Ephemeral() {
		return 0
	}
	return 1
}

func oneDoor(p Platform) []string {
	var f findings
	f.count(p.OfType("AWS::EC2::InternetGateway"), 1, "internet gateway")
	attached := p.OfType("AWS::EC2::VPCGatewayAttachment")
	f.count(attached, 1, "gateway attachment")
	for _, r := range attached {
		gateway, _ := p.Follow(r.Stack, r.At("InternetGatewayId"))
		vpc, _ := p.Follow(r.Stack, r.At("VpcId"))
		if !is(gateway.Resource, "AWS::EC2::InternetGateway") || !is(vpc.Resource, "AWS::EC2::VPC") {
			f.add("%s does not attach the internet gateway to the VPC", r)
		}
		f.property(r, nil, "VpnGatewayId")
	}
	for _, s := range p.Stacks {
		for _, r := range s.Resources {
			for _, door := range []string{"EgressOnlyInternetGateway", "VPNGateway", "VPNConnection", "TransitGateway", "VPCPeering", "CarrierGateway", "VPCCidrBlock"} {
				if strings.HasPrefix(r.Type, "AWS::EC2::"+door) {
					f.add("%s (%s) is another way in or out", r, r.Type)
				}
			}
		}
	}
	slices.Sort(f)
	return f
}
