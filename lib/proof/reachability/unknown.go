package reachability

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// readUnknown lists what could open a connection without the model noticing: a type or
// a property that it does not know, such as a network ACL or a peering, and a resource
// that does not say in the templates what it belongs to.
func (m *Model) readUnknown() {
	for _, s := range m.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			known, on := onNetwork[r.Type]
			if !on && !slices.Contains(offNetwork, r.Type) {
				m.declared(r)
			}
			if why := placedBy(r.Properties); slices.Contains(starting, r.Type) && why != "" {
				m.unknown(r, "starts tasks, which the model does not know: %s", why)
			}
			if !on {
				continue
			}
			properties := strings.Fields(known)
			for _, key := range slices.Sorted(maps.Keys(r.Properties)) {
				if key != "Tags" && !slices.Contains(properties, key) {
					m.unknown(r, "the model does not know its property %s", key)
				}
			}
			for _, l := range links[r.Type] {
				m.linked(r, l)
			}
			for _, c := range choices[r.Type] {
				m.chosen(r, c)
			}
		}
	}
}

// link is a property that names resources of a type in the templates.
type link struct {
	path, to string
	// needed says that the resource does nothing without it.
	needed bool
}

func needs(path, to string) link   { return link{path, to, true} }
func mayName(path, to string) link { return link{path, to, false} }

// links are the properties by which the model finds what belongs together. One that
// it cannot follow would make it overlook the resource.
var links = map[string][]link{
	"AWS::EC2::EIP":                         {mayName("InstanceId", "AWS::EC2::Instance")},
	"AWS::EC2::Instance":                    {needs("SubnetId", "AWS::EC2::Subnet")},
	"AWS::EC2::NatGateway":                  {needs("SubnetId", "AWS::EC2::Subnet"), mayName("AllocationId", "AWS::EC2::EIP")},
	"AWS::EC2::Route":                       {needs("RouteTableId", "AWS::EC2::RouteTable")},
	"AWS::EC2::RouteTable":                  {needs("VpcId", "AWS::EC2::VPC")},
	"AWS::EC2::SecurityGroup":               {needs("VpcId", "AWS::EC2::VPC")},
	"AWS::EC2::SubnetRouteTableAssociation": {needs("SubnetId", "AWS::EC2::Subnet"), needs("RouteTableId", "AWS::EC2::RouteTable")},
	"AWS::EC2::VPCEndpoint":                 {needs("VpcId", "AWS::EC2::VPC"), mayName("RouteTableIds", "AWS::EC2::RouteTable"), mayName("SubnetIds", "AWS::EC2::Subnet")},
	"AWS::EC2::VPCGatewayAttachment":        {needs("VpcId", "AWS::EC2::VPC"), needs("InternetGatewayId", "AWS::EC2::InternetGateway")},

	"AWS::ECS::Service":     {needs("TaskDefinition", "AWS::ECS::TaskDefinition"), needs("NetworkConfiguration AwsvpcConfiguration Subnets", "AWS::EC2::Subnet")},
	"AWS::Lambda::Function": {mayName("VpcConfig SubnetIds", "AWS::EC2::Subnet")},

	"AWS::Scheduler::Schedule": {mayName(awsvpcOfSchedule+" Subnets", "AWS::EC2::Subnet"), mayName("Target EcsParameters TaskDefinitionArn", taskDefinition)},
	"Custom::Migration":        {needs("Subnets", "AWS::EC2::Subnet"), needs("TaskDefinition", taskDefinition)},

	"AWS::ElasticLoadBalancingV2::Listener":     {needs("LoadBalancerArn", "AWS::ElasticLoadBalancingV2::LoadBalancer")},
	"AWS::ElasticLoadBalancingV2::ListenerRule": {needs("ListenerArn", "AWS::ElasticLoadBalancingV2::Listener")},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {needs("Subnets", "AWS::EC2::Subnet")},
	"AWS::ElasticLoadBalancingV2::TargetGroup":  {needs("VpcId", "AWS::EC2::VPC")},
	"AWS::WAFv2::WebACLAssociation":             {needs("ResourceArn", "AWS::ElasticLoadBalancingV2::LoadBalancer"), needs("WebACLArn", "AWS::WAFv2::WebACL")},

	"AWS::ElastiCache::ReplicationGroup": {needs("CacheSubnetGroupName", "AWS::ElastiCache::SubnetGroup")},
	"AWS::ElastiCache::SubnetGroup":      {needs("SubnetIds", "AWS::EC2::Subnet")},

	"AWS::RDS::DBCluster":          {needs("DBSubnetGroupName", "AWS::RDS::DBSubnetGroup")},
	"AWS::RDS::DBInstance":         {needs("DBClusterIdentifier", "AWS::RDS::DBCluster")},
	"AWS::RDS::DBProxy":            {needs("VpcSubnetIds", "AWS::EC2::Subnet")},
	"AWS::RDS::DBProxyEndpoint":    {needs("DBProxyName", "AWS::RDS::DBProxy"), needs("VpcSubnetIds", "AWS::EC2::Subnet")},
	"AWS::RDS::DBProxyTargetGroup": {needs("DBProxyName", "AWS::RDS::DBProxy"), needs("DBClusterIdentifiers", "AWS::RDS::DBCluster")},
	"AWS::RDS::DBSubnetGroup":      {needs("SubnetIds", "AWS::EC2::Subnet")},
}

