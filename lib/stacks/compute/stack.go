// Package compute defines the Compute stack: the load balancer on the internet, the
// services behind it, their auto scaling, and the alarms. It uses the three other
// stacks, and none of them uses it.
package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// Props is what the Compute stack uses of other stacks.
type Props struct {
	VPC      awsec2.IVpc
	ALBGroup awsec2.ISecurityGroup
	// ServiceGroups and Repositories are by the name of a service.
	ServiceGroups map[string]awsec2.ISecurityGroup
	Repositories  map[string]awsecr.IRepository

	DataKey, LogsKey, AlertsKey awskms.IKey
	WebACLARN                   *string
	Alerts                      awssns.ITopic
	// Alarms are the names of other stacks' alarms, for the dashboard.
	Alarms        []string
	NATGatewayIDs []*string

	Proxy                awsrds.IDatabaseProxy
	ReaderHost           *string
	CacheHost, CachePort *string
	CacheNodes           []*string
	CacheAuthToken       awssecretsmanager.ISecret

	// FinderCode is the folder with the certificate finder, built for Lambda.
	FinderCode string
	// MigrationCode is the folder with the function that runs migrations; empty where no
	// service migrates.
	MigrationCode string
}

// Stack is what the Compute stack offers to a team's own resources.
type Stack struct {
	// TaskRoles and Scopes are by the name of a service. A scope is for resources that
	// belong to the service.
	TaskRoles map[string]awsiam.Role
	Scopes    map[string]constructs.Construct
}

// New defines the Compute stack.
func New(scope constructs.Construct, env config.Environment, stackProps *awscdk.StackProps, props Props) *Stack {
	stack := awscdk.NewStack(scope, jsii.String(config.ComputeStack), stackProps)
	certificate, search := newCertificate(stack, env, props)
	scaling := scaleReaders(stack, env)
	lb := newLoadBalancer(stack, env, props, certificate)
	// What may fail is created first: a rollback cannot delete a load balancer that is
	// already protected.
	lb.alb.Node().AddDependency(search, scaling)
	cluster := newCluster(stack, env, props)
	all := shared{cluster: cluster, balancer: lb, jobs: newJobs(stack, env, props), migrations: newMigrations(stack, env, props, cluster)}
	result := &Stack{TaskRoles: map[string]awsiam.Role{}, Scopes: map[string]constructs.Construct{}}
	for _, s := range env.Services {
		scope := constructs.NewConstruct(stack, jsii.String(s.ID()))
		result.Scopes[s.Name] = scope
		result.TaskRoles[s.Name] = newService(stack, scope, env, props, all, s)
	}
	newAlarms(stack, env, props, lb, certificate)
	newOutputs(stack, env, lb.alb)
	return result
}
