package parity

// alarmSet declares which alarms there are.
func alarmSet() []Declaration {
	return []Declaration{
		{
			Type: alarm, Has: inStagingAndProd,
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
			Type: alarm, Of: []string{"Compute/AlarmsReplicaLag"}, Has: inStagingAndProd,
			Reason: "Without a reader nothing lags.",
		},
		{
			Type: alarm, Of: []string{"Compute/AlarmsCacheLag", "Compute/AlarmsCacheFailover"}, Has: inProd,
			Reason: "A single cache node has no replica that lags and none that takes over.",
		},
	}
}

// alarmNumbers declares how the alarms that two environments have differ.
func alarmNumbers() []Declaration {
	const (
		nodes    = "Where the cache has two nodes, the alarm looks at the worse one, which takes an expression."
		gateways = "Where there are two NAT gateways, the alarm looks at the worse one, which takes an expression."

		mostConnections = "80 % of the connections that a database of the largest capacity takes."
		mostClients     = "The connections of the most tasks, ten each."
	)
	oneMetric := []string{
		"Properties.Dimensions", "Properties.MetricName", "Properties.Namespace", "Properties.Period", "Properties.Statistic",
	}
	worse := []string{"Properties.Metrics"}
	ofCache := []string{"Compute/AlarmsCacheMemory", "Compute/AlarmsCacheCpu", "Compute/AlarmsCacheCredits", "Compute/AlarmsCacheEvictions"}
	connections, clients := []string{"Compute/AlarmsDatabaseConnections"}, []string{"Compute/AlarmsProxyClients"}
	ofGateways := []string{"Compute/AlarmsNatPorts", "Compute/AlarmsNatDrops"}
	return []Declaration{
		{Type: alarm, Of: ofCache, Paths: oneMetric, Has: Each{"*", "*", Absent}, Reason: nodes},
		{Type: alarm, Of: ofCache, Paths: worse, Has: Each{Absent, Absent, "*AWS/ElastiCache*"}, Reason: nodes},
		{Type: alarm, Of: ofGateways, Paths: oneMetric, Has: Each{Nowhere, "*", Absent}, Reason: gateways},
		{Type: alarm, Of: ofGateways, Paths: worse, Has: Each{Nowhere, Absent, "*AWS/NATGateway*"}, Reason: gateways},
		{
			Type: alarm, Of: connections, Paths: []string{"Properties.Threshold"}, Has: Each{"657", "1332", "1600"},
			Reason: mostConnections,
		},
		{
			Type: alarm, Of: connections, Paths: []string{"Properties.AlarmDescription"},
			Has:    Each{"*more than 657 connections*", "*more than 1332 connections*", "*more than 1600 connections*"},
			Reason: mostConnections,
		},
		{
			Type: alarm, Of: clients, Paths: []string{"Properties.Threshold"}, Has: Each{Nowhere, "200", "1000"},
			Reason: mostClients,
		},
		{
			Type: alarm, Of: clients, Paths: []string{"Properties.AlarmDescription"},
			Has:    Each{Nowhere, "*more than 200 connections*", "*more than 1000 connections*"},
			Reason: mostClients,
		},
		{
			Type: alarm, Of: []string{"Compute/ServiceApiReleaseNoHeadroom", "Compute/AdminApiReleaseNoHeadroom"}, Paths: []string{"Properties.Metrics[*].Expression"},
			Has:    Each{Nowhere, "IF(running >= 10, cpu, 0)", "IF(running >= 50, cpu, 0)"},
			Reason: "It fires at the most tasks of a service, whatever that number is.",
		},
	}
}
