package network

import (
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

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
	for _, s := range v.Network().Subnets {
		if s.Zone == parts.ZoneA {
			continue
		}
		examined++
		for _, user := range v.Network().UsersOf(s.Resource) {
			switch user.Type {
			case "AWS::EC2::SubnetRouteTableAssociation", parts.LoadBalancer, "AWS::RDS::DBSubnetGroup", parts.DBProxy:
			default:
				v.Add("%s (%s) uses %s, which is %s", user, user.Type, s.Resource, s)
			}
		}
	}
	if examined != 3 {
		v.Add("found %d subnets outside %s, want 3", examined, parts.ZoneA)
	}
}

func publicSubnetUsers(v *check.Review) {
	public := v.Network().Tier("public")
	if len(public) != 2 {
		v.Add("found %d public subnets, want 2", len(public))
	}
	balancers := 0
	for _, s := range public {
		for _, user := range v.Network().UsersOf(s.Resource) {
			switch user.Type {
			case "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::NatGateway":
			case parts.LoadBalancer:
				balancers++
			default:
				v.Add("%s (%s) uses the public subnet %s", user, user.Type, s.Resource)
			}
		}
	}
	if balancers != 2 {
		v.Add("the load balancer uses %d public subnets, want 2", balancers)
	}
}
