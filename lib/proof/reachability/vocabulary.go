package reachability

// onNetwork are the types that define the network, stand on it or decide what passes
// it, with the properties that the model reads or that no packet depends on. Another
// property is unknown: it may be a way.
var onNetwork = map[string]string{
	"AWS::ApplicationAutoScaling::ScalableTarget": "MaxCapacity MinCapacity ResourceId RoleARN ScalableDimension ServiceNamespace",

	"AWS::EC2::EIP":     "Domain InstanceId",
	"AWS::EC2::FlowLog": "DeliverLogsPermissionArn LogDestinationType LogGroupName ResourceId ResourceType TrafficType",
	"AWS::EC2::Instance": `AvailabilityZone BlockDeviceMappings IamInstanceProfile ImageId InstanceType MetadataOptions Monitoring
		PropagateTagsToVolumeOnCreation SecurityGroupIds SubnetId UserData`,
	"AWS::EC2::InternetGateway":             "",
	"AWS::EC2::NatGateway":                  "AllocationId ConnectivityType SubnetId",
	"AWS::EC2::Route":                       "DestinationCidrBlock GatewayId NatGatewayId RouteTableId",
	"AWS::EC2::RouteTable":                  "VpcId",
	"AWS::EC2::SecurityGroup":               "GroupDescription SecurityGroupEgress SecurityGroupIngress VpcId",
	"AWS::EC2::SecurityGroupEgress":         ruleProperties,
	"AWS::EC2::SecurityGroupIngress":        ruleProperties,
	"AWS::EC2::Subnet":                      "AvailabilityZone CidrBlock MapPublicIpOnLaunch VpcId",
	"AWS::EC2::SubnetRouteTableAssociation": "RouteTableId SubnetId",
	"AWS::EC2::VPC":                         "CidrBlock EnableDnsHostnames EnableDnsSupport InstanceTenancy",
	"AWS::EC2::VPCEndpoint":                 "PolicyDocument PrivateDnsEnabled RouteTableIds SecurityGroupIds ServiceName SubnetIds VpcEndpointType VpcId",
	"AWS::EC2::VPCGatewayAttachment":        "InternetGatewayId VpcId",

	"AWS::ECS::Service": `AvailabilityZoneRebalancing Cluster DeploymentConfiguration DesiredCount EnableECSManagedTags EnableExecuteCommand
		HealthCheckGracePeriodSeconds LaunchType LoadBalancers NetworkConfiguration PropagateTags TaskDefinition`,
	"AWS::ECS::TaskDefinition": `ContainerDefinitions Cpu ExecutionRoleArn Family Memory NetworkMode RequiresCompatibilities RuntimePlatform TaskRoleArn
		Volumes`,
	"AWS::Lambda::Function": "Architectures Code Description Environment Handler LoggingConfig MemorySize Role Runtime Timeout VpcConfig",

	"AWS::ElasticLoadBalancingV2::Listener":     "Certificates DefaultActions LoadBalancerArn Port Protocol SslPolicy",
	"AWS::ElasticLoadBalancingV2::ListenerRule": "Actions Conditions ListenerArn Priority",
	"AWS::ElasticLoadBalancingV2::LoadBalancer": "IpAddressType LoadBalancerAttributes Scheme SecurityGroups Subnets Type",
	"AWS::ElasticLoadBalancingV2::TargetGroup": `HealthCheckIntervalSeconds HealthCheckPath HealthCheckTimeoutSeconds HealthyThresholdCount Matcher Port Protocol
		TargetGroupAttributes TargetType UnhealthyThresholdCount VpcId`,
	"AWS::WAFv2::WebACL":            "DefaultAction Description Name Rules Scope VisibilityConfig",
	"AWS::WAFv2::WebACLAssociation": "ResourceArn WebACLArn",

	"AWS::ElastiCache::ReplicationGroup": `AtRestEncryptionEnabled AuthToken AutoMinorVersionUpgrade AutomaticFailoverEnabled CacheNodeType CacheSubnetGroupName
		Engine EngineVersion KmsKeyId LogDeliveryConfigurations MultiAZEnabled NumCacheClusters Port PreferredCacheClusterAZs
		PreferredMaintenanceWindow ReplicationGroupDescription SecurityGroupIds SnapshotRetentionLimit SnapshotWindow
		TransitEncryptionEnabled`,
	"AWS::ElastiCache::SubnetGroup": "Description SubnetIds",

	"AWS::RDS::DBCluster": `AutoMinorVersionUpgrade BackupRetentionPeriod CopyTagsToSnapshot DBClusterIdentifier DBClusterParameterGroupName
		DBSubnetGroupName DatabaseInsightsMode DatabaseName DeletionProtection EnableCloudwatchLogsExports EnableHttpEndpoint
		EnableIAMDatabaseAuthentication Engine EngineLifecycleSupport EngineVersion KmsKeyId ManageMasterUserPassword
		MasterUserSecret MasterUsername PerformanceInsightsEnabled PerformanceInsightsKmsKeyId
		PerformanceInsightsRetentionPeriod Port PreferredBackupWindow PreferredMaintenanceWindow RestoreType
		ServerlessV2ScalingConfiguration SnapshotIdentifier SourceDBClusterIdentifier StorageEncrypted UseLatestRestorableTime
		VpcSecurityGroupIds`,
	"AWS::RDS::DBClusterParameterGroup": "Description Family Parameters",
	"AWS::RDS::DBInstance": `AvailabilityZone DBClusterIdentifier DBInstanceClass EnablePerformanceInsights Engine MonitoringInterval
		MonitoringRoleArn PerformanceInsightsKMSKeyId PerformanceInsightsRetentionPeriod PreferredMaintenanceWindow
		PromotionTier PubliclyAccessible`,
	"AWS::RDS::DBProxy":            "Auth DBProxyName DefaultAuthScheme EngineFamily RequireTLS RoleArn VpcSecurityGroupIds VpcSubnetIds",
	"AWS::RDS::DBProxyEndpoint":    "DBProxyEndpointName DBProxyName TargetRole VpcSecurityGroupIds VpcSubnetIds",
	"AWS::RDS::DBProxyTargetGroup": "ConnectionPoolConfigurationInfo DBClusterIdentifiers DBProxyName TargetGroupName",
	"AWS::RDS::DBSubnetGroup":      "DBSubnetGroupDescription SubnetIds",
}

