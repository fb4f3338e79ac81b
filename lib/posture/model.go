// Package posture proves from a synthesized cloud assembly what can reach what on
// the network, what survives the loss of a zone and which requests reach which
// service. It reads templates only: it knows the rules of the network and of the
// load balancer, and nothing of the code that defined them.
//
// What it does not know it lists as unknown. A proof with something unknown in it
// is none.
package posture

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/assembly"
)

// Model is an assembly as it is deployed with everything released, seen as a
// network.
type Model struct {
	*assembly.Assembly
	// Env is the name of the environment.
	Env string
	// Unknown lists what the templates contain and the model does not understand.
	Unknown []string

	Subnets []*Subnet
	Parties []*Party
	// Requests are the ways of requests from the internet to the services.
	Requests []Request

	rules []*Rule
	lost  string // the zone that is away
}

// New reads a model from the assembly of an environment.
func New(a *assembly.Assembly, env string) (*Model, error) {
	if env == "" {
		return nil, fmt.Errorf("the environment has no name")
	}
	released, err := a.Given(released(a))
	if err != nil {
		return nil, err
	}
	m := build(released, env, "")
	if err := m.beforeRelease(a); err != nil {
		return nil, err
	}
	m.Unknown = append(a.Unknown(), m.Unknown...)
	if len(m.Subnets) == 0 && len(m.Unknown) == 0 {
		return nil, fmt.Errorf("the assembly has no subnet: it is not of a platform with a network")
	}
	return m, nil
}

// Without returns the model while a zone is away.
func (m *Model) Without(zone string) *Model { return build(m.Assembly, m.Env, zone) }

// Zones are those that have a subnet.
func (m *Model) Zones() []string {
	zones := map[string]bool{}
	for _, s := range m.Subnets {
		zones[s.Zone] = true
	}
	return slices.Sorted(maps.Keys(zones))
}

// released gives every parameter that a condition asks for another value than its
// default, which stands for not released yet.
func released(a *assembly.Assembly) map[string]string {
	values := map[string]string{}
	for _, s := range a.Stacks {
		for _, name := range slices.Sorted(maps.Keys(s.Conditions)) {
			for _, t := range a.References(s, s.Conditions[name]) {
				if t.Parameter != "" {
					values[t.Parameter] = "released"
				}
			}
		}
	}
	return values
}

// beforeRelease lists what is there only until everything is released: a way that is
// open until then would not be seen.
func (m *Model) beforeRelease(a *assembly.Assembly) error {
	first, err := a.Given(nil)
	if err != nil {
		return err
	}
	for _, s := range first.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			if r := s.Resources[id]; m.Stack(s.ID).Resources[id] == nil {
				m.unknown(r, "exists only before a release, which the model does not look at")
			}
		}
	}
	return nil
}

func build(a *assembly.Assembly, env, lost string) *Model {
	m := &Model{Assembly: a, Env: env, lost: lost}
	m.Subnets = m.readSubnets()
	m.rules = m.readRules()
	m.Parties = m.readParties()
	m.Requests = m.readRequests()
	m.refuse()
	slices.Sort(m.Unknown)
	m.Unknown = slices.Compact(m.Unknown)
	return m
}

func (m *Model) unknown(r *assembly.Resource, format string, args ...any) {
	m.Unknown = append(m.Unknown, fmt.Sprintf("%s (%s): %s", r, r.Type, fmt.Sprintf(format, args...)))
}

// onNetwork are the types that the model understands among those that define the
// network or stand on it.
var onNetwork = []string{
	"AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::RouteTable", "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::Route",
	"AWS::EC2::InternetGateway", "AWS::EC2::VPCGatewayAttachment", "AWS::EC2::NatGateway", "AWS::EC2::EIP", "AWS::EC2::VPCEndpoint",
	"AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress", "AWS::EC2::FlowLog",
	"AWS::RDS::DBSubnetGroup", "AWS::ElastiCache::SubnetGroup",
}

// places are what somebody on the network refers to.
var places = []string{"AWS::EC2::Subnet", "AWS::EC2::SecurityGroup", "AWS::RDS::DBSubnetGroup", "AWS::ElastiCache::SubnetGroup"}

// refuse lists every resource that could let somebody through without the model
// noticing: an EC2 type that it does not know, such as a network ACL or a peering,
// and whatever stands in a subnet or wears a security group.
func (m *Model) refuse() {
	known := slices.Concat(onNetwork, slices.Sorted(maps.Keys(readers)))
	for _, s := range m.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			if slices.Contains(known, r.Type) {
				continue
			}
			if strings.HasPrefix(r.Type, "AWS::EC2::") {
				m.unknown(r, "the model does not know this type")
				continue
			}
			if r.Type == "AWS::ApplicationAutoScaling::ScalableTarget" && r.At("ScheduledActions") != nil {
				m.unknown(r, "its limits change with the time, which the model does not follow")
			}
			if r.Type == "AWS::RDS::DBInstance" && m.referred(r, r.At("DBClusterIdentifier"), "AWS::RDS::DBCluster") == nil {
				m.unknown(r, "belongs to no cluster of the templates")
			}
			for _, t := range m.References(s, r.Properties) {
				if t.Resource != nil && slices.Contains(places, t.Resource.Type) {
					m.unknown(r, "is on the network at %s, and the model does not know this type", t.Resource)
				}
			}
		}
	}
}

func is(r *assembly.Resource, t string) bool { return r != nil && r.Type == t }

// referred returns the resource of a type that v, a property of r, names, or nil.
func (m *Model) referred(r *assembly.Resource, v any, t string) *assembly.Resource {
	if target, ok := m.Follow(r.Stack, v); ok && is(target.Resource, t) {
		return target.Resource
	}
	return nil
}

// text renders a property of r.
func (m *Model) text(r *assembly.Resource, path ...any) string { return m.Text(r.Stack, r.At(path...)) }

// name is the construct's name inside a logical id: without the CDK's hash.
func name(r *assembly.Resource) string { return assembly.Construct(r.LogicalID) }
