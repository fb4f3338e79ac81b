package costs

import (
	"slices"
	"strings"

	"example.com/chassis/lib/proof/promises/check"
)

// billedByTime are the types that the lines of a bill count.
var billedByTime = []string{
	"AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::EC2::EIP", "AWS::EC2::Instance", "AWS::EC2::NatGateway",
	"AWS::ECS::Cluster", "AWS::ECS::Service", "AWS::ElastiCache::ReplicationGroup", "AWS::ElasticLoadBalancingV2::LoadBalancer",
	"AWS::KMS::Key", "AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::RDS::DBProxy", "AWS::RDS::DBProxyEndpoint",
	"AWS::SecretsManager::Secret", "AWS::WAFv2::WebACL",
}

// billedByUse are the types that cost next to nothing while nobody uses the platform.
var billedByUse = []string{
	"AWS::EC2::FlowLog", "AWS::ECR::RegistryScanningConfiguration", "AWS::ECR::Repository", "AWS::Events::Connection", "AWS::Events::Rule",
	"AWS::Lambda::Function", "AWS::Logs::LogGroup", "AWS::Pipes::Pipe", "AWS::S3::Bucket", "AWS::SNS::Topic", "AWS::SQS::Queue",
	"AWS::Scheduler::Schedule",
	"AWS::StepFunctions::StateMachine", "AWS::WAFv2::LoggingConfiguration",
}

// free are the types that AWS does not bill, or bills through the resource that they
// belong to. An endpoint is free where it is a gateway: that of S3.
var free = []string{
	"AWS::ApplicationAutoScaling::ScalableTarget", "AWS::ApplicationAutoScaling::ScalingPolicy", "AWS::Budgets::Budget",
	"AWS::EC2::InternetGateway", "AWS::EC2::Route", "AWS::EC2::RouteTable", "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupEgress",
	"AWS::EC2::SecurityGroupIngress", "AWS::EC2::Subnet", "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::VPC",
	"AWS::EC2::VPCGatewayAttachment", "AWS::ECS::TaskDefinition", "AWS::ElastiCache::ParameterGroup", "AWS::ElastiCache::SubnetGroup",
	"AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule", "AWS::ElasticLoadBalancingV2::TargetGroup",
	"AWS::Events::ApiDestination", "AWS::IAM::InstanceProfile", "AWS::IAM::ManagedPolicy", "AWS::IAM::OIDCProvider", "AWS::IAM::Policy",
	"AWS::IAM::Role", "AWS::KMS::Alias", "AWS::Lambda::Permission", "AWS::Logs::ResourcePolicy", "AWS::RDS::DBClusterParameterGroup",
	"AWS::RDS::DBProxyTargetGroup", "AWS::RDS::DBSubnetGroup", "AWS::Route53::RecordSet", "AWS::S3::BucketPolicy",
	"AWS::SNS::Subscription", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "AWS::Scheduler::ScheduleGroup", "AWS::SSM::Document", "AWS::WAFv2::IPSet",
	"AWS::WAFv2::WebACLAssociation",
}

// unknownTypes are the types of a platform of which nobody has said what they cost.
func unknownTypes(p check.Platform) []string {
	var unknown []string
	for _, r := range p.Resources() {
		switch {
		case slices.Contains(billedByTime, r.Type), slices.Contains(billedByUse, r.Type), slices.Contains(free, r.Type):
		case strings.HasPrefix(r.Type, "Custom::"), slices.Contains(unknown, r.Type):
		case r.Type == "AWS::EC2::VPCEndpoint" && r.At("VpcEndpointType") == "Gateway":
		case r.Type == "AWS::EC2::VPCEndpoint" && r.At("VpcEndpointType") == nil: // CloudFormation's default
		default:
			unknown = append(unknown, r.Type)
		}
	}
	return unknown
}
