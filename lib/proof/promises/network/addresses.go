package network

import (
	"math"
	"net/netip"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func vpcAddresses(v *check.Review) {
	want := check.ByEnv[string]{Dev: "10.10.0.0/16", Staging: "10.20.0.0/16", Prod: "10.30.0.0/16"}.Of(v.Platform)
	v.Reads(v.Only("Network", "AWS::EC2::VPC"), want, "CidrBlock")
}

// addressesOfAWS is how many addresses of a subnet AWS keeps for itself.
// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
const addressesOfAWS = 5

func subnetAddresses(v *check.Review) {
	whole, ok := block(v, v.Only("Network", "AWS::EC2::VPC"))
	if !ok {
		return
	}
	// Each of the two services at its most tasks, twice while a deployment replaces
	// them, and in one zone when the other fails.
	largest := 2 * 2 * check.ByEnv[int]{Dev: 4, Staging: 10, Prod: 50}.Of(v.Platform)
	var earlier []netip.Prefix
	for _, s := range v.Network().Subnets {
		part, ok := block(v, s.Resource)
		if !ok {
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
		if room := int(math.Exp2(float64(32-part.Bits()))) - addressesOfAWS; s.Tier() == "private" && room < largest {
			v.Add("%s has room for %d addresses, and a deployment may need %d", s.Resource, room, largest)
		}
	}
	if len(earlier) == 0 {
		v.Add("found no subnet")
	}
}

// block reads the addresses of a VPC or subnet.
func block(v *check.Review, r *assembly.Resource) (netip.Prefix, bool) {
	if r == nil {
		return netip.Prefix{}, false
	}
	block, err := netip.ParsePrefix(v.Text(r.Stack, r.At("CidrBlock")))
	if err != nil || !block.Addr().Is4() {
		v.Add("%s: CidrBlock is %s, want addresses", r, v.Shown(r, r.At("CidrBlock")))
		return block, false
	}
	return block, true
}
