package network

import (
	"slices"

	"example.com/chassis/lib/proof/promises/check"
)

// gatewayZones are the zones with a NAT gateway: the first ones.
func gatewayZones(v *check.Review) []string {
	n := v.Settings.Network
	return n.Zones[:min(n.NATGateways, len(n.Zones))]
}

// natGateways counts addresses too: the model promises that each of them belongs to a
// gateway, so that no two gateways share one.
func natGateways(v *check.Review) {
	var got, want []string
	for _, zone := range gatewayZones(v) {
		want = append(want, "public in "+zone)
	}
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
	if len(private) == 0 {
		v.Add("found no private subnet")
	}
	for _, s := range private {
		want := gatewayZones(v)
		if slices.Contains(want, s.Zone) {
			want = []string{s.Zone}
		}
		if at := v.Network().SubnetsOf(s.Gateway); len(at) != 1 || !slices.Contains(want, at[0].Zone) {
			v.Add("%s is %s and leaves through a gateway that is %s, want one in %s", s.Resource, s, at, want)
		}
	}
}
