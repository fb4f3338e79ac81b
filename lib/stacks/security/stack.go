// Package security defines the Security stack: the encryption keys, the web ACL of the
// load balancer, the image repositories, and the topic of all alerts. It uses no other
// stack, so that all of them may use it.
package security

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/alertchain"
	"example.com/chassis/lib/stacks/delivery"
)

// Stack is what the Security stack passes to other stacks.
type Stack struct {
	// DataKey encrypts databases, caches, secrets and images; LogsKey encrypts
	// log groups.
	DataKey, LogsKey awskms.IKey
	WebACLARN        *string
	// Repositories are by the name of a service.
	Repositories map[string]awsecr.IRepository
	// Alerts is the topic for the alarms of every stack.
	Alerts    awssns.ITopic
	AlertsKey awskms.IKey
	// Alarms are the names of this stack's alarms.
	Alarms []string
}

// New defines the Security stack.
func New(scope constructs.Construct, env config.Environment, props *awscdk.StackProps) *Stack {
	stack := awscdk.NewStack(scope, jsii.String(config.SecurityStack), props)
	keys := newKeys(stack, env)
	alerts := newAlerts(stack, env, keys.alerts)
	alarmNames := alertchain.New(stack, env, alertchain.Props{Alerts: alerts, Key: keys.alerts, LogsKey: keys.logs})
	newBudget(stack, env)
	scanRegistry(stack, env)
	repositories := map[string]awsecr.IRepository{}
	var all []awsecr.IRepository
	for _, s := range env.Services {
		repository := newRepository(stack, env, s, keys.data)
		repositories[s.Name] = repository
		all = append(all, repository)
	}
	delivery.New(stack, env, delivery.Props{Repositories: all, LogsKey: keys.logs})
	return &Stack{
		DataKey:      keys.data,
		LogsKey:      keys.logs,
		WebACLARN:    newWebACL(stack, env, keys.logs),
		Repositories: repositories,
		Alerts:       alerts,
		AlertsKey:    keys.alerts,
		Alarms:       alarmNames,
	}
}
