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
	// pollSeconds is how often the release looks whether the deployment has ended.
	pollSeconds = 20
	// releaseHours is longer than CloudFormation waits for a service to get stable.
	releaseHours = 4
)

// release is the state machine that gives a service another image.
type release struct {
	arn *string
	// executions is the ARN of all of its executions, and executionsText how cdk-nag
	// writes it.
	executions     *string
	executionsText string
}

// newRelease defines the state machine that updates the image parameters of the
// Compute stack and waits for the end of it.
//
// Whoever may call UpdateStack may pass a template of his own, and IAM has no
// condition against it: he could do all that CloudFormation's role can. So the
// workflow may only start this, and this always keeps the template.
func newRelease(scope constructs.Construct, env config.Environment, props Props) release {
	stack := awscdk.Stack_Of(scope)
	name := env.ReleaseName()
	compute := stackARN(scope, env, config.ComputeStack)
	change, done, failed := update(scope, env, compute), awsstepfunctions.NewSucceed(scope, jsii.String("Released"), nil), fail(scope)
	look, wait := describe(scope, env, compute), pause(scope, "Wait")
	// Whoever misspells the key would be told that the release went well; and "none"
	// takes the service away.
	asked := awsstepfunctions.Choice_Jsonata(scope, jsii.String("Asked"), nil)
	asked.When(is("($exists($states.input.ServiceImage) or $exists($states.input.AdminImage))"+
		" and $not('none' in [$states.input.ServiceImage, $states.input.AdminImage])"), change, nil)
	asked.Otherwise(failed)
	// The stack takes no update before it has cleaned up or rolled back, so neither
	// is the end. A rollback is no release, however well it goes.
	ended := awsstepfunctions.Choice_Jsonata(scope, jsii.String("Ended"), nil)
	ended.When(is("$contains($states.input.status, '_IN_PROGRESS')"), wait, nil)
	ended.When(is("$states.input.status = 'UPDATE_COMPLETE'"), done, nil)
	ended.Otherwise(failed)
	// Releasing what runs already is no mistake; and where the stack is busy, with a
	// deployment or the other service's release, this waits for its turn.
	refused := awsstepfunctions.Choice_Jsonata(scope, jsii.String("Refused"), nil)
	refused.When(is("$contains($states.input.status, 'No updates are to be performed')"), done, nil)
	refused.When(is("$contains($states.input.status, '_IN_PROGRESS')"), pause(scope, "Turn").Next(change), nil)
	refused.Otherwise(failed)
	change.AddCatch(refused, &awsstepfunctions.CatchProps{
		Outputs: jsii.String("{% $merge([$states.input, {'status': $states.errorOutput.Cause}]) %}"),
	})
	change.Next(wait)
	wait.Next(look)
	look.Next(ended)

	machine := awsstepfunctions.NewStateMachine(scope, jsii.String("Machine"), &awsstepfunctions.StateMachineProps{
		StateMachineName: jsii.String(name),
		Comment:          jsii.String("Gives service-api or admin-api another image: {\"ServiceImage\": \"<uri>\"}, {\"AdminImage\": \"<uri>\"} or both"),
		QueryLanguage:    awsstepfunctions.QueryLanguage_JSONATA,
		DefinitionBody:   awsstepfunctions.DefinitionBody_FromChainable(asked),
		Timeout:          awscdk.Duration_Hours(jsii.Number(releaseHours)),
		TracingEnabled:   jsii.Bool(true),
		Logs: &awsstepfunctions.LogOptions{
			Destination: baseline.NewLogGroup(scope, "MachineLogGroup", env, props.LogsKey, env.ReleaseLogGroupName()),
			Level:       awsstepfunctions.LogLevel_ALL, IncludeExecutionData: jsii.Bool(true),
		},
	})
	// CloudFormation keeps the role that cdk deployed the stack with, and asks for the
	// right to pass it again. It reads the version of the bootstrap as a parameter.
	machine.AddToRolePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings("iam:PassRole"), Resources: ptr(bootstrapRoles(scope, "cfn-exec-role")),
		Conditions: &map[string]any{"StringEquals": map[string]any{"iam:PassedToService": "cloudformation.amazonaws.com"}},
	}))
	machine.AddToRolePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings("ssm:GetParameters"),
		Resources: &[]*string{stack.FormatArn(&awscdk.ArnComponents{
			Service: jsii.String("ssm"), Resource: jsii.String("parameter"),
			ResourceName: jsii.String("cdk-bootstrap/" + *stack.Synthesizer().BootstrapQualifier() + "/version"),
		})},
	}))
	baseline.Accept(baseline.DefaultPolicy(machine.Role()), baseline.InlinePolicy(), baseline.Waiver{
		Rule: "AwsSolutions-IAM5", Finding: "Resource::*",
		Reason: "The actions for the delivery of logs and of traces exist for all resources only.",
	}, baseline.Waiver{
		Rule: "AwsSolutions-IAM5", Finding: "Resource::arn:aws:cloudformation:" + config.Region + ":" + baseline.AccountIn(env) + ":stack/" + env.StackName(config.ComputeStack) + "/*",
		Reason: "A stack's ARN ends in an ID that CloudFormation gives it; the name is whole.",
	})
	awscdk.NewCfnOutput(scope, jsii.String("ReleaseArn"), &awscdk.CfnOutputProps{
		Description: jsii.String("State machine that a workflow starts to release an image"), Value: machine.StateMachineArn(),
	})
	executions := "execution:" + name + ":*"
	return release{
		arn: machine.StateMachineArn(),
		executions: stack.FormatArn(&awscdk.ArnComponents{
			Service: jsii.String("states"), Resource: jsii.String("execution"), ResourceName: jsii.String(name + ":*"),
			ArnFormat: awscdk.ArnFormat_COLON_RESOURCE_NAME,
		}),
		executionsText: "arn:aws:states:" + config.Region + ":" + baseline.AccountIn(env) + ":" + executions,
	}
}

