package alertchain

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/alarms"
)

// newFindingsToSlack delivers findings to a Slack incoming webhook.
func (c chain) newFindingsToSlack(scope constructs.Construct, env config.Environment, topic awssns.Topic, webhook awsevents.ApiDestination) delivery {
	return c.newDelivery(scope, topic, findingsTo(env, "slack"), toSlack(webhook, "<$.body>"))
}

// newAlertsToSlack delivers to the webhook all that the alert topic gets but findings, and
// returns the names of the alarms on this way.
func (c chain) newAlertsToSlack(scope constructs.Construct, env config.Environment, webhook awsevents.ApiDestination) []string {
	scope = constructs.NewConstruct(scope, jsii.String("AlertsTo"))
	to := toSlack(webhook, "<$.text>")
	to.wording = c.newWording(scope, env)
	d := c.newDelivery(scope, c.Alerts, way{
		name: "slack", pipe: env.AlertsPipeName(), queue: env.AlertsQueueName(), undelivered: env.UndeliveredAlertsQueueName(),
	}, to)
	return alarms.Names(alarms.Define(constructs.NewConstruct(scope, jsii.String("Alarms")), env, "", alarms.Subjects{
		alarms.AlertTopic:        {{"TopicName": c.Alerts.TopicName()}},
		alarms.AlertsQueue:       {{"QueueName": d.queue.QueueName()}},
		alarms.UndeliveredAlerts: {{"QueueName": d.undelivered.QueueName()}},
		alarms.AlertsPipe:        {{"PipeName": d.pipe.Ref()}},
	}, c.Alerts))
}

// toSlack is the webhook as a recipient. The path leads to the text, to which the pipe
// adds quotation marks.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
func toSlack(webhook awsevents.ApiDestination, path string) recipient {
	return recipient{
		id:       "Slack",
		arn:      webhook.ApiDestinationArn(),
		template: `{"text":` + path + `}`,
		// Slack accepts one message per second and refuses the others.
		attempts: 10,
		grant: func(role awsiam.Role) {
			role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
				Actions:   jsii.Strings("events:InvokeApiDestination"),
				Resources: jsii.Strings(*webhook.ApiDestinationArn()),
			}))
		},
	}
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
