package network

import (
	"slices"

	"example.com/chassis/lib/config"
)

// Party is one end of a flow: the internet or a security group.
type Party string

// The parties, from the internet inwards. All but the internet are the IDs of
// security groups.
const (
	Internet   Party = "Internet"
	ALB        Party = "Alb"
	ServiceAPI Party = "ServiceApi"
	AdminAPI   Party = "AdminApi"
	Bastion    Party = "Bastion"
	Proxy      Party = "Proxy"
	Aurora     Party = "Aurora"
	Redis      Party = "Redis"
)

// parties lists those that have a security group.
func parties() []Party {
	return []Party{ALB, ServiceAPI, AdminAPI, Bastion, Proxy, Aurora, Redis}
}

// description says for whom a party's group is; changing it replaces the group.
func (p Party) description() string {
	return map[Party]string{
		ALB:        "Load balancer",
		ServiceAPI: "Tasks of service-api",
		AdminAPI:   "Tasks of admin-api",
		Bastion:    "Bastion for database tunnels",
		Proxy:      "RDS Proxy",
		Aurora:     "Aurora instances",
		Redis:      "Redis nodes",
	}[p]
}

// reachesInternet says whether table lets p open connections to the internet.
func reachesInternet(p Party, table []Flow) bool {
	return slices.ContainsFunc(table, func(f Flow) bool { return f.From == p && f.To == Internet })
}

const (
	httpPort  = 80
	httpsPort = 443
)

// Flow allows TCP connections from one party to another on one port.
type Flow struct {
	From, To Party
	Port     int
	// Why becomes the rule's description in AWS.
	Why string
}

// flows is the whole truth about who may open a connection to whom. What is not
// in this table is refused, inbound and outbound.
func flows(env config.Environment) []Flow {
	container := env.Services.ContainerPort
	return []Flow{
		{Internet, ALB, httpPort, "Clients, only to be redirected to HTTPS"},
		{Internet, ALB, httpsPort, "Clients over TLS"},
		{ALB, ServiceAPI, container, "Requests to /service and health checks"},
		{ALB, AdminAPI, container, "Requests to /admin and health checks"},
		{ServiceAPI, Proxy, config.DatabasePort, "Database sessions of service-api"},
		{AdminAPI, Proxy, config.DatabasePort, "Database sessions of admin-api"},
		{Bastion, Proxy, config.DatabasePort, "Database sessions of developers through the tunnel"},
		{Proxy, Aurora, config.DatabasePort, "The proxy's connection pool"},
		{ServiceAPI, Redis, config.CachePort, "Cache of service-api"},
		{AdminAPI, Redis, config.CachePort, "Cache of admin-api"},
		{ServiceAPI, Internet, httpsPort, "AWS APIs, image layers and partners of service-api"},
		{AdminAPI, Internet, httpsPort, "AWS APIs, image layers and partners of admin-api"},
		{Bastion, Internet, httpsPort, "Systems Manager and package updates"},
	}
}
