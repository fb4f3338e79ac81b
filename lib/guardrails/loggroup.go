package guardrails

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// NewLogGroup defines an encrypted log group that keeps its events as long as
// env says. The name is for groups that an AWS service or an operator expects
// under a certain name; empty lets CloudFormation choose.
func NewLogGroup(scope constructs.Construct, id string, env config.Environment, key awskms.IKey, name string) awslogs.LogGroup {
	props := &awslogs.LogGroupProps{EncryptionKey: key, RemovalPolicy: Keep(env)}
	if name != "" {
		props.LogGroupName = jsii.String(name)
	}
	group := awslogs.NewLogGroup(scope, jsii.String(id), props)
	setRetention(group, env.LogRetentionDays)
	return group
}

// setRetention takes the days as a number. The L2 property wants a name for each
// of CloudWatch's two dozen periods; config has checked that this is one of them.
func setRetention(group awslogs.LogGroup, days int) {
	var cfn awslogs.CfnLogGroup
	jsii.UnsafeCast(group.Node().DefaultChild(), &cfn)
	cfn.SetRetentionInDays(jsii.Number(days))
}

// LogProvider gives the function behind one of the CDK's own custom resources a
// log group of ours, and takes from it the right to create one: Lambda delivers
// late, and a group that comes back after its stack is gone stays, without a key
// and for ever.
func LogProvider(stack awscdk.Stack, env config.Environment, key awskms.IKey, resourceType string) {
	name := strings.TrimPrefix(resourceType, "Custom::")
	group := NewLogGroup(stack, name+"LogGroup", env, key, env.LogGroupName(strings.ToLower(name)))
	provider := stack.Node().FindChild(jsii.String(resourceType + "CustomResourceProvider"))
	var handler, cfnRole awscdk.CfnResource
	jsii.UnsafeCast(provider.Node().FindChild(jsii.String("Handler")), &handler)
	jsii.UnsafeCast(provider.Node().FindChild(jsii.String("Role")), &cfnRole)

	cfnRole.AddPropertyDeletionOverride(jsii.String("ManagedPolicyArns"))
	policy := awsiam.NewPolicy(stack, jsii.String(name+"LogPolicy"), &awsiam.PolicyProps{
		Roles: &[]awsiam.IRole{awsiam.Role_FromRoleName(stack, jsii.String(name+"Role"), cfnRole.Ref(), nil)},
	})
	group.GrantWrite(policy)
	AcceptInline(policy)

	handler.AddPropertyOverride(jsii.String("LoggingConfig"), map[string]any{"LogGroup": group.LogGroupName()})
	handler.Node().AddDependency(policy)
}
