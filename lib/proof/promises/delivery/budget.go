package delivery

import (
	"maps"
	"slices"
	"strconv"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func budgetOfTheSettings(v *check.Review) {
	alerts, budgets, want := v.Settings.Alerts, v.OfType("AWS::Budgets::Budget"), 0
	if alerts.MonthlyBudgetUSD > 0 {
		want = 1
	}
	v.Count(budgets, want, "budget")
	var receivers []string
	for _, address := range alerts.Emails {
		receivers = append(receivers, "EMAIL "+address)
	}
	for _, budget := range budgets {
		for path, want := range map[string]string{"BudgetType": "COST", "TimeUnit": "MONTHLY"} {
			v.Reads(budget, want, "Budget", path)
		}
		v.Reads(budget, "USD", "Budget", "BudgetLimit", "Unit")
		v.Reads(budget, strconv.FormatFloat(alerts.MonthlyBudgetUSD, 'f', -1, 64), "Budget", "BudgetLimit", "Amount")
		told := map[string]bool{}
		for _, n := range assembly.List(budget.At("NotificationsWithSubscribers")) {
			text := ""
			for _, key := range []string{"NotificationType", "ComparisonOperator", "Threshold", "ThresholdType"} {
				text += v.Text(budget.Stack, assembly.At(n, "Notification", key)) + " "
			}
			told[text] = true
			var addresses []string
			for _, s := range assembly.List(assembly.At(n, "Subscribers")) {
				addresses = append(addresses, v.Text(budget.Stack, assembly.At(s, "SubscriptionType"))+" "+v.Text(budget.Stack, assembly.At(s, "Address")))
			}
			v.Texts(budget.String()+" tells of "+text, addresses, receivers)
		}
		v.Texts(budget.String()+" tells of", slices.Collect(maps.Keys(told)), []string{
			"ACTUAL GREATER_THAN 80 PERCENTAGE ", "ACTUAL GREATER_THAN 100 PERCENTAGE ", "FORECASTED GREATER_THAN 100 PERCENTAGE ",
		})
	}
}
