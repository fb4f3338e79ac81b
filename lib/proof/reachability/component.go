package reachability

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Component is something that opens or takes connections: the internet, or a resource
// with an address in the VPC.
type Component struct {
	Name string
	Kind Kind
	// Resource is nil for the internet.
	Resource *assembly.Resource
	Subnets  []*Subnet
	Groups   []*Group
	// Public says that it has an address of the internet.
	Public bool
	// Ports are the TCP ports on which it listens.
	Ports []int
	// Container is that of its tasks, which is called like their service.
	Container string

	listeners []listener // of a load balancer, by port
}

// Kind is what a component is.
type Kind string

// The kinds of components.
const (
	Internet     Kind = "internet"
	LoadBalancer Kind = "load balancer"
	Service      Kind = "service"
	Job          Kind = "job"
	Migration    Kind = "migration"
	Host         Kind = "host"
	Function     Kind = "function"
	Proxy        Kind = "database proxy"
	Database     Kind = "database"
	Cache        Kind = "cache"
	Endpoint     Kind = "endpoint"
)

// kinds say what a resource of a type is, and how to read what its subnets and security
// groups do not say.
var kinds = map[string]struct {
	kind Kind
	read func(*Model, *Component)
}{
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {LoadBalancer, (*Model).loadBalancer},
	"AWS::ECS::Service":                         {Service, (*Model).service},
	schedule:                                    {Job, (*Model).schedule},
	stateMachine:                                {Job, (*Model).starter},
	"Custom::Migration":                         {Migration, (*Model).migration},
	"AWS::EC2::Instance":                        {Host, (*Model).host},
	"AWS::Lambda::Function":                     {Function, func(*Model, *Component) {}},
	"AWS::RDS::DBProxy":                         {Proxy, (*Model).proxy},
	"AWS::RDS::DBProxyEndpoint":                 {Proxy, (*Model).proxy},
	"AWS::RDS::DBCluster":                       {Database, (*Model).cluster},
	"AWS::ElastiCache::ReplicationGroup":        {Cache, (*Model).cache},
	"AWS::EC2::VPCEndpoint":                     {Endpoint, (*Model).endpoint},
}

// readComponents starts with the internet and goes on from the outside inwards.
func (m *Model) readComponents() []*Component {
	components := []*Component{{Name: "internet", Kind: Internet}}
	for _, t := range slices.Sorted(maps.Keys(kinds)) {
		for _, r := range m.OfType(t) {
			c := &Component{Name: strings.TrimSuffix(name(r), "ReplicationGroup"), Kind: kinds[t].kind, Resource: r}
			c.Subnets, c.Groups = m.SubnetsOf(r), m.knownGroups(r)
			kinds[t].read(m, c)
			if len(c.Subnets) == 0 && m.mayBeOutside(c) {
				continue
			}
			if len(c.Groups) == 0 {
				m.unknown(r, "uses no security group of the templates, so it gets the VPC's default one")
			}
			if len(c.Subnets) > 0 {
				components = append(components, c)
			} else if m.without == "" {
				m.unknown(r, "is in no subnet of the templates")
			}
		}
	}
	order := []Kind{Internet, LoadBalancer, Service, Job, Migration, Host, Function, Proxy, Database, Cache, Endpoint}
	slices.SortStableFunc(components, func(a, b *Component) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)), strings.Compare(a.Name, b.Name))
	})
	return components
}

// Of returns the components of a kind.
func (m *Model) Of(kind Kind) []*Component {
	return slices.DeleteFunc(slices.Clone(m.Components), func(c *Component) bool { return c.Kind != kind })
}

// mayBeOutside says whether a component without subnets is none: a function outside the
// VPC, a gateway endpoint, and what starts no task have no address in the VPC.
func (m *Model) mayBeOutside(c *Component) bool {
	return c.Kind == Function || c.Kind == Endpoint || c.Kind == Job && !m.startsTasks(c.Resource)
}

// internet is the one component outside the VPC.
func (m *Model) internet() *Component { return m.Of(Internet)[0] }

// knownGroups returns the groups of r that the templates define.
func (m *Model) knownGroups(r *assembly.Resource) []*Group {
	return slices.DeleteFunc(m.GroupsOf(r), func(g *Group) bool {
		if g.Resource == nil {
			m.unknown(r, "uses %s, which is no security group of the templates", g)
		}
		return g.Resource == nil
	})
}

