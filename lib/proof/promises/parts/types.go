// Package parts finds in a platform what the promises of several packages are about:
// services, keys, alarms, outputs. What is not there is the complaint of a look-up, which
// belongs to no promise.
package parts

// The types of the resources that several packages look for.
const (
	Alarm            = "AWS::CloudWatch::Alarm"
	DBCluster        = "AWS::RDS::DBCluster"
	DBProxy          = "AWS::RDS::DBProxy"
	DBProxyEndpoint  = "AWS::RDS::DBProxyEndpoint"
	Instance         = "AWS::EC2::Instance"
	Listener         = "AWS::ElasticLoadBalancingV2::Listener"
	ListenerRule     = "AWS::ElasticLoadBalancingV2::ListenerRule"
	LoadBalancer     = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	Migration        = "Custom::Migration"
	ReplicationGroup = "AWS::ElastiCache::ReplicationGroup"
	Schedule         = "AWS::Scheduler::Schedule"
	ScheduleGroup    = "AWS::Scheduler::ScheduleGroup"
	SessionDocument  = "AWS::SSM::Document"
	ScalingPolicy    = "AWS::ApplicationAutoScaling::ScalingPolicy"
	StateMachine     = "AWS::StepFunctions::StateMachine"
	TargetGroup      = "AWS::ElasticLoadBalancingV2::TargetGroup"
	TaskDefinition   = "AWS::ECS::TaskDefinition"
)

// MasterSecret is the attribute of a cluster that names its RDS-managed secret.
const MasterSecret = "MasterUserSecret.SecretArn"

// What may be done with a key.
const (
	Decrypt         = "kms:Decrypt"
	GenerateDataKey = "kms:GenerateDataKey"
)
