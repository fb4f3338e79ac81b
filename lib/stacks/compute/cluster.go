package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// newCluster defines the ECS cluster. The services set the launch type Fargate instead
// of using capacity providers. Those need the service-linked role of ECS, which a new
// account does not have yet at that moment.
func newCluster(scope constructs.Construct, env config.Environment, props Props) awsecs.Cluster {
	// Container Insights would create the group itself, without a key and without a
	// retention. It delivers late: it may do so when the cluster is gone.
	logs := baseline.NewLogGroup(scope, "InsightsLogGroup", env, props.LogsKey, env.ClusterLogGroupName())
	insights := awsecs.ContainerInsights_ENABLED
	if env.EnhancedInsights {
		insights = awsecs.ContainerInsights_ENHANCED
	}
	clusterProps := &awsecs.ClusterProps{
		ClusterName:         jsii.String(env.ClusterName()),
		Vpc:                 props.VPC,
		ContainerInsightsV2: insights,
	}
	if env.Shell {
		clusterProps.ExecuteCommandConfiguration = newShellLog(scope, env, props.LogsKey)
	}
	cluster := awsecs.NewCluster(scope, jsii.String("Cluster"), clusterProps)
	cluster.Node().AddDependency(logs)
	if env.Shell {
		encryptShells(cluster, props.LogsKey)
	}
	return cluster
}
