package network

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// ecsNetwork is where a service says which network it joins.
var ecsNetwork = []any{"NetworkConfiguration", "AwsvpcConfiguration"}

func workloadZones(v *check.Review) {
	both := []string{parts.ZoneA, parts.ZoneC}
	if v.Env == "dev" {
		both = []string{parts.ZoneA}
	}
	for _, kind := range []struct {
		t     string
		count int
		tier  string
		path  []any
	}{
		{"AWS::ECS::Service", 2, "private", append(slices.Clone(ecsNetwork), "Subnets")},
		{"AWS::ElastiCache::SubnetGroup", 1, "isolated", []any{"SubnetIds"}},
	} {
		for _, r := range v.Exactly(kind.count, kind.t) {
			v.Texts(r.String()+" has zones", parts.ZonesOf(v, r, r.At(kind.path...)), both)
			for _, s := range parts.SubnetsOf(v, r, r.At(kind.path...)) {
				if s.Tier() != kind.tier {
					v.Add("%s is in %s, which is %s, want %s", r, s, s.Tier(), kind.tier)
				}
			}
		}
	}
	for _, host := range v.Exactly(1, "AWS::EC2::Instance") {
		s, _ := parts.SubnetOf(v, host, host.At("SubnetId"))
		if s.Resource == nil || s.Tier() != "private" {
			v.Add("%s is not in one private subnet", host)
		}
		if v.Env == "dev" && s.Zone != parts.ZoneA {
			v.Add("%s is in %q, want %q", host, s.Zone, parts.ZoneA)
		}
	}
}

func devDatabaseZone(v *check.Review) {
	if v.Env != "dev" {
		return
	}
	for _, r := range v.Exactly(1, "AWS::RDS::DBInstance") {
		v.Reads(r, parts.ZoneA, "AvailabilityZone")
	}
}

// devOtherZoneIsEmpty knows the only things that AWS wants in two zones.
func devOtherZoneIsEmpty(v *check.Review) {
	if v.Env != "dev" {
		return
	}
	examined := 0
	for _, s := range parts.Subnets(v) {
		if s.Zone == parts.ZoneA {
			continue
		}
		examined++
		for _, user := range v.Users()[s.Resource] {
			switch user.Type {
			case "AWS::EC2::SubnetRouteTableAssociation",
				"AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::RDS::DBSubnetGroup", "AWS::RDS::DBProxy":
			default:
				v.Add("%s (%s) uses %s in %s", user, user.Type, s, s.Zone)
			}
		}
	}
	if examined != 3 {
		v.Add("found %d subnets outside %s, want 3", examined, parts.ZoneA)
	}
}

func publicSubnetUsers(v *check.Review) {
	public := parts.InTier(v, "public")
	if len(public) != 2 {
		v.Add("found %d public subnets, want 2", len(public))
	}
	balancers := 0
	for _, s := range public {
		for _, user := range v.Users()[s.Resource] {
			switch user.Type {
			case "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::NatGateway":
			case "AWS::ElasticLoadBalancingV2::LoadBalancer":
				balancers++
			default:
				v.Add("%s (%s) uses the public subnet %s", user, user.Type, s)
			}
		}
	}
	if balancers != 2 {
		v.Add("the load balancer uses %d public subnets, want 2", balancers)
	}
}

func publicAddresses(v *check.Review) {
	balancer(v)
	natAddresses(v)
	for _, s := range parts.Subnets(v) {
		if on := s.At("MapPublicIpOnLaunch"); on != nil && on != false {
			v.Add("%s gives public addresses to whatever starts in it", s)
		}
		if s.At("AssignIpv6AddressOnCreation") == true {
			v.Add("%s gives IPv6 addresses to whatever starts in it", s)
		}
	}
	for _, r := range v.Exactly(2, "AWS::ECS::Service") {
		v.Reads(r, "DISABLED", append(slices.Clone(ecsNetwork), "AssignPublicIp")...)
	}
	for _, r := range slices.Concat(v.OfType("AWS::EC2::Instance"), v.OfType("AWS::EC2::LaunchTemplate")) {
		for _, at := range [][]any{{"NetworkInterfaces"}, {"LaunchTemplateData", "NetworkInterfaces"}} {
			for _, card := range assembly.List(r.At(at...)) {
				if assigned := assembly.At(card, "AssociatePublicIpAddress"); assigned != nil && assigned != false {
					v.Add("%s has a public address", r)
				}
			}
		}
	}
	// AWS makes an instance public by default when its VPC has an internet gateway.
	for _, r := range v.OfType("AWS::RDS::DBInstance") {
		v.Reads(r, false, "PubliclyAccessible")
	}
}

// balancer finds the one load balancer that faces the internet.
func balancer(v *check.Review) {
	for _, r := range v.Exactly(1, "AWS::ElasticLoadBalancingV2::LoadBalancer") {
		v.Reads(r, "internet-facing", "Scheme")
		v.Reads(r, "application", "Type")
		if kind := r.At("IpAddressType"); kind != nil && kind != "ipv4" {
			v.Add("%s has addresses of type %s, which the security groups do not know", r, assembly.Written(kind))
		}
	}
}

// natAddresses checks that each Elastic IP address belongs to a NAT gateway and
// each gateway has one.
func natAddresses(v *check.Review) {
	addresses := v.OfType("AWS::EC2::EIP")
	gateways := v.OfType("AWS::EC2::NatGateway")
	v.Count(addresses, len(gateways), "Elastic IP address")
	for _, gateway := range gateways {
		own := slices.ContainsFunc(addresses, func(a *assembly.Resource) bool {
			return v.Listed(gateway, gateway.At("AllocationId"), a)
		})
		if !own {
			v.Add("%s has no Elastic IP address of this template", gateway)
		}
	}
	for _, address := range addresses {
		for _, user := range v.Users()[address] {
			if user.Type != "AWS::EC2::NatGateway" {
				v.Add("%s (%s) uses the public address %s", user, user.Type, address)
			}
		}
		if address.At("InstanceId") != nil {
			v.Add("%s belongs to an instance", address)
		}
	}
}
