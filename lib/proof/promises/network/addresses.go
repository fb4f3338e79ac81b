package network

import (
	"net/netip"
	"slices"

	"example.com/chassis/lib/proof/promises/check"
)

func vpcAddresses(v *check.Review) {
	v.Reads(v.Only("Network", "AWS::EC2::VPC"), v.Settings.Network.CIDR, "CidrBlock")
}

// addressesOfAWS is how many addresses of a subnet AWS keeps for itself.
// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
const addressesOfAWS = 5

func subnetAddresses(v *check.Review) {
	whole, err := netip.ParsePrefix(v.Settings.Network.CIDR)
	if err != nil {
		v.Add("the settings have no range of addresses: %s", err)
	}
	// Every service at its most tasks, twice while a deployment replaces them.
	largest, room := 0, 0
	for _, s := range v.Settings.Services {
		largest += 2 * s.MaxTasks
	}
	var earlier []netip.Prefix
	for _, s := range v.Network().Subnets {
		part := s.Block
		if !part.IsValid() {
			v.Add("%s: CidrBlock is %s, want addresses", s.Resource, v.Shown(s.Resource, s.At("CidrBlock")))
			continue
		}
		if part.Bits() < whole.Bits() || !whole.Contains(part.Addr()) {
			v.Add("%s has the addresses %s, which are not all among the VPC's %s", s.Resource, part, whole)
		}
		for _, other := range earlier {
			if part.Overlaps(other) {
				v.Add("%s has addresses of another subnet: %s and %s overlap", s.Resource, part, other)
			}
		}
		earlier = append(earlier, part)
		if s.Tier() == "private" && slices.Contains(v.Settings.Network.WorkloadZones, s.Zone) {
			room += 1<<(32-part.Bits()) - addressesOfAWS
		}
	}
	if room < largest {
		v.Add("the private subnets have room for %d addresses, and a deployment may need %d", room, largest)
	}
}
