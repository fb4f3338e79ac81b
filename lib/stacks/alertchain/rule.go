package alertchain

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awseventstargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// trigger starts the chain: the rule, and its dead-letter queue.
type trigger struct {
	rule   awsevents.Rule
	unsent awssqs.Queue
}

// newTrigger defines the rule for finished scans of this environment's repositories with
// a critical or high finding.
func (c chain) newTrigger(scope constructs.Construct, env config.Environment, relay awsstepfunctions.StateMachine) trigger {
	rule := awsevents.NewRule(scope, jsii.String("ScanFinished"), &awsevents.RuleProps{
		Description:  jsii.String(env.Describe("an image scan found something critical or high")),
		EventPattern: pattern(scope, env),
	})
	unsent := baseline.NewDeadLetterQueue(scope, "Unsent", "a rule", c.Key)
	role := awsiam.NewRole(scope, jsii.String("StarterRole"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("events.amazonaws.com"), nil),
	})
	rule.AddTarget(awseventstargets.NewSfnStateMachine(relay, &awseventstargets.SfnStateMachineProps{
		Role:            role,
		DeadLetterQueue: unsent,
		// The maximum of EventBridge.
		MaxEventAge: awscdk.Duration_Hours(jsii.Number(24)), RetryAttempts: jsii.Number(185),
	}))
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy())
	rule.Node().AddDependency(role)
	return trigger{rule: rule, unsent: unsent}
}

// pattern matches both kinds of scan. Basic scanning omits a severity without findings,
// so the two severities are alternatives: with two keys in one object, both would have
// to be in the event.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
//
// Repositories are matched by how their names begin, since a pattern may have 2048
// characters only.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
func pattern(scope constructs.Construct, env config.Environment) *awsevents.EventPattern {
	// An event of basic scanning holds the name, one of Amazon Inspector the ARN.
	names := []any{
		map[string]any{"prefix": env.RepositoryPrefix()},
		map[string]any{"prefix": *baseline.ARN(scope, "ecr", "repository", env.RepositoryPrefix())},
	}
	found := map[string]any{"numeric": []any{">", 0}}
	return &awsevents.EventPattern{
		Source:     jsii.Strings("aws.ecr", "aws.inspector2"),
		DetailType: jsii.Strings("ECR Image Scan", "Inspector2 Scan"),
		Detail: &map[string]any{
			"scan-status":     []any{"COMPLETE", "INITIAL_SCAN_COMPLETE"},
			"repository-name": names,
			"$or": []any{
				map[string]any{"finding-severity-counts": map[string]any{"CRITICAL": []any{found}}},
				map[string]any{"finding-severity-counts": map[string]any{"HIGH": []any{found}}},
			},
		},
	}
}
