package changes

import (
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// stateless lists the types of resources whose loss loses nothing but what the template
// says again. All others may hold something, those that nobody here has heard of first.
//
// What is behind a Custom:: name only its template decides. Those here are the names of this
// platform and of the CDK, whose functions set something that is elsewhere: what they set
// has a type of its own, which is judged by itself. Nothing in a template tells a function of
// somebody else by the same name from ours, so such a one would have to be called otherwise.
var stateless = set(`
	AWS::ApiGateway::Deployment AWS::ApiGateway::Method AWS::ApiGateway::Resource AWS::ApiGateway::Stage
	AWS::ApiGatewayV2::Integration AWS::ApiGatewayV2::Route AWS::ApiGatewayV2::Stage
	AWS::ApplicationAutoScaling::ScalableTarget AWS::ApplicationAutoScaling::ScalingPolicy
	AWS::AutoScaling::ScalingPolicy AWS::Budgets::Budget AWS::CDK::Metadata AWS::CloudFront::Function
	AWS::CloudWatch::Alarm AWS::CloudWatch::CompositeAlarm AWS::CloudWatch::Dashboard
	AWS::EC2::EIPAssociation AWS::EC2::FlowLog AWS::EC2::InternetGateway AWS::EC2::LaunchTemplate
	AWS::EC2::NatGateway AWS::EC2::NetworkAcl AWS::EC2::NetworkAclEntry AWS::EC2::Route AWS::EC2::RouteTable
	AWS::EC2::SecurityGroup AWS::EC2::SecurityGroupEgress AWS::EC2::SecurityGroupIngress AWS::EC2::Subnet
	AWS::EC2::SubnetRouteTableAssociation AWS::EC2::VPC AWS::EC2::VPCEndpoint AWS::EC2::VPCGatewayAttachment
	AWS::ECR::RegistryScanningConfiguration AWS::ECS::CapacityProvider AWS::ECS::Cluster AWS::ECS::Service
	AWS::ECS::TaskDefinition AWS::EFS::MountTarget AWS::ElastiCache::ParameterGroup
	AWS::ElastiCache::SubnetGroup AWS::ElasticLoadBalancingV2::Listener
	AWS::ElasticLoadBalancingV2::ListenerCertificate AWS::ElasticLoadBalancingV2::ListenerRule
	AWS::ElasticLoadBalancingV2::LoadBalancer AWS::ElasticLoadBalancingV2::TargetGroup
	AWS::Events::ApiDestination AWS::Events::Connection AWS::Events::Rule AWS::IAM::InstanceProfile
	AWS::IAM::ManagedPolicy AWS::IAM::OIDCProvider AWS::IAM::Policy AWS::IAM::Role AWS::KMS::Alias
	AWS::Lambda::Alias AWS::Lambda::EventSourceMapping AWS::Lambda::Function AWS::Lambda::Permission
	AWS::Logs::MetricFilter AWS::Logs::SubscriptionFilter AWS::Pipes::Pipe AWS::RDS::DBClusterParameterGroup
	AWS::RDS::DBParameterGroup AWS::RDS::DBProxy AWS::RDS::DBProxyEndpoint AWS::RDS::DBProxyTargetGroup
	AWS::RDS::DBSubnetGroup AWS::Route53::RecordSet AWS::S3::BucketPolicy AWS::Scheduler::Schedule
	AWS::SecretsManager::SecretTargetAttachment AWS::SNS::Subscription AWS::SNS::Topic
	AWS::SNS::TopicInlinePolicy AWS::SNS::TopicPolicy AWS::SQS::QueuePolicy AWS::SSM::Document
	AWS::WAFv2::LoggingConfiguration AWS::WAFv2::WebACL
	AWS::WAFv2::WebACLAssociation Custom::CertificateSearch Custom::DatabaseRoles Custom::Migration
	Custom::S3AutoDeleteObjects Custom::S3BucketNotifications Custom::VpcRestrictDefaultSG`)

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
	"AWS::EC2::EIP":                 "the address, which others may have let in",
	"AWS::EC2::Instance":            "the disks of the instance",
	"AWS::SSM::Parameter":           "the value, which somebody may have changed",
	"AWS::Scheduler::ScheduleGroup": "the schedules in it, those too that something made at run time",
	// https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
	"AWS::StepFunctions::StateMachine": "the executions that run, which end at their next step",
	"AWS::WAFv2::IPSet":                "the addresses, which something may have written at run time",
}

// holdsWith are types on the list above that do hold something with one of their properties.
var holdsWith = map[string]struct{ property, what string }{
	// https://docs.aws.amazon.com/lambda/latest/dg/durable-functions.html
	"AWS::Lambda::Function": {"DurableConfig", "the durable executions that run, and the history of those that ended"},
	// https://docs.aws.amazon.com/sns/latest/dg/fifo-message-archiving-replay.html
	"AWS::SNS::Topic": {"ArchivePolicy", "the archived messages"},
}

// unknownData is what a resource holds of whose type nobody has said anything.
const unknownData = "perhaps data, since its type is not among those that hold none"

// data is what a resource holds that a new one would not have; empty when nothing of
// worth.
func data(r *assembly.Resource) string {
	if r == nil {
		return ""
	}
	with := holdsWith[r.Type]
	switch {
	case with.property != "" && r.At(with.property) != nil:
		return with.what
	case stateless[r.Type]:
		return ""
	case r.Type == "AWS::RDS::DBInstance" || r.Data() != "":
		return r.Data()
	case here[r.Type] != "":
		return here[r.Type]
	}
	return unknownData
}
