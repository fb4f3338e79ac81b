package known

// A property stands here once a promise reads it, or once no value of it can harm.
var (
	tasks = shapes{
		"AWS::ECS::Cluster": `ClusterName ClusterSettings[Name Value]
			Configuration{ExecuteCommandConfiguration{KmsKeyId LogConfiguration{CloudWatchEncryptionEnabled CloudWatchLogGroupName} Logging}}`,
		"AWS::ECS::Service": `AvailabilityZoneRebalancing Cluster
			DeploymentConfiguration{Alarms{AlarmNames[] Enable Rollback} DeploymentCircuitBreaker{Enable Rollback} MaximumPercent MinimumHealthyPercent Strategy}
			DeploymentController{Type} EnableECSManagedTags EnableExecuteCommand HealthCheckGracePeriodSeconds LaunchType
			LoadBalancers[ContainerName ContainerPort TargetGroupArn]
			NetworkConfiguration{AwsvpcConfiguration{AssignPublicIp SecurityGroups[] Subnets[]}} PropagateTags TaskDefinition`,
		"AWS::ECS::TaskDefinition": `ContainerDefinitions[Command[] Environment[Name Value] Essential Image
				LinuxParameters{Capabilities{Add[] Drop[]} InitProcessEnabled}
				LogConfiguration{LogDriver Options{awslogs-group awslogs-region awslogs-stream-prefix max-buffer-size mode}}
				MountPoints[ContainerPath ReadOnly SourceVolume] Name PortMappings[ContainerPort Protocol] Privileged ReadonlyRootFilesystem
				Secrets[Name ValueFrom] StopTimeout]
			Cpu ExecutionRoleArn Family Memory NetworkMode RequiresCompatibilities[] RuntimePlatform{CpuArchitecture OperatingSystemFamily}
			TaskRoleArn Volumes[Name]`,
	}
	images = shapes{
		"AWS::ECR::Repository": `EmptyOnDelete EncryptionConfiguration{EncryptionType KmsKey} ImageScanningConfiguration{ScanOnPush} ImageTagMutability
			LifecyclePolicy{LifecyclePolicyText} RepositoryName`,
	}
	functions = shapes{
		"AWS::Lambda::Function": `Architectures[] Code{S3Bucket S3Key} Description FunctionName Handler LoggingConfig{LogGroup} MemorySize Role Runtime Timeout`,

		"Custom::CertificateSearch":    "DomainName Lookup ServiceTimeout ServiceToken",
		"Custom::DatabaseRoles":        "ClusterArn Code Database SecretArn ServiceTimeout ServiceToken Statements[Name SQL]",
		"Custom::Migration":            "Cluster Command[] Container Image LogGroup SecurityGroup ServiceTimeout ServiceToken Subnets[] TaskDefinition TimeoutMinutes",
		"Custom::S3AutoDeleteObjects":  "BucketName ServiceToken",
		"Custom::VpcRestrictDefaultSG": `Account DefaultSecurityGroupId ServiceToken`,
	}
	host = shapes{
		"AWS::EC2::Instance": `AvailabilityZone BlockDeviceMappings[DeviceName Ebs{Encrypted KmsKeyId VolumeSize VolumeType}] IamInstanceProfile ImageId
			InstanceType MetadataOptions{HttpTokens} Monitoring PropagateTagsToVolumeOnCreation SecurityGroupIds[] SubnetId UserData*`,
		"AWS::SSM::Document": `Content{description parameters{localPortNumber{allowedPattern default description type}}
				properties{host localPortNumber portNumber type} schemaVersion sessionType}
			DocumentFormat DocumentType`,
	}
	proxy = shapes{
		"AWS::RDS::DBProxy": `Auth[AuthScheme IAMAuth SecretArn] DBProxyName DefaultAuthScheme EngineFamily RequireTLS RoleArn VpcSecurityGroupIds[]
			VpcSubnetIds[]`,
		"AWS::RDS::DBProxyEndpoint": "DBProxyEndpointName DBProxyName TargetRole VpcSecurityGroupIds[] VpcSubnetIds[]",
		"AWS::RDS::DBProxyTargetGroup": `ConnectionPoolConfigurationInfo{ConnectionBorrowTimeout MaxConnectionsPercent MaxIdleConnectionsPercent}
			DBClusterIdentifiers[] DBProxyName TargetGroupName`,
	}
	database = shapes{
		"AWS::RDS::DBCluster": `AutoMinorVersionUpgrade BackupRetentionPeriod CopyTagsToSnapshot DBClusterIdentifier DBClusterParameterGroupName
			DBSubnetGroupName DatabaseInsightsMode DatabaseName DeletionProtection EnableCloudwatchLogsExports[] EnableHttpEndpoint
			EnableIAMDatabaseAuthentication Engine EngineLifecycleSupport EngineVersion KmsKeyId ManageMasterUserPassword
			MasterUserSecret{KmsKeyId} MasterUsername PerformanceInsightsEnabled PerformanceInsightsKmsKeyId
			PerformanceInsightsRetentionPeriod Port PreferredBackupWindow PreferredMaintenanceWindow RestoreType
			ServerlessV2ScalingConfiguration{MaxCapacity MinCapacity} SnapshotIdentifier SourceDBClusterIdentifier StorageEncrypted
			UseLatestRestorableTime VpcSecurityGroupIds[]`,
		"AWS::RDS::DBClusterParameterGroup": "Description Family Parameters{rds.force_ssl}",
		"AWS::RDS::DBInstance": `AvailabilityZone DBClusterIdentifier DBInstanceClass EnablePerformanceInsights Engine MonitoringInterval
			MonitoringRoleArn PerformanceInsightsKMSKeyId PerformanceInsightsRetentionPeriod PreferredMaintenanceWindow
			PromotionTier PubliclyAccessible`,
		"AWS::RDS::DBSubnetGroup": "DBSubnetGroupDescription SubnetIds[]",
	}
	cache = shapes{
		"AWS::ElastiCache::ReplicationGroup": `AtRestEncryptionEnabled AuthToken AutoMinorVersionUpgrade AutomaticFailoverEnabled CacheNodeType
			CacheSubnetGroupName Engine EngineVersion KmsKeyId
			LogDeliveryConfigurations[DestinationDetails{CloudWatchLogsDetails{LogGroup}} DestinationType LogFormat LogType]
			MultiAZEnabled NumCacheClusters Port PreferredCacheClusterAZs[] PreferredMaintenanceWindow ReplicationGroupDescription
			SecurityGroupIds[] SnapshotRetentionLimit SnapshotWindow TransitEncryptionEnabled TransitEncryptionMode`,
		"AWS::ElastiCache::SubnetGroup": "Description SubnetIds[]",
		"AWS::SecretsManager::Secret":   "Description GenerateSecretString{ExcludePunctuation PasswordLength} KmsKeyId",
	}
	starting = shapes{
		"AWS::Events::Rule": `Description EventPattern* State Targets[Arn DeadLetterConfig{Arn} Id InputTransformer{InputPathsMap* InputTemplate}
			RetryPolicy{MaximumEventAgeInSeconds MaximumRetryAttempts} RoleArn]`,
		"AWS::Events::ApiDestination": "ConnectionArn Description HttpMethod InvocationEndpoint InvocationRateLimitPerSecond",
		"AWS::Events::Connection":     "AuthParameters{ApiKeyAuthParameters{ApiKeyName ApiKeyValue}} AuthorizationType Description",
		"AWS::Pipes::Pipe": `Enrichment LogConfiguration{CloudwatchLogsLogDestination{LogGroupArn} Level} Name RoleArn Source
			SourceParameters{SqsQueueParameters{BatchSize}} Tags* Target TargetParameters{InputTemplate}`,
		"AWS::Scheduler::Schedule": `Description FlexibleTimeWindow{Mode} GroupName Name ScheduleExpression ScheduleExpressionTimezone State
			Target{Arn DeadLetterConfig{Arn}
				EcsParameters{LaunchType NetworkConfiguration{AwsvpcConfiguration{AssignPublicIp SecurityGroups[] Subnets[]}} PropagateTags TaskCount TaskDefinitionArn}
				RetryPolicy{MaximumEventAgeInSeconds MaximumRetryAttempts} RoleArn}`,
		"AWS::Scheduler::ScheduleGroup": "Name",
		"AWS::StepFunctions::StateMachine": `DefinitionString LoggingConfiguration{Destinations[CloudWatchLogsLogGroup{LogGroupArn}] IncludeExecutionData Level}
			RoleArn StateMachineName StateMachineType TracingConfiguration{Enabled}`,
	}
)
