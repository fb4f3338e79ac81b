package promises

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// ecsNetwork is where a service says which network it joins.
var ecsNetwork = []any{"NetworkConfiguration", "AwsvpcConfiguration"}

func workloadZones(p Platform) []string {
	var f findings
	both := []string{zoneA, zoneC}
	if p.Env == "dev" {
		both = []string{zoneA}
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
		found := p.OfType(kind.t)
		f.count(found, kind.count, kind.t)
		for _, r := range found {
			f.texts(r.String()+" has zones", p.zonesOf(r, r.At(kind.path...)), both)
			for _, s := range p.subnetsOf(r, r.At(kind.path...)) {
				if s.tier() != kind.tier {
					f.add("%s is in %s, which is %s, want %s", r, s, s.tier(), kind.tier)
				}
			}
		}
	}
	hosts := p.OfType("AWS::EC2::Instance")
	f.count(hosts, 1, "EC2 instance (the bastion)")
	for _, host := range hosts {
		s, _ := p.subnetOf(host, host.At("SubnetId"))
		if s.Resource == nil || s.tier() != "private" {
			f.add("%s is not in one private subnet", host)
		}
		if p.Env == "dev" && s.zone != zoneA {
			f.add("%s is in %q, want %q", host, s.zone, zoneA)
		}
	}
	return f
}

func devDatabaseZone(p Platform) []string {
	if p.Env != "dev" {
		return nil
	}
	var f findings
	instances := p.OfType("AWS::RDS::DBInstance")
	f.count(instances, 1, "database instance in dev")
	for _, r := range instances {
		f.property(r, zoneA, "AvailabilityZone")
	}
	return f
}

// devOtherZoneIsEmpty knows the only things that AWS wants in two zones.
func devOtherZoneIsEmpty(p Platform) []string {
	if p.Env != "dev" {
		return nil
	}
	var f findings
	examined := 0
	for _, s := range p.subnets() {
		if s.zone == zoneA {
			continue
		}
		examined++
		for _, user := range p.users(s.Resource) {
			switch user.Type {
			case "AWS::EC2::SubnetRouteTableAssociation",
				"AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::RDS::DBSubnetGroup", "AWS::RDS::DBProxy":
			default:
				f.add("%s (%s) uses %s in %s", user, user.Type, s, s.zone)
			}
		}
	}
	if examined != 3 {
		f.add("found %d subnets outside %s, want 3", examined, zoneA)
	}
	return f
}

func publicSubnetUsers(p Platform) []string {
	var f findings
	public := p.inTier("public")
	if len(public) != 2 {
		f.add("found %d public subnets, want 2", len(public))
	}
	balancers := 0
	for _, s := range public {
		for _, user := range p.users(s.Resource) {
			switch user.Type {
			case "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::NatGateway":
			case "AWS::ElasticLoadBalancingV2::LoadBalancer":
				balancers++
			default:
				f.add("%s (%s) uses the public subnet %s", user, user.Type, s)
			}
		}
	}
	if balancers != 2 {
		f.add("the load balancer uses %d public subnets, want 2", balancers)
	}
	return f
}

func publicAddresses(p Platform) []string {
	var f findings
	f.balancer(p)
	f.natAddresses(p)
	for _, s := range p.subnets() {
		if on := s.At("MapPublicIpOnLaunch"); on != nil && on != false {
			f.add("%s gives public addresses to whatever starts in it", s)
		}
		if s.At("AssignIpv6AddressOnCreation") == true {
			f.add("%s gives IPv6 addresses to whatever starts in it", s)
		}
	}
	services := p.OfType("AWS::ECS::Service")
	f.count(services, 2, "ECS service")
	for _, r := range services {
		f.property(r, "DISABLED", append(slices.Clone(ecsNetwork), "AssignPublicIp")...)
	}
	for _, r := range slices.Concat(p.OfType("AWS::EC2::Instance"), p.OfType("AWS::EC2::LaunchTemplate")) {
		for _, at := range [][]any{{"NetworkInterfaces"}, {"LaunchTemplateData", "NetworkInterfaces"}} {
			for _, card := range assembly.List(r.At(at...)) {
				if assigned := assembly.At(card, "AssociatePublicIpAddress"); assigned != nil && assigned != false {
					f.add("%s has a public address", r)
				}
			}
		}
	}
	// AWS makes an instance public by default when its VPC has an internet gateway.
	for _, r := range p.OfType("AWS::RDS::DBInstance") {
		f.property(r, false, "PubliclyAccessible")
	}
	return f
}

// balancer finds the one load balancer that faces the internet.
func (f *findings) balancer(p Platform) {
	balancers := p.OfType("AWS::ElasticLoadBalancingV2::LoadBalancer")
	f.count(balancers, 1, "load balancer")
	for _, r := range balancers {
		f.property(r, "internet-facing", "Scheme")
		f.property(r, "application", "Type")
		if kind := r.At("IpAddressType"); kind != nil && kind != "ipv4" {
			f.add("%s has addresses of type %s, which the security groups do not know", r, shown(kind))
		}
	}
}

// natAddresses checks that each Elastic IP address belongs to a NAT gateway and
// each gateway has one.
func (f *findings) natAddresses(p Platform) {
	addresses := p.OfType("AWS::EC2::EIP")
	gateways := p.OfType("AWS::EC2::NatGateway")
	f.count(addresses, len(gateways), "Elastic IP address")
	for _, gateway := range gateways {
		own := slices.ContainsFunc(addresses, func(a *assembly.Resource) bool {
			return p.listed(gateway, gateway.At("AllocationId"), a)
		})
		if !own {
			f.add("%s has no Elastic IP address of this template", gateway)
		}
	}
	for _, address := range addresses {
		for _, user := range p.users(address) {
			if user.Type != "AWS::EC2::NatGateway" {
				f.add("%s (%s) uses the public address %s", user, user.Type, address)
			}
		}
		if address.At("InstanceId") != nil {
			f.add("%s belongs to an instance", address)
		}
	}
}
