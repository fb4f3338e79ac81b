package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

const (
	minReaders = 1
	// readerCPUPercent is the target of Application Auto Scaling.
	readerCPUPercent = 70
)

// scaleReaders lets Application Auto Scaling add readers to the cluster.
//
// AWS documents this as unsupported for Serverless v2, so a setting switches it off. It
// is in this stack because a refusal by the API must not roll back the Data stack with
// the database. The fixed identifier of the cluster needs no export.
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.requirements.html
func scaleReaders(scope constructs.Construct, env config.Environment) constructs.IDependable {
	scope = constructs.NewConstruct(scope, jsii.String("ReaderScaling"))
	if !env.Database.ReaderAutoScaling {
		return scope
	}
	// RDS always scales with its service-linked role. Without a role here, the L2 would
	// define one that nothing uses.
	role := awscdk.Stack_Of(scope).FormatArn(&awscdk.ArnComponents{
		Service: jsii.String("iam"), Region: jsii.String(""), Resource: jsii.String("role"),
		ResourceName: jsii.String("aws-service-role/rds.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_RDSCluster"),
	})
	target := awsapplicationautoscaling.NewScalableTarget(scope, jsii.String("Target"), &awsapplicationautoscaling.ScalableTargetProps{
		ServiceNamespace:  awsapplicationautoscaling.ServiceNamespace_RDS,
		ResourceId:        jsii.String("cluster:" + env.ClusterIdentifier()),
		ScalableDimension: jsii.String("rds:cluster:ReadReplicaCount"),
		MinCapacity:       jsii.Number(minReaders),
		MaxCapacity:       jsii.Number(env.Database.MaxReaders),
		Role:              awsiam.Role_FromRoleArn(scope, jsii.String("Role"), role, &awsiam.FromRoleArnOptions{Mutable: jsii.Bool(false)}),
	})
	target.ScaleToTrackMetric(jsii.String("Cpu"), &awsapplicationautoscaling.BasicTargetTrackingScalingPolicyProps{
		PredefinedMetric: awsapplicationautoscaling.PredefinedMetric_RDS_READER_AVERAGE_CPU_UTILIZATION,
		TargetValue:      jsii.Number(readerCPUPercent),
	})
	return scope
}
