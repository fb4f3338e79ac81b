package data

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/aws-cdk-go/awscdk/v2/customresources"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
	"example.com/chassis/lib/stacks/databaseroles"
)

// statementSeconds is how long one statement may take, which is the timeout of the Data
// API. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.limitations.html
const statementSeconds = 45

// serviceTimeoutMinutes has room for the function and two retries of Lambda.
const serviceTimeoutMinutes = 10

// newRoles creates the services' database roles, one SQL statement after the other, as
// soon as there is a writer. The statements can be repeated. They run again for every
// new cluster: restored, cloned or replaced. It returns the last one, which checks the
// result of the others.
func newRoles(scope constructs.Construct, env config.Environment, props Props, cluster awsrds.DatabaseCluster) constructs.IDependable {
	scope = constructs.NewConstruct(scope, jsii.String("Roles"))
	role := newStatementRole(scope, env, props, cluster)
	logs := baseline.NewLogGroup(scope, "LogGroup", env, props.LogsKey, env.DatabaseRolesLogGroupName())
	logs.GrantWrite(role)
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy())

	// Without the writer the cluster runs no statement.
	previous := []constructs.IDependable{role, cluster.Node().FindChild(jsii.String(instanceID(0)))}
	for n, statement := range databaseroles.Statements(databaseroles.Database{
		Name: env.DatabaseName(), Administrator: env.AdministratorRole(), Roles: env.DatabaseRoles(),
	}) {
		call := &customresources.AwsSdkCall{
			Service: jsii.String("rds-data"), Action: jsii.String("ExecuteStatement"),
			Parameters: map[string]any{
				"resourceArn": cluster.ClusterArn(),
				"secretArn":   cluster.Secret().SecretArn(),
				"database":    env.DatabaseName(),
				"sql":         statement.SQL,
			},
			PhysicalResourceId: customresources.PhysicalResourceId_Of(jsii.String(statement.Name)),
		}
		resource := customresources.NewAwsCustomResource(scope, jsii.String(fmt.Sprintf("Statement%02d", n+1)), &customresources.AwsCustomResourceProps{
			ResourceType:        jsii.String("Custom::DatabaseStatement"),
			OnCreate:            call,
			OnUpdate:            call,
			Role:                role,
			LogGroup:            logs,
			Timeout:             awscdk.Duration_Seconds(jsii.Number(2 * statementSeconds)),
			InstallLatestAwsSdk: jsii.Bool(false),
			// By default CloudFormation would wait an hour for a function that died.
			ServiceTimeout: awscdk.Duration_Minutes(jsii.Number(serviceTimeoutMinutes)),
		})
		resource.Node().AddDependency(previous...)
		previous = []constructs.IDependable{resource}
	}
	acceptStatementFunction(scope)
	return previous[0]
}

// newStatementRole defines the function's role, which may run statements in this cluster
// as its administrator.
func newStatementRole(scope constructs.Construct, env config.Environment, props Props, cluster awsrds.DatabaseCluster) awsiam.Role {
	role := awsiam.NewRole(scope, jsii.String("Role"), &awsiam.RoleProps{
		Description: jsii.String("Makes the services' database roles"),
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
	})
	for _, allowed := range []struct {
		action   string
		resource *string
	}{
		{"rds-data:ExecuteStatement", cluster.ClusterArn()},
		{"secretsmanager:GetSecretValue", cluster.Secret().SecretArn()},
	} {
		role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Actions: jsii.Strings(allowed.action), Resources: &[]*string{allowed.resource},
		}))
	}
	role.AddToPolicy(baseline.DecryptSecrets(env, props.DataKey))
	return role
}

// acceptStatementFunction waives findings on the function that the CDK uses for all SDK
// calls of a stack.
func acceptStatementFunction(scope constructs.Construct) {
	id := "AWS" + strings.ReplaceAll(*customresources.AwsCustomResource_PROVIDER_FUNCTION_UUID(), "-", "")
	baseline.Accept(awscdk.Stack_Of(scope).Node().FindChild(jsii.String(id)), baseline.DeploymentFunction()...)
}
