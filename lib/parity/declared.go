package parity

import "slices"

// The environments that are unlike the other two.
const (
	dev  = "dev"
	prod = "prod"
)

// Types that several declarations are about.
const (
	alarm     = "AWS::CloudWatch::Alarm"
	dashboard = "AWS::CloudWatch::Dashboard"
	service   = "AWS::ECS::Service"
	task      = "AWS::ECS::TaskDefinition"
	taskCount = "AWS::ApplicationAutoScaling::ScalableTarget"
	subnet    = "AWS::EC2::Subnet"
	cluster   = "AWS::RDS::DBCluster"
	cache     = "AWS::ElastiCache::ReplicationGroup"
	balancer  = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	listener  = "AWS::ElasticLoadBalancingV2::Listener"
)

// Declared lists every way in which the environments may differ.
func Declared() []Topic {
	return []Topic{
		{"Zones", zones()},
		{"Readers of the database", readers()},
		{"Cache", cacheNodes()},
		{"Capacity", capacity()},
		{"Retention", retention()},
		{"Protection from deletion", protection()},
		{"Names and addresses", addresses()},
		{"Alarms", slices.Concat(alarmSet(), alarmNumbers())},
		{"Dashboard", dashboards()},
	}
}

func zones() []Declaration {
	const (
		gateways   = "Prod has a NAT gateway in each zone, so that a zone may fail and the other keeps its way out; the others save the price of the second (R1.3)."
		singleZone = "Everything of dev runs in 2a: it need not outlive a zone, and pays for nothing in a second one (R1.2)."
	)
	return []Declaration{
		{Type: "AWS::EC2::NatGateway", Of: []string{"Network/VpcPublicSubnet2NATGateway"}, Alone: prod, Reason: gateways},
		{Type: "AWS::EC2::EIP", Of: []string{"Network/VpcPublicSubnet2EIP"}, Alone: prod, Reason: "The address of prod's second NAT gateway."},
		{
			Type: "AWS::EC2::Route", Of: []string{"Network/VpcPrivateSubnet2DefaultRoute"}, Paths: []string{"Properties.NatGatewayId"}, Alone: prod,
			Reason: "With a gateway in each zone, each private subnet leaves through its own (R1.3).",
		},
		{
			Of: []string{"Network"}, Paths: []string{"Outputs.${Network/VpcPublicSubnet2NATGateway}"}, Alone: prod,
			Reason: "Alarms and dashboard in Compute watch the second gateway too.",
		},
		{
			Type: service, Paths: []string{"Properties.NetworkConfiguration.AwsvpcConfiguration.Subnets[]"}, Alone: dev,
			Reason: singleZone,
		},
		{
			Type: service, Paths: []string{"Properties.AvailabilityZoneRebalancing"}, Alone: dev,
			Reason: "In a single zone ECS has nothing to even out (R4.2).",
		},
		{
			Of: []string{"Network"}, Paths: []string{"Outputs.${Network/VpcPrivateSubnet2Subnet}"}, Alone: dev,
			Reason: "No task of dev needs the private subnet in 2c, so Compute does not import it.",
		},
		{Type: "AWS::ElastiCache::SubnetGroup", Paths: []string{"Properties.SubnetIds[]"}, Alone: dev, Reason: singleZone},
	}
}

func readers() []Declaration {
	const scaling = "Asked for in prod only (R3.3); it can be switched off, because AWS documents it as unsupported on Serverless v2."
	return []Declaration{
		{
			Type: "AWS::RDS::DBInstance", Of: []string{"Data/AuroraReader1"}, Alone: dev,
			Reason: "Staging and prod have a reader in the other zone, as large as the writer and ready to take its place; dev lives in one zone and can wait for a new writer (R3.2).",
		},
		{
			Type: "AWS::RDS::DBProxyTargetGroup", Paths: []string{"DependsOn[]"}, Alone: dev,
			Reason: "The proxy's targets wait for all instances there are.",
		},
		{
			Type: "AWS::RDS::DBProxyEndpoint", Of: []string{"Data/ProxyReader"}, Alone: dev,
			Reason: "A read-only endpoint needs a reader behind it (R3.8).",
		},
		{
			Of: []string{"Data"}, Paths: []string{"Outputs.ReaderEndpoint", "Outputs.${Data/ProxyReader.Endpoint}"}, Alone: dev,
			Reason: "The host of the read-only endpoint, for people and for the tasks.",
		},
		{
			Type: task, Paths: []string{"Properties.ContainerDefinitions[*].Environment[DB_READER_HOST].Value"}, Alone: dev,
			Reason: "Without readers the tasks read from the writer, and applications need not know.",
		},
		{Type: taskCount, Of: []string{"Compute/ReaderScalingTarget"}, Alone: prod, Reason: scaling},
		{Type: "AWS::ApplicationAutoScaling::ScalingPolicy", Of: []string{"Compute/ReaderScalingTargetCpu"}, Alone: prod, Reason: scaling},
		{
			Type: balancer, Paths: []string{"DependsOn[]"}, Alone: prod,
			Reason: "The load balancer waits for the scaling of the readers, so that a refusal can be rolled back (R4.6).",
		},
		{Type: listener, Paths: []string{"DependsOn[]"}, Alone: prod, Reason: "Listeners wait for what their load balancer waits for."},
	}
}

