package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// newShellLog has ECS Exec log its sessions to a group of their own.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
func newShellLog(scope constructs.Construct, env config.Environment, key awskms.IKey) *awsecs.ExecuteCommandConfiguration {
	return &awsecs.ExecuteCommandConfiguration{
		Logging: awsecs.ExecuteCommandLogging_OVERRIDE,
		LogConfiguration: &awsecs.ExecuteCommandLogConfiguration{
			CloudWatchLogGroup: baseline.NewLogGroup(scope, "ShellLogGroup", env, key, env.ShellLogGroupName()),
			// The agent then refuses a group without a key.
			CloudWatchEncryptionEnabled: jsii.Bool(true),
		},
	}
}

// encryptShells has ECS Exec encrypt its sessions with a key, beside TLS. As a prop of the
// L2, the key would also let each task generate data keys, which only the person does.
func encryptShells(cluster awsecs.Cluster, key awskms.IKey) {
	var resource awsecs.CfnCluster
	jsii.UnsafeCast(cluster.Node().DefaultChild(), &resource)
	resource.AddPropertyOverride(jsii.String("Configuration.ExecuteCommandConfiguration.KmsKeyId"), key.KeyArn())
}

// shell switches ECS Exec on, or returns nothing. It lets the agent in a task decrypt the
// sessions of this cluster. The L2 of the service grants the rest: to open channels and
// to write the log.
func (t task) shell(env config.Environment) *bool {
	if !env.HasShell(t.service) {
		return nil
	}
	t.role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions:   jsii.Strings("kms:Decrypt"),
		Resources: &[]*string{t.props.LogsKey.KeyArn()},
		Conditions: &map[string]any{"StringLike": map[string]any{
			// The agent names itself: ecs:<cluster>_<task>_<container>.
			// https://github.com/aws/amazon-ssm-agent
			"kms:EncryptionContext:aws:ssm:TargetId": "ecs:" + env.ClusterName() + "_*",
		}},
	}))
	// The NIST pack, which forbids inline policies, is for environments like prod only.
	baseline.Accept(
		baseline.DefaultPolicy(t.role),
		baseline.Wildcard("*", "Channels of Session Manager, for which no resources exist, and to find the log group of the sessions."),
		baseline.Waiver{
			Rule: "AwsSolutions-IAM5", Finding: "/^Resource::arn:.+:log-group:<ShellLogGroup[0-9A-F]{8}>:\\*$/",
			Reason: "The streams of this one log group; ECS Exec names one after each session.",
		},
	)
	return jsii.Bool(true)
}
