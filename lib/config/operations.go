package config

// logRetentions lists the periods that CloudWatch Logs offers.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
func logRetentions() []int {
	return []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}
}

func checkNATGateways(e Environment, fail reporter) {
	if got := e.Network.NATGateways; got != 1 && !e.SpansZones() {
		fail("natGateways must be 1, because this is a single-zone environment, got %d", got)
		return
	}
	if got, zones := e.Network.NATGateways, len(e.Network.Zones); got < 1 || got > zones {
		fail("natGateways must be between 1 and %d, got %d", zones, got)
	}
}

// A load balancer takes an idle timeout of 4000 seconds, and a target group a
// deregistration delay of 3600, which follows it.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
const maxIdleTimeoutSeconds = 3600

// BorrowTimeoutSeconds is how long the proxy lets a request wait for a database
// connection.
const BorrowTimeoutSeconds = 120

// What the applications and their clients rely on. It is the same in every
// deployment, so it is no setting.
const (
	DatabasePort = 5432
	CachePort    = 6379

	// HTTPPort and HTTPSPort are the ports of the load balancer. The first only redirects
	// to the second.
	HTTPPort  = 80
	HTTPSPort = 443

	// ConnectionsPerTask is the largest pool of database connections that a task may
	// have.
	ConnectionsPerTask = 10
)
