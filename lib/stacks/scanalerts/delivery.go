package scanalerts

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awspipes"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

const (
	// retentionDays is how long a queue keeps a message. It is the maximum of SQS, to
	// leave time for a redrive.
	retentionDays = 14
	// visibilitySeconds is how long a failed delivery waits for the next attempt.
	visibilitySeconds = 60
)

// delivery is the way from the FIFO topic to one recipient.
type delivery struct {
	id, name           string // of its recipient
	queue, undelivered awssqs.Queue
	pipe               awspipes.CfnPipe
}

// recipient is the target of a pipe.
type recipient struct {
	// id names the constructs, name the physical resources.
	id, name string
	arn      *string
	// template transforms the queue's message into the recipient's.
	template string
	// attempts are made before a message goes to the dead-letter queue.
	attempts int
	// grant lets the pipe's role send to the recipient.
	grant func(role awsiam.Role)
}

// newDelivery defines a queue on the topic and the pipe that empties it. A message that
// cannot be delivered blocks only its own repository, until the queue moves it to the
// dead-letter queue.
func newDelivery(scope constructs.Construct, env config.Environment, props Props, topic awssns.Topic, to recipient) delivery {
	scope = constructs.NewConstruct(scope, jsii.String(to.id))
	undelivered := newQueue(scope, "Undelivered", env.UndeliveredQueueName(to.name), props, nil)
	queue := newQueue(scope, "Queue", env.FindingsQueueName(to.name), props,
		&awssqs.DeadLetterQueue{Queue: undelivered, MaxReceiveCount: jsii.Number(to.attempts)})
	topic.AddSubscription(awssnssubscriptions.NewSqsSubscription(queue, &awssnssubscriptions.SqsSubscriptionProps{
		RawMessageDelivery: jsii.Bool(true),
		// For messages that SNS cannot send to the queue.
		DeadLetterQueue: undelivered,
	}))
	return delivery{id: to.id, name: to.name, queue: queue, undelivered: undelivered, pipe: newPipe(scope, env, props, queue, to)}
}

// newQueue defines an encrypted FIFO queue.
func newQueue(scope constructs.Construct, id, name string, props Props, deadLetters *awssqs.DeadLetterQueue) awssqs.Queue {
	return awssqs.NewQueue(scope, jsii.String(id), &awssqs.QueueProps{
		QueueName:           jsii.String(name),
		Fifo:                jsii.Bool(true),
		EncryptionMasterKey: props.QueueKey,
		EnforceSSL:          jsii.Bool(true),
		VisibilityTimeout:   awscdk.Duration_Seconds(jsii.Number(visibilitySeconds)),
		RetentionPeriod:     awscdk.Duration_Days(jsii.Number(retentionDays)),
		DeadLetterQueue:     deadLetters,
	})
}

// newPipe defines the pipe from a queue to its recipient. The CDK's L2 is still in
// an alpha module.
func newPipe(scope constructs.Construct, env config.Environment, props Props, queue awssqs.Queue, to recipient) awspipes.CfnPipe {
	stack := awscdk.Stack_Of(scope)
	name := env.FindingsPipeName(to.name)
	role := awsiam.NewRole(scope, jsii.String("PipeRole"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("pipes.amazonaws.com"), &awsiam.ServicePrincipalOpts{
			Conditions: &map[string]any{"StringEquals": map[string]any{
				"aws:SourceAccount": stack.Account(),
				"aws:SourceArn": stack.FormatArn(&awscdk.ArnComponents{
					Service: jsii.String("pipes"), Resource: jsii.String("pipe"), ResourceName: jsii.String(name),
				}),
			}},
		}),
	})
	queue.Grant(role, jsii.String("sqs:ReceiveMessage"), jsii.String("sqs:DeleteMessage"), jsii.String("sqs:GetQueueAttributes"))
	props.QueueKey.Grant(role, jsii.String("kms:Decrypt"))
	to.grant(role)
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy())

	// No fixed name: the group is retained when its recipient is removed from the
	// settings, and would block the next group of that name.
	logGroup := baseline.NewLogGroup(scope, "PipeLogGroup", env, props.LogsKey, "")
	pipe := awspipes.NewCfnPipe(scope, jsii.String("Pipe"), &awspipes.CfnPipeProps{
		Name:    jsii.String(name),
		RoleArn: role.RoleArn(),
		Source:  queue.QueueArn(),
		SourceParameters: &awspipes.CfnPipe_PipeSourceParametersProperty{
			// Single messages: within a batch, later messages would overtake a failed one.
			SqsQueueParameters: &awspipes.CfnPipe_PipeSourceSqsQueueParametersProperty{BatchSize: jsii.Number(1)},
		},
		Target:           to.arn,
		TargetParameters: &awspipes.CfnPipe_PipeTargetParametersProperty{InputTemplate: jsii.String(to.template)},
		LogConfiguration: &awspipes.CfnPipe_PipeLogConfigurationProperty{
			Level: jsii.String("ERROR"),
			CloudwatchLogsLogDestination: &awspipes.CfnPipe_CloudwatchLogsLogDestinationProperty{
				LogGroupArn: logGroup.LogGroupArn(),
			},
		},
	})
	// EventBridge checks the permissions of the role when it creates the pipe.
	pipe.Node().AddDependency(role)
	return pipe
}
