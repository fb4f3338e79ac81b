package baseline

import (
	"cmp"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// DeploymentFunctionProps describes a function behind a custom resource of ours.
type DeploymentFunctionProps struct {
	// Name is its physical name, which only a policy needs; empty for a generated one.
	Name string
	// Description and RoleDescription say what it is for.
	Description, RoleDescription string
	// Code is the folder with the executable, built for Lambda.
	Code         string
	LogGroupName string
	LogsKey      awskms.IKey
	TimeoutSeconds,
	MemoryMiB int
	// Policy is what it may do besides writing its log.
	Policy []awsiam.PolicyStatement
	// Waivers are for that policy.
	Waivers []Waiver
}

// DeploymentFunction is such a function. The key of its code has the code's hash, so as a
// property of the custom resource it makes other code run again.
type DeploymentFunction struct {
	ARN, CodeKey *string
	Role         awsiam.Role
}

// NewDeploymentFunction defines a Go function that runs only while CloudFormation deploys.
// The prefix begins the IDs of what it defines; the IDs stay, because the log group has a
// fixed name and a custom resource cannot change its function.
func NewDeploymentFunction(scope constructs.Construct, prefix string, env config.Environment, props DeploymentFunctionProps) DeploymentFunction {
	logs := NewLogGroup(scope, prefix+"LogGroup", env, props.LogsKey, props.LogGroupName)
	role := awsiam.NewRole(scope, jsii.String(prefix+"Role"), &awsiam.RoleProps{
		Description: jsii.String(props.RoleDescription),
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
	})
	logs.GrantWrite(role)
	for _, statement := range props.Policy {
		role.AddToPolicy(statement)
	}
	Accept(DefaultPolicy(role), append([]Waiver{InlinePolicy()}, props.Waivers...)...)
	var name *string
	if props.Name != "" {
		name = jsii.String(props.Name)
	}
	function := awslambda.NewFunction(scope, jsii.String(cmp.Or(prefix, "Function")), &awslambda.FunctionProps{
		FunctionName: name,
		Description:  jsii.String(props.Description),
		Runtime:      awslambda.Runtime_PROVIDED_AL2023(),
		Architecture: awslambda.Architecture_ARM_64(),
		Handler:      jsii.String("bootstrap"),
		Code:         awslambda.Code_FromAsset(jsii.String(props.Code), nil),
		Timeout:      awscdk.Duration_Seconds(jsii.Number(props.TimeoutSeconds)),
		MemorySize:   jsii.Number(props.MemoryMiB),
		Role:         role,
		LogGroup:     logs,
	})
	Accept(function, deploymentOnly()...)
	return DeploymentFunction{ARN: function.FunctionArn(), CodeKey: codeKey(function), Role: role}
}

// codeKey is where the code of a function is uploaded to, which its hash names.
func codeKey(function awslambda.Function) *string {
	var resource awslambda.CfnFunction
	jsii.UnsafeCast(function.Node().DefaultChild(), &resource)
	return resource.Code().(*awslambda.CfnFunction_CodeProperty).S3Key
}

// Allow is a statement of such a function's policy.
func Allow(action string, resource *string) awsiam.PolicyStatement {
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings(action), Resources: &[]*string{resource},
	})
}
