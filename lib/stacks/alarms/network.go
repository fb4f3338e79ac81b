package alarms

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"

	"example.com/chassis/lib/config"
)

const nat = "AWS/NATGateway"

// network lists the alarms on the NAT gateways, the web ACL, the event rules and the
// certificate.
func network(config.Environment) []Alarm {
	return []Alarm{
		{
			ID:      "nat-ports",
			Problem: "A NAT gateway has no port left for a new connection",
			Why:     "The services cannot reach AWS or others: there are too many connections to one destination.",
			Metrics: []Metric{{"refused", nat, "ErrorPortAllocation", "Sum", NATGateways}},
			Unit:    "connections",
			Period:  5 * time.Minute, Breaches: 1, Periods: 1,
		},
		{
			ID:        "nat-drops",
			Problem:   "A NAT gateway drops packets",
			Why:       "It is overloaded, or AWS has trouble in its zone.",
			Metrics:   []Metric{{"dropped", nat, "PacketsDropCount", "Sum", NATGateways}},
			Threshold: 100, Unit: "packets",
			Period: 5 * time.Minute, Breaches: 3, Periods: 3,
		},
		{
			ID:        "blocked-requests",
			Problem:   "The web ACL blocks many requests",
			Why:       "Somebody attacks, or a rule turns users away.",
			Metrics:   []Metric{{"blocked", "AWS/WAFV2", "BlockedRequests", "Sum", WebACL}},
			Threshold: 1000, Unit: "requests",
			Period: 5 * time.Minute, Breaches: 2, Periods: 2,
		},
		{
			ID:      "events-failed",
			Problem: "EventBridge could not tell of an event",
			Why:     "A failed deployment, a dead task or a failover may have gone unnoticed.",
			Metrics: []Metric{{"failed", events, "FailedInvocations", "Sum", EventRules}},
			Unit:    "events",
			Period:  5 * time.Minute, Breaches: 1, Periods: 1,
			essential: true, echoes: true,
		},
		{
			ID:        "certificate-expires",
			Problem:   "The certificate ends soon",
			Why:       "ACM renews its own certificates 60 days before; on its last day every browser refuses the site.",
			Metrics:   []Metric{{"remaining", "AWS/CertificateManager", "DaysToExpiry", "Minimum", Certificate}},
			Threshold: 30, Below: true, Unit: "d",
			Period: 24 * time.Hour, Breaches: 1, Periods: 1, Missing: awscloudwatch.TreatMissingData_IGNORE,
			essential: true,
		},
	}
}
