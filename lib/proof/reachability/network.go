package reachability

import (
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"

	"example.com/chassis/lib/cfn/assembly"
)

// Network is the topology of an assembly and the rules of its security groups. Any
// assembly has one: what cannot be read is listed as unknown, and the rest is there.
type Network struct {
	*assembly.Assembly
	// Unknown lists what the templates contain and the model does not understand.
	Unknown []string

	Subnets []*Subnet
	// Groups are the security groups of the templates, by stack and logical id.
	Groups []*Group
	// Rules are those of all groups, by their text.
	Rules []*Rule

	ofType map[string][]*assembly.Resource
	users  func() map[*assembly.Resource][]*assembly.Resource
}

// ReadNetwork reads the assembly as it is: a resource is there whatever its condition.
// It is cheap, and a change of the assembly needs a new one.
func ReadNetwork(a *assembly.Assembly) *Network {
	n := &Network{Assembly: a, ofType: map[string][]*assembly.Resource{}, users: sync.OnceValue(a.Users)}
	for _, s := range a.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			n.ofType[r.Type] = append(n.ofType[r.Type], r)
		}
	}
	n.Subnets = n.readSubnets()
	for _, r := range n.OfType(securityGroup) {
		n.Groups = append(n.Groups, &Group{Resource: r, Name: name(r)})
	}
	n.Rules = n.readRules()
	return n
}

// OfType returns all resources of a CloudFormation type, by stack and then by logical id.
func (n *Network) OfType(t string) []*assembly.Resource { return n.ofType[t] }

// UsersOf returns every resource that refers to r, by stack and logical id.
func (n *Network) UsersOf(r *assembly.Resource) []*assembly.Resource { return n.users()[r] }

// Tier returns the subnets of a tier.
func (n *Network) Tier(tier string) []*Subnet {
	return slices.DeleteFunc(slices.Clone(n.Subnets), func(s *Subnet) bool { return s.Tier() != tier })
}

// placement says where a resource names its subnets, or a subnet group that has them,
// and its security groups: the keys that lead to them.
type placement struct{ subnets, groups string }

var placements = map[string]placement{
	"AWS::EC2::Instance":                        {"SubnetId", "SecurityGroupIds"},
	"AWS::EC2::NatGateway":                      {"SubnetId", ""},
	"AWS::EC2::VPCEndpoint":                     {"SubnetIds", "SecurityGroupIds"},
	"AWS::ECS::Service":                         {"NetworkConfiguration AwsvpcConfiguration Subnets", "NetworkConfiguration AwsvpcConfiguration SecurityGroups"},
	"AWS::ElastiCache::ReplicationGroup":        {"CacheSubnetGroupName", "SecurityGroupIds"},
	"AWS::ElastiCache::SubnetGroup":             {"SubnetIds", ""},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {"Subnets", "SecurityGroups"},
	"AWS::Lambda::Function":                     {"VpcConfig SubnetIds", "VpcConfig SecurityGroupIds"},
	"AWS::RDS::DBCluster":                       {"DBSubnetGroupName", "VpcSecurityGroupIds"},
	"AWS::RDS::DBProxy":                         {"VpcSubnetIds", "VpcSecurityGroupIds"},
	"AWS::RDS::DBProxyEndpoint":                 {"VpcSubnetIds", "VpcSecurityGroupIds"},
	"AWS::RDS::DBSubnetGroup":                   {"SubnetIds", ""},
	"AWS::Scheduler::Schedule":                  {awsvpcOfSchedule + " Subnets", awsvpcOfSchedule + " SecurityGroups"},
	"Custom::Migration":                         {"Subnets", "SecurityGroup"},
}

const awsvpcOfSchedule = "Target EcsParameters NetworkConfiguration AwsvpcConfiguration"

// SubnetsOf returns the subnets that a resource is in, those of its subnet group if it
// has one.
func (n *Network) SubnetsOf(r *assembly.Resource) []*Subnet {
	var found []*Subnet
	for _, item := range n.placed(r, placements[typeOf(r)].subnets) {
		targets := n.References(r.Stack, item)
		if t, ok := n.Follow(r.Stack, item); ok {
			targets = []assembly.Target{t}
		}
		for _, t := range targets {
			if s := n.subnet(t.Resource); s != nil {
				found = append(found, s)
			} else if is(t.Resource, "AWS::RDS::DBSubnetGroup") && r.Type == "AWS::RDS::DBCluster" || is(t.Resource, "AWS::ElastiCache::SubnetGroup") && r.Type == "AWS::ElastiCache::ReplicationGroup" {
				found = append(found, n.SubnetsOf(t.Resource)...)
			}
		}
	}
	return found
}

// GroupsOf returns the security groups that a resource uses.
func (n *Network) GroupsOf(r *assembly.Resource) []*Group {
	var found []*Group
	for _, item := range n.placed(r, placements[typeOf(r)].groups) {
		found = append(found, n.group(r, item))
	}
	return found
}

func (n *Network) placed(r *assembly.Resource, path string) []any {
	if path == "" {
		return nil
	}
	var at any = r.Properties
	for _, key := range strings.Fields(path) {
		at = assembly.At(at, key)
	}
	return items(at)
}

// subnet returns the subnet that is r, or nil.
func (n *Network) subnet(r *assembly.Resource) *Subnet {
	i := slices.IndexFunc(n.Subnets, func(s *Subnet) bool { return s.Resource == r })
	if i < 0 {
		return nil
	}
	return n.Subnets[i]
}

// referred returns the resource of a type that v, a property of r, names, or nil.
func (n *Network) referred(r *assembly.Resource, v any, t string) *assembly.Resource {
	if target, ok := n.Follow(r.Stack, v); ok && is(target.Resource, t) {
		return target.Resource
	}
	return nil
}

// text renders a property of r.
func (n *Network) text(r *assembly.Resource, path ...any) string {
	return n.Text(r.Stack, r.At(path...))
}

// flag reads a property that is true or false, and usual when it is not there.
func (n *Network) flag(r *assembly.Resource, usual bool, path ...any) bool {
	if r.At(path...) == nil {
		return usual
	}
	return n.text(r, path...) == "true"
}

// block reads addresses: written out, or those of a whole VPC.
func (n *Network) block(r *assembly.Resource, v any) netip.Prefix {
	text := n.Text(r.Stack, v)
	if t, ok := n.Follow(r.Stack, v); ok && is(t.Resource, vpc) && t.Attribute == "CidrBlock" {
		text = n.text(t.Resource, "CidrBlock")
	}
	block, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}
	}
	return block
}

// port reads a port, which may be a number or a text.
func (n *Network) port(r *assembly.Resource, v any) int {
	port, err := strconv.Atoi(n.Text(r.Stack, v))
	if err != nil || port < 1 || port > maxPort {
		n.unknown(r, "its port is %s", assembly.Written(v))
	}
	return port
}

// items returns those of a list. One thing that stands alone is a list of it, which
// CloudFormation takes in many places.
func items(v any) []any {
	if list, ok := v.([]any); ok || v == nil {
		return list
	}
	return []any{v}
}

func is(r *assembly.Resource, t string) bool { return r != nil && r.Type == t }

func typeOf(r *assembly.Resource) string {
	if r == nil {
		return ""
	}
	return r.Type
}

// name is the construct's name inside a logical id: without the CDK's hash.
func name(r *assembly.Resource) string { return assembly.Construct(r.LogicalID) }
