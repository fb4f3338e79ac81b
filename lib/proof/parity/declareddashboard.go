package parity

// dashboards declares what the dashboard shows more or less of, and where.
func dashboards() []Declaration {
	const (
		widgets  = "Properties.DashboardBody.widgets"
		states   = widgets + "[Alarms of <env>]"
		alarmARN = "arn:aws:cloudwatch:ap-northeast-2:${AWS::AccountId}:alarm:chassis-<env>-"
		node     = `*"${Data/RedisReplicationGroup}-001"*`
		gateway  = `*"${Network/VpcPublicSubnet1NATGateway}"*`

		nodes    = "A line for each cache node, numbered where there are two."
		gateways = "A line for each NAT gateway, numbered where there are two."
	)
	ofCache := []string{
		widgets + "[Cache memory].properties.metrics[]", widgets + "[Redis CPU].properties.metrics[]",
		widgets + "[Cache evictions].properties.metrics[]", widgets + "[Cache connections].properties.metrics[]",
	}
	ofGateways := []string{widgets + "[NAT gateways].properties.metrics[]"}
	return []Declaration{
		{
			Type: dashboard, Paths: []string{states + ".properties.alarms[]"}, Has: Each{Absent, alarmARN + "*", alarmARN + "*"},
			Reason: "The states on top are those of the environment's alarms.",
		},
		{
			Type: dashboard, Paths: []string{states + ".properties.alarms[]"}, Has: Each{Absent, Absent, alarmARN + "cache-*"},
			Reason: "Prod alone watches a second cache node.",
		},
		{
			Type: dashboard, Paths: []string{states + ".height", widgets + "[*].y"}, Rising: true,
			Reason: "More alarms take more rows, and the graphs stand below them.",
		},
		{
			Type: dashboard, Paths: []string{widgets + "[Commit latency]"}, Has: Each{`*"CommitLatency"*`, Absent, Absent},
			Reason: "Without a reader nothing lags; the place shows how long commits take.",
		},
		{
			Type: dashboard, Paths: []string{widgets + "[Replica lag]"},
			Has:    Each{Absent, `*"AuroraReplicaLagMaximum"*"y":20}`, `*"AuroraReplicaLagMaximum"*"y":21}`},
			Reason: "Dev has no reader, and prod's graph stands a row lower than staging's.",
		},
		{Type: dashboard, Paths: ofCache, Has: Each{node, node, Absent}, Reason: nodes},
		{Type: dashboard, Paths: ofCache, Has: Each{Absent, Absent, `*"${Data/RedisReplicationGroup}-00*`}, Reason: nodes},
		{Type: dashboard, Paths: ofGateways, Has: Each{gateway, gateway, Absent}, Reason: gateways},
		{Type: dashboard, Paths: ofGateways, Has: Each{Absent, Absent, `*NATGateway}"*`}, Reason: gateways},
	}
}