// offNetwork are the types that no packet between parties depends on: what AWS runs
// outside the VPC, and what only IAM opens. Who may use them is the business of
// package permissions.
var offNetwork = []string{
	"AWS::ApplicationAutoScaling::ScalingPolicy", "AWS::Budgets::Budget", "AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard",
	"AWS::ECR::RegistryScanningConfiguration", "AWS::ECR::Repository", "AWS::ECS::Cluster",
	"AWS::Events::ApiDestination", "AWS::Events::Connection", "AWS::Events::Rule",
	"AWS::IAM::InstanceProfile", "AWS::IAM::ManagedPolicy", "AWS::IAM::OIDCProvider", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::KMS::Key",
	"AWS::Logs::LogGroup", "AWS::Pipes::Pipe", "AWS::Route53::RecordSet", "AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::SNS::Subscription", "AWS::SNS::Topic",
	"AWS::SNS::TopicPolicy", "AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "AWS::SecretsManager::Secret", "AWS::StepFunctions::StateMachine",
	"AWS::WAFv2::LoggingConfiguration",
	// What these do when they are deployed is in their functions: one looks for a
	// certificate, one runs SQL by the Data API, one empties a bucket that goes, and one
	// takes the rules out of the default security group, which nobody here wears.
	"Custom::CertificateSearch", "Custom::DatabaseStatement", "Custom::S3AutoDeleteObjects", "Custom::VpcRestrictDefaultSG",
}
