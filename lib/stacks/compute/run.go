package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/stacks/baseline"
)

// letRun lets the role of a schedule, a state machine or a function start tasks of the
// service in the cluster, as the roles of the service, and nothing else. It may start
// every revision of the definition: a release changes the definition, who starts it, and
// the policy one after the other, and whatever starts in between must not be refused.
func (r release) letRun(role awsiam.IRole) {
	definitions, tasks := r.env.TaskFamily(r.service.Name)+":*", r.env.ClusterName()+"/*"
	grant := func(condition, key string, value *string, resources []*string, action string) {
		role.AddToPrincipalPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Actions: jsii.Strings(action), Resources: &resources,
			Conditions: &map[string]any{condition: map[string]any{key: value}},
		}))
	}
	grant("ArnEquals", "ecs:cluster", r.cluster.ClusterArn(), []*string{baseline.ARN(r.scope, "ecs", "task-definition", definitions)}, "ecs:RunTask")
	grant("StringEquals", "iam:PassedToService", jsii.String("ecs-tasks.amazonaws.com"), []*string{r.task.role.RoleArn(), r.task.execution.RoleArn()}, "iam:PassRole")
	// The tags of the definition are those of the task, or its costs would have none.
	grant("StringEquals", "ecs:CreateAction", jsii.String("RunTask"), []*string{baseline.ARN(r.scope, "ecs", "task", tasks)}, "ecs:TagResource")
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy(),
		baseline.Wildcard(baseline.InFinding(r.env, "ecs", "task-definition/"+definitions), "The revisions of the service's own task definition; a release makes another one."),
		baseline.Wildcard(baseline.InFinding(r.env, "ecs", "task/"+tasks), "Tasks of the platform's own cluster, whose ids ECS makes; they may be tagged only when they start."),
	)
}
