package scanalerts

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// newMail delivers findings to the alert topic, which sends them by e-mail.
func newMail(scope constructs.Construct, env config.Environment, props Props, topic awssns.Topic) delivery {
	return newDelivery(scope, env, props, topic, recipient{
		id: "Mail", name: "mail",
		arn: props.Alerts.TopicArn(),
		// Without quotation marks, which the e-mail would show.
		template: "<$.body>",
		attempts: 5,
		grant: func(role awsiam.Role) {
			role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
				Actions:   jsii.Strings("sns:Publish"),
				Resources: jsii.Strings(*props.Alerts.TopicArn()),
			}))
			props.TopicKey.Grant(role, jsii.String("kms:Decrypt"), jsii.String("kms:GenerateDataKey"))
		},
	})
}
