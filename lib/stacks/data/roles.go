package data

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
	"example.com/chassis/lib/stacks/databaseroles"
)

const (
	// rolesTimeoutSeconds has room for the ten minutes that the function waits for the
	// database, one more statement of 45 seconds, and the answer.
	rolesTimeoutSeconds = 12 * 60
	rolesMemoryMiB      = 256
	// rolesPatienceSeconds is how long CloudFormation waits for the function. By default
	// it would wait an hour for one that died.
	rolesPatienceSeconds = 15 * 60
)

// newRoles creates the database roles with a custom resource, as soon as there is a
// writer. Its properties are all that the result depends on, so a change of one makes them
// again: another cluster (restored, cloned or replaced), another service, another code.
// It returns the resource, which ends with a check of the result.
func newRoles(scope constructs.Construct, env config.Environment, props Props, cluster awsrds.DatabaseCluster) constructs.IDependable {
	scope = constructs.NewConstruct(scope, jsii.String("Roles"))
	function := baseline.NewDeploymentFunction(scope, "", env, baseline.DeploymentFunctionProps{
		Description:     env.Describe("makes the database roles, at deployment"),
		RoleDescription: "Makes the database roles",
		Code:            props.RolesCode,
		LogGroupName:    env.DatabaseRolesLogGroupName(),
		LogsKey:         props.LogsKey,
		TimeoutSeconds:  rolesTimeoutSeconds,
		MemoryMiB:       rolesMemoryMiB,
		// As the cluster's administrator.
		Policy: []awsiam.PolicyStatement{
			baseline.Allow("rds-data:ExecuteStatement", cluster.ClusterArn()),
			baseline.Allow("secretsmanager:GetSecretValue", cluster.Secret().SecretArn()),
			baseline.DecryptSecrets(env, props.DataKey),
		},
	})
	statements := []any{}
	for _, statement := range databaseroles.Statements(databaseroles.Database{
		Name: env.DatabaseName(), Administrator: env.AdministratorRole(), Reader: config.ReadOnlyRole, Services: env.DatabaseRoles(),
	}) {
		statements = append(statements, map[string]any{"Name": statement.Name, "SQL": statement.SQL})
	}
	roles := awscdk.NewCustomResource(scope, jsii.String("Statements"), &awscdk.CustomResourceProps{
		ServiceToken:   function.ARN,
		ResourceType:   jsii.String("Custom::DatabaseRoles"),
		ServiceTimeout: awscdk.Duration_Seconds(jsii.Number(rolesPatienceSeconds)),
		Properties: &map[string]any{
			"ClusterArn": cluster.ClusterArn(),
			"SecretArn":  cluster.Secret().SecretArn(),
			"Database":   env.DatabaseName(),
			"Statements": statements,
			"Code":       function.CodeKey,
		},
	})
	// Without the writer the cluster runs no statement.
	roles.Node().AddDependency(cluster.Node().FindChild(jsii.String(instanceID(0))))
	return roles
}
