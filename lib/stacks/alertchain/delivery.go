package alertchain

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awspipes"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// visibilitySeconds is how long a failed delivery waits for the next attempt.
const visibilitySeconds = 60

// way has the physical names of what leads from a topic to a recipient, whose name is
// name.
type way struct {
	name, pipe, queue, undelivered string
	// fifo makes FIFO queues, for a FIFO topic.
	fifo bool
}

// findingsTo is the way of findings to a recipient.
func findingsTo(env config.Environment, recipient string) way {
	return way{
		name: recipient, pipe: env.FindingsPipeName(recipient), queue: env.FindingsQueueName(recipient),
		undelivered: env.UndeliveredQueueName(recipient), fifo: true,
	}
}

// delivery is what a way consists of.
type delivery struct {
	id, name           string // of its recipient
	queue, undelivered awssqs.Queue
	pipe               awspipes.CfnPipe
}

// recipient is the target of a pipe.
type recipient struct {
	// id names the constructs.
	id  string
	arn *string
	// wording makes of the queue's message what the template transforms, or nil.
	wording awsstepfunctions.StateMachine
	// template transforms the message into the recipient's.
	template string
	// attempts are made before a message goes to the dead-letter queue.
	attempts int
	// grant lets the pipe's role send to the recipient.
	grant func(role awsiam.Role)
}

// newDelivery defines a queue on the topic and the pipe that empties it. A message that
// cannot be delivered blocks at most its own repository, until the queue moves it to the
// dead-letter queue.
func (c chain) newDelivery(scope constructs.Construct, topic awssns.Topic, w way, to recipient) delivery {
	scope = constructs.NewConstruct(scope, jsii.String(to.id))
	undelivered := c.newQueue(scope, "Undelivered", w.undelivered, w.fifo, nil)
	queue := c.newQueue(scope, "Queue", w.queue, w.fifo,
		&awssqs.DeadLetterQueue{Queue: undelivered, MaxReceiveCount: jsii.Number(to.attempts)})
	topic.AddSubscription(awssnssubscriptions.NewSqsSubscription(queue, &awssnssubscriptions.SqsSubscriptionProps{
		RawMessageDelivery: jsii.Bool(true),
		// For messages that SNS cannot send to the queue.
		DeadLetterQueue: undelivered,
	}))
	return delivery{id: to.id, name: w.name, queue: queue, undelivered: undelivered, pipe: c.newPipe(scope, w.pipe, queue, to)}
}

// newQueue defines an encrypted queue.
func (c chain) newQueue(scope constructs.Construct, id, name string, fifo bool, deadLetters *awssqs.DeadLetterQueue) awssqs.Queue {
	props := &awssqs.QueueProps{
		QueueName:           jsii.String(name),
		EncryptionMasterKey: c.Key,
		EnforceSSL:          jsii.Bool(true),
		VisibilityTimeout:   awscdk.Duration_Seconds(jsii.Number(visibilitySeconds)),
		RetentionPeriod:     awscdk.Duration_Days(jsii.Number(baseline.QueueRetentionDays)),
		DeadLetterQueue:     deadLetters,
	}
	if fifo {
		props.Fifo = jsii.Bool(true) // CloudFormation takes no false
	}
	return awssqs.NewQueue(scope, jsii.String(id), props)
}

// newPipe defines the pipe from a queue to its recipient. The CDK's L2 is still in
// an alpha module.
func (c chain) newPipe(scope constructs.Construct, name string, queue awssqs.Queue, to recipient) awspipes.CfnPipe {
	role := c.newPipeRole(scope, name, queue, to)
	pipe := awspipes.NewCfnPipe(scope, jsii.String("Pipe"), &awspipes.CfnPipeProps{
		Name:    jsii.String(name),
		RoleArn: role.RoleArn(),
		Source:  queue.QueueArn(),
		SourceParameters: &awspipes.CfnPipe_PipeSourceParametersProperty{
			// Single messages: within a batch, later messages would overtake a failed one, and
			// an API destination takes no batch.
			SqsQueueParameters: &awspipes.CfnPipe_PipeSourceSqsQueueParametersProperty{BatchSize: jsii.Number(1)},
		},
		Target:           to.arn,
		TargetParameters: &awspipes.CfnPipe_PipeTargetParametersProperty{InputTemplate: jsii.String(to.template)},
		LogConfiguration: &awspipes.CfnPipe_PipeLogConfigurationProperty{
			Level: jsii.String("ERROR"),
			CloudwatchLogsLogDestination: &awspipes.CfnPipe_CloudwatchLogsLogDestinationProperty{
				LogGroupArn: c.pipes.LogGroupArn(),
			},
		},
	})
	if to.wording != nil {
		pipe.SetEnrichment(to.wording.StateMachineArn())
	}
	// EventBridge checks the permissions of the role when it creates the pipe.
	pipe.Node().AddDependency(role)
	return pipe
}

// newPipeRole defines the role of the pipe with that name.
func (c chain) newPipeRole(scope constructs.Construct, name string, queue awssqs.Queue, to recipient) awsiam.Role {
	stack := awscdk.Stack_Of(scope)
	role := awsiam.NewRole(scope, jsii.String("PipeRole"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("pipes.amazonaws.com"), &awsiam.ServicePrincipalOpts{
			Conditions: &map[string]any{"StringEquals": map[string]any{
				"aws:SourceAccount": stack.Account(),
				"aws:SourceArn":     baseline.ARN(scope, "pipes", "pipe", name),
			}},
		}),
	})
	queue.Grant(role, jsii.String("sqs:ReceiveMessage"), jsii.String("sqs:DeleteMessage"), jsii.String("sqs:GetQueueAttributes"))
	c.Key.Grant(role, jsii.String("kms:Decrypt"))
	if to.wording != nil {
		to.wording.GrantStartSyncExecution(role)
	}
	to.grant(role)
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy())
	return role
}
