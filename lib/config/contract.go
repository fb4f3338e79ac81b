package config

// What the applications and their clients rely on. It is the same in every
// deployment, so it is no setting.
const (
	// ServiceAPI and AdminAPI are the names of the two services.
	ServiceAPI = "service-api"
	AdminAPI   = "admin-api"

	// DatabaseName is the application database.
	DatabaseName = "chassis"
	DatabasePort = 5432
	// AdministratorRole is the master user; RDS keeps and rotates its password.
	AdministratorRole = "chassis_admin"
	// ServiceAPIRole and AdminAPIRole are the database roles of service-api and admin-api.
	ServiceAPIRole = "service_api"
	AdminAPIRole   = "admin_api"

	CachePort = 6379

	// HTTPPort and HTTPSPort are the ports of the load balancer. The first only redirects
	// to the second.
	HTTPPort  = 80
	HTTPSPort = 443

	// ServiceCount is the number of services.
	ServiceCount = 2
	// ConnectionsPerTask is the largest pool of database connections that a task may
	// have.
	ConnectionsPerTask = 10

	// ServicePath and AdminPath are the paths of service-api and admin-api. The load
	// balancer sends them requests to the path itself and to everything below it.
	ServicePath = "/service"
	AdminPath   = "/admin"
)
