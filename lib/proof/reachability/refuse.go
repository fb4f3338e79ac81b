package reachability

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// refuse lists what could let somebody through without the model noticing: a type or a
// property that it does not know, such as a network ACL or a peering, and a resource
// that does not say in the templates what it belongs to.
func (m *Model) refuse() {
	for _, s := range m.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			known, on := onNetwork[r.Type]
			if !on && !slices.Contains(offNetwork, r.Type) {
				m.unknown(r, "the model does not know this type")
			}
			if !on {
				continue
			}
			properties := strings.Fields(known)
			for _, key := range slices.Sorted(maps.Keys(r.Properties)) {
				if key != "Tags" && !slices.Contains(properties, key) {
					m.unknown(r, "the model does not know its property %s", key)
				}
			}
			for _, t := range ties[r.Type] {
				m.tied(r, t)
			}
			for _, c := range choices[r.Type] {
				m.chosen(r, c)
			}
		}
	}
}

// tie is a property that names resources of a type in the templates.
type tie struct {
	path, to string
	// needed says that the resource is nothing without it.
	needed bool
}

// ties are the properties by which the model finds what belongs together. One that
// it cannot follow would make it overlook the resource.
var ties = map[string][]tie{
	"AWS::EC2::EIP":                         {{"InstanceId", "AWS::EC2::Instance", false}},
	"AWS::EC2::Instance":                    {{"SubnetId", "AWS::EC2::Subnet", true}},
	"AWS::EC2::NatGateway":                  {{"SubnetId", "AWS::EC2::Subnet", true}, {"AllocationId", "AWS::EC2::EIP", false}},
	"AWS::EC2::Route":                       {{"RouteTableId", "AWS::EC2::RouteTable", true}},
	"AWS::EC2::RouteTable":                  {{"VpcId", "AWS::EC2::VPC", true}},
	"AWS::EC2::SecurityGroup":               {{"VpcId", "AWS::EC2::VPC", true}},
	"AWS::EC2::SubnetRouteTableAssociation": {{"SubnetId", "AWS::EC2::Subnet", true}, {"RouteTableId", "AWS::EC2::RouteTable", true}},
	"AWS::EC2::VPCEndpoint":                 {{"VpcId", "AWS::EC2::VPC", true}, {"RouteTableIds", "AWS::EC2::RouteTable", false}, {"SubnetIds", "AWS::EC2::Subnet", false}},
	"AWS::EC2::VPCGatewayAttachment":        {{"VpcId", "AWS::EC2::VPC", true}, {"InternetGatewayId", "AWS::EC2::InternetGateway", true}},

	"AWS::ECS::Service":     {{"TaskDefinition", "AWS::ECS::TaskDefinition", true}, {"NetworkConfiguration AwsvpcConfiguration Subnets", "AWS::EC2::Subnet", true}},
	"AWS::Lambda::Function": {{"VpcConfig SubnetIds", "AWS::EC2::Subnet", false}},

	"AWS::ElasticLoadBalancingV2::Listener":     {{"LoadBalancerArn", "AWS::ElasticLoadBalancingV2::LoadBalancer", true}},
	"AWS::ElasticLoadBalancingV2::ListenerRule": {{"ListenerArn", "AWS::ElasticLoadBalancingV2::Listener", true}},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {{"Subnets", "AWS::EC2::Subnet", true}},
	"AWS::ElasticLoadBalancingV2::TargetGroup":  {{"VpcId", "AWS::EC2::VPC", true}},
	"AWS::WAFv2::WebACLAssociation":             {{"ResourceArn", "AWS::ElasticLoadBalancingV2::LoadBalancer", true}, {"WebACLArn", "AWS::WAFv2::WebACL", true}},

	"AWS::ElastiCache::ReplicationGroup": {{"CacheSubnetGroupName", "AWS::ElastiCache::SubnetGroup", true}},
	"AWS::ElastiCache::SubnetGroup":      {{"SubnetIds", "AWS::EC2::Subnet", true}},

	"AWS::RDS::DBCluster":          {{"DBSubnetGroupName", "AWS::RDS::DBSubnetGroup", true}},
	"AWS::RDS::DBInstance":         {{"DBClusterIdentifier", "AWS::RDS::DBCluster", true}},
	"AWS::RDS::DBProxy":            {{"VpcSubnetIds", "AWS::EC2::Subnet", true}},
	"AWS::RDS::DBProxyEndpoint":    {{"DBProxyName", "AWS::RDS::DBProxy", true}, {"VpcSubnetIds", "AWS::EC2::Subnet", true}},
	"AWS::RDS::DBProxyTargetGroup": {{"DBProxyName", "AWS::RDS::DBProxy", true}, {"DBClusterIdentifiers", "AWS::RDS::DBCluster", true}},
	"AWS::RDS::DBSubnetGroup":      {{"SubnetIds", "AWS::EC2::Subnet", true}},
}

