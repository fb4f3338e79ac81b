package parity

import "slices"

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
		{Type: "AWS::EC2::NatGateway", Of: []string{"Network/VpcPublicSubnet2NATGateway"}, Has: inProd, Reason: gateways},
		{Type: "AWS::EC2::EIP", Of: []string{"Network/VpcPublicSubnet2EIP"}, Has: inProd, Reason: "The address of prod's second NAT gateway."},
		{
			Type: "AWS::EC2::Route", Of: []string{"Network/VpcPrivateSubnet2DefaultRoute"}, Paths: []string{"Properties.NatGatewayId"},
			Has:    Each{"${Network/VpcPublicSubnet1NATGateway}", "${Network/VpcPublicSubnet1NATGateway}", "${Network/VpcPublicSubnet2NATGateway}"},
			Reason: "With a gateway in each zone, each private subnet leaves through its own (R1.3).",
		},
		{
			Of: []string{"Network"}, Paths: []string{"Outputs.${Network/VpcPublicSubnet2NATGateway}"},
			Has:    Each{Absent, Absent, `{"Value":"${Network/VpcPublicSubnet2NATGateway}"}`},
			Reason: "Alarms and dashboard in Compute watch the second gateway too.",
		},
		{
			Type: service, Paths: []string{"Properties.NetworkConfiguration.AwsvpcConfiguration.Subnets[]"},
			Has:    Each{Absent, "${Network/VpcPrivateSubnet2Subnet}", "${Network/VpcPrivateSubnet2Subnet}"},
			Reason: singleZone,
		},
		{
			Type: service, Paths: []string{"Properties.AvailabilityZoneRebalancing"},
			Has:    Each{"DISABLED", "ENABLED", "ENABLED"},
			Reason: "In a single zone ECS has nothing to even out (R4.2).",
		},
		{
			Of: []string{"Network"}, Paths: []string{"Outputs.${Network/VpcPrivateSubnet2Subnet}"},
			Has:    Each{Absent, `{"Value":"${Network/VpcPrivateSubnet2Subnet}"}`, `{"Value":"${Network/VpcPrivateSubnet2Subnet}"}`},
			Reason: "No task of dev needs the private subnet in 2c, so Compute does not import it.",
		},
		{
			Type: "AWS::ElastiCache::SubnetGroup", Paths: []string{"Properties.SubnetIds[]"},
			Has:    Each{Absent, "${Network/VpcIsolatedSubnet2Subnet}", "${Network/VpcIsolatedSubnet2Subnet}"},
			Reason: singleZone,
		},
	}
}

func capacity() []Declaration {
	const tasks = "Staging has prod's tasks, so that what runs there runs in prod; a developer needs half (R4.2)."
	return []Declaration{
		{
			Type: cluster, Paths: []string{"Properties.ServerlessV2ScalingConfiguration.MaxCapacity"},
			Has:    Each{"4", "8", "128"},
			Reason: "The most that the database may grow to and cost: prod's load, a test's, a developer's (R3.1).",
		},
		{Type: task, Paths: []string{"Properties.Cpu"}, Has: Each{"512", "1024", "1024"}, Reason: tasks},
		{Type: task, Paths: []string{"Properties.Memory"}, Has: Each{"1024", "2048", "2048"}, Reason: tasks},
		{
			Type: taskCount, Paths: []string{"Properties.MinCapacity"}, Has: Each{"1", "2", "2"},
			Reason: "Two tasks stand in two zones; dev has one zone, and nobody waits for it (R4.5).",
		},
		{
			Type: taskCount, Paths: []string{"Properties.MaxCapacity"}, Has: Each{"4", "10", "50"},
			Reason: "The most tasks of a service: prod's load, a test's, a developer's (R4.5).",
		},
	}
}

func retention() []Declaration {
	return []Declaration{
		{
			Type: "AWS::Logs::LogGroup", Paths: []string{"Properties.RetentionInDays"}, Has: Each{"7", "30", "365"},
			Reason: "A year of prod's logs answers questions that come late; a month does for a test, a week for a developer (R4.10).",
		},
		{
			Type: "AWS::S3::Bucket", Of: []string{"Compute/AccessLogs"}, Paths: []string{"Properties.LifecycleConfiguration.Rules[*].ExpirationInDays"},
			Has:    Each{"7", "30", "365"},
			Reason: "Access logs go with the other logs (R4.6).",
		},
		{
			Type: cluster, Paths: []string{"Properties.BackupRetentionPeriod"}, Has: Each{"1", "7", "14"},
			Reason: "How far back a mistake in the data can be undone: data of users, of a test, of a developer (R3.4).",
		},
		{
			Type: cache, Paths: []string{"Properties.SnapshotRetentionLimit"}, Has: Each{"0", "0", "15"},
			Reason: "Asked for in prod only (R3.10), where a new cache can then start filled.",
		},
	}
}

func protection() []Declaration {
	return []Declaration{
		{
			Of: []string{"Network", "Security", "Data", "Compute"}, Paths: []string{"TerminationProtection"},
			Has:    Each{"false", "false", "true"},
			Reason: "No single command deletes prod; the others may be torn down and made anew (R5.5).",
		},
		{
			Type: balancer, Paths: []string{"Properties.LoadBalancerAttributes[deletion_protection.enabled].Value"},
			Has:    Each{"false", "false", "true"},
			Reason: "Prod's users arrive at this name, and a new load balancer has another (R4.6).",
		},
	}
}

func addresses() []Declaration {
	const ranges = "Each environment has its own addresses, so that two of them can be peered later (R1.1)."
	return []Declaration{
		{Type: "AWS::EC2::VPC", Paths: []string{"Properties.CidrBlock"}, Has: Each{"10.10.0.0/16", "10.20.0.0/16", "10.30.0.0/16"}, Reason: ranges},
		{
			Type: subnet, Paths: []string{"Properties.CidrBlock"}, Has: Each{"10.10.*", "10.20.*", "10.30.*"},
			Reason: "Parts of the range of the VPC, cut alike.",
		},
		{
			Type: "Custom::CertificateSearch", Paths: []string{"Properties.DomainName"},
			Has:    Each{"dev.chassis.example.com", "staging.chassis.example.com", "prod.chassis.example.com"},
			Reason: "Each environment has a domain of its own; this is the placeholder until one is set.",
		},
		{
			Of: []string{"Compute"}, Paths: []string{"Outputs.Url.Value"},
			Has:    Each{"https://dev.chassis.example.com", "https://staging.chassis.example.com", "https://prod.chassis.example.com"},
			Reason: "The address at that domain.",
		},
	}
}
