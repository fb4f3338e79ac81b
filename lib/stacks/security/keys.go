package security

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/constructs-go/constructs/v10"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// keys are the customer-managed keys, one for each kind of user. RDS, ElastiCache,
// Secrets Manager and ECR use grants of the role that creates the resource. CloudWatch
// Logs and the alert chain need the key policy.
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
			// Without it, alarms to an encrypted topic are silently lost.
			Services: []baseline.KeyUser{{Service: "cloudwatch.amazonaws.com"}},
		}),
		// Each subscription of a queue allows SNS to use the key.
		queues: baseline.NewKey(scope, "QueuesKey", env, baseline.KeyProps{
			Purpose: "queues of scan findings",
			// For the dead-letter queue of a rule. It is not documented that EventBridge names
			// the account in its requests to KMS, and if it does not, events would be silently
			// lost. The queue's policy allows only the rule.
			Services: []baseline.KeyUser{{Service: "events.amazonaws.com", AnyAccount: true}},
		}),
	}
}
