package baseline

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// QueueRetentionDays is how long a queue keeps a message: the longest that SQS offers, to
// leave time for a redrive.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
const QueueRetentionDays = 14

// NewDeadLetterQueue defines an encrypted queue for what a sender, "a rule", could not
// send. It is a standard one: EventBridge and EventBridge Scheduler take no FIFO queue.
func NewDeadLetterQueue(scope constructs.Construct, id, sender string, key awskms.IKey) awssqs.Queue {
	queue := awssqs.NewQueue(scope, jsii.String(id), &awssqs.QueueProps{
		EncryptionMasterKey: key,
		EnforceSSL:          jsii.Bool(true),
		RetentionPeriod:     awscdk.Duration_Days(jsii.Number(QueueRetentionDays)),
	})
	Accept(queue, Waiver{
		Rule:   "AwsSolutions-SQS3",
		Reason: "This is a dead-letter queue, of " + sender + ", which cdk-nag does not look at.",
	})
	return queue
}
