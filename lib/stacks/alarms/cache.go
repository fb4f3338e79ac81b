package alarms

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"

	"example.com/chassis/lib/config"
)

const elastiCache = "AWS/ElastiCache"

// cache lists the alarms on Redis.
func cache(env config.Environment) []Alarm {
	return []Alarm{
		{
			ID:        "cache-memory",
			Problem:   "The cache is nearly full",
			Why:       "A full cache throws out what has an expiry, and refuses to write when nothing has.",
			Metrics:   []Metric{{"memory", elastiCache, "DatabaseMemoryUsagePercentage", "Maximum", CacheNodes}},
			Threshold: 80, Unit: "% of the memory",
			// A node without data has failed.
			Period: time.Minute, Breaches: 5, Periods: 5, Missing: awscloudwatch.TreatMissingData_BREACHING,
			essential: true,
		},
		{
			ID:      "cache-evictions",
			Problem: "The cache throws out what it should keep",
			Why:     "It is full, and what was thrown out is computed again, by the database.",
			Metrics: []Metric{{"evictions", elastiCache, "Evictions", "Sum", CacheNodes}},
			Unit:    "keys",
			Period:  5 * time.Minute, Breaches: 3, Periods: 3,
		},
		cacheCPU(env),
		{
			ID:      "cache-credits",
			Problem: "The cache has nearly used up its CPU credits",
			Why:     "Without them a node of the types t3 and t4g is held to a tenth or a fifth of its cores, and is slow without being busy.",
			Metrics: []Metric{{"credits", elastiCache, "CPUCreditBalance", "Minimum", CacheNodes}},
			// A new node has none, and earns twelve or more in an hour.
			Threshold: 5, Below: true, Unit: "credits",
			Period: 5 * time.Minute, Breaches: 12, Periods: 12,
			skip: !env.Cache.HasCredits(),
		},
		{
			ID:      "cache-lag",
			Problem: "The cache's replica is behind its primary",
			Why:     "What it has not got yet is lost when it takes over.",
			Metrics: []Metric{{"lag", elastiCache, "ReplicationLag", "Maximum", CacheNodes}},
			// The metric counts seconds. Only a replica publishes it, so no data means that
			// there is no replica.
			Threshold: 5, Unit: "s",
			Period: time.Minute, Breaches: 5, Periods: 5, Missing: awscloudwatch.TreatMissingData_BREACHING,
			skip: env.Cache.Nodes < 2,
		},
		{
			ID:      "cache-failover",
			Problem: "Another node of the cache has become its primary",
			Why:     "The primary failed or was maintained; what had not reached the replica is lost.",
			// ElastiCache publishes its events to unencrypted topics only. So this compares
			// the role of each node with its role a minute before.
			Metrics: []Metric{{"primary", elastiCache, "IsMaster", "Maximum", CacheNodes}},
			Each:    "ABS(DIFF(%s))",
			Unit:    "nodes with another role",
			// A difference needs two data points, so a single period could have none.
			Period: time.Minute, Breaches: 1, Periods: 3,
			skip: env.Cache.Nodes < 2,
		},
	}
}

// cacheCPU watches the core of Redis' one thread. On a node with two cores, background
// work takes CPU time too, so AWS recommends the metric of the whole node there: 90 %
// of one core is 45 % of two.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.WhichShouldIMonitor.html
func cacheCPU(env config.Environment) Alarm {
	a := Alarm{
		ID:        "cache-cpu",
		Problem:   "Redis is busy",
		Why:       "It works on one thread: when its core has no time left, every client waits.",
		Metrics:   []Metric{{"cpu", elastiCache, "EngineCPUUtilization", "Average", CacheNodes}},
		Threshold: 80, Unit: "% of a core",
		Period: time.Minute, Breaches: 10, Periods: 10,
	}
	if env.Cache.TwoCores() {
		a.Metrics[0].Name, a.Threshold, a.Unit = "CPUUtilization", 45, "% of two cores"
	}
	return a
}
