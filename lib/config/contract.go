package config

// What the applications and their clients rely on. It never differs between
// deployments, so it is no setting.
const (
	// DatabaseName is the application database.
	DatabaseName = "chassis"
	DatabasePort = 5432
	// AdministratorRole is the master user; RDS keeps and rotates its password.
	AdministratorRole = "chassis_admin"
	// ServiceAPIRole and AdminAPIRole are the database roles of service-api and admin-api.
	ServiceAPIRole = "service_api"
	AdminAPIRole   = "admin_api"

	CachePort = 6379

	// ServiceCount is how many services there are: service-api and admin-api.
	ServiceCount = 2
	// ConnectionsPerTask is how many database connections a task may open: its pool
	// must not be larger.
	ConnectionsPerTask = 10

	// ServicePath and AdminPath are where the load balancer sends requests to
	// service-api and admin-api: the path itself and everything below it.
	ServicePath = "/service"
	AdminPath   = "/admin"
)
