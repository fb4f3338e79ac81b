package network

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// logFlows logs every accepted and every refused connection in the VPC.
func logFlows(scope constructs.Construct, env config.Environment, key awskms.IKey, vpc awsec2.Vpc) {
	group := baseline.NewLogGroup(scope, "FlowLogGroup", env, key, env.FlowLogGroupName())
	role := awsiam.NewRole(scope, jsii.String("FlowLogRole"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("vpc-flow-logs.amazonaws.com"), nil),
	})
	flowLog := vpc.AddFlowLog(jsii.String("FlowLog"), &awsec2.FlowLogOptions{
		Destination: awsec2.FlowLogDestination_ToCloudWatchLogs(group, role),
		TrafficType: awsec2.FlowLogTrafficType_ALL,
	})
	awscdk.Tags_Of(flowLog).Add(jsii.String("Name"), jsii.String(env.FlowLogName()), nil)
	// The L2 does not wait for the role's policy.
	flowLog.Node().AddDependency(role)
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy())
}
