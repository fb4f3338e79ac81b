package parity

// readers declares which environments have readers, and what follows from it.
func readers() []Declaration {
	const scaling = "Asked for in prod only (R3.3); it can be switched off, because AWS documents it as unsupported on Serverless v2."
	waits := Each{Absent, Absent, "${Compute/ReaderScalingTarget*}"}
	return []Declaration{
		{
			Type: "AWS::RDS::DBInstance", Of: []string{"Data/AuroraReader1"}, Has: inStagingAndProd,
			Reason: "Staging and prod have a reader in the other zone, as large as the writer and ready to take its place; dev lives in one zone and can wait for a new writer (R3.2).",
		},
		{
			Type: "AWS::RDS::DBProxyTargetGroup", Paths: []string{"DependsOn[]"},
			Has:    Each{Absent, "${Data/AuroraReader1}", "${Data/AuroraReader1}"},
			Reason: "The proxy's targets wait for all instances there are.",
		},
		{
			Type: "AWS::RDS::DBProxyEndpoint", Of: []string{"Data/ProxyReader"}, Has: inStagingAndProd,
			Reason: "A read-only endpoint needs a reader behind it (R3.8).",
		},
		{
			Of: []string{"Data"}, Paths: []string{"Outputs.ReaderEndpoint", "Outputs.${Data/ProxyReader.Endpoint}"},
			Has:    Each{Absent, `{*"Value":"${Data/ProxyReader.Endpoint}"}`, `{*"Value":"${Data/ProxyReader.Endpoint}"}`},
			Reason: "The host of the read-only endpoint, for people and for the tasks.",
		},
		{
			Type: task, Paths: []string{"Properties.ContainerDefinitions[*].Environment[DB_READER_HOST].Value"},
			Has:    Each{"${Data/Proxy.Endpoint}", "${Data/ProxyReader.Endpoint}", "${Data/ProxyReader.Endpoint}"},
			Reason: "Without readers the tasks read from the writer, and applications need not know.",
		},
		{Type: taskCount, Of: []string{"Compute/ReaderScalingTarget"}, Has: inProd, Reason: scaling},
		{Type: "AWS::ApplicationAutoScaling::ScalingPolicy", Of: []string{"Compute/ReaderScalingTargetCpu"}, Has: inProd, Reason: scaling},
		{
			Type: balancer, Paths: []string{"DependsOn[]"}, Has: waits,
			Reason: "The load balancer waits for the scaling of the readers, so that a refusal can be rolled back (R4.6).",
		},
		{Type: listener, Paths: []string{"DependsOn[]"}, Has: waits, Reason: "Listeners wait for what their load balancer waits for."},
	}
}

// cacheNodes declares how many nodes the cache has, and what follows from it.
func cacheNodes() []Declaration {
	return []Declaration{
		{
			Type: cache, Paths: []string{"Properties.NumCacheClusters"}, Has: Each{"1", "1", "2"},
			Reason: "Prod's second node keeps the cache when a zone fails; elsewhere a lost cache is computed again (R3.10).",
		},
		{
			Type: cache, Paths: []string{"Properties.AutomaticFailoverEnabled", "Properties.MultiAZEnabled"},
			Has:    Each{"false", "false", "true"},
			Reason: "A single node has no other to fail over to.",
		},
		{
			Type: cache, Paths: []string{"Metadata.cdk_nag.rules_to_suppress[AwsSolutions-AEC4]"},
			Has:    Each{`{"id":"AwsSolutions-AEC4",*}`, `{"id":"AwsSolutions-AEC4",*}`, Absent},
			Reason: "The rule that wants several zones is waived where there is one node.",
		},
	}
}
