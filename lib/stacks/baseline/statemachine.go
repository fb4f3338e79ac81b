package baseline

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/jsii-runtime-go"
)

// StateMachineProps are those of a state machine that computes in JSONata, is traced, and
// logs each step with its data.
func StateMachineProps(comment string, steps awsstepfunctions.IChainable, timeout awscdk.Duration, logs awslogs.ILogGroup) *awsstepfunctions.StateMachineProps {
	return &awsstepfunctions.StateMachineProps{
		Comment:        jsii.String(comment),
		QueryLanguage:  awsstepfunctions.QueryLanguage_JSONATA,
		DefinitionBody: awsstepfunctions.DefinitionBody_FromChainable(steps),
		Timeout:        timeout,
		TracingEnabled: jsii.Bool(true),
		Logs: &awsstepfunctions.LogOptions{
			Destination: logs, Level: awsstepfunctions.LogLevel_ALL, IncludeExecutionData: jsii.Bool(true),
		},
	}
}

// JSONata marks an expression as JSONata for Step Functions.
func JSONata(expression string) *string { return jsii.String("{% " + expression + " %}") }

// JSONataCondition is a condition of a choice.
func JSONataCondition(expression string) awsstepfunctions.Condition {
	return awsstepfunctions.Condition_Jsonata(JSONata(expression))
}
