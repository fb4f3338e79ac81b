package delivery

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctionstasks"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

const (
	// pollSeconds is the time between two looks at the status of the stack.
	pollSeconds = 20
	// releaseHours is longer than CloudFormation waits for a service to become stable.
	releaseHours = 4
)

const (
	// stackStatus is the status of the stack that describeStacks has read.
	stackStatus = "$states.result.Stacks[0].StackStatus"
	// stackParameters names the parameters of that stack, in a list even of one or none.
	stackParameters = "[$states.result.Stacks[0].Parameters.ParameterKey]"
	// allParameters passes on each parameter of the stack: one that is left out would
	// fall back to its default.
	allParameters = "(" +
		"$input := $states.context.Execution.Input; " +
		"[$map($states.input.names, function($name) { $name in $keys($input)" +
		" ? {'ParameterKey': $name, 'ParameterValue': $lookup($input, $name)}" +
		" : {'ParameterKey': $name, 'UsePreviousValue': true} })]" +
		")"
)

// inputMistake says what is wrong with the input of the execution, and is empty when
// nothing is. A misspelled name would release nothing and succeed, the image "none" would
// delete the service, and an image from elsewhere could be anybody's. Which registry is
// that of the stack, the execution's own ARN says.
// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
func inputMistake(env config.Environment) string {
	return "(" +
		"$input := $states.context.Execution.Input; " +
		"$arn := $split($states.context.Execution.Id, ':'); " +
		"$from := $arn[4] & '.dkr.ecr.' & $arn[3] & '.amazonaws.com/" + env.RunnableImages() + "'; " +
		"$images := " + stackParameters + "[$substring($, -5) = 'Image']; " +
		"$wrong := $keys($input)[$not($ in $images) or $substring($string($lookup($input, $)), 0, $length($from)) != $from]; " +
		"$exists($keys($input)) and $not($exists($wrong)) ? '' : " +
		"'want an image that begins with ' & $from & ' for some of ' & $string([$images]) & ', got ' & " +
		"($exists($wrong) ? $join($wrong.($ & ': ' & $string($lookup($input, $))), ', ') : $string($input))" +
		")"
}

// newRelease defines the state machine that updates the image parameters of the
// Compute stack and waits until the update has ended. It knows no service: this stack is
// deployed before Compute, so only the deployed stack says which parameters there are.
//
// IAM has no condition on the template of an UpdateStack call, so a role that may call
// it could pass another template and use all permissions of CloudFormation's role. A
// workflow may therefore only start this state machine, which always keeps the
// template.
func newRelease(scope constructs.Construct, env config.Environment, props Props) awsstepfunctions.StateMachine {
	machineProps := baseline.StateMachineProps(
		"Gives services other images: {\"<Name>Image\": \"<uri>\"}, with an entry for each",
		steps(scope, env), awscdk.Duration_Hours(jsii.Number(releaseHours)),
		baseline.NewLogGroup(scope, "MachineLogGroup", env, props.LogsKey, env.ReleaseLogGroupName()),
	)
	machineProps.StateMachineName = jsii.String(env.ReleaseName())
	machine := awsstepfunctions.NewStateMachine(scope, jsii.String("Machine"), machineProps)
	// CloudFormation keeps the role with which the CDK has deployed the stack, and
	// requires the permission to pass it again. The template reads the version of the
	// bootstrap from a parameter.
	machine.AddToRolePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings("iam:PassRole"), Resources: new(bootstrapRoles(scope, "cfn-exec-role")),
		Conditions: &map[string]any{"StringEquals": map[string]any{"iam:PassedToService": "cloudformation.amazonaws.com"}},
	}))
	machine.AddToRolePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings("ssm:GetParameters"), Resources: &[]*string{bootstrapVersion(scope)},
	}))
	baseline.Accept(baseline.DefaultPolicy(machine.Role()), baseline.InlinePolicy(), baseline.StateMachine(), stackWaiver(env, config.ComputeStack))
	awscdk.NewCfnOutput(scope, jsii.String("ReleaseArn"), &awscdk.CfnOutputProps{
		Description: jsii.String("State machine that a workflow starts to release an image"), Value: machine.StateMachineArn(),
	})
	return machine
}

