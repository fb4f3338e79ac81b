package parts

// Untagged lists the types that CloudFormation cannot tag; with tags in its template
// such a resource would be refused. A type in neither this list nor a template's tags
// fails the promise, so that a new one is decided about once.
var Untagged = []string{
	"AWS::CloudWatch::Dashboard",
	"AWS::ApplicationAutoScaling::ScalableTarget",
	"AWS::ApplicationAutoScaling::ScalingPolicy",
	"AWS::CDK::Metadata",
	"AWS::EC2::Route",
	"AWS::EC2::SecurityGroupEgress",
	"AWS::EC2::SecurityGroupIngress",
	"AWS::EC2::SubnetRouteTableAssociation",
	"AWS::EC2::VPCGatewayAttachment",
	"AWS::ECR::RegistryScanningConfiguration",
	"AWS::ECS::ClusterCapacityProviderAssociations",
	"AWS::Events::ApiDestination",
	"AWS::Events::Connection",
	"AWS::IAM::InstanceProfile",
	"AWS::IAM::ManagedPolicy",
	"AWS::IAM::Policy",
	"AWS::KMS::Alias",
	"AWS::Lambda::Permission",
	"AWS::RDS::DBProxyTargetGroup",
	"AWS::Route53::RecordSet",
	"AWS::S3::BucketPolicy",
	"AWS::SNS::Subscription",
	"AWS::Scheduler::Schedule",
	"AWS::SNS::TopicPolicy",
	"AWS::SQS::QueuePolicy",
	"AWS::SecretsManager::ResourcePolicy",
	"AWS::WAFv2::LoggingConfiguration",
	"AWS::WAFv2::WebACLAssociation",
}
