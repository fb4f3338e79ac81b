package parts

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Subnet is a subnet with what decides where its packets can go.
type Subnet struct {
	*assembly.Resource
	Zone string
	// table is nil when no single association names one: such a subnet would use
	// the VPC's main route table, which no template describes.
	Table *assembly.Resource
	// routes are those of the table, and ways where each of them leads: the type
	// of the gateway for everything else than the VPC, empty for what is neither.
	Routes []*assembly.Resource
	ways   []string
}

// Tier is where the subnet's routes lead: to the internet gateway (public), to a
// NAT gateway (private) or nowhere (isolated). Anything else is unknown.
func (s Subnet) Tier() string {
	switch {
	case s.Table == nil || len(s.ways) > 1:
		return "unknown"
	case len(s.ways) == 0:
		return "isolated"
	case s.ways[0] == "AWS::EC2::InternetGateway":
		return "public"
	case s.ways[0] == "AWS::EC2::NatGateway":
		return "private"
	}
	return "unknown"
}

// Subnets returns all subnets with their routes.
func Subnets(v *check.Review) []Subnet {
	var found []Subnet
	associations := v.OfType("AWS::EC2::SubnetRouteTableAssociation")
	routes := v.OfType("AWS::EC2::Route")
	for _, r := range v.OfType("AWS::EC2::Subnet") {
		s := Subnet{Resource: r}
		s.Zone, _ = r.At("AvailabilityZone").(string)
		tables := 0
		for _, association := range associations {
			if v.Listed(association, association.At("SubnetId"), r) {
				t, _ := v.Follow(association.Stack, association.At("RouteTableId"))
				s.Table, tables = t.Resource, tables+1
			}
		}
		if tables != 1 {
			s.Table = nil
		}
		for _, route := range routes {
			if v.Listed(route, route.At("RouteTableId"), s.Table) {
				s.Routes = append(s.Routes, route)
				s.ways = append(s.ways, way(v, route))
			}
		}
		found = append(found, s)
	}
	return found
}

// way returns the type of the gateway that a default route leads to.
func way(v *check.Review, route *assembly.Resource) string {
	internet, _ := v.Follow(route.Stack, route.At("GatewayId"))
	nat, _ := v.Follow(route.Stack, route.At("NatGatewayId"))
	switch {
	case route.At("DestinationCidrBlock") != "0.0.0.0/0" || internet.Resource != nil && nat.Resource != nil:
		return ""
	case internet.Resource != nil:
		return internet.Resource.Type
	case nat.Resource != nil:
		return nat.Resource.Type
	}
	return ""
}

// InTier returns the subnets of one tier.
func InTier(v *check.Review, name string) []Subnet {
	return slices.DeleteFunc(Subnets(v), func(s Subnet) bool { return s.Tier() != name })
}

// SubnetsOf returns the subnets that v, a property of r, refers to.
func SubnetsOf(v *check.Review, r *assembly.Resource, value any) []Subnet {
	if r == nil {
		return nil
	}
	references := v.References(r.Stack, value)
	return slices.DeleteFunc(Subnets(v), func(s Subnet) bool {
		return !slices.ContainsFunc(references, func(t assembly.Target) bool { return t.Resource == s.Resource })
	})
}

// InSubnets complains unless value, a property of r, refers to exactly these subnets,
// each by its zone and its tier.
func InSubnets(v *check.Review, r *assembly.Resource, value any, want ...string) {
	if r == nil {
		return
	}
	var got []string
	for _, s := range SubnetsOf(v, r, value) {
		got = append(got, s.Zone+" "+s.Tier())
	}
	v.Texts(r.String()+": subnets", got, want)
}

// SubnetOf returns the one subnet that v, a property of r, refers to.
func SubnetOf(v *check.Review, r *assembly.Resource, value any) (Subnet, bool) {
	found := SubnetsOf(v, r, value)
	if len(found) != 1 {
		return Subnet{}, false
	}
	return found[0], true
}

// ZonesOf returns the zones of the subnets that v, a property of r, refers to.
func ZonesOf(v *check.Review, r *assembly.Resource, value any) []string {
	var zones []string
	for _, s := range SubnetsOf(v, r, value) {
		zones = append(zones, s.Zone)
	}
	slices.Sort(zones)
	return slices.Compact(zones)
}
