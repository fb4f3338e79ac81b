package changes

import (
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// stateless lists the types of resources whose loss loses nothing but what the template
// says again. All others may hold something, those that nobody here has heard of first.
var stateless = set(`
	AWS::ApplicationAutoScaling::ScalableTarget AWS::ApplicationAutoScaling::ScalingPolicy
	AWS::Budgets::Budget AWS::CDK::Metadata AWS::CloudWatch::Alarm AWS::CloudWatch::Dashboard
	AWS::EC2::FlowLog AWS::EC2::InternetGateway AWS::EC2::LaunchTemplate AWS::EC2::NatGateway AWS::EC2::Route
	AWS::EC2::RouteTable AWS::EC2::SecurityGroup AWS::EC2::SecurityGroupEgress AWS::EC2::SecurityGroupIngress
	AWS::EC2::Subnet AWS::EC2::SubnetRouteTableAssociation AWS::EC2::VPC AWS::EC2::VPCEndpoint
	AWS::EC2::VPCGatewayAttachment AWS::ECR::RegistryScanningConfiguration
	AWS::ECS::Cluster AWS::ECS::Service AWS::ECS::TaskDefinition AWS::ElastiCache::SubnetGroup
	AWS::ElasticLoadBalancingV2::Listener AWS::ElasticLoadBalancingV2::ListenerRule
	AWS::ElasticLoadBalancingV2::LoadBalancer AWS::ElasticLoadBalancingV2::TargetGroup
	AWS::Events::ApiDestination AWS::Events::Connection AWS::Events::Rule
	AWS::IAM::InstanceProfile AWS::IAM::ManagedPolicy AWS::IAM::OIDCProvider AWS::IAM::Policy AWS::IAM::Role
	AWS::KMS::Alias AWS::Lambda::Function AWS::Lambda::Permission AWS::Pipes::Pipe
	AWS::RDS::DBClusterParameterGroup AWS::RDS::DBProxy AWS::RDS::DBProxyEndpoint AWS::RDS::DBProxyTargetGroup
	AWS::RDS::DBSubnetGroup AWS::Route53::RecordSet AWS::S3::BucketPolicy
	AWS::SNS::Subscription AWS::SNS::Topic AWS::SNS::TopicPolicy AWS::SQS::QueuePolicy AWS::SSM::Document
	AWS::Scheduler::Schedule AWS::Scheduler::ScheduleGroup AWS::StepFunctions::StateMachine
	AWS::WAFv2::IPSet AWS::WAFv2::LoggingConfiguration AWS::WAFv2::WebACL AWS::WAFv2::WebACLAssociation
	Custom::CertificateSearch Custom::DatabaseRoles Custom::Migration
	Custom::S3AutoDeleteObjects Custom::VpcRestrictDefaultSG`)

func set(text string) map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		all[word] = true
	}
	return all
}

// here are types that nobody has to keep when a stack goes, but that hold something while
// it is there.
var here = map[string]string{
	"AWS::EC2::EIP":       "the address, which others may have let in",
	"AWS::EC2::Instance":  "the disks of the instance",
	"AWS::SSM::Parameter": "the value, which somebody may have changed",
}

// unknownData is what a resource holds of whose type nobody has said anything.
const unknownData = "perhaps data, since its type is not among those that hold none"

// data is what a resource holds that a new one would not have; empty when nothing of
// worth.
func data(r *assembly.Resource) string {
	switch {
	case r == nil || stateless[r.Type]:
		return ""
	case r.Type == "AWS::RDS::DBInstance" || r.Data() != "":
		return r.Data()
	case here[r.Type] != "":
		return here[r.Type]
	}
	return unknownData
}
