package network

import (
	"strings"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func natGateways(v *check.Review) {
	want := map[string][]string{"dev": {parts.ZoneA}, "staging": {parts.ZoneA}, "prod": {parts.ZoneA, parts.ZoneC}}[v.Env]
	gateways := v.Exactly(len(want), "AWS::EC2::NatGateway")
	var zones []string
	for _, gateway := range gateways {
		s, ok := parts.SubnetOf(v, gateway, gateway.At("SubnetId"))
		if !ok || s.Tier() != "public" {
			v.Add("%s is not in a public subnet", gateway)
		}
		zones = append(zones, s.Zone)
		if gateway.At("ConnectivityType") == "private" {
			v.Add("%s is a private gateway, which reaches no internet", gateway)
		}
	}
	v.Texts("zones of the NAT gateways", zones, want)
}

func natRoutes(v *check.Review) {
	private := parts.InTier(v, "private")
	if len(private) != 2 {
		v.Add("found %d private subnets, want 2", len(private))
	}
	for _, s := range private {
		route := s.Routes[0]
		gateway, _ := v.Follow(route.Stack, route.At("NatGatewayId"))
		want := map[string]string{"dev": parts.ZoneA, "staging": parts.ZoneA, "prod": s.Zone}[v.Env]
		at, _ := parts.SubnetOf(v, gateway.Resource, gateway.Resource.At("SubnetId"))
		if at.Zone != want {
			v.Add("%s in %s leaves through a gateway in %q, want %q", s, s.Zone, at.Zone, want)
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
		{"AWS::RDS::DBProxyEndpoint", parts.ProxyEndpoints(v), "VpcSubnetIds"},
	} {
		found := v.Exactly(kind.count, kind.t)
		for _, r := range found {
			used := parts.SubnetsOf(v, r, r.At(kind.path))
			if len(used) == 0 {
				v.Add("%s names no subnet", r)
			}
			for _, s := range used {
				if s.Tier() != "isolated" {
					v.Add("%s uses %s, which is %s", r, s, s.Tier())
				}
			}
		}
	}
	for _, s := range parts.InTier(v, "isolated") {
		for _, route := range s.Routes {
			v.Add("%s has a route: %s", s, route)
		}
	}
	if found := len(parts.InTier(v, "isolated")); found != 2 {
		v.Add("found %d subnets without a way out, want 2", found)
	}
}

func oneInternetGateway(v *check.Review) {
	v.Exactly(1, "AWS::EC2::InternetGateway")
	for _, r := range v.Exactly(1, "AWS::EC2::VPCGatewayAttachment") {
		v.Target(r, "AWS::EC2::InternetGateway", "InternetGatewayId")
		v.Target(r, "AWS::EC2::VPC", "VpcId")
		v.Absent(r, "VpnGatewayId")
	}
	for _, r := range v.Resources() {
		for _, kind := range []string{"EgressOnlyInternetGateway", "VPNGateway", "VPNConnection", "TransitGateway", "VPCPeering", "CarrierGateway", "VPCCidrBlock"} {
			if strings.HasPrefix(r.Type, "AWS::EC2::"+kind) {
				v.Add("%s (%s) is another way in or out", r, r.Type)
			}
		}
	}
}
