package promises

import (
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// subnet is a subnet with what decides where its packets can go.
type subnet struct {
	*assembly.Resource
	zone string
	// table is nil when no single association names one: such a subnet would use
	// the VPC's main route table, which no template describes.
	table *assembly.Resource
	// routes are those of the table, and ways where each of them leads: the type
	// of the gateway for everything else than the VPC, empty for what is neither.
	routes []*assembly.Resource
	ways   []string
}

// tier is where the subnet's routes lead: to the internet gateway (public), to a
// NAT gateway (private) or nowhere (isolated). Anything else is unknown.
func (s subnet) tier() string {
	switch {
	case s.table == nil || len(s.ways) > 1:
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

// subnets returns all subnets with their routes.
func (p Platform) subnets() []subnet {
	var found []subnet
	associations := p.OfType("AWS::EC2::SubnetRouteTableAssociation")
	routes := p.OfType("AWS::EC2::Route")
	for _, r := range p.OfType("AWS::EC2::Subnet") {
		s := subnet{Resource: r}
		s.zone, _ = r.At("AvailabilityZone").(string)
		tables := 0
		for _, association := range associations {
			if p.listed(association, association.At("SubnetId"), r) {
				t, _ := p.Follow(association.Stack, association.At("RouteTableId"))
				s.table, tables = t.Resource, tables+1
			}
		}
		if tables != 1 {
			s.table = nil
		}
		for _, route := range routes {
			if p.listed(route, route.At("RouteTableId"), s.table) {
				s.routes = append(s.routes, route)
				s.ways = append(s.ways, p.way(route))
			}
		}
		found = append(found, s)
	}
	return found
}

// way returns the type of the gateway that a default route leads to.
func (p Platform) way(route *assembly.Resource) string {
	internet, _ := p.Follow(route.Stack, route.At("GatewayId"))
	nat, _ := p.Follow(route.Stack, route.At("NatGatewayId"))
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

func is(r *assembly.Resource, t string) bool { return r != nil && r.Type == t }

// inTier returns the subnets of one tier.
func (p Platform) inTier(name string) []subnet {
	return slices.DeleteFunc(p.subnets(), func(s subnet) bool { return s.tier() != name })
}

// subnetsOf returns the subnets that v, a property of r, refers to.
func (p Platform) subnetsOf(r *assembly.Resource, v any) []subnet {
	if r == nil {
		return nil
	}
	references := p.References(r.Stack, v)
	return slices.DeleteFunc(p.subnets(), func(s subnet) bool {
		return !slices.ContainsFunc(references, func(t assembly.Target) bool { return t.Resource == s.Resource })
	})
}

// subnetOf returns the one subnet that v, a property of r, refers to.
func (p Platform) subnetOf(r *assembly.Resource, v any) (subnet, bool) {
	found := p.subnetsOf(r, v)
	if len(found) != 1 {
		return subnet{}, false
	}
	return found[0], true
}

// zonesOf returns the zones of the subnets that v, a property of r, refers to.
func (p Platform) zonesOf(r *assembly.Resource, v any) []string {
	var zones []string
	for _, s := range p.subnetsOf(r, v) {
		zones = append(zones, s.zone)
	}
	slices.Sort(zones)
	return slices.Compact(zones)
}

// users returns every resource of every stack that refers to r, by stack and
// logical id.
func (p Platform) users(r *assembly.Resource) []*assembly.Resource { return p.usersOfAll()[r] }

// usersOfAll returns the users of every resource that has any.
func (p Platform) usersOfAll() map[*assembly.Resource][]*assembly.Resource {
	found := map[*assembly.Resource][]*assembly.Resource{}
	for _, s := range p.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			user := s.Resources[id]
			used := map[*assembly.Resource]bool{}
			for _, t := range p.References(s, user.Properties) {
				if t.Resource != nil && !used[t.Resource] {
					found[t.Resource] = append(found[t.Resource], user)
				}
				used[t.Resource] = true
			}
		}
	}
	return found
}

// uses says whether an intrinsic function appears anywhere inside v.
func uses(v any, function string) bool {
	if slices.ContainsFunc(assembly.List(v), func(item any) bool { return uses(item, function) }) {
		return true
	}
	for key, item := range assembly.Map(v) {
		if key == function || uses(item, function) {
			return true
		}
	}
	return false
}
