package security

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsbudgets"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// newBudget defines a budget of the whole account. A budget of a tag would count nothing
// until the tag is activated for billing. The budget has no name, because notifications
// of a named one cannot change.
func newBudget(scope constructs.Construct, env config.Environment) {
	if env.Alerts.MonthlyBudgetUSD == 0 {
		return
	}
	var subscribers []any
	for _, address := range env.Alerts.Emails {
		subscribers = append(subscribers, &awsbudgets.CfnBudget_SubscriberProperty{
			SubscriptionType: jsii.String("EMAIL"), Address: jsii.String(address),
		})
	}
	notification := func(kind string, percent int) *awsbudgets.CfnBudget_NotificationWithSubscribersProperty {
		return &awsbudgets.CfnBudget_NotificationWithSubscribersProperty{
			Notification: &awsbudgets.CfnBudget_NotificationProperty{
				NotificationType: jsii.String(kind), ComparisonOperator: jsii.String("GREATER_THAN"),
				Threshold: jsii.Number(percent), ThresholdType: jsii.String("PERCENTAGE"),
			},
			Subscribers: &subscribers,
		}
	}
	awsbudgets.NewCfnBudget(scope, jsii.String("Budget"), &awsbudgets.CfnBudgetProps{
		Budget: &awsbudgets.CfnBudget_BudgetDataProperty{
			BudgetType: jsii.String("COST"), TimeUnit: jsii.String("MONTHLY"),
			BudgetLimit: &awsbudgets.CfnBudget_SpendProperty{
				Amount: jsii.Number(env.Alerts.MonthlyBudgetUSD), Unit: jsii.String("USD"),
			},
		},
		NotificationsWithSubscribers: []any{notification("ACTUAL", 80), notification("ACTUAL", 100), notification("FORECASTED", 100)},
	})
}
