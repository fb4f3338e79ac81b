package parity

// alarmSet declares which alarms there are.
func alarmSet() []Declaration {
	return []Declaration{
		{
			Type: alarm, Alone: dev,
			Of: []string{
				"Compute/AlarmsBalancerErrors", "Compute/AlarmsErrorRate", "Compute/AlarmsRejectedConnections", "Compute/AlarmsBlockedRequests",
				"Compute/AlarmsDatabaseAtCeiling", "Compute/AlarmsDeadlocks",
				"Compute/AlarmsBorrowLatency", "Compute/AlarmsProxyClients",
				"Compute/AlarmsCacheCpu", "Compute/AlarmsCacheCredits", "Compute/AlarmsCacheEvictions",
				"Compute/AlarmsNatPorts", "Compute/AlarmsNatDrops",
				"Compute/ServiceApiReleaseMemoryHigh", "Compute/ServiceApiReleaseNoHeadroom", "Compute/ServiceApiReleaseSlowAnswers",
				"Compute/AdminApiReleaseMemoryHigh", "Compute/AdminApiReleaseNoHeadroom", "Compute/AdminApiReleaseSlowAnswers",
			},
			Reason: "Dev has a smaller set: nobody is woken for it (R2.8).",
		},
		{
			Type: alarm, Of: []string{"Compute/AlarmsReplicaLag"}, Alone: dev,
			Reason: "Without a reader nothing lags.",
		},
		{
			Type: alarm, Of: []string{"Compute/AlarmsCacheLag", "Compute/AlarmsCacheFailover"}, Alone: prod,
			Reason: "A single cache node has no replica that lags and none that takes over.",
		},
	}
}

// alarmNumbers declares how the alarms that two environments have differ.
func alarmNumbers() []Declaration {
	oneMetric := []string{
		"Properties.Dimensions", "Properties.MetricName", "Properties.Namespace", "Properties.Period", "Properties.Statistic",
		"Properties.Metrics",
	}
	return []Declaration{
		{
			Type: alarm, Of: []string{"Compute/AlarmsCacheMemory", "Compute/AlarmsCacheCpu", "Compute/AlarmsCacheCredits", "Compute/AlarmsCacheEvictions"},
			Paths: oneMetric, Alone: prod,
			Reason: "Where the cache has two nodes, the alarm looks at the worse one, which takes an expression.",
		},
		{
			Type: alarm, Of: []string{"Compute/AlarmsNatPorts", "Compute/AlarmsNatDrops"}, Paths: oneMetric, Alone: prod,
			Reason: "Where there are two NAT gateways, the alarm looks at the worse one, which takes an expression.",
		},
		{
			Type: alarm, Of: []string{"Compute/AlarmsDatabaseConnections"}, Paths: []string{"Properties.Threshold", "Properties.AlarmDescription"},
			Reason: "80 % of the connections that a database of the largest capacity takes.",
		},
		{
			Type: alarm, Of: []string{"Compute/AlarmsProxyClients"}, Paths: []string{"Properties.Threshold", "Properties.AlarmDescription"},
			Reason: "The connections of the most tasks, ten each.",
		},
		{
			Type: alarm, Of: []string{"Compute/ServiceApiReleaseNoHeadroom", "Compute/AdminApiReleaseNoHeadroom"}, Paths: []string{"Properties.Metrics[*].Expression"},
			Reason: "It fires at the most tasks of a service, whatever that number is.",
		},
	}
}

func dashboards() []Declaration {
	const (
		widgets = "Properties.DashboardBody.widgets"
		states  = widgets + "[Alarms of <env>]"
	)
	return []Declaration{
		{
			Type: dashboard, Paths: []string{states + ".properties.alarms[]"}, Alone: dev,
			Reason: "The states on top are those of the environment's alarms.",
		},
		{
			Type: dashboard, Paths: []string{states + ".properties.alarms[]"}, Alone: prod,
			Reason: "Prod alone watches a second cache node.",
		},
		{
			Type: dashboard, Paths: []string{states + ".height", widgets + "[*].y"},
			Reason: "More alarms take more rows, and the graphs stand below them.",
		},
		{
			Type: dashboard, Paths: []string{widgets + "[Commit latency]"}, Alone: dev,
			Reason: "Without a reader nothing lags; the place shows how long commits take.",
		},
		{
			Type: dashboard, Paths: []string{widgets + "[Replica lag]"},
			Reason: "Dev has no reader, and prod's graph stands a row lower than staging's.",
		},
		{
			Type: dashboard, Alone: prod,
			Paths: []string{
				widgets + "[Cache memory].properties.metrics[]", widgets + "[Redis CPU].properties.metrics[]",
				widgets + "[Cache evictions].properties.metrics[]", widgets + "[Cache connections].properties.metrics[]",
			},
			Reason: "A line for each cache node, numbered where there are two.",
		},
		{
			Type: dashboard, Paths: []string{widgets + "[NAT gateways].properties.metrics[]"}, Alone: prod,
			Reason: "A line for each NAT gateway, numbered where there are two.",
		},
	}
}
