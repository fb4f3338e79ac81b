package alarms

import (
	"time"

	"example.com/chassis/lib/config"
)

const balancer = "AWS/ApplicationELB"

// traffic lists the alarms on the load balancer.
func traffic(config.Environment) []Alarm {
	return []Alarm{
		{
			ID:      "balancer-errors",
			Problem: "The load balancer itself answers requests with a server error",
			Why:     "It found no healthy task, could not connect to one, or waited too long for an answer.",
			Metrics: []Metric{
				{"errors", balancer, "HTTPCode_ELB_5XX_Count", "Sum", LoadBalancer},
				{"passed", balancer, "RequestCount", "Sum", LoadBalancer},
			},
			// RequestCount leaves out requests that reach no target. Below 20 requests a
			// percentage means nothing.
			Expression: "IF(FILL(errors, 0) + FILL(passed, 0) >= 20, 100 * FILL(errors, 0) / (FILL(errors, 0) + FILL(passed, 0)), 0)",
			Threshold:  5, Unit: "% of the requests",
			Period: time.Minute, Breaches: 3, Periods: 5,
		},
		{
			ID:      "error-rate",
			Problem: "The services answer requests with a server error",
			Why:     "Users see failures, whichever service they come from.",
			Metrics: []Metric{
				{"errors", balancer, "HTTPCode_Target_5XX_Count", "Sum", LoadBalancer},
				{"passed", balancer, "RequestCount", "Sum", LoadBalancer},
			},
			Expression: "IF(passed >= 100, 100 * FILL(errors, 0) / passed, 0)",
			Threshold:  1, Unit: "% of the requests",
			Period: time.Minute, Breaches: 3, Periods: 5,
		},
		{
			ID:      "rejected-connections",
			Problem: "The load balancer turns connections away",
			Why:     "It has reached the most connections that it can hold.",
			Metrics: []Metric{{"rejected", balancer, "RejectedConnectionCount", "Sum", LoadBalancer}},
			Unit:    "connections",
			Period:  5 * time.Minute, Breaches: 1, Periods: 1,
		},
	}
}

// targets lists the alarms on the responses of a service's tasks.
func targets(s config.Service) []Alarm {
	if !s.Listens() {
		return nil
	}
	return []Alarm{
		{
			ID:      "slow-answers",
			Problem: "One request in a hundred waits long for its answer",
			Why:     "Users notice, and a slow service holds connections that others need.",
			Metrics: []Metric{
				{"latency", balancer, "TargetResponseTime", "p99", Targets},
				{"requests", balancer, "RequestCount", "Sum", Targets},
			},
			// CloudWatch's own option for small samples would ignore periods with fewer than
			// a thousand requests. The metric counts seconds.
			Expression: "IF(requests >= 20, latency, 0)",
			Threshold:  2, Unit: "s",
			Period: time.Minute, Breaches: 5, Periods: 5,
		},
		{
			ID:      ServerErrors,
			Problem: "The service answers with server errors",
			Why:     "A deployment under way is rolled back.",
			Metrics: []Metric{
				{"errors", balancer, "HTTPCode_Target_5XX_Count", "Sum", Targets},
				{"requests", balancer, "RequestCount", "Sum", Targets},
			},
			// A few errors in much traffic must not roll a release back. And an alarm that
			// fires before a deployment begins rolls nothing back.
			Expression: "IF(errors > 10, 100 * errors / requests, 0)",
			Threshold:  1, Unit: "% of the requests, and more than 10",
			Period: time.Minute, Breaches: 2, Periods: 3,
			essential: true,
		},
		{
			ID:      UnhealthyTargets,
			Problem: "Most tasks of the service fail their health check",
			Why:     "A deployment under way is rolled back.",
			Metrics: []Metric{
				{"unhealthy", balancer, "UnHealthyHostCount", "Average", Targets},
				{"healthy", balancer, "HealthyHostCount", "Average", Targets},
			},
			// Each node of the load balancer counts by itself, and a broken node counts all
			// tasks as unhealthy: with the average, one such node rolls no release back. A
			// rolling deployment doubles the tasks, and new ones may fail their checks until
			// they have started: half of all tasks, never more.
			Expression: "IF(unhealthy + FILL(healthy, 0) > 0, 100 * unhealthy / (unhealthy + FILL(healthy, 0)), 0)",
			Threshold:  50, Unit: "% of the tasks",
			// Longer than a task may take to start, and to be found out.
			Period: time.Minute, Breaches: max(5, graceMinutes(s)+3), Periods: max(5, graceMinutes(s)+3),
			essential: true,
		},
	}
}

// ServerErrors and UnhealthyTargets roll a deployment back.
const (
	ServerErrors     = "server-errors"
	UnhealthyTargets = "unhealthy-targets"
)

// graceMinutes is how long a starting task of s may fail its health checks.
func graceMinutes(s config.Service) int { return (s.GraceSeconds + 59) / 60 }
