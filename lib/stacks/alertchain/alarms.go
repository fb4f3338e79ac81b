package alertchain

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/alarms"
)

// newAlarms defines the alarms on the way of the findings and returns their names. They go directly to
// the alert topic, not through the parts that they watch.
func (c chain) newAlarms(scope constructs.Construct, env config.Environment, trigger trigger, relay awsstepfunctions.StateMachine, topic awssns.Topic, deliveries []delivery) []string {
	scope = constructs.NewConstruct(scope, jsii.String("Alarms"))
	names := alarms.Names(alarms.Define(scope, env, "", alarms.Subjects{
		alarms.FindingsRule:  {{"RuleName": trigger.rule.RuleName()}},
		alarms.UnsentEvents:  {{"QueueName": trigger.unsent.QueueName()}},
		alarms.FindingsRelay: {{"StateMachineArn": relay.StateMachineArn()}},
		alarms.FindingsTopic: {{"TopicName": topic.TopicName()}},
	}, c.Alerts))
	for _, d := range deliveries {
		names = append(names, alarms.Names(alarms.Define(constructs.NewConstruct(scope, jsii.String(d.id)), env, d.name, alarms.Subjects{
			alarms.FindingsQueue:       {{"QueueName": d.queue.QueueName()}},
			alarms.UndeliveredFindings: {{"QueueName": d.undelivered.QueueName()}},
			alarms.FindingsPipe:        {{"PipeName": d.pipe.Ref()}},
		}, c.Alerts))...)
	}
	return names
}
