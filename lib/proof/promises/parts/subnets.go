package parts

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// InSubnets complains unless r is in exactly these subnets, each by its tier and its
// zone: "private in" and the zone.
func InSubnets(v *check.Review, r *assembly.Resource, want ...string) {
	if r == nil {
		return
	}
	var got []string
	for _, s := range v.Network().SubnetsOf(r) {
		got = append(got, s.String())
	}
	v.Texts(r.String()+": subnets", got, want)
}
