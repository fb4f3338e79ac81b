package network

import (
	"slices"

	"example.com/chassis/lib/config"
)

// Endpoint is the source or the destination of a flow: the internet or a security group.
type Endpoint string

// The endpoints, from the internet inwards. All but the internet are the construct IDs
// of security groups.
const (
	Internet Endpoint = "Internet"
	ALB      Endpoint = "Alb"
	Bastion  Endpoint = "Bastion"
	Proxy    Endpoint = "Proxy"
	Aurora   Endpoint = "Aurora"
	Redis    Endpoint = "Redis"
)

// endpoints lists the endpoints with a security group.
func endpoints(env config.Environment) []Endpoint {
	list := []Endpoint{ALB}
	for _, s := range env.Services {
		list = append(list, tasks(s))
	}
	return append(list, Bastion, Proxy, Aurora, Redis)
}

// tasks are the tasks of a service.
func tasks(s config.Service) Endpoint { return Endpoint(s.ID()) }

// description is the description of the security group. A change replaces the group.
func (e Endpoint) description(env config.Environment) string {
	for _, s := range env.Services {
		if tasks(s) == e {
			return "Tasks of " + s.Name
		}
	}
	return map[Endpoint]string{
		ALB:     "Load balancer",
		Bastion: "Bastion for database tunnels",
		Proxy:   "RDS Proxy",
		Aurora:  "Aurora instances",
		Redis:   "Redis nodes",
	}[e]
}

// reachesInternet reports whether table lets e open connections to the internet.
func reachesInternet(e Endpoint, table []Flow) bool {
	return slices.ContainsFunc(table, func(f Flow) bool { return f.From == e && f.To == Internet })
}

// Flow allows TCP connections from one endpoint to another on one port.
type Flow struct {
	From, To Endpoint
	Port     int
	// Why is the description of the rule in AWS. It holds no value that a setting changes: two
	// rules that differ in it alone are one to EC2, and CloudFormation may take that one away.
	// https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1534
	Why string
}

// flows lists all connections that are allowed. The security groups refuse all others,
// inbound and outbound.
func flows(env config.Environment) []Flow {
	table := []Flow{
		{Internet, ALB, config.HTTPPort, "Clients, only to be redirected to HTTPS"},
		{Internet, ALB, config.HTTPSPort, "Clients over TLS"},
		{Bastion, Proxy, config.DatabasePort, "Database sessions of developers through the tunnel"},
		{Proxy, Aurora, config.DatabasePort, "The proxy's connection pool"},
		{Bastion, Internet, config.HTTPSPort, "Systems Manager and package updates"},
	}
	for _, s := range env.Services {
		table = append(table, serviceFlows(s)...)
	}
	return table
}

// serviceFlows lists the connections of a service's tasks.
func serviceFlows(s config.Service) []Flow {
	var table []Flow
	if s.Listens() {
		table = append(table, Flow{ALB, tasks(s), s.Port, "Requests to " + s.Name + " and health checks"})
	}
	if s.Database {
		table = append(table, Flow{tasks(s), Proxy, config.DatabasePort, "Database sessions of " + s.Name})
	}
	if s.Cache {
		table = append(table, Flow{tasks(s), Redis, config.CachePort, "Cache of " + s.Name})
	}
	for _, port := range s.EgressPorts {
		why := "Partners of " + s.Name
		if port == config.HTTPSPort {
			why = "AWS APIs, image layers and partners of " + s.Name
		}
		table = append(table, Flow{tasks(s), Internet, port, why})
	}
	return table
}
