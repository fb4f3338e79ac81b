// Package data defines the Data stack: Aurora and its proxy, Redis, and the bastion
// through which developers connect to the database. It uses the Network and Security
// stacks.
package data

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// Props is what the Data stack uses of other stacks.
type Props struct {
	VPC                                               awsec2.IVpc
	AuroraGroup, ProxyGroup, RedisGroup, BastionGroup awsec2.ISecurityGroup
	DataKey, LogsKey                                  awskms.IKey
	// RolesCode is the folder with the function for the database roles, built for Lambda.
	RolesCode string
}

// Stack is what the Data stack passes to the Compute stack. The cluster is not part of
// it: an imported value cannot change, and the cluster must stay replaceable.
type Stack struct {
	Proxy awsrds.IDatabaseProxy
	// ReaderHost is the proxy's read-only endpoint, or its only one where the
	// cluster has no reader.
	ReaderHost *string
	Cache      Cache
}

// Cache is how a service reaches Redis.
type Cache struct {
	Host, Port *string
	// Nodes are the IDs of the nodes in CloudWatch.
	Nodes     []*string
	AuthToken awssecretsmanager.ISecret
}

// New defines the Data stack.
func New(scope constructs.Construct, env config.Environment, stackProps *awscdk.StackProps, props Props) *Stack {
	stack := awscdk.NewStack(scope, jsii.String(config.DataStack), stackProps)
	// The grants of L2s also add the role to the key's policy, which would make the
	// Security stack depend on this one. They do not change the policy of an imported
	// key.
	props.DataKey = awskms.Key_FromKeyArn(stack, jsii.String("DataKey"), props.DataKey.KeyArn())
	props.LogsKey = awskms.Key_FromKeyArn(stack, jsii.String("LogsKey"), props.LogsKey.KeyArn())

	cluster := newAurora(stack, env, props)
	checked := newRoles(stack, env, props, cluster)
	proxy := newProxy(stack, env, props, cluster)
	// No service may write to a new cluster before its roles are checked: a statement
	// that fails rolls the cluster back, with all that was written.
	proxy.Node().AddDependency(checked)
	readerHost := newReaderEndpoint(stack, env, props, proxy)
	newDatabaseAccess(stack, env, proxy, newTunnels(stack, env, proxy, readerHost), newBastion(stack, env, props))
	return &Stack{
		Proxy:      proxy,
		ReaderHost: readerHost,
		Cache:      newRedis(stack, env, props),
	}
}
