package alertchain

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// newMail delivers findings to the alert topic, which sends them by e-mail.
func (c chain) newMail(scope constructs.Construct, env config.Environment, topic awssns.Topic) delivery {
	return c.newDelivery(scope, topic, findingsTo(env, "mail"), recipient{
		id:  "Mail",
		arn: c.Alerts.TopicArn(),
		// Without quotation marks, which the e-mail would show.
		template: "<$.body>",
		attempts: 5,
		grant: func(role awsiam.Role) {
			role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
				Actions:   jsii.Strings("sns:Publish"),
				Resources: jsii.Strings(*c.Alerts.TopicArn()),
			}))
			c.Key.Grant(role, jsii.String("kms:Decrypt"), jsii.String("kms:GenerateDataKey"))
		},
	})
}
