package scanalerts

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/alarms"
)

// watch defines the alarms on the chain itself and returns their names. They go
// straight to the alert topic, past the parts that they watch.
func watch(scope constructs.Construct, env config.Environment, props Props, start trigger, relay awsstepfunctions.StateMachine, topic awssns.Topic, deliveries []delivery) []string {
	scope = constructs.NewConstruct(scope, jsii.String("Alarms"))
	names := alarms.Define(scope, env, "", alarms.Subjects{
		alarms.FindingsRule:  {{"RuleName": start.rule.RuleName()}},
		alarms.UnsentEvents:  {{"QueueName": start.unsent.QueueName()}},
		alarms.FindingsRelay: {{"StateMachineArn": relay.StateMachineArn()}},
		alarms.FindingsTopic: {{"TopicName": topic.TopicName()}},
	}, props.Alerts).Names()
	for _, d := range deliveries {
		names = append(names, alarms.Define(constructs.NewConstruct(scope, jsii.String(d.id)), env, d.name, alarms.Subjects{
			alarms.FindingsQueue:       {{"QueueName": d.queue.QueueName()}},
			alarms.UndeliveredFindings: {{"QueueName": d.undelivered.QueueName()}},
			alarms.FindingsPipe:        {{"PipeName": d.pipe.Ref()}},
		}, props.Alerts).Names()...)
	}
	return names
}
