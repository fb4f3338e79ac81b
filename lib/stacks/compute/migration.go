package compute

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

const (
	// migrationTimeoutSeconds is the longest that Lambda offers. The function goes on in
	// another run of itself.
	migrationTimeoutSeconds = 15 * 60
	migrationMemoryMiB      = 256
	// migrationAnswerMinutes is what CloudFormation waits beyond the limit of a migration:
	// for the start of the task, for the end of one that is stopped, and for the answer.
	migrationAnswerMinutes = 9
)

// newMigrations defines the function that runs the migrations of the services, or nothing
// where none migrates.
func newMigrations(stack awscdk.Stack, env config.Environment, props Props, cluster awsecs.Cluster) *baseline.DeploymentFunction {
	if !env.Migrates() {
		return nil
	}
	scope := constructs.NewConstruct(stack, jsii.String("Migrations"))
	inCluster := awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions:    jsii.Strings("ecs:DescribeTasks", "ecs:StopTask"),
		Resources:  &[]*string{baseline.ARN(scope, "ecs", "task", env.ClusterName()+"/*")},
		Conditions: &map[string]any{"ArnEquals": map[string]any{"ecs:cluster": cluster.ClusterArn()}},
	})
	function := baseline.NewDeploymentFunction(scope, "", env, baseline.DeploymentFunctionProps{
		Name:            env.MigrationFunctionName(),
		Description:     env.Describe("runs the migrations of services, at deployment"),
		RoleDescription: "Runs the migrations of services",
		Code:            props.MigrationCode,
		LogGroupName:    env.MigrationsLogGroupName(),
		LogsKey:         props.LogsKey,
		TimeoutSeconds:  migrationTimeoutSeconds,
		MemoryMiB:       migrationMemoryMiB,
		Policy: []awsiam.PolicyStatement{
			inCluster,
			// Whether the stack is rolled back.
			baseline.Allow("cloudformation:DescribeStacks", stack.StackId()),
			// Itself. A reference would make a circle.
			baseline.Allow("lambda:InvokeFunction", stack.FormatArn(&awscdk.ArnComponents{
				Service: jsii.String("lambda"), Resource: jsii.String("function"), ResourceName: jsii.String(env.MigrationFunctionName()),
				ArnFormat: awscdk.ArnFormat_COLON_RESOURCE_NAME,
			})),
		},
	})
	return &function
}

// migrate runs the service's migration with a new image before anything else starts a task
// of the definition. CloudFormation itself waits for it, so it is the same for every way
// of a release.
func (r release) migrate(definition awsecs.FargateTaskDefinition) constructs.IDependable {
	r.letRun(r.migrations.Role)
	migration := awscdk.NewCustomResource(r.scope, jsii.String("Migration"), &awscdk.CustomResourceProps{
		ServiceToken:   r.migrations.ARN,
		ResourceType:   jsii.String("Custom::Migration"),
		ServiceTimeout: awscdk.Duration_Minutes(jsii.Number(r.service.MigrateTimeoutMinutes + migrationAnswerMinutes)),
		Properties: &map[string]any{
			"Cluster":        r.cluster.ClusterName(),
			"TaskDefinition": definition.TaskDefinitionArn(),
			"Container":      r.service.Name,
			"Image":          r.image,
			"Command":        r.service.Migrate,
			"Subnets":        r.props.VPC.SelectSubnets(r.subnets()).SubnetIds,
			"SecurityGroup":  r.props.ServiceGroups[r.service.Name].SecurityGroupId(),
			"LogGroup":       r.env.ServiceLogGroupName(r.service.Name),
			"TimeoutMinutes": strconv.Itoa(r.service.MigrateTimeoutMinutes),
		},
	})
	migration.Node().AddDependency(r.task.execution, r.task.role)
	return migration
}
