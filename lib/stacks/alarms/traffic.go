package alarms

import (
	"time"

	"example.com/chassis/lib/config"
)

const balancer = "AWS/ApplicationELB"

// traffic is what users notice first.
func traffic(config.Environment) []Alarm {
	return []Alarm{
		{
			ID:   "balancer-errors",
			Says: "The load balancer itself answers requests with a server error",
			Why:  "It found no healthy task, could not connect to one, or waited too long for an answer.",
			Metrics: []Metric{
				{"errors", balancer, "HTTPCode_ELB_5XX_Count", "Sum", LoadBalancer},
				{"passed", balancer, "RequestCount", "Sum", LoadBalancer},
			},
			// A request that reaches no target is not in RequestCount. Below 20 requests a
			// share says nothing.
			Expression: "IF(FILL(errors, 0) + FILL(passed, 0) >= 20, 100 * FILL(errors, 0) / (FILL(errors, 0) + FILL(passed, 0)), 0)",
			Threshold:  5, Unit: "% of the requests",
			Period: time.Minute, Breaches: 3, Periods: 5, Missing: Fine,
		},
		{
			ID:   "error-rate",
			Says: "The services answer requests with a server error",
			Why:  "Users see failures, whichever service they come from.",
			Metrics: []Metric{
				{"errors", balancer, "HTTPCode_Target_5XX_Count", "Sum", LoadBalancer},
				{"passed", balancer, "RequestCount", "Sum", LoadBalancer},
			},
			Expression: "IF(passed >= 100, 100 * FILL(errors, 0) / passed, 0)",
			Threshold:  1, Unit: "% of the requests",
			Period: time.Minute, Breaches: 3, Periods: 5, Missing: Fine,
		},
		{
			ID:      "rejected-connections",
			Says:    "The load balancer turns connections away",
			Why:     "It has reached the most connections that it can hold.",
			Metrics: []Metric{{"rejected", balancer, "RejectedConnectionCount", "Sum", LoadBalancer}},
			Unit:    "connections",
			Period:  5 * time.Minute, Breaches: 1, Periods: 1, Missing: Fine,
		},
		{
			ID:   "slow-answers",
			Says: "One request in a hundred waits long for its answer",
			Why:  "Users notice, and a slow service holds connections that others need.",
			Metrics: []Metric{
				{"latency", balancer, "TargetResponseTime", "p99", Targets},
				{"requests", balancer, "RequestCount", "Sum", Targets},
			},
			// CloudWatch's own guard against small samples would keep the state below a
			// thousand requests. The metric counts seconds.
			Expression: "IF(requests >= 20, latency, 0)",
			Threshold:  2, Unit: "s",
			Period: time.Minute, Breaches: 5, Periods: 5, Missing: Fine,
		},
		{
			ID:   ServerErrors,
			Says: "The service answers with server errors",
			Why:  "A deployment under way is rolled back.",
			Metrics: []Metric{
				{"errors", balancer, "HTTPCode_Target_5XX_Count", "Sum", Targets},
				{"requests", balancer, "RequestCount", "Sum", Targets},
			},
			// A few errors in much traffic undo no release; and an alarm that is on when a
			// deployment begins undoes nothing at all.
			Expression: "IF(errors > 10, 100 * errors / requests, 0)",
			Threshold:  1, Unit: "% of the requests, and more than 10",
			Period: time.Minute, Breaches: 2, Periods: 3, Missing: Fine,
			everywhere: true,
		},
		{
			ID:   UnhealthyTargets,
			Says: "Most tasks of the service fail their health check",
			Why:  "A deployment under way is rolled back.",
			Metrics: []Metric{
				{"unhealthy", balancer, "UnHealthyHostCount", "Average", Targets},
				{"healthy", balancer, "HealthyHostCount", "Average", Targets},
			},
			// Every node of the load balancer counts for itself, and one that is ill sees all
			// tasks ill: the average over the nodes undoes no release for that. A rolling
			// deployment starts as many tasks as there are, and until each has started it may
			// fail its check: half of all, never more.
			Expression: "IF(unhealthy + FILL(healthy, 0) > 0, 100 * unhealthy / (unhealthy + FILL(healthy, 0)), 0)",
			Threshold:  50, Unit: "% of the tasks",
			// Longer than a start may take.
			Period: time.Minute, Breaches: 5, Periods: 5, Missing: Fine,
			everywhere: true,
		},
	}
}

// ServerErrors and UnhealthyTargets undo a deployment.
const (
	ServerErrors     = "server-errors"
	UnhealthyTargets = "unhealthy-targets"
)
