package alarms

import (
	"fmt"
	"time"

	"example.com/chassis/lib/config"
)

const rds = "AWS/RDS"

// database lists the alarms on Aurora.
func database(env config.Environment) []Alarm {
	return []Alarm{
		{
			ID:      "database-at-ceiling",
			Problem: "The database has nearly all the capacity that it may have",
			Why:     "Beyond auroraMaxAcu it grows no further, and queries get slow.",
			// The average would hide a busy writer beside an idle reader.
			Metrics:   []Metric{{"capacity", rds, "ACUUtilization", "Maximum", Database}},
			Threshold: 90, Unit: "% of auroraMaxAcu",
			Period: time.Minute, Breaches: 15, Periods: 15,
		},
		{
			ID:        "database-connections",
			Problem:   "The database has nearly all the connections that it takes",
			Why:       "One more than the limit is refused; the proxy then lets requests wait.",
			Metrics:   []Metric{{"connections", rds, "DatabaseConnections", "Maximum", Database}},
			Threshold: float64(env.MaxConnections() * 80 / 100), Unit: "connections",
			Period: time.Minute, Breaches: 5, Periods: 5,
			essential: true,
		},
		{
			ID:      "replica-lag",
			Problem: "The reader is behind the writer",
			Why:     "Whoever reads through DB_READER_HOST gets old data.",
			Metrics: []Metric{{"lag", rds, "AuroraReplicaLagMaximum", "Maximum", Database}},
			// The metric counts milliseconds; the usual lag is 20.
			Threshold: 1000, Unit: "ms",
			Period: time.Minute, Breaches: 5, Periods: 5,
			skip: !env.HasReaders(),
		},
		{
			ID:      "deadlocks",
			Problem: "Transactions wait for each other and are ended by the database",
			Why:     "Two places of an application lock the same rows in a different order.",
			Metrics: []Metric{{"deadlocks", rds, "Deadlocks", "Average", Writer}},
			// The metric counts per second: this is three in a minute.
			Threshold: 0.05, Unit: "deadlocks a second",
			Period: time.Minute, Breaches: 3, Periods: 5,
		},
	}
}

// proxy lists the alarms on RDS Proxy.
func proxy(env config.Environment) []Alarm {
	return []Alarm{
		{
			ID:      "borrow-latency",
			Problem: "Requests wait for a database connection",
			Why:     "After 120 s the proxy gives up, and the request with it.",
			Metrics: []Metric{
				{"latency", rds, "DatabaseConnectionsBorrowLatency", "Average", Proxy},
			},
			// The metric counts microseconds: this is one second.
			Threshold: 1_000_000, Unit: "microseconds",
			Period: time.Minute, Breaches: 3, Periods: 5,
		},
		{
			ID:        "proxy-failures",
			Problem:   "The proxy cannot connect to the database",
			Why:       "Requests wait and then fail; a login, the network or the limit of connections is the cause.",
			Metrics:   []Metric{{"failed", rds, "DatabaseConnectionsSetupFailed", "Sum", Proxy}},
			Threshold: 5, Unit: "connections",
			Period: time.Minute, Breaches: 3, Periods: 5,
			essential: true,
		},
		{
			ID:      "pinned-sessions",
			Problem: "The proxy cannot share its database connections",
			Why:     "A pinned session keeps its connection until it ends: more tasks then need more connections, up to the limit of the database.",
			Metrics: []Metric{
				{"pinned", rds, "DatabaseConnectionsCurrentlySessionPinned", "Sum", Proxy},
				{"clients", rds, "ClientConnections", "Sum", Proxy},
			},
			// A client without a task is a person, whose tool pins as a rule. With as many as
			// a task has, it is a service.
			Expression: fmt.Sprintf("IF(clients >= %d, 100 * FILL(pinned, 0) / clients, 0)", config.ConnectionsPerTask),
			// Below that, the proxy still shares most of its connections.
			Threshold: 25, Unit: "% of the proxy's clients",
			Period: time.Minute, Breaches: 15, Periods: 15,
		},
		{
			ID:        "proxy-clients",
			Problem:   "The proxy has more clients than all tasks may open",
			Why:       "A service holds more than its share, or somebody else uses the database.",
			Metrics:   []Metric{{"clients", rds, "ClientConnections", "Sum", Proxy}},
			Threshold: float64(mostTasks(env) * config.ConnectionsPerTask), Unit: "connections",
			// During a deployment there are twice as many tasks.
			Period: time.Minute, Breaches: 15, Periods: 15,
		},
	}
}

// mostTasks is how many tasks may use the database.
func mostTasks(env config.Environment) int {
	tasks := 0
	for _, s := range env.DatabaseServices() {
		tasks += s.MaxTasks
	}
	return tasks
}
