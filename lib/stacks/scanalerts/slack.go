package scanalerts

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// newSlack delivers findings to a Slack incoming webhook.
func newSlack(scope constructs.Construct, env config.Environment, props Props, topic awssns.Topic) delivery {
	webhook := newWebhook(scope, env)
	return newDelivery(scope, env, props, topic, recipient{
		id: "Slack", name: "slack",
		arn: webhook.ApiDestinationArn(),
		// The pipe adds the quotation marks around a string.
		// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
		template: `{"text":<$.body>}`,
		// Slack accepts one message per second and refuses the others.
		attempts: 10,
		grant: func(role awsiam.Role) {
			role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
				Actions:   jsii.Strings("events:InvokeApiDestination"),
				Resources: jsii.Strings(*webhook.ApiDestinationArn()),
			}))
		},
	})
}

// newWebhook defines the API destination. Its URL is the secret. CloudFormation reads it
// from Secrets Manager only when a property of the destination changes.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
func newWebhook(scope constructs.Construct, env config.Environment) awsevents.ApiDestination {
	version := awscdk.NewCfnParameter(awscdk.Stack_Of(scope), jsii.String(config.SlackWebhookVersionParameter), &awscdk.CfnParameterProps{
		Description:    jsii.String("Any text, such as the date; a change reads the Slack webhook's secret again"),
		Default:        jsii.String("1"),
		AllowedPattern: jsii.String("[A-Za-z0-9._:-]{1,64}"),
	})
	return awsevents.NewApiDestination(scope, jsii.String("Webhook"), &awsevents.ApiDestinationProps{
		Description:        jsii.String("Slack incoming webhook, version " + *version.ValueAsString()),
		Endpoint:           awscdk.SecretValue_SecretsManager(jsii.String(env.Alerts.SlackWebhookSecret), nil).UnsafeUnwrap(),
		HttpMethod:         awsevents.HttpMethod_POST,
		RateLimitPerSecond: jsii.Number(1),
		Connection: awsevents.NewConnection(scope, jsii.String("WebhookConnection"), &awsevents.ConnectionProps{
			Description: jsii.String("Slack asks for no credentials but the URL"),
			// EventBridge requires a header. Slack ignores this one.
			Authorization: awsevents.Authorization_ApiKey(jsii.String("X-"+env.Title()),
				awscdk.SecretValue_UnsafePlainText(jsii.String("none"))),
		}),
	})
}
