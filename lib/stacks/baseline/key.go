package baseline

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// KeyProps says what a key is for and which AWS services use it themselves.
type KeyProps struct {
	// Purpose is the key's description.
	Purpose string
	// LogGroups lets CloudWatch Logs use the key for log groups of this account.
	LogGroups bool
	// Services may encrypt and decrypt.
	Services []KeyUser
}

// KeyUser is an AWS service that uses a key itself.
type KeyUser struct {
	// Service is its principal, "cloudwatch.amazonaws.com".
	Service string
	// Sources are ARNs, with * for any characters, of the resources for which it may use
	// the key. Without them it may for all of the account.
	Sources []*string
	// AnyAccount omits the condition that the service acts for this account. Some
	// services do not name the account in their requests to KMS.
	AnyAccount bool
}

// NewKey defines a customer-managed key with an alias. The key rotates every year. Its policy
// names the account root, so that IAM policies can grant the use of the key, and the given
// services. Roles may use the key through their own policies: a key policy that names
// them would make the key's stack depend on theirs.
func NewKey(scope constructs.Construct, id string, env config.Environment, props KeyProps) awskms.Key {
	key := awskms.NewKey(scope, jsii.String(id), &awskms.KeyProps{
		Description:       jsii.String(env.Describe(props.Purpose)),
		EnableKeyRotation: jsii.Bool(true),
		RemovalPolicy:     Keep(env),
		// The shortest that KMS allows. Only the keys of ephemeral instances are deleted.
		PendingWindow: awscdk.Duration_Days(jsii.Number(7)),
	})
	// A kept key loses its alias with the stack, so that the next key can take it.
	key.AddAlias(jsii.String(env.KeyAlias(id)))
	stack := awscdk.Stack_Of(scope)
	if props.LogGroups {
		key.AddToResourcePolicy(logGroupsOf(stack), nil)
	}
	for _, user := range props.Services {
		statement := awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String(user.Service), nil)},
			Actions:    jsii.Strings("kms:Decrypt", "kms:GenerateDataKey*"),
			Resources:  jsii.Strings("*"),
		})
		switch {
		case len(user.Sources) > 0:
			statement.AddCondition(jsii.String("ArnLike"), map[string]any{"aws:SourceArn": user.Sources})
		case !user.AnyAccount:
			statement.AddCondition(jsii.String("StringEquals"), map[string]any{"aws:SourceAccount": stack.Account()})
		}
		key.AddToResourcePolicy(statement, nil)
	}
	return key
}

// logGroupsOf is the statement that lets CloudWatch Logs use a key for the log groups of stack's account.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
func logGroupsOf(stack awscdk.Stack) awsiam.PolicyStatement {
	logGroups := stack.FormatArn(&awscdk.ArnComponents{
		Service: jsii.String("logs"), Resource: jsii.String("log-group"), ResourceName: jsii.String("*"),
		ArnFormat: awscdk.ArnFormat_COLON_RESOURCE_NAME,
	})
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("logs."+*stack.Region()+".amazonaws.com"), nil)},
		Actions:    jsii.Strings("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"),
		Resources:  jsii.Strings("*"),
		Conditions: &map[string]any{"ArnLike": map[string]any{"kms:EncryptionContext:aws:logs:arn": logGroups}},
	})
}
