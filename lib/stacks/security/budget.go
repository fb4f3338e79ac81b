package security

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsbudgets"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// newBudget tells the owners what the account costs. It counts the whole account:
// by tag it would count nothing until somebody activates the tag for billing, and
// stay silent. It has no name, because its notifications cannot change under one.
func newBudget(scope constructs.Construct, env config.Environment) {
	if env.Alerts.MonthlyBudgetUSD == 0 {
		return
	}
	var people []any
	for _, address := range env.Alerts.Emails {
		people = append(people, &awsbudgets.CfnBudget_SubscriberProperty{
			SubscriptionType: jsii.String("EMAIL"), Address: jsii.String(address),
		})
	}
	tell := func(kind string, percent int) *awsbudgets.CfnBudget_NotificationWithSubscribersProperty {
		return &awsbudgets.CfnBudget_NotificationWithSubscribersProperty{
			Notification: &awsbudgets.CfnBudget_NotificationProperty{
				NotificationType: jsii.String(kind), ComparisonOperator: jsii.String("GREATER_THAN"),
				Threshold: jsii.Number(percent), ThresholdType: jsii.String("PERCENTAGE"),
			},
			Subscribers: &people,
		}
	}
	awsbudgets.NewCfnBudget(scope, jsii.String("Budget"), &awsbudgets.CfnBudgetProps{
		Budget: &awsbudgets.CfnBudget_BudgetDataProperty{
			BudgetType: jsii.String("COST"), TimeUnit: jsii.String("MONTHLY"),
			BudgetLimit: &awsbudgets.CfnBudget_SpendProperty{
				Amount: jsii.Number(env.Alerts.MonthlyBudgetUSD), Unit: jsii.String("USD"),
			},
		},
		NotificationsWithSubscribers: []any{tell("ACTUAL", 80), tell("ACTUAL", 100), tell("FORECASTED", 100)},
	})
}
