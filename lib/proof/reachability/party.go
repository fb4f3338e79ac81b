package reachability

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Party is somebody who can open or take connections.
type Party struct {
	Name string
	Kind Kind
	// Resource is nil for a party outside the VPC.
	Resource *assembly.Resource
	Subnets  []*Subnet
	Groups   []*assembly.Resource
	// Public says that it has an address of the internet.
	Public bool
	// Ports are the TCP ports on which it listens.
	Ports []int

	listeners []listener // of a load balancer, by port
}

// Kind is what a party is.
type Kind string

// The kinds of parties.
const (
	Internet     Kind = "internet"
	LoadBalancer Kind = "load balancer"
	Service      Kind = "service"
	Host         Kind = "host"
	Function     Kind = "function"
	Proxy        Kind = "database proxy"
	Database     Kind = "database"
	Cache        Kind = "cache"
	Endpoint     Kind = "endpoint"
)

// readers fill a party of a type in; Name, Kind and Resource are set before.
var readers = map[string]struct {
	kind Kind
	read func(*Model, *Party)
}{
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {LoadBalancer, (*Model).loadBalancer},
	"AWS::ECS::Service":                         {Service, (*Model).service},
	"AWS::EC2::Instance":                        {Host, (*Model).host},
	"AWS::Lambda::Function":                     {Function, (*Model).function},
	"AWS::RDS::DBProxy":                         {Proxy, (*Model).proxy},
	"AWS::RDS::DBProxyEndpoint":                 {Proxy, (*Model).proxy},
	"AWS::RDS::DBCluster":                       {Database, (*Model).cluster},
	"AWS::ElastiCache::ReplicationGroup":        {Cache, (*Model).cache},
	"AWS::EC2::VPCEndpoint":                     {Endpoint, (*Model).endpoint},
}

// readParties starts with the internet and goes on from the outside inwards.
func (m *Model) readParties() []*Party {
	parties := []*Party{{Name: "internet", Kind: Internet}}
	for _, t := range slices.Sorted(maps.Keys(readers)) {
		for _, r := range m.OfType(t) {
			p := &Party{Name: strings.TrimSuffix(name(r), "ReplicationGroup"), Kind: readers[t].kind, Resource: r}
			readers[t].read(m, p)
			// A function outside the VPC and an endpoint in route tables only are nobody
			// in the VPC.
			if (p.Kind == Function || p.Kind == Endpoint) && len(p.Subnets) == 0 {
				continue
			}
			if len(p.Groups) == 0 {
				m.unknown(r, "wears no security group of the templates, so it gets the VPC's default one")
			}
			if len(p.Subnets) == 0 && m.lost == "" {
				m.unknown(r, "is in no subnet of the templates")
			}
			if len(p.Subnets) > 0 {
				parties = append(parties, p)
			}
		}
	}
	order := []Kind{Internet, LoadBalancer, Service, Host, Function, Proxy, Database, Cache, Endpoint}
	slices.SortStableFunc(parties, func(a, b *Party) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)), strings.Compare(a.Name, b.Name))
	})
	return parties
}

// Of returns the parties of a kind.
func (m *Model) Of(kind Kind) []*Party {
	return slices.DeleteFunc(slices.Clone(m.Parties), func(p *Party) bool { return p.Kind != kind })
}

// internet is the one party outside.
func (m *Model) internet() *Party { return m.Of(Internet)[0] }

// groups returns the security groups that v, a property of r, names.
func (m *Model) groups(r *assembly.Resource, v any) []*assembly.Resource {
	var found []*assembly.Resource
	for _, item := range items(v) {
		group := m.referred(r, item, "AWS::EC2::SecurityGroup")
		if group == nil {
			m.unknown(r, "wears %s, which is no security group of the templates", m.Text(r.Stack, item))
			continue
		}
		found = append(found, group)
	}
	return found
}

func (m *Model) loadBalancer(p *Party) {
	r := p.Resource
	p.Subnets = m.subnets(r, r.At("Subnets"))
	p.Groups = m.groups(r, r.At("SecurityGroups"))
	// Without a scheme a load balancer faces the internet.
	p.Public = m.text(r, "Scheme") != "internal"
	p.listeners = m.listeners(r)
	for _, l := range p.listeners {
		p.Ports = append(p.Ports, l.port)
	}
}

func (m *Model) service(p *Party) {
	r := p.Resource
	network := []any{"NetworkConfiguration", "AwsvpcConfiguration"}
	at := func(key string) any { return r.At(append(slices.Clone(network), key)...) }
	p.Subnets = m.subnets(r, at("Subnets"))
	p.Groups = m.groups(r, at("SecurityGroups"))
	// What AWS does without the property differs between its pages.
	p.Public = m.Text(r.Stack, at("AssignPublicIp")) != "DISABLED"
	task := m.referred(r, r.At("TaskDefinition"), "AWS::ECS::TaskDefinition")
	if task == nil {
		return
	}
	for _, container := range items(task.At("ContainerDefinitions")) {
		for _, mapping := range items(assembly.At(container, "PortMappings")) {
			if m.Text(task.Stack, assembly.At(mapping, "Protocol")) != "udp" {
				p.Ports = append(p.Ports, m.port(r, assembly.At(mapping, "ContainerPort")))
			}
		}
	}
	// The container that gets the requests names the service; another is its helper.
	for _, binding := range items(r.At("LoadBalancers")) {
		p.Name = m.Text(r.Stack, assembly.At(binding, "ContainerName"))
	}
}

