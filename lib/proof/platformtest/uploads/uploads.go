// Package uploads is the example of a team's own resources in docs/adding.md.
package uploads

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/stacks/offer"
)

// Define defines a bucket that service-api may write, and a queue that it may fill.
func Define(p offer.Platform) {
	bucket := awss3.NewBucket(p.Stack(), jsii.String("Uploads"), &awss3.BucketProps{
		EncryptionKey: p.DataKey, BucketKeyEnabled: jsii.Bool(true), EnforceSSL: jsii.Bool(true), Versioned: jsii.Bool(true),
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(), RemovalPolicy: p.Keep(),
	})
	offer.Reviewed(bucket, "AwsSolutions-S1", "CloudTrail records who reads and writes the files, so a log of accesses would say it again.")
	failed := awssqs.NewQueue(p.Stack(), jsii.String("FailedUploads"), &awssqs.QueueProps{
		EncryptionMasterKey: p.DataKey, EnforceSSL: jsii.Bool(true),
	})
	queue := awssqs.NewQueue(p.Stack(), jsii.String("NewUploads"), &awssqs.QueueProps{
		EncryptionMasterKey: p.DataKey, EnforceSSL: jsii.Bool(true),
		DeadLetterQueue: &awssqs.DeadLetterQueue{Queue: failed, MaxReceiveCount: jsii.Number(5)},
	})
	service := p.Service("service-api")
	service.May("PutUploads", "A file gets its name from the user who uploads it, so the names are not known before.", []string{"s3:PutObject"}, bucket.ArnForObjects(jsii.String("*")))
	service.May("TellUploads", "", []string{"sqs:SendMessage"}, queue.QueueArn())
	service.May("EncryptUploads", "", []string{"kms:GenerateDataKey", "kms:Decrypt"}, p.DataKey.KeyArn())
}