// choice is a property that decides how packets go, with the values that the model
// knows. Without it, the model takes AWS's default.
type choice struct{ path, values string }

const flags = "true false"

var choices = map[string][]choice{
	"AWS::EC2::NatGateway":                      {{"ConnectivityType", "public private"}},
	"AWS::EC2::Subnet":                          {{"MapPublicIpOnLaunch", flags}},
	"AWS::EC2::VPCEndpoint":                     {{"VpcEndpointType", "Gateway Interface"}},
	"AWS::ECS::Service":                         {{"NetworkConfiguration AwsvpcConfiguration AssignPublicIp", "ENABLED DISABLED"}, {"EnableExecuteCommand", flags}},
	"AWS::ECS::TaskDefinition":                  {{"NetworkMode", "awsvpc"}},
	"AWS::ElasticLoadBalancingV2::Listener":     {{"Protocol", "HTTP HTTPS"}},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {{"Scheme", "internet-facing internal"}, {"Type", "application"}, {"IpAddressType", "ipv4"}},
	"AWS::ElasticLoadBalancingV2::TargetGroup":  {{"TargetType", "ip"}},
	"AWS::ElastiCache::ReplicationGroup":        {{"AutomaticFailoverEnabled", flags}, {"MultiAZEnabled", flags}},
	"AWS::RDS::DBCluster":                       {{"EnableHttpEndpoint", flags}},
	"AWS::RDS::DBInstance":                      {{"PubliclyAccessible", flags}},
	"AWS::WAFv2::WebACL":                        {{"Scope", "REGIONAL"}},
	"AWS::RDS::DBProxyEndpoint":                 {{"TargetRole", "READ_WRITE READ_ONLY"}},
}

func (m *Model) chosen(r *assembly.Resource, c choice) {
	at := m.inside(r, c.path)
	if text := m.Text(r.Stack, at); at != nil && !slices.Contains(strings.Fields(c.values), text) {
		m.unknown(r, "its %s is %q, and the model knows %s", c.path, text, strings.ReplaceAll(c.values, " ", " and "))
	}
}

// inside returns what the keys of a path lead to, which no function may hide.
func (m *Model) inside(r *assembly.Resource, path string) any {
	var at any = r.Properties
	for _, key := range strings.Fields(path) {
		if _, _, hidden := assembly.Intrinsic(at); hidden {
			m.unknown(r, "its %s is inside %s", path, assembly.Written(at))
		}
		at = assembly.At(at, key)
	}
	return at
}

// tied wants every item of the property to be followed.
func (m *Model) tied(r *assembly.Resource, t tie) {
	at := m.inside(r, t.path)
	if len(items(at)) == 0 && t.needed {
		m.unknown(r, "has no %s", t.path)
	}
	for _, item := range items(at) {
		if m.referred(r, item, t.to) == nil {
			m.unknown(r, "its %s names no %s of the templates: %s", t.path, t.to, assembly.Written(item))
		}
	}
}
