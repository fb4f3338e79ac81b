package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// oldVersionDays is how long a log can be restored after it was overwritten or deleted,
// or has expired.
const oldVersionDays = 7

// newAccessLogs defines the bucket of the load balancer's access logs.
func newAccessLogs(scope constructs.Construct, env config.Environment, props Props) awss3.Bucket {
	bucket := awss3.NewBucket(scope, jsii.String("AccessLogs"), &awss3.BucketProps{
		// Load balancers support no other encryption.
		// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
		Encryption:        awss3.BucketEncryption_S3_MANAGED,
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		EnforceSSL:        jsii.Bool(true),
		Versioned:         jsii.Bool(true),
		LifecycleRules: &[]*awss3.LifecycleRule{{
			Expiration:                  awscdk.Duration_Days(jsii.Number(env.LogRetentionDays)),
			NoncurrentVersionExpiration: awscdk.Duration_Days(jsii.Number(oldVersionDays)),
		}},
		RemovalPolicy:     baseline.Keep(env),
		AutoDeleteObjects: jsii.Bool(env.Ephemeral),
	})
	if env.Ephemeral {
		baseline.LogCustomResource(awscdk.Stack_Of(scope), env, props.LogsKey, "Custom::S3AutoDeleteObjects")
	}
	const logBucket = "This is the log bucket: logging its own accesses into it would never end, and a second one would have the same question."
	baseline.Accept(bucket, baseline.Waiver{
		Rule: "AwsSolutions-S1", Reason: logBucket,
	}, baseline.Waiver{
		Rule: "NIST.800.53.R5-S3BucketLoggingEnabled", Reason: logBucket,
	}, baseline.Waiver{
		Rule:   "NIST.800.53.R5-S3BucketReplicationEnabled",
		Reason: "The platform lives in one region, and its access logs are of use there only.",
	}, baseline.Waiver{
		Rule:   "NIST.800.53.R5-S3DefaultEncryptionKMS",
		Reason: "Load balancers deliver access logs to buckets with S3-managed keys only.",
	})
	return bucket
}