// choice is a property that decides where packets go, with the values that the model
// knows. Without it, the model takes AWS's default.
type choice struct{ path, values string }

const flags = "true false"

var choices = map[string][]choice{
	"AWS::EC2::NatGateway":                      {{"ConnectivityType", "public private"}},
	"AWS::EC2::Subnet":                          {{"MapPublicIpOnLaunch", flags}},
	"AWS::EC2::VPCEndpoint":                     {{"VpcEndpointType", "Gateway Interface"}},
	"AWS::ECS::Service":                         {{"NetworkConfiguration AwsvpcConfiguration AssignPublicIp", "ENABLED DISABLED"}, {"EnableExecuteCommand", flags}},
	"AWS::ECS::TaskDefinition":                  {{"NetworkMode", "awsvpc"}},
	"AWS::Scheduler::Schedule":                  {{awsvpcOfSchedule + " AssignPublicIp", "ENABLED DISABLED"}},
	"AWS::ElasticLoadBalancingV2::Listener":     {{"Protocol", "HTTP HTTPS"}},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {{"Scheme", "internet-facing internal"}, {"Type", "application"}, {"IpAddressType", "ipv4"}},
	"AWS::ElasticLoadBalancingV2::TargetGroup":  {{"TargetType", "ip"}},
	"AWS::ElastiCache::ReplicationGroup":        {{"AutomaticFailoverEnabled", flags}, {"MultiAZEnabled", flags}},
	"AWS::RDS::DBCluster":                       {{"EnableHttpEndpoint", flags}},
	"AWS::RDS::DBInstance":                      {{"PubliclyAccessible", flags}},
	"AWS::WAFv2::WebACL":                        {{"Scope", "REGIONAL"}},
	"AWS::RDS::DBProxyEndpoint":                 {{"TargetRole", "READ_WRITE READ_ONLY"}},
}

func (m *Model) chosen(r *assembly.Resource, c choice) {
	at := m.inside(r, c.path)
	if text := m.Text(r.Stack, at); at != nil && !slices.Contains(strings.Fields(c.values), text) {
		m.unknown(r, "its %s is %q, and the model knows %s", c.path, text, strings.ReplaceAll(c.values, " ", " and "))
	}
}

// inside returns what the keys of a path lead to, which no function may hide.
func (m *Model) inside(r *assembly.Resource, path string) any {
	var at any = r.Properties
	for _, key := range strings.Fields(path) {
		if _, _, hidden := assembly.Intrinsic(at); hidden {
			m.unknown(r, "its %s is inside %s", path, assembly.Written(at))
		}
		at = assembly.At(at, key)
	}
	return at
}

