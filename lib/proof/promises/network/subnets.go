package network

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func threeTiersInEachZone(v *check.Review) {
	vpcs := v.Exactly(1, "AWS::EC2::VPC")
	v.Exactly(1, "AWS::EC2::InternetGateway")
	if len(vpcs) != 1 {
		return
	}
	var got, want []string
	for _, s := range v.Network().Subnets {
		got = append(got, s.String())
		for _, r := range []*assembly.Resource{s.Resource, s.Table} {
			if !v.Listed(r, r.At("VpcId"), vpcs[0]) {
				v.Add("%s: %s is not in %s", s.Resource, r, vpcs[0])
			}
		}
	}
	for _, tier := range []string{"public", "private", "isolated"} {
		for _, zone := range v.Settings.Network.Zones {
			want = append(want, tier+" in "+zone)
		}
	}
	v.Texts("subnets", got, want)
}

func noLookups(v *check.Review) {
	for _, key := range v.Missing {
		v.Add("synthesis would look up %s", key)
	}
	for _, s := range v.Stacks {
		if s.Region != v.Settings.Region {
			v.Add("stack %s is for region %q, want %q", s.ID, s.Region, v.Settings.Region)
		}
		for _, r := range s.Resources {
			if len(check.Calls(r.Properties, "Fn::GetAZs")) > 0 {
				v.Add("%s asks AWS for the zones with Fn::GetAZs", r)
			}
		}
	}
	for _, s := range v.Some("AWS::EC2::Subnet") {
		if _, literal := s.At("AvailabilityZone").(string); !literal {
			v.Add("%s: zone is %s, want a literal name", s, assembly.Written(s.At("AvailabilityZone")))
		}
	}
}
