package alerts

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// watch is what the alarm with a section of the runbook must look at: metrics of the
// resource that a dimension names.
type watch struct {
	section, dimension string
	metrics            []string
	// everywhere says that an environment without users needs it too.
	everywhere bool
}

// platformWatches are needed whatever the settings; what depends on them is in
// optionsAreWatched, and the chain of the findings in chainIsWatched.
var platformWatches = []watch{
	{"balancer-errors", "LoadBalancer", []string{"AWS/ApplicationELB HTTPCode_ELB_5XX_Count"}, false},
	{"error-rate", "LoadBalancer", []string{"AWS/ApplicationELB HTTPCode_Target_5XX_Count", "AWS/ApplicationELB RequestCount"}, false},
	{"rejected-connections", "LoadBalancer", []string{"AWS/ApplicationELB RejectedConnectionCount"}, false},
	{"blocked-requests", "WebACL", []string{"AWS/WAFV2 BlockedRequests"}, false},
	{"certificate-expires", "CertificateArn", []string{"AWS/CertificateManager DaysToExpiry"}, true},
	{"database-at-ceiling", "DBClusterIdentifier", []string{"AWS/RDS ACUUtilization"}, false},
	{"database-connections", "DBClusterIdentifier", []string{"AWS/RDS DatabaseConnections"}, true},
	{"deadlocks", "DBClusterIdentifier", []string{"AWS/RDS Deadlocks"}, false},
	{"borrow-latency", "ProxyName", []string{"AWS/RDS DatabaseConnectionsBorrowLatency"}, false},
	{"pinned-sessions", "ProxyName", []string{"AWS/RDS DatabaseConnectionsCurrentlySessionPinned", "AWS/RDS ClientConnections"}, false},
	{"proxy-clients", "ProxyName", []string{"AWS/RDS ClientConnections"}, false},
	{"proxy-failures", "ProxyName", []string{"AWS/RDS DatabaseConnectionsSetupFailed"}, true},
	{"cache-memory", "CacheClusterId", []string{"AWS/ElastiCache DatabaseMemoryUsagePercentage"}, true},
	{"cache-evictions", "CacheClusterId", []string{"AWS/ElastiCache Evictions"}, false},
	{"nat-ports", "NatGatewayId", []string{"AWS/NATGateway ErrorPortAllocation"}, false},
	{"nat-drops", "NatGatewayId", []string{"AWS/NATGateway PacketsDropCount"}, false},
}

// serviceWatches are needed for a service, by its kind of work.
func serviceWatches(s config.Service) []watch {
	var watches []watch
	if s.Listens() {
		watches = append(watches,
			watch{"server-errors", "TargetGroup", []string{"AWS/ApplicationELB HTTPCode_Target_5XX_Count"}, true},
			watch{"slow-answers", "TargetGroup", []string{"AWS/ApplicationELB TargetResponseTime"}, false},
			watch{"unhealthy-targets", "TargetGroup", []string{"AWS/ApplicationELB UnHealthyHostCount"}, true},
		)
	}
	if s.AlwaysRuns() {
		watches = append(watches,
			watch{"tasks-missing", "ServiceName", []string{"ECS/ContainerInsights DesiredTaskCount", "ECS/ContainerInsights RunningTaskCount"}, true},
			watch{"memory-high", "ServiceName", []string{"AWS/ECS MemoryUtilization"}, false},
		)
	}
	if s.IsJob() {
		watches = append(watches, watch{"job-not-started", "QueueName", []string{"AWS/SQS ApproximateNumberOfMessagesVisible"}, true})
	}
	if s.IsJob() && !s.Overlap {
		watches = append(watches, watch{"job-not-started", "StateMachineArn", []string{"AWS/States ExecutionsFailed", "AWS/States ExecutionsAborted", "AWS/States ExecutionsTimedOut"}, true})
	}
	return watches
}

// needed are those that the environment needs.
func needed(v *check.Review, watches []watch) []watch {
	return slices.DeleteFunc(slices.Clone(watches), func(w watch) bool { return v.Settings.Alerts.EssentialOnly && !w.everywhere })
}

// sections are the alarms of a service by their sections of the runbook.
func sections(v *check.Review, s config.Service) []string {
	var list []string
	for _, w := range needed(v, serviceWatches(s)) {
		list = append(list, w.section)
	}
	return slices.Compact(list)
}

func troubleIsWatched(v *check.Review) {
	ofPlatform := slices.DeleteFunc(ownAlarms(v), func(alarm *assembly.Resource) bool {
		owner, known := parts.AlarmOwner(v, alarm)
		return owner != "" || !known
	})
	for _, w := range needed(v, platformWatches) {
		w.among(v, ofPlatform, "the platform")
	}
	for _, s := range v.Settings.Services {
		for _, w := range needed(v, serviceWatches(s)) {
			w.among(v, serviceAlarms(v, s), s.Name)
		}
	}
}

// among complains unless one of the alarms looks at all the metrics.
func (w watch) among(v *check.Review, alarms []*assembly.Resource, of string) {
	for _, alarm := range alarms {
		var got []string
		for _, m := range parts.AlarmMetrics(v, alarm) {
			// A target group's metrics name the load balancer too.
			ofTargets := w.dimension == "LoadBalancer" && m.Dimensions["TargetGroup"] != ""
			if m.Dimensions[w.dimension] != "" && !ofTargets {
				got = append(got, m.Namespace+" "+m.Name)
			}
		}
		missing := slices.ContainsFunc(w.metrics, func(metric string) bool { return !slices.Contains(got, metric) })
		if parts.AlarmSection(v, alarm) == w.section && !missing {
			return
		}
	}
	v.Add("no alarm %s of %s watches %q by %s", w.section, of, w.metrics, w.dimension)
}
