package security

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// newRepository defines the image repository of a service. Its name is fixed, because
// the pipeline of the application pushes to it.
func newRepository(scope constructs.Construct, env config.Environment, s config.Service, key awskms.IKey) awsecr.Repository {
	scope = constructs.NewConstruct(scope, jsii.String(s.RepositoryID()+"Images"))
	repository := awsecr.NewRepository(scope, jsii.String("Repository"), &awsecr.RepositoryProps{
		RepositoryName:  jsii.String(env.RepositoryName(s)),
		ImageScanOnPush: jsii.Bool(true),
		// A tag always names the same build, so a rollback runs the previous image.
		ImageTagMutability: awsecr.TagMutability_IMMUTABLE,
		Encryption:         awsecr.RepositoryEncryption_KMS(),
		EncryptionKey:      key,
		// An image that the first rule knows is never expired by the second. So pushes that
		// are not released, because of a scan for example, expire no image that runs.
		// https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
		LifecycleRules: &[]*awsecr.LifecycleRule{
			{
				Description:   jsii.String(fmt.Sprintf("Keep the newest %d images that were released", env.Registry.KeepImages)),
				TagPrefixList: jsii.Strings(config.ReleasedTagPrefix), MaxImageCount: jsii.Number(env.Registry.KeepImages),
			},
			{
				Description:   jsii.String(fmt.Sprintf("Keep the newest %d images", env.Registry.KeepImages)),
				MaxImageCount: jsii.Number(env.Registry.KeepImages),
			},
		},
		RemovalPolicy: baseline.Keep(env),
		EmptyOnDelete: jsii.Bool(env.Ephemeral),
	})
	awscdk.NewCfnOutput(scope, jsii.String("Uri"), &awscdk.CfnOutputProps{
		Description: jsii.String(fmt.Sprintf("Push images of %s here", s.Name)),
		Value:       repository.RepositoryUri(),
	})
	return repository
}
