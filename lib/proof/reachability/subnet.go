package reachability

import (
	"fmt"
	"net/netip"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// Subnet is a subnet with what decides where its packets can go.
type Subnet struct {
	*assembly.Resource
	Zone  string
	Block netip.Prefix
	VPC   *assembly.Resource
	// Table is its route table, nil when no single association names one.
	Table *assembly.Resource
	// Gateway is where everything goes that is for another network, nil for nowhere.
	Gateway *assembly.Resource
	// Endpoints are the services that the table has a route to, by name: s3.
	Endpoints []string
}

// Tier says how far the subnet's packets get: public, private or isolated.
func (s *Subnet) Tier() string {
	switch {
	case s.Gateway == nil:
		return "isolated"
	case s.Gateway.Type == "AWS::EC2::InternetGateway":
		return "public"
	}
	return "private"
}

// String is the tier with the zone: private in ap-northeast-2a.
func (s *Subnet) String() string { return s.Tier() + " in " + s.Zone }

const everywhere = "0.0.0.0/0"

func (m *Model) readSubnets() []*Subnet {
	var found []*Subnet
	for _, r := range m.OfType("AWS::EC2::Subnet") {
		s := &Subnet{Resource: r, Zone: m.text(r, "AvailabilityZone"), VPC: m.referred(r, r.At("VpcId"), "AWS::EC2::VPC")}
		s.Block = m.block(r, r.At("CidrBlock"))
		if !s.Block.IsValid() || s.VPC == nil || s.Zone == "" {
			m.unknown(r, "its addresses, its zone or its VPC cannot be read")
			continue
		}
		if s.Zone == m.lost {
			continue
		}
		s.Table = m.tableOf(r)
		if s.Table != nil {
			s.Gateway = m.gatewayOf(s.Table)
			s.Endpoints = m.endpointsOf(s.Table)
		}
		found = append(found, s)
	}
	return found
}

// tableOf wants exactly one association: without one, a subnet uses the VPC's main
// route table, which no template describes.
func (m *Model) tableOf(subnet *assembly.Resource) *assembly.Resource {
	var tables []*assembly.Resource
	for _, association := range m.OfType("AWS::EC2::SubnetRouteTableAssociation") {
		if m.referred(association, association.At("SubnetId"), "AWS::EC2::Subnet") == subnet {
			tables = append(tables, m.referred(association, association.At("RouteTableId"), "AWS::EC2::RouteTable"))
		}
	}
	if len(tables) != 1 || tables[0] == nil {
		m.unknown(subnet, "has %d route tables of its own, want 1", len(tables))
		return nil
	}
	return tables[0]
}

// gatewayOf returns where a table's default route leads. The route inside the VPC
// is always there and not in the template.
func (m *Model) gatewayOf(table *assembly.Resource) *assembly.Resource {
	var found []*assembly.Resource
	for _, route := range m.OfType("AWS::EC2::Route") {
		if m.referred(route, route.At("RouteTableId"), "AWS::EC2::RouteTable") != table {
			continue
		}
		internet := m.referred(route, route.At("GatewayId"), "AWS::EC2::InternetGateway")
		nat := m.referred(route, route.At("NatGatewayId"), "AWS::EC2::NatGateway")
		switch {
		case m.text(route, "DestinationCidrBlock") != everywhere:
			m.unknown(route, "leads to %s, and the model knows only routes to everywhere", m.text(route, "DestinationCidrBlock"))
		case internet != nil && nat == nil:
			found = append(found, internet)
		case nat != nil && internet == nil:
			found = append(found, nat)
		default:
			m.unknown(route, "leads to no gateway that the model knows")
		}
	}
	if len(found) > 1 {
		m.unknown(table, "has %d default routes", len(found))
	}
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

// endpointsOf returns the services that have a gateway endpoint in the table.
func (m *Model) endpointsOf(table *assembly.Resource) []string {
	var services []string
	for _, endpoint := range m.OfType("AWS::EC2::VPCEndpoint") {
		if slices.Contains(m.named(endpoint, endpoint.At("RouteTableIds"), table.Type), table) {
			services = append(services, m.endpointService(endpoint))
		}
	}
	return services
}

// leaves says whether packets for the internet get out through a gateway, and if
// not, why.
func (m *Model) leaves(gateway *assembly.Resource) (why string) {
	switch gateway.Type {
	case "AWS::EC2::InternetGateway":
		for _, attachment := range m.OfType("AWS::EC2::VPCGatewayAttachment") {
			if m.referred(attachment, attachment.At("InternetGatewayId"), gateway.Type) == gateway {
				return ""
			}
		}
		return fmt.Sprintf("%s is attached to no VPC", name(gateway))
	case "AWS::EC2::NatGateway":
		subnet := m.subnet(m.referred(gateway, gateway.At("SubnetId"), "AWS::EC2::Subnet"))
		switch {
		case subnet == nil:
			return name(gateway) + " is away with its zone"
		case m.referred(gateway, gateway.At("AllocationId"), "AWS::EC2::EIP") == nil || m.text(gateway, "ConnectivityType") == "private":
			return name(gateway) + " has no public address"
		case subnet.Tier() != "public":
			return fmt.Sprintf("%s stands in a subnet that is %s", name(gateway), subnet)
		}
		return m.leaves(subnet.Gateway)
	}
	return name(gateway) + " is no gateway"
}

// subnet returns the subnet that is r, or nil.
func (m *Model) subnet(r *assembly.Resource) *Subnet {
	i := slices.IndexFunc(m.Subnets, func(s *Subnet) bool { return s.Resource == r })
	if i < 0 {
		return nil
	}
	return m.Subnets[i]
}

// subnets returns the subnets that the items of v, a property of r, name, those of
// the zone that is away left out.
func (m *Model) subnets(r *assembly.Resource, v any) []*Subnet {
	var found []*Subnet
	for _, named := range m.named(r, v, "AWS::EC2::Subnet") {
		if s := m.subnet(named); s != nil {
			found = append(found, s)
		}
	}
	return found
}
