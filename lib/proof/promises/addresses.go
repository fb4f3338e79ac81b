package promises

import (
	"math"
	"net/netip"

	"example.com/chassis/lib/cfn/assembly"
)

func vpcAddresses(p Platform) []string {
	v := review{Platform: p}
	want := perEnvironment[string]{dev: "10.10.0.0/16", staging: "10.20.0.0/16", prod: "10.30.0.0/16"}.of(p)
	v.reads(v.only("Network", "AWS::EC2::VPC"), want, "CidrBlock")
	return v.findings
}

// addressesOfAWS is how many addresses of a subnet AWS keeps for itself.
// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
const addressesOfAWS = 5

func subnetAddresses(p Platform) []string {
	v := review{Platform: p}
	whole, ok := v.block(v.only("Network", "AWS::EC2::VPC"))
	if !ok {
		return v.findings
	}
	// Each of the two services at its most tasks, twice while a deployment replaces
	// them, and in one zone when the other fails.
	most := 2 * 2 * perEnvironment[int]{dev: 4, staging: 10, prod: 50}.of(p)
	var earlier []netip.Prefix
	for _, s := range p.subnets() {
		part, ok := v.block(s.Resource)
		if !ok {
			continue
		}
		if part.Bits() < whole.Bits() || !whole.Contains(part.Addr()) {
			v.add("%s has the addresses %s, which are not all among the VPC's %s", s, part, whole)
		}
		for _, other := range earlier {
			if part.Overlaps(other) {
				v.add("%s has addresses of another subnet: %s and %s overlap", s, part, other)
			}
		}
		earlier = append(earlier, part)
		if room := int(math.Exp2(float64(32-part.Bits()))) - addressesOfAWS; s.tier() == "private" && room < most {
			v.add("%s has room for %d addresses, and a deployment may need %d", s, room, most)
		}
	}
	if len(earlier) == 0 {
		v.add("found no subnet")
	}
	return v.findings
}

// block reads the addresses of a VPC or subnet.
func (v *review) block(r *assembly.Resource) (netip.Prefix, bool) {
	if r == nil {
		return netip.Prefix{}, false
	}
	block, err := netip.ParsePrefix(v.Text(r.Stack, r.At("CidrBlock")))
	if err != nil || !block.Addr().Is4() {
		v.add("%s: CidrBlock is %s, want addresses", r, v.shown(r, r.At("CidrBlock")))
		return block, false
	}
	return block, true
}
