package security

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// keys are the customer-managed keys, one for each kind of user. RDS, ElastiCache,
// Secrets Manager and ECR use grants of the role that creates the resource. CloudWatch
// Logs and the alerts need the key policy.
type keys struct {
	data, logs awskms.Key
	// alerts has no policy that the CDK could change. It would let each topic use the key
	// that sends to an encrypted queue, and the key would need a topic that needs the key.
	alerts awskms.IKey
}

func newKeys(stack awscdk.Stack, env config.Environment) keys {
	return keys{
		data: baseline.NewKey(stack, "DataKey", env, baseline.KeyProps{
			Purpose: "databases, caches, secrets and images",
		}),
		logs: baseline.NewKey(stack, "LogsKey", env, baseline.KeyProps{
			Purpose: "log groups", LogGroups: true,
		}),
		alerts: awskms.Key_FromKeyArn(stack, jsii.String("PublishedAlertsKey"), newAlertsKey(stack, env).KeyArn()),
	}
}

func newAlertsKey(stack awscdk.Stack, env config.Environment) awskms.Key {
	return baseline.NewKey(stack, "AlertsKey", env, baseline.KeyProps{
		Purpose: "alert topics and queues",
		Services: []baseline.KeyUser{
			// Without it, alarms to an encrypted topic are silently lost.
			{Service: "cloudwatch.amazonaws.com"},
			// To put messages of the topics into the queues.
			{Service: "sns.amazonaws.com", Sources: topics(stack, env)},
			// For the dead-letter queue of a rule. It is not documented that EventBridge names
			// the account in its requests to KMS, and if it does not, events would be silently
			// lost. The queue's policy allows only the rule.
			{Service: "events.amazonaws.com", AnyAccount: true},
		},
	})
}

// topics are the ARNs of the topics that send to queues, as texts: with references, the
// key would need the topics, which need the key. CloudFormation generates the name of the
// alert topic from those of its stack and its construct.
func topics(stack awscdk.Stack, env config.Environment) []*string {
	var arns []*string
	for _, name := range []string{env.FindingsTopicName(), *stack.StackName() + "-" + alertTopic + "*"} {
		arns = append(arns, stack.FormatArn(&awscdk.ArnComponents{Service: jsii.String("sns"), Resource: jsii.String(name)}))
	}
	return arns
}