func (m *Model) loadBalancer(c *Component) {
	// Without a scheme a load balancer faces the internet.
	c.Public = m.text(c.Resource, "Scheme") != "internal"
	c.listeners = m.listeners(c.Resource)
	for _, l := range c.listeners {
		c.Ports = append(c.Ports, l.port)
	}
}

func (m *Model) service(c *Component) {
	r := c.Resource
	// What AWS does without the property differs between its pages.
	c.Public = m.text(r, "NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp") != "DISABLED"
	m.tasks(c, m.referred(r, r.At("TaskDefinition"), taskDefinition))
	// The container that gets the requests names the service; another is its helper.
	for _, binding := range items(r.At("LoadBalancers")) {
		c.Container = m.Text(r.Stack, assembly.At(binding, "ContainerName"))
		c.Name = c.Container
	}
}

func (m *Model) host(c *Component) {
	r := c.Resource
	c.Public = slices.ContainsFunc(c.Subnets, func(s *Subnet) bool { return m.flag(s.Resource, false, "MapPublicIpOnLaunch") })
	for _, address := range m.OfType(elasticIP) {
		if m.referred(address, address.At("InstanceId"), r.Type) == r {
			c.Public = true
		}
	}
}

// enginePorts are the ports of databases that say no other.
var enginePorts = map[string]int{"POSTGRESQL": 5432, "aurora-postgresql": 5432, "MYSQL": 3306, "aurora-mysql": 3306, "redis": 6379, "valkey": 6379}

// enginePort reads a resource's port, and takes that of its engine when it says none.
func (m *Model) enginePort(r *assembly.Resource) int {
	if usual := enginePorts[m.text(r, "Engine")]; r.At("Port") == nil && usual != 0 {
		return usual
	}
	return m.port(r, r.At("Port"))
}

// proxy reads a proxy, or an endpoint of one beside its own.
func (m *Model) proxy(c *Component) {
	r := c.Resource
	owner := r
	if r.Type == "AWS::RDS::DBProxyEndpoint" {
		owner = m.referred(r, r.At("DBProxyName"), "AWS::RDS::DBProxy")
	}
	port := enginePorts[m.Text(r.Stack, owner.At("EngineFamily"))]
	if port == 0 {
		m.unknown(r, "its port is not known")
	}
	c.Ports = []int{port}
}

func (m *Model) cluster(c *Component) {
	c.Ports = []int{m.enginePort(c.Resource)}
	for _, instance := range m.instances(c.Resource) {
		// AWS makes an instance public by default in some VPCs.
		c.Public = c.Public || m.flag(instance, true, "PubliclyAccessible")
		if at := m.text(instance, "AvailabilityZone"); at != "" && m.without == "" && !slices.Contains(zoneNames(c.Subnets), at) {
			m.unknown(instance, "is in %s, where its cluster has no subnet", at)
		}
	}
}

// instances are the cluster's, in any zone.
func (m *Model) instances(cluster *assembly.Resource) []*assembly.Resource {
	return slices.DeleteFunc(slices.Clone(m.OfType("AWS::RDS::DBInstance")), func(i *assembly.Resource) bool {
		return m.referred(i, i.At("DBClusterIdentifier"), cluster.Type) != cluster
	})
}

// zonesOf are the zones in which a component runs: those of its subnets, or for a
// database those of its instances, which are in some of them.
func (m *Model) zonesOf(c *Component) []string {
	if c.Kind != Database {
		return zoneNames(c.Subnets)
	}
	var names []string
	for _, instance := range m.instances(c.Resource) {
		names = append(names, cmp.Or(m.text(instance, "AvailabilityZone"), "a zone that RDS chooses"))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (m *Model) cache(c *Component) { c.Ports = []int{m.enginePort(c.Resource)} }

// endpoint reads an interface endpoint: a gateway endpoint is a route and is in no
// subnet.
func (m *Model) endpoint(c *Component) {
	r := c.Resource
	c.Name = m.endpointService(r) + " endpoint"
	c.Ports = []int{443}
	if (m.text(r, "VpcEndpointType") == "Interface") != (r.At("SubnetIds") != nil) {
		m.unknown(r, "an interface endpoint has subnets, and another has none")
	}
}

// endpointService is what follows the region in the service's name: ecr.api of
// com.amazonaws.ap-northeast-2.ecr.api.
func (n *Network) endpointService(endpoint *assembly.Resource) string {
	service := n.text(endpoint, "ServiceName")
	if _, after, found := strings.Cut(service, "."+endpoint.Stack.Region+"."); found {
		return after
	}
	return service
}
