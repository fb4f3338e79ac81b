// Package offer is what the platform offers to a team's own resources: the environment,
// what the stacks have, and a stack for more. Tags, cdk-nag, the promises and the proof
// treat those resources like all others.
package offer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// Platform is what a team's own resources may use.
type Platform struct {
	Env config.Environment
	// Stack returns the stack for resources of their own. It exists once it is asked for,
	// and is deployed before Compute when a service uses what it defines.
	Stack func() awscdk.Stack

	VPC awsec2.IVpc
	// DataKey encrypts what holds data, LogsKey log groups.
	DataKey, LogsKey awskms.IKey
	// Alerts is the topic for alarms; AlertsKey encrypts it.
	Alerts    awssns.ITopic
	AlertsKey awskms.IKey
	// Services are by their names in the settings; Service looks one up.
	Services map[string]Service
}

// Mistake is what is wrong in a team's own code, in one line.
type Mistake string

func (m Mistake) Error() string { return "lib/stacks/additions: " + string(m) }

// Service returns a service of the settings. Without it, which is a Mistake, the
// synthesis ends.
func (p Platform) Service(name string) Service {
	service, ok := p.Services[name]
	if !ok {
		panic(Mistake(fmt.Sprintf("no service %q; cdk.json lists %s", name, strings.Join(slices.Sorted(maps.Keys(p.Services)), ", "))))
	}
	return service
}

// Service is what a service offers.
type Service struct {
	// TaskRole is the role of the application.
	TaskRole awsiam.Role
	// Group is the security group of its tasks.
	Group awsec2.ISecurityGroup
	// Scope is for resources that belong to the service, in the Compute stack.
	Scope constructs.Construct
}

// Keep is the removal policy of what holds data: retained in a long-lived environment.
func (p Platform) Keep() awscdk.RemovalPolicy { return baseline.Keep(p.Env) }

// Reviewed waives a rule of cdk-nag on one resource. The reason is part of the security
// review.
func Reviewed(c constructs.IConstruct, rule, reason string) {
	baseline.Accept(c, baseline.Waiver{Rule: rule, Reason: reason})
}

// May lets the service do actions with resources, under a name of its own. The reason
// says why a resource that ends in a wildcard cannot be named; without one it may be
// empty.
//
// The policy, which it returns, is a part of the role, so that no task starts before it.
func (s Service) May(name, reason string, actions []string, resources ...*string) awsiam.Policy {
	scope, ok := s.TaskRole.Node().TryFindChild(jsii.String(config.AdditionsStack)).(constructs.Construct)
	if !ok {
		scope = constructs.NewConstruct(s.TaskRole, jsii.String(config.AdditionsStack))
	}
	policy := awsiam.NewPolicy(scope, jsii.String(name), &awsiam.PolicyProps{
		Roles: &[]awsiam.IRole{s.TaskRole},
		Statements: &[]awsiam.PolicyStatement{awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Actions: jsii.Strings(actions...), Resources: &resources,
		})},
	})
	baseline.Accept(policy, baseline.InlinePolicy())
	if reason == "" {
		return policy
	}
	baseline.Accept(policy, baseline.Waiver{Rule: "AwsSolutions-IAM5", Finding: "/^Resource::/", Reason: reason})
	sorted := slices.Sorted(slices.Values(actions))
	Permits(policy, strings.Join(sorted, ", "), reason)
	return policy
}

// OffTheNetwork says of a type of resource that the model of the network does not know
// why nothing can connect to it.
func OffTheNetwork(c constructs.IConstruct, why string) {
	resourceOf(c).AddMetadata(jsii.String(config.NetworkMetadata), config.OffTheNetwork+why)
}

// GoesOutside says of an ARN, the number of an account, a region, an address or a mailbox
// that a resource names, and that is not the platform's, why it does: what may be sent there,
// and that it may.
func GoesOutside(c constructs.IConstruct, to, why string) {
	declare(c, config.DestinationMetadata, to, why)
}

// Permits says why a role or a policy has a permission that the proof finds too broad. What it
// is called stands in that complaint.
func Permits(c constructs.IConstruct, permission, why string) {
	declare(c, config.ReasonsMetadata, permission, why)
}

// declare says one thing more in metadata that the proof reads in the template.
func declare(c constructs.IConstruct, key, what, why string) {
	cfn := resourceOf(c)
	said, others := cfn.GetMetadata(jsii.String(key)).(map[string]any)
	if !others {
		said = map[string]any{}
	}
	said[what] = why
	cfn.AddMetadata(jsii.String(key), said)
}

// resourceOf is the resource that a construct is, or defines.
func resourceOf(c constructs.IConstruct) awscdk.CfnResource {
	resource := c.Node().DefaultChild()
	if resource == nil {
		// Some constructs of the CDK give their only resource another name.
		below := slices.DeleteFunc(*c.Node().FindAll(constructs.ConstructOrder_PREORDER), func(child constructs.IConstruct) bool {
			return !*awscdk.CfnResource_IsCfnResource(child)
		})
		if len(below) != 1 {
			panic(Mistake(fmt.Sprintf("%s defines %d resources; say it of one of them", *c.Node().Path(), len(below))))
		}
		resource = below[0]
	}
	var cfn awscdk.CfnResource
	jsii.UnsafeCast(resource, &cfn)
	return cfn
}
