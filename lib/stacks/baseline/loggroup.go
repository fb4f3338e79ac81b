package baseline

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

// NewLogGroup defines an encrypted log group with the retention of env. Without a name
// CloudFormation generates one. A name that comes and goes with a setting is not kept.
func NewLogGroup(scope constructs.Construct, id string, env config.Environment, key awskms.IKey, name string) awslogs.LogGroup {
	props := &awslogs.LogGroupProps{
		EncryptionKey: key,
		Retention:     Retention(env.LogRetentionDays),
		RemovalPolicy: Keep(env),
	}
	if env.Switched(name) {
		props.RemovalPolicy = awscdk.RemovalPolicy_DESTROY
	}
	if name != "" {
		props.LogGroupName = jsii.String(name)
	}
	return awslogs.NewLogGroup(scope, jsii.String(id), props)
}

// Retention is the CDK's name for a period in days, and empty for a period that
// CloudWatch Logs does not offer.
func Retention(days int) awslogs.RetentionDays {
	return map[int]awslogs.RetentionDays{
		1:    awslogs.RetentionDays_ONE_DAY,
		3:    awslogs.RetentionDays_THREE_DAYS,
		5:    awslogs.RetentionDays_FIVE_DAYS,
		7:    awslogs.RetentionDays_ONE_WEEK,
		14:   awslogs.RetentionDays_TWO_WEEKS,
		30:   awslogs.RetentionDays_ONE_MONTH,
		60:   awslogs.RetentionDays_TWO_MONTHS,
		90:   awslogs.RetentionDays_THREE_MONTHS,
		120:  awslogs.RetentionDays_FOUR_MONTHS,
		150:  awslogs.RetentionDays_FIVE_MONTHS,
		180:  awslogs.RetentionDays_SIX_MONTHS,
		365:  awslogs.RetentionDays_ONE_YEAR,
		400:  awslogs.RetentionDays_THIRTEEN_MONTHS,
		545:  awslogs.RetentionDays_EIGHTEEN_MONTHS,
		731:  awslogs.RetentionDays_TWO_YEARS,
		1096: awslogs.RetentionDays_THREE_YEARS,
		1827: awslogs.RetentionDays_FIVE_YEARS,
		2192: awslogs.RetentionDays_SIX_YEARS,
		2557: awslogs.RetentionDays_SEVEN_YEARS,
		2922: awslogs.RetentionDays_EIGHT_YEARS,
		3288: awslogs.RetentionDays_NINE_YEARS,
		3653: awslogs.RetentionDays_TEN_YEARS,
	}[days]
}

// LogCustomResource gives the function of one of the CDK's own custom resources a log
// group, and removes its permission to create one. Lambda delivers logs late: it could
// create the group again after the stack is deleted, without a key or a retention.
func LogCustomResource(stack awscdk.Stack, env config.Environment, key awskms.IKey, resourceType string) {
	name := strings.TrimPrefix(resourceType, "Custom::")
	group := NewLogGroup(stack, name+"LogGroup", env, key, env.ProviderLogGroupName(name))
	provider := stack.Node().FindChild(jsii.String(resourceType + "CustomResourceProvider"))
	var handler, cfnRole awscdk.CfnResource
	jsii.UnsafeCast(provider.Node().FindChild(jsii.String("Handler")), &handler)
	jsii.UnsafeCast(provider.Node().FindChild(jsii.String("Role")), &cfnRole)

	cfnRole.AddPropertyDeletionOverride(jsii.String("ManagedPolicyArns"))
	policy := awsiam.NewPolicy(stack, jsii.String(name+"LogPolicy"), &awsiam.PolicyProps{
		Roles: &[]awsiam.IRole{awsiam.Role_FromRoleName(stack, jsii.String(name+"Role"), cfnRole.Ref(), nil)},
	})
	group.GrantWrite(policy)
	Accept(policy, InlinePolicy())

	handler.AddPropertyOverride(jsii.String("LoggingConfig"), map[string]any{"LogGroup": group.LogGroupName()})
	handler.Node().AddDependency(policy)
}
