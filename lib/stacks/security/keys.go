package security

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/constructs-go/constructs/v10"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// keys are the customer-managed keys, one for each kind of user: RDS, ElastiCache,
// Secrets Manager and ECR work through grants of whoever creates the resource,
// CloudWatch Logs and the alert chain through the key policy.
type keys struct {
	data, logs, alerts, queues awskms.Key
}

func newKeys(scope constructs.Construct, env config.Environment) keys {
	return keys{
		data: baseline.NewKey(scope, "DataKey", env, baseline.KeyProps{
			Purpose: "databases, caches, secrets and images",
		}),
		logs: baseline.NewKey(scope, "LogsKey", env, baseline.KeyProps{
			Purpose: "log groups", LogGroups: true,
		}),
		alerts: baseline.NewKey(scope, "AlertsKey", env, baseline.KeyProps{
			Purpose: "alert topics",
			// Without it every alarm of an encrypted topic is lost without a trace.
			Services: []baseline.KeyUser{{Service: "cloudwatch.amazonaws.com"}},
		}),
		// SNS, which fills the queues, is let in by each subscription.
		queues: baseline.NewKey(scope, "QueuesKey", env, baseline.KeyProps{
			Purpose: "queues of scan findings",
			// For the dead-letter queue of a rule. Nothing says that EventBridge names the
			// account when it asks for a key, and a wrong guess would lose events silently;
			// the queue's policy lets only the rule in.
			Services: []baseline.KeyUser{{Service: "events.amazonaws.com", AnyAccount: true}},
		}),
	}
}
