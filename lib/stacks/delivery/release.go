package delivery

import (
	"fmt"
	"strings"

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

// newRelease defines the state machine that updates the image parameters of the
// Compute stack and waits until the update has ended.
//
// IAM has no condition on the template of an UpdateStack call, so a role that may call
// it could pass another template and use all permissions of CloudFormation's role. A
// workflow may therefore only start this state machine, which always keeps the
// template.
func newRelease(scope constructs.Construct, env config.Environment, props Props) awsstepfunctions.StateMachine {
	machine := awsstepfunctions.NewStateMachine(scope, jsii.String("Machine"), &awsstepfunctions.StateMachineProps{
		StateMachineName: jsii.String(env.ReleaseName()),
		Comment:          jsii.String("Gives service-api or admin-api another image: {\"ServiceImage\": \"<uri>\"}, {\"AdminImage\": \"<uri>\"} or both"),
		QueryLanguage:    awsstepfunctions.QueryLanguage_JSONATA,
		DefinitionBody:   awsstepfunctions.DefinitionBody_FromChainable(steps(scope, env)),
		Timeout:          awscdk.Duration_Hours(jsii.Number(releaseHours)),
		TracingEnabled:   jsii.Bool(true),
		Logs: &awsstepfunctions.LogOptions{
			Destination: baseline.NewLogGroup(scope, "MachineLogGroup", env, props.LogsKey, env.ReleaseLogGroupName()),
			Level:       awsstepfunctions.LogLevel_ALL, IncludeExecutionData: jsii.Bool(true),
		},
	})
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
	compute := stackARN(scope, env, config.ComputeStack)
	update := updateStack(scope, env, compute)
	released := awsstepfunctions.NewSucceed(scope, jsii.String("Released"), nil)
	failed := fail(scope)
	look, wait := describeStack(scope, env, compute), pause(scope, "Wait")
	// Without this check a misspelled key would release nothing and succeed, and the
	// image "none" would delete the service.
	asked := awsstepfunctions.Choice_Jsonata(scope, jsii.String("Asked"), nil)
	asked.When(is("($exists($states.input.ServiceImage) or $exists($states.input.AdminImage))"+
		" and $not('none' in [$states.input.ServiceImage, $states.input.AdminImage])"), update, nil)
	asked.Otherwise(failed)
	// The stack takes no update before its cleanup or rollback is complete, so those
	// states are not the end. A completed rollback is a failed release.
	ended := awsstepfunctions.Choice_Jsonata(scope, jsii.String("Ended"), nil)
	ended.When(is("$contains($states.input.status, '_IN_PROGRESS')"), wait, nil)
	ended.When(is("$states.input.status = 'UPDATE_COMPLETE'"), released, nil)
	ended.Otherwise(failed)
	// An image that already runs is no error. During a deployment, or a release of the
	// other service, the update waits and tries again.
	refused := awsstepfunctions.Choice_Jsonata(scope, jsii.String("Refused"), nil)
	refused.When(is("$contains($states.input.status, 'No updates are to be performed')"), released, nil)
	refused.When(is("$contains($states.input.status, '_IN_PROGRESS')"), pause(scope, "Turn").Next(update), nil)
	refused.Otherwise(failed)
	update.AddCatch(refused, &awsstepfunctions.CatchProps{
		Outputs: jsii.String("{% $merge([$states.input, {'status': $states.errorOutput.Cause}]) %}"),
	})
	update.Next(wait)
	wait.Next(look)
	look.Next(ended)
	return asked
}

// updateStack changes the image parameters. A parameter that is not in the input keeps
// its value.
func updateStack(scope constructs.Construct, env config.Environment, compute *string) awsstepfunctionstasks.CallAwsService {
	var parameters []string
	for _, name := range []string{config.ServiceImageParameter, config.AdminImageParameter} {
		parameters = append(parameters, fmt.Sprintf("$exists($states.input.%[1]s)"+
			" ? {'ParameterKey': '%[1]s', 'ParameterValue': $states.input.%[1]s}"+
			" : {'ParameterKey': '%[1]s', 'UsePreviousValue': true}", name))
	}
	parameters = append(parameters, "{'ParameterKey': 'BootstrapVersion', 'UsePreviousValue': true}")
	return awsstepfunctionstasks.CallAwsService_Jsonata(scope, jsii.String("Update"), &awsstepfunctionstasks.CallAwsServiceJsonataProps{
		Service: jsii.String("cloudformation"), Action: jsii.String("updateStack"), IamResources: &[]*string{compute},
		Parameters: &map[string]any{
			"StackName": env.StackName(config.ComputeStack), "UsePreviousTemplate": true,
			"Parameters": "{% [" + strings.Join(parameters, ", ") + "] %}", "Capabilities": []string{"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"},
		},
	})
}

// describeStack reads the status of the stack.
func describeStack(scope constructs.Construct, env config.Environment, compute *string) awsstepfunctionstasks.CallAwsService {
	look := awsstepfunctionstasks.CallAwsService_Jsonata(scope, jsii.String("Look"), &awsstepfunctionstasks.CallAwsServiceJsonataProps{
		Service: jsii.String("cloudformation"), Action: jsii.String("describeStacks"), IamResources: &[]*string{compute},
		Parameters: &map[string]any{"StackName": env.StackName(config.ComputeStack)},
		Outputs:    map[string]any{"status": "{% $states.result.Stacks[0].StackStatus %}"},
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

// fail ends the execution with the message of CloudFormation, or with the input.
func fail(scope constructs.Construct) awsstepfunctions.Fail {
	return awsstepfunctions.Fail_Jsonata(scope, jsii.String("NotReleased"), &awsstepfunctions.FailJsonataProps{
		Error: jsii.String("NotReleased"), Cause: jsii.String("{% $exists($states.input.status) ? $states.input.status : " +
			"'want a ServiceImage or an AdminImage other than none, got ' & $string($states.input) %}"),
	})
}

// is makes a condition from a JSONata expression.
func is(condition string) awsstepfunctions.Condition {
	return awsstepfunctions.Condition_Jsonata(jsii.String("{% " + condition + " %}"))
}