// steps defines the states of the release and returns the first.
func steps(scope constructs.Construct, env config.Environment) awsstepfunctions.IChainable {
	released := awsstepfunctions.NewSucceed(scope, jsii.String("Released"), nil)
	failed, mistaken := fail(scope, "NotReleased", "status"), fail(scope, "WrongInput", "mistake")
	look := describeStack(scope, env, "Look", map[string]any{"status": baseline.JSONata(stackStatus), "names": baseline.JSONata(stackParameters), "mistake": baseline.JSONata(inputMistake(env))})
	watch := describeStack(scope, env, "Watch", map[string]any{"status": baseline.JSONata(stackStatus)})
	update, turn, wait := updateStack(scope, env), pause(scope, "Turn"), pause(scope, "Wait")
	const busy = "$contains($states.input.status, '_IN_PROGRESS')"
	// A deployment may change the parameters, so they are read again after it.
	ready := awsstepfunctions.Choice_Jsonata(scope, jsii.String("Ready"), nil)
	ready.When(baseline.JSONataCondition(busy), turn, nil)
	ready.When(baseline.JSONataCondition("$states.input.mistake = ''"), update, nil)
	ready.Otherwise(mistaken)
	// An image that already runs is no error. A deployment, or another release, may have
	// begun since the look.
	refused := awsstepfunctions.Choice_Jsonata(scope, jsii.String("Refused"), nil)
	refused.When(baseline.JSONataCondition("$contains($states.input.status, 'No updates are to be performed')"), released, nil)
	refused.When(baseline.JSONataCondition(busy), turn, nil)
	refused.Otherwise(failed)
	// The stack takes no update before its cleanup or rollback is complete, so those
	// states are not the end. A completed rollback is a failed release.
	ended := awsstepfunctions.Choice_Jsonata(scope, jsii.String("Ended"), nil)
	ended.When(baseline.JSONataCondition(busy), wait, nil)
	ended.When(baseline.JSONataCondition("$states.input.status = 'UPDATE_COMPLETE'"), released, nil)
	ended.Otherwise(failed)
	update.AddCatch(refused, &awsstepfunctions.CatchProps{Outputs: map[string]any{"status": baseline.JSONata("$states.errorOutput.Cause")}})
	look.Next(ready)
	turn.Next(look)
	update.Next(wait)
	wait.Next(watch)
	watch.Next(ended)
	return look
}

// updateStack gives the stack the images of the input. What the input does not name
// keeps its value.
func updateStack(scope constructs.Construct, env config.Environment) awsstepfunctionstasks.CallAwsService {
	return awsstepfunctionstasks.CallAwsService_Jsonata(scope, jsii.String("Update"), &awsstepfunctionstasks.CallAwsServiceJsonataProps{
		Service: jsii.String("cloudformation"), Action: jsii.String("updateStack"), IamResources: &[]*string{stackARN(scope, env, config.ComputeStack)},
		Parameters: &map[string]any{
			"StackName": env.StackName(config.ComputeStack), "UsePreviousTemplate": true,
			"Parameters": baseline.JSONata(allParameters), "Capabilities": []string{"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"},
		},
	})
}

// describeStack reads the stack and hands on what outputs say.
func describeStack(scope constructs.Construct, env config.Environment, id string, outputs map[string]any) awsstepfunctionstasks.CallAwsService {
	look := awsstepfunctionstasks.CallAwsService_Jsonata(scope, jsii.String(id), &awsstepfunctionstasks.CallAwsServiceJsonataProps{
		Service: jsii.String("cloudformation"), Action: jsii.String("describeStacks"), IamResources: &[]*string{stackARN(scope, env, config.ComputeStack)},
		Parameters: &map[string]any{"StackName": env.StackName(config.ComputeStack)},
		Outputs:    outputs,
	})
	look.AddRetry(&awsstepfunctions.RetryProps{Errors: jsii.Strings("States.ALL"), MaxAttempts: jsii.Number(5)})
	return look
}

// pause waits before the next look at the stack.
func pause(scope constructs.Construct, id string) awsstepfunctions.Wait {
	return awsstepfunctions.NewWait(scope, jsii.String(id), &awsstepfunctions.WaitProps{
		Time: awsstepfunctions.WaitTime_Duration(awscdk.Duration_Seconds(jsii.Number(pollSeconds))),
	})
}

// fail ends the execution with what a field of the input says.
func fail(scope constructs.Construct, id, field string) awsstepfunctions.Fail {
	return awsstepfunctions.Fail_Jsonata(scope, jsii.String(id), &awsstepfunctions.FailJsonataProps{
		Error: jsii.String(id), Cause: baseline.JSONata("$states.input." + field),
	})
}
