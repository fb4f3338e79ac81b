package network

import (
	"slices"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// otherZonesAreEmpty knows the only things that AWS wants in more zones than one.
func otherZonesAreEmpty(v *check.Review) {
	for _, s := range v.Network().Subnets {
		if slices.Contains(v.Settings.Network.WorkloadZones, s.Zone) {
			continue
		}
		for _, user := range v.Network().UsersOf(s.Resource) {
			switch user.Type {
			case "AWS::EC2::SubnetRouteTableAssociation", parts.LoadBalancer, "AWS::RDS::DBSubnetGroup", parts.DBProxy, parts.DBProxyEndpoint:
			default:
				v.Add("%s (%s) uses %s, which is %s, and workloads run in %s only", user, user.Type, s.Resource, s, v.Settings.Network.WorkloadZones)
			}
		}
	}
}

func publicSubnetUsers(v *check.Review) {
	public := v.Network().Tier("public")
	if len(public) == 0 {
		v.Add("found no public subnet")
	}
	for _, s := range public {
		for _, user := range v.Network().UsersOf(s.Resource) {
			switch user.Type {
			case "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::NatGateway", parts.LoadBalancer:
			default:
				v.Add("%s (%s) uses the public subnet %s", user, user.Type, s.Resource)
			}
		}
	}
}

// subnetsOfCommands holds the ids that a command looks for in what is deployed. Those of
// the security groups are held by the names of the groups.
func subnetsOfCommands(v *check.Review) {
	var got, want []string
	for _, id := range v.Settings.WorkloadSubnetIDs() {
		named := v.Named(config.NetworkStack, "AWS::EC2::Subnet", id)
		for _, s := range v.Network().Subnets {
			if s.Resource == named {
				got = append(got, s.String())
			}
		}
	}
	for _, zone := range v.Settings.Network.WorkloadZones {
		want = append(want, "private in "+zone)
	}
	v.Texts("subnets of a command in a task", got, want)
}