func (m *Model) host(p *Party) {
	r := p.Resource
	p.Subnets = m.subnets(r, r.At("SubnetId"))
	p.Groups = m.groups(r, r.At("SecurityGroupIds"))
	p.Public = slices.ContainsFunc(p.Subnets, func(s *Subnet) bool { return m.flag(s.Resource, false, "MapPublicIpOnLaunch") })
	for _, address := range m.OfType("AWS::EC2::EIP") {
		if m.referred(address, address.At("InstanceId"), r.Type) == r {
			p.Public = true
		}
	}
}

func (m *Model) function(p *Party) {
	p.Subnets = m.subnets(p.Resource, p.Resource.At("VpcConfig", "SubnetIds"))
	p.Groups = m.groups(p.Resource, p.Resource.At("VpcConfig", "SecurityGroupIds"))
}

// enginePorts are the ports of databases that say no other.
var enginePorts = map[string]int{"POSTGRESQL": 5432, "aurora-postgresql": 5432, "MYSQL": 3306, "aurora-mysql": 3306, "redis": 6379, "valkey": 6379}

// proxy reads a proxy, or an endpoint of one beside its own.
func (m *Model) proxy(p *Party) {
	r := p.Resource
	p.Subnets = m.subnets(r, r.At("VpcSubnetIds"))
	p.Groups = m.groups(r, r.At("VpcSecurityGroupIds"))
	owner := r
	if r.Type == "AWS::RDS::DBProxyEndpoint" {
		owner = m.referred(r, r.At("DBProxyName"), "AWS::RDS::DBProxy")
	}
	port := enginePorts[m.Text(r.Stack, owner.At("EngineFamily"))]
	if port == 0 {
		m.unknown(r, "its port is not known")
	}
	p.Ports = []int{port}
}

func (m *Model) cluster(p *Party) {
	r := p.Resource
	if group := m.referred(r, r.At("DBSubnetGroupName"), "AWS::RDS::DBSubnetGroup"); group != nil {
		p.Subnets = m.subnets(group, group.At("SubnetIds"))
	}
	p.Groups = m.groups(r, r.At("VpcSecurityGroupIds"))
	p.Ports = []int{m.portOr(r, enginePorts[m.text(r, "Engine")])}
	for _, instance := range m.instances(r) {
		// AWS makes an instance public by default in some VPCs.
		p.Public = p.Public || m.flag(instance, true, "PubliclyAccessible")
		if at := m.text(instance, "AvailabilityZone"); at != "" && m.lost == "" && !slices.Contains(zoneNames(p.Subnets), at) {
			m.unknown(instance, "stands in %s, where its cluster has no subnet", at)
		}
	}
}

// instances are the cluster's, whichever zone they are in.
func (m *Model) instances(cluster *assembly.Resource) []*assembly.Resource {
	return slices.DeleteFunc(m.OfType("AWS::RDS::DBInstance"), func(i *assembly.Resource) bool {
		return m.referred(i, i.At("DBClusterIdentifier"), cluster.Type) != cluster
	})
}

func (m *Model) cache(p *Party) {
	r := p.Resource
	if group := m.referred(r, r.At("CacheSubnetGroupName"), "AWS::ElastiCache::SubnetGroup"); group != nil {
		p.Subnets = m.subnets(group, group.At("SubnetIds"))
	}
	p.Groups = m.groups(r, r.At("SecurityGroupIds"))
	p.Ports = []int{m.portOr(r, enginePorts[m.text(r, "Engine")])}
}

// endpoint reads an interface endpoint: a gateway endpoint is a route, and stands
// in no subnet.
func (m *Model) endpoint(p *Party) {
	p.Name = m.endpointService(p.Resource) + " endpoint"
	p.Subnets = m.subnets(p.Resource, p.Resource.At("SubnetIds"))
	p.Groups = m.groups(p.Resource, p.Resource.At("SecurityGroupIds"))
	p.Ports = []int{443}
	if (m.text(p.Resource, "VpcEndpointType") == "Interface") != (p.Resource.At("SubnetIds") != nil) {
		m.unknown(p.Resource, "an interface endpoint has subnets, and another has none")
	}
}

// endpointService is what follows the region in the service's name: ecr.api of
// com.amazonaws.ap-northeast-2.ecr.api.
func (m *Model) endpointService(endpoint *assembly.Resource) string {
	service := m.text(endpoint, "ServiceName")
	if _, after, found := strings.Cut(service, "."+endpoint.Stack.Region+"."); found {
		return after
	}
	return service
}
