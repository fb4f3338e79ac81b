package data

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

const maxConnectionsPercent, maxIdleConnectionsPercent = 90, 10

// newProxy defines the RDS Proxy, through which all clients connect to the cluster. They
// authenticate with IAM only.
func newProxy(scope constructs.Construct, env config.Environment, props Props, cluster awsrds.DatabaseCluster) awsrds.DatabaseProxy {
	logs := baseline.NewLogGroup(scope, "ProxyLogGroup", env, props.LogsKey, env.ProxyLogGroupName())
	role := newProxyRole(scope, env, props, cluster)
	proxy := awsrds.NewDatabaseProxy(scope, jsii.String("Proxy"), &awsrds.DatabaseProxyProps{
		DbProxyName: jsii.String(env.ProxyName()),
		ProxyTarget: awsrds.ProxyTarget_FromCluster(cluster),
		// The L2 would let it use the secret's key for any purpose.
		Role: role.WithoutPolicyUpdates(nil),
		// The proxy also logs in to the cluster with IAM for the services' roles. The
		// secret is for the administrator, whose role has a password.
		DefaultAuthScheme: awsrds.DefaultAuthScheme_IAM_AUTH,
		Secrets:           &[]awssecretsmanager.ISecret{cluster.Secret()},
		IamAuth:           jsii.Bool(true),
		RequireTLS:        jsii.Bool(true),
		BorrowTimeout:     awscdk.Duration_Seconds(jsii.Number(config.BorrowTimeoutSeconds)),
		// The rest is for what does not come through the proxy: the Data API and RDS itself.
		MaxConnectionsPercent: jsii.Number(maxConnectionsPercent),
		// By default half of them may idle, and each takes memory of the database.
		MaxIdleConnectionsPercent: jsii.Number(maxIdleConnectionsPercent),
		Vpc:                       props.VPC,
		VpcSubnets:                isolated(),
		SecurityGroups:            &[]awsec2.ISecurityGroup{imported(scope, "ProxyGroup", props.ProxyGroup)},
	})
	proxy.Node().AddDependency(logs, role)
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy())
	awscdk.NewCfnOutput(scope, jsii.String("ProxyEndpoint"), &awscdk.CfnOutputProps{
		Description: jsii.String("Database host: the proxy's endpoint to the writer"),
		Value:       proxy.Endpoint(),
	})
	return proxy
}

// newProxyRole lets the proxy log in to the cluster as the services' roles and as the role
// of people who read, and read the administrator's password.
func newProxyRole(scope constructs.Construct, env config.Environment, props Props, cluster awsrds.DatabaseCluster) awsiam.Role {
	role := awsiam.NewRole(scope, jsii.String("ProxyRole"), &awsiam.RoleProps{
		Description: jsii.String("RDS Proxy: logs in to the cluster"),
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("rds.amazonaws.com"), nil),
	})
	for _, user := range append(env.DatabaseRoles(), config.ReadOnlyRole) {
		cluster.GrantConnect(role, jsii.String(user))
	}
	role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions:   jsii.Strings("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"),
		Resources: &[]*string{cluster.Secret().SecretArn()},
	}))
	role.AddToPolicy(baseline.DecryptSecrets(env, props.DataKey))
	return role
}

// newReaderEndpoint returns the host for reads: an endpoint of the proxy to the readers,
// or the proxy's default endpoint, which leads to the writer, when there are none.
func newReaderEndpoint(scope constructs.Construct, env config.Environment, props Props, proxy awsrds.DatabaseProxy) *string {
	if !env.HasReaders() {
		return proxy.Endpoint()
	}
	endpoint := proxy.AddEndpoint(jsii.String("Reader"), &awsrds.DatabaseProxyEndpointOptions{
		DbProxyEndpointName: jsii.String(env.ReaderEndpointName()),
		Vpc:                 props.VPC,
		VpcSubnets:          isolated(),
		SecurityGroups:      &[]awsec2.ISecurityGroup{imported(scope, "ReaderEndpointGroup", props.ProxyGroup)},
		TargetRole:          awsrds.ProxyEndpointTargetRole_READ_ONLY,
	})
	awscdk.NewCfnOutput(scope, jsii.String("ReaderEndpoint"), &awscdk.CfnOutputProps{
		Description: jsii.String("Database host for reads: the proxy's endpoint to the readers"),
		Value:       endpoint.Endpoint(),
	})
	return endpoint.Endpoint()
}