// update is the one call that changes anything. A parameter that the input does not
// name keeps its value.
func update(scope constructs.Construct, env config.Environment, compute *string) awsstepfunctionstasks.CallAwsService {
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

func describe(scope constructs.Construct, env config.Environment, compute *string) awsstepfunctionstasks.CallAwsService {
	look := awsstepfunctionstasks.CallAwsService_Jsonata(scope, jsii.String("Look"), &awsstepfunctionstasks.CallAwsServiceJsonataProps{
		Service: jsii.String("cloudformation"), Action: jsii.String("describeStacks"), IamResources: &[]*string{compute},
		Parameters: &map[string]any{"StackName": env.StackName(config.ComputeStack)},
		Outputs:    map[string]any{"status": "{% $states.result.Stacks[0].StackStatus %}"},
	})
	look.AddRetry(&awsstepfunctions.RetryProps{Errors: jsii.Strings("States.ALL"), MaxAttempts: jsii.Number(5)})
	return look
}

func pause(scope constructs.Construct, id string) awsstepfunctions.Wait {
	return awsstepfunctions.NewWait(scope, jsii.String(id), &awsstepfunctions.WaitProps{
		Time: awsstepfunctions.WaitTime_Duration(awscdk.Duration_Seconds(jsii.Number(pollSeconds))),
	})
}

// fail ends the execution with what CloudFormation said, or with what was asked.
func fail(scope constructs.Construct) awsstepfunctions.Fail {
	return awsstepfunctions.Fail_Jsonata(scope, jsii.String("NotReleased"), &awsstepfunctions.FailJsonataProps{
		Error: jsii.String("NotReleased"), Cause: jsii.String("{% $exists($states.input.status) ? $states.input.status : " +
			"'want a ServiceImage or an AdminImage other than none, got ' & $string($states.input) %}"),
	})
}

func is(condition string) awsstepfunctions.Condition {
	return awsstepfunctions.Condition_Jsonata(jsii.String("{% " + condition + " %}"))
}

func ptr[T any](value T) *T { return &value }
