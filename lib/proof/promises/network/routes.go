package network

import (
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// natGateways counts addresses too: the model promises that each of them belongs to a
// gateway, so that no two gateways share one.
func natGateways(v *check.Review) {
	both := []string{"public in " + parts.ZoneA, "public in " + parts.ZoneC}
	want := check.ByEnv[[]string]{Dev: both[:1], Staging: both[:1], Prod: both}.Of(v.Platform)
	var got []string
	for _, gateway := range v.Exactly(len(want), "AWS::EC2::NatGateway") {
		for _, s := range v.Network().SubnetsOf(gateway) {
			got = append(got, s.String())
		}
		v.Target(gateway, "AWS::EC2::EIP", "AllocationId")
	}
	v.Texts("subnets of the NAT gateways", got, want)
	v.Exactly(len(want), "AWS::EC2::EIP")
}

func natRoutes(v *check.Review) {
	private := v.Network().Tier("private")
	if len(private) != 2 {
		v.Add("found %d private subnets, want 2", len(private))
	}
	for _, s := range private {
		zone := check.ByEnv[string]{Dev: parts.ZoneA, Staging: parts.ZoneA, Prod: s.Zone}.Of(v.Platform)
		if at := v.Network().SubnetsOf(s.Gateway); len(at) != 1 || at[0].Zone != zone {
			v.Add("%s is %s and leaves through a gateway that is %s, want one in %s", s.Resource, s, at, zone)
		}
	}
}
