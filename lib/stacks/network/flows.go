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
	Internet   Endpoint = "Internet"
	ALB        Endpoint = "Alb"
	ServiceAPI Endpoint = "ServiceApi"
	AdminAPI   Endpoint = "AdminApi"
	Bastion    Endpoint = "Bastion"
	Proxy      Endpoint = "Proxy"
	Aurora     Endpoint = "Aurora"
	Redis      Endpoint = "Redis"
)

// endpoints lists the endpoints with a security group.
func endpoints() []Endpoint {
	return []Endpoint{ALB, ServiceAPI, AdminAPI, Bastion, Proxy, Aurora, Redis}
}

// description is the description of the security group. A change replaces the group.
func (e Endpoint) description() string {
	return map[Endpoint]string{
		ALB:        "Load balancer",
		ServiceAPI: "Tasks of service-api",
		AdminAPI:   "Tasks of admin-api",
		Bastion:    "Bastion for database tunnels",
		Proxy:      "RDS Proxy",
		Aurora:     "Aurora instances",
		Redis:      "Redis nodes",
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
	// Why is the description of the rule in AWS.
	Why string
}

// flows lists all connections that are allowed. The security groups refuse all others,
// inbound and outbound.
func flows(env config.Environment) []Flow {
	container := env.Services.ContainerPort
	return []Flow{
		{Internet, ALB, config.HTTPPort, "Clients, only to be redirected to HTTPS"},
		{Internet, ALB, config.HTTPSPort, "Clients over TLS"},
		{ALB, ServiceAPI, container, "Requests to " + config.ServicePath + " and health checks"},
		{ALB, AdminAPI, container, "Requests to " + config.AdminPath + " and health checks"},
		{ServiceAPI, Proxy, config.DatabasePort, "Database sessions of service-api"},
		{AdminAPI, Proxy, config.DatabasePort, "Database sessions of admin-api"},
		{Bastion, Proxy, config.DatabasePort, "Database sessions of developers through the tunnel"},
		{Proxy, Aurora, config.DatabasePort, "The proxy's connection pool"},
		{ServiceAPI, Redis, config.CachePort, "Cache of service-api"},
		{AdminAPI, Redis, config.CachePort, "Cache of admin-api"},
		{ServiceAPI, Internet, config.HTTPSPort, "AWS APIs, image layers and partners of service-api"},
		{AdminAPI, Internet, config.HTTPSPort, "AWS APIs, image layers and partners of admin-api"},
		{Bastion, Internet, config.HTTPSPort, "Systems Manager and package updates"},
	}
}