func cacheNodes() []Declaration {
	return []Declaration{
		{
			Type: cache, Paths: []string{"Properties.NumCacheClusters"}, Alone: prod,
			Reason: "Prod's second node keeps the cache when a zone fails; elsewhere a lost cache is computed again (R3.10).",
		},
		{
			Type: cache, Paths: []string{"Properties.AutomaticFailoverEnabled", "Properties.MultiAZEnabled"}, Alone: prod,
			Reason: "A single node has no other to fail over to.",
		},
		{
			Type: cache, Paths: []string{"Metadata.cdk_nag.rules_to_suppress[AwsSolutions-AEC4]"}, Alone: prod,
			Reason: "The rule that wants several zones is waived where there is one node.",
		},
	}
}

func capacity() []Declaration {
	return []Declaration{
		{
			Type: cluster, Paths: []string{"Properties.ServerlessV2ScalingConfiguration.MaxCapacity"},
			Reason: "The most that the database may grow to and cost: prod's load, a test's, a developer's (R3.1).",
		},
		{
			Type: task, Paths: []string{"Properties.Cpu", "Properties.Memory"}, Alone: dev,
			Reason: "Staging has prod's tasks, so that what runs there runs in prod; a developer needs half (R4.2).",
		},
		{
			Type: taskCount, Paths: []string{"Properties.MinCapacity"}, Alone: dev,
			Reason: "Two tasks stand in two zones; dev has one zone, and nobody waits for it (R4.5).",
		},
		{
			Type: taskCount, Paths: []string{"Properties.MaxCapacity"},
			Reason: "The most tasks of a service: prod's load, a test's, a developer's (R4.5).",
		},
	}
}

func retention() []Declaration {
	return []Declaration{
		{
			Type: "AWS::Logs::LogGroup", Paths: []string{"Properties.RetentionInDays"},
			Reason: "A year of prod's logs answers questions that come late; a month does for a test, a week for a developer (R4.10).",
		},
		{
			Type: "AWS::S3::Bucket", Of: []string{"Compute/AccessLogs"}, Paths: []string{"Properties.LifecycleConfiguration.Rules[*].ExpirationInDays"},
			Reason: "Access logs go with the other logs (R4.6).",
		},
		{
			Type: cluster, Paths: []string{"Properties.BackupRetentionPeriod"},
			Reason: "How far back a mistake in the data can be undone: data of users, of a test, of a developer (R3.4).",
		},
		{
			Type: cache, Paths: []string{"Properties.SnapshotRetentionLimit"}, Alone: prod,
			Reason: "Asked for in prod only (R3.10), where a new cache can then start filled.",
		},
	}
}

func protection() []Declaration {
	return []Declaration{
		{
			Of: []string{"Network", "Security", "Data", "Compute"}, Paths: []string{"TerminationProtection"}, Alone: prod,
			Reason: "No single command deletes prod; the others may be torn down and made anew (R5.5).",
		},
		{
			Type: balancer, Paths: []string{"Properties.LoadBalancerAttributes[deletion_protection.enabled].Value"}, Alone: prod,
			Reason: "Prod's users arrive at this name, and a new load balancer has another (R4.6).",
		},
	}
}

func addresses() []Declaration {
	const ranges = "Each environment has its own addresses, so that two of them can be peered later (R1.1)."
	return []Declaration{
		{Type: "AWS::EC2::VPC", Paths: []string{"Properties.CidrBlock"}, Reason: ranges},
		{Type: subnet, Paths: []string{"Properties.CidrBlock"}, Reason: "Parts of the range of the VPC, cut alike."},
		{
			Type: "Custom::CertificateSearch", Paths: []string{"Properties.DomainName"},
			Reason: "Each environment has a domain of its own; this is the placeholder until one is set.",
		},
		{Of: []string{"Compute"}, Paths: []string{"Outputs.Url.Value"}, Reason: "The address at that domain."},
	}
}
