// Package compute defines the Compute stack: the load balancer on the internet, the two
// services behind it, their auto scaling, and the alarms. It uses the three other
// stacks, and none of them uses it.
package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
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
	VPC                                      awsec2.IVpc
	ALBGroup, ServiceAPIGroup, AdminAPIGroup awsec2.ISecurityGroup

	DataKey, LogsKey, AlertsKey        awskms.IKey
	WebACLARN                          *string
	ServiceRepository, AdminRepository awsecr.IRepository
	Alerts                             awssns.ITopic
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
}

// New defines the Compute stack.
func New(scope constructs.Construct, env config.Environment, stackProps *awscdk.StackProps, props Props) {
	stack := awscdk.NewStack(scope, jsii.String(config.ComputeStack), stackProps)
	certificate, search := newCertificate(stack, env, props)
	scaling := scaleReaders(stack, env)
	lb := newLoadBalancer(stack, env, props, certificate)
	// What may fail is created first: a rollback cannot delete a load balancer that is
	// already protected.
	lb.alb.Node().AddDependency(search, scaling)
	cluster := newCluster(stack, env, props)
	var names []string
	for _, s := range services(env, props) {
		newService(stack, env, props, cluster, lb, s)
		names = append(names, s.Name)
	}
	newAlarms(stack, env, props, lb, certificate, names)
	newOutputs(stack, env, lb.alb)
}

// services lists the services behind the load balancer.
func services(env config.Environment, props Props) []service {
	return []service{
		{
			ID: "ServiceApi", Name: config.ServiceAPI, Path: config.ServicePath, Priority: 10,
			HealthPath: env.Services.ServiceHealthPath,
			Parameter:  config.ServiceImageParameter, Image: env.Services.ServiceImage, Repository: props.ServiceRepository,
			Group: props.ServiceAPIGroup, DatabaseRole: config.ServiceAPIRole,
		},
		{
			ID: "AdminApi", Name: config.AdminAPI, Path: config.AdminPath, Priority: 20,
			HealthPath: env.Services.AdminHealthPath,
			Parameter:  config.AdminImageParameter, Image: env.Services.AdminImage, Repository: props.AdminRepository,
			Group: props.AdminAPIGroup, DatabaseRole: config.AdminAPIRole,
		},
	}
}
