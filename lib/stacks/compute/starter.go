package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/stacks/baseline"
)

const (
	// starterPauseSeconds is the time before Fargate is asked again for a task that it had
	// no room for, and starterMinutes how long it is asked. ECS remembers a refusal with the
	// token of its minute, so a pause is no shorter.
	starterPauseSeconds = 60
	starterMinutes      = 30
)

// newStarter defines the state machine that starts the job unless a task that it has
// started still runs. It knows its tasks by their mark, so a command in a task of its own
// is in nobody's way.
func (r release) newStarter(definition awsecs.FargateTaskDefinition, before []constructs.IDependable) awsstepfunctions.StateMachine {
	scope := constructs.NewConstruct(r.scope, jsii.String("Starter"))
	machine := awsstepfunctions.NewStateMachine(scope, jsii.String("Machine"), baseline.StateMachineProps(
		"Starts "+r.service.Name+", unless a run is going on",
		r.starterSteps(scope, definition), awscdk.Duration_Minutes(jsii.Number(starterMinutes)), r.jobs.logs,
	))
	// ECS lists tasks of a cluster by their mark, and knows no resource for that.
	machine.AddToRolePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings("ecs:ListTasks"), Resources: jsii.Strings("*"),
		Conditions: &map[string]any{"ArnEquals": map[string]any{"ecs:cluster": r.cluster.ClusterArn()}},
	}))
	r.letRun(machine.Role())
	baseline.Accept(baseline.DefaultPolicy(machine.Role()), baseline.StateMachine())
	machine.Node().AddDependency(before...)
	return machine
}

// starterSteps defines the states of the starter and returns the first.
func (r release) starterSteps(scope constructs.Construct, definition awsecs.FargateTaskDefinition) awsstepfunctions.IChainable {
	cluster, mark := r.cluster.ClusterName(), r.service.Name
	look := ecsCall(scope, "Look", "listTasks", map[string]any{"Cluster": cluster, "StartedBy": mark},
		"{'running': $count($states.result.TaskArns)}")
	start := ecsCall(scope, "Start", "runTask", map[string]any{
		"Cluster": cluster, "StartedBy": mark, "TaskDefinition": definition.TaskDefinitionArn(),
		// The minute: a call that is tried again starts no second task, nor does a start that
		// EventBridge Scheduler delivers twice, nor do several that find room at the same time.
		"ClientToken": baseline.JSONata("'" + mark + "-' & $substring($states.context.State.EnteredTime, 0, 16)"),
		"Count":       1, "LaunchType": "FARGATE", "PropagateTags": "TASK_DEFINITION",
		"NetworkConfiguration": map[string]any{"AwsvpcConfiguration": map[string]any{
			"Subnets":        r.props.VPC.SelectSubnets(r.subnets()).SubnetIds,
			"SecurityGroups": []any{r.props.ServiceGroups[r.service.Name].SecurityGroupId()},
			"AssignPublicIp": "DISABLED",
		}},
	}, "{'refused': $count($states.result.Failures)}")
	pause := awsstepfunctions.NewWait(scope, jsii.String("Pause"), &awsstepfunctions.WaitProps{
		Time: awsstepfunctions.WaitTime_Duration(awscdk.Duration_Seconds(jsii.Number(starterPauseSeconds))),
	})
	free := awsstepfunctions.Choice_Jsonata(scope, jsii.String("Free"), nil)
	free.When(baseline.JSONataCondition("$states.input.running > 0"), awsstepfunctions.NewSucceed(scope, jsii.String("StillRunning"), nil), nil)
	free.Otherwise(start)
	begun := awsstepfunctions.Choice_Jsonata(scope, jsii.String("Begun"), nil)
	begun.When(baseline.JSONataCondition("$states.input.refused = 0"), awsstepfunctions.NewSucceed(scope, jsii.String("Started"), nil), nil)
	begun.Otherwise(pause)
	look.Next(free)
	start.Next(begun)
	pause.Next(look)
	return look
}

// ecsCall is a state that calls ECS. The L2 would permit the call in every cluster.
func ecsCall(scope constructs.Construct, id, action string, arguments map[string]any, output string) awsstepfunctions.CustomState {
	state := awsstepfunctions.NewCustomState(scope, jsii.String(id), &awsstepfunctions.CustomStateProps{StateJson: &map[string]any{
		"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:ecs:" + action, "Arguments": arguments, "Output": baseline.JSONata(output),
	}})
	state.AddRetry(&awsstepfunctions.RetryProps{Errors: jsii.Strings("States.ALL"), MaxAttempts: jsii.Number(5), JitterStrategy: awsstepfunctions.JitterType_FULL})
	return state
}
