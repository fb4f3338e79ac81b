package reachability

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// The types of the topology.
const (
	vpc             = "AWS::EC2::VPC"
	routeTable      = "AWS::EC2::RouteTable"
	internetGateway = "AWS::EC2::InternetGateway"
	natGateway      = "AWS::EC2::NatGateway"
	elasticIP       = "AWS::EC2::EIP"
)

const everywhere = "0.0.0.0/0"

// Subnet is a subnet with what decides where its packets can go.
type Subnet struct {
	*assembly.Resource
	Zone string
	// Block is not valid when the addresses cannot be read.
	Block netip.Prefix
	VPC   *assembly.Resource
	// Table is its route table, nil when no single association names one: such a
	// subnet uses the VPC's main route table, which no template describes.
	Table *assembly.Resource
	// Routes are those of the table that the template defines. The one inside the VPC is
	// always there beside them.
	Routes []*Route
	// Gateway is the target of the default route, nil without one.
	Gateway *assembly.Resource
	// Endpoints are the services that the table has a route to, by name: s3.
	Endpoints []string
}

// Route is a route of a route table.
type Route struct {
	*assembly.Resource
	// Destination is the addresses that it is for: 0.0.0.0/0 is a default route.
	Destination string
	// Target is where it leads, such as an internet gateway; nil when the templates do
	// not define that, or when the route names several.
	Target *assembly.Resource
}

// Tier says how far the subnet's packets get: public, private or isolated, and unknown
// when it has no route table or a route to something else than one gateway.
func (s *Subnet) Tier() string {
	switch {
	case s.Table == nil || len(s.Routes) > 1:
		return "unknown"
	case len(s.Routes) == 0:
		return "isolated"
	case is(s.Gateway, internetGateway):
		return "public"
	case is(s.Gateway, natGateway):
		return "private"
	}
	return "unknown"
}

// String is the tier with the zone: private in ap-northeast-2a.
func (s *Subnet) String() string { return s.Tier() + " in " + s.Zone }

func (n *Network) readSubnets() []*Subnet {
	tables, routes, endpoints := n.readTables(), n.readRoutes(), n.readGatewayEndpoints()
	var found []*Subnet
	for _, r := range n.OfType("AWS::EC2::Subnet") {
		s := &Subnet{Resource: r, Zone: n.text(r, "AvailabilityZone"), VPC: n.referred(r, r.At("VpcId"), vpc)}
		s.Block = n.block(r, r.At("CidrBlock"))
		if !s.Block.IsValid() || s.VPC == nil || s.Zone == "" {
			n.unknown(r, "its addresses, its zone or its VPC cannot be read")
		}
		if own := tables[r]; len(own) == 1 && own[0] != nil {
			s.Table = own[0]
			s.Routes, s.Endpoints = routes[s.Table], endpoints[s.Table]
		} else {
			n.unknown(r, "has %d route tables of its own, want 1 of the templates", len(own))
		}
		for _, route := range s.Routes {
			if s.Gateway == nil && route.Destination == everywhere && (is(route.Target, internetGateway) || is(route.Target, natGateway)) {
				s.Gateway = route.Target
			}
		}
		found = append(found, s)
	}
	return found
}

// readTables returns the route tables that associations give to each subnet.
func (n *Network) readTables() map[*assembly.Resource][]*assembly.Resource {
	tables := map[*assembly.Resource][]*assembly.Resource{}
	for _, r := range n.OfType("AWS::EC2::SubnetRouteTableAssociation") {
		subnet := n.referred(r, r.At("SubnetId"), "AWS::EC2::Subnet")
		tables[subnet] = append(tables[subnet], n.referred(r, r.At("RouteTableId"), routeTable))
	}
	return tables
}

// readRoutes returns the routes of each table.
func (n *Network) readRoutes() map[*assembly.Resource][]*Route {
	routes := map[*assembly.Resource][]*Route{}
	for _, r := range n.OfType("AWS::EC2::Route") {
		route := &Route{Resource: r}
		targets := 0
		for _, key := range slices.Sorted(maps.Keys(r.Properties)) {
			switch key {
			case "RouteTableId":
			case "DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId":
				route.Destination += n.text(r, key)
			default:
				t, _ := n.Follow(r.Stack, r.At(key))
				route.Target, targets = t.Resource, targets+1
			}
		}
		if targets != 1 {
			route.Target = nil
		}
		if route.Destination != everywhere {
			n.unknown(r, "leads to %s, and the model knows default routes only", route.Destination)
		}
		if !is(route.Target, internetGateway) && !is(route.Target, natGateway) {
			n.unknown(r, "leads to no gateway that the model knows")
		}
		if table := n.referred(r, r.At("RouteTableId"), routeTable); table != nil {
			routes[table] = append(routes[table], route)
		}
	}
	for table, all := range routes {
		if len(all) > 1 {
			n.unknown(table, "has %d routes, and the model knows one", len(all))
		}
	}
	return routes
}

// readGatewayEndpoints returns the services that have a gateway endpoint in each table.
func (n *Network) readGatewayEndpoints() map[*assembly.Resource][]string {
	services := map[*assembly.Resource][]string{}
	for _, r := range n.OfType("AWS::EC2::VPCEndpoint") {
		for _, item := range items(r.At("RouteTableIds")) {
			if table := n.referred(r, item, routeTable); table != nil {
				services[table] = append(services[table], n.endpointService(r))
			}
		}
	}
	return services
}

// egress says why packets for the internet get no further than a gateway; empty when
// they leave.
func (n *Network) egress(gateway *assembly.Resource) (why string) {
	switch gateway.Type {
	case internetGateway:
		for _, attachment := range n.OfType("AWS::EC2::VPCGatewayAttachment") {
			if n.referred(attachment, attachment.At("InternetGatewayId"), gateway.Type) == gateway {
				return ""
			}
		}
		return fmt.Sprintf("%s is attached to no VPC", name(gateway))
	case natGateway:
		subnet := n.subnet(n.referred(gateway, gateway.At("SubnetId"), "AWS::EC2::Subnet"))
		switch {
		case subnet == nil:
			return name(gateway) + " is in no zone that is left"
		case n.referred(gateway, gateway.At("AllocationId"), elasticIP) == nil || n.text(gateway, "ConnectivityType") == "private":
			return name(gateway) + " has no public address"
		case !is(subnet.Gateway, internetGateway):
			return fmt.Sprintf("%s is in a subnet that is %s", name(gateway), subnet)
		}
		return n.egress(subnet.Gateway)
	}
	return name(gateway) + " is no gateway"
}

// zoneNames are the zones of subnets, each once.
func zoneNames(subnets []*Subnet) []string {
	var names []string
	for _, s := range subnets {
		names = append(names, s.Zone)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