// linked wants every item of the property to name a resource.
func (m *Model) linked(r *assembly.Resource, l link) {
	at := m.inside(r, l.path)
	if len(items(at)) == 0 && l.needed {
		m.unknown(r, "has no %s", l.path)
	}
	for _, item := range items(at) {
		if m.referred(r, item, l.to) == nil {
			m.unknown(r, "its %s names no %s of the templates: %s", l.path, l.to, assembly.Written(item))
		}
	}
}

// onNetwork are the types that define the network, use it or decide what passes, with
// the properties that the model reads or that no packet depends on. Another property
// is unknown: it may open a connection.
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
	"AWS::Lambda::Function": "Architectures Code Description Environment FunctionName Handler LoggingConfig MemorySize Role Runtime Timeout VpcConfig",

	"AWS::Scheduler::Schedule":         "Description EndDate FlexibleTimeWindow GroupName KmsKeyArn Name ScheduleExpression ScheduleExpressionTimezone StartDate State Target",
	"AWS::StepFunctions::StateMachine": "DefinitionString EncryptionConfiguration LoggingConfiguration RoleArn StateMachineName StateMachineType TracingConfiguration",
	"Custom::Migration": `Cluster Command Container Image LogGroup SecurityGroup ServiceTimeout ServiceToken Subnets TaskDefinition
		TimeoutMinutes`,

	"AWS::ElasticLoadBalancingV2::Listener":     "Certificates DefaultActions LoadBalancerArn Port Protocol SslPolicy",
	"AWS::ElasticLoadBalancingV2::ListenerRule": "Actions Conditions ListenerArn Priority",
	"AWS::ElasticLoadBalancingV2::LoadBalancer": "IpAddressType LoadBalancerAttributes Scheme SecurityGroups Subnets Type",
	"AWS::ElasticLoadBalancingV2::TargetGroup": `HealthCheckIntervalSeconds HealthCheckPath HealthCheckTimeoutSeconds HealthyThresholdCount Matcher Port Protocol
		TargetGroupAttributes TargetType UnhealthyThresholdCount VpcId`,
	"AWS::WAFv2::WebACL":            "DataProtectionConfig DefaultAction Description Name Rules Scope VisibilityConfig",
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

// starting are types off the network that could start tasks on it.
var starting = []string{"AWS::Events::Rule", "AWS::Pipes::Pipe"}

// offNetwork are the types that no packet between components depends on: what AWS runs
// outside the VPC, and what only IAM opens. Package permissions says who may use them.
var offNetwork = []string{
	"AWS::ApplicationAutoScaling::ScalingPolicy", "AWS::Budgets::Budget", "AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard",
	"AWS::ECR::RegistryScanningConfiguration", "AWS::ECR::Repository", "AWS::ECS::Cluster",
	"AWS::Events::ApiDestination", "AWS::Events::Connection", "AWS::Events::Rule",
	"AWS::IAM::InstanceProfile", "AWS::IAM::ManagedPolicy", "AWS::IAM::OIDCProvider", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::KMS::Alias", "AWS::KMS::Key",
	"AWS::Logs::LogGroup", "AWS::Pipes::Pipe", "AWS::Route53::RecordSet", "AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::Scheduler::ScheduleGroup", "AWS::SNS::Subscription", "AWS::SNS::Topic",
	"AWS::SNS::TopicPolicy", "AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "AWS::SSM::Document", "AWS::SecretsManager::Secret",
	"AWS::WAFv2::IPSet", "AWS::WAFv2::LoggingConfiguration",
	// What these do when they are deployed is in their functions: one looks for a
	// certificate, one makes the database roles by the Data API, one empties a bucket before it is deleted,
	// and one removes the rules of the default security group, which no component uses.
	"Custom::CertificateSearch", "Custom::DatabaseRoles", "Custom::S3AutoDeleteObjects", "Custom::VpcRestrictDefaultSG",
}
