package delivery

import (
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func budgetIsTold(v *check.Review) {
	for _, budget := range v.OfType("AWS::Budgets::Budget") {
		for path, want := range map[string]string{"BudgetType": "COST", "TimeUnit": "MONTHLY"} {
			v.Reads(budget, want, "Budget", path)
		}
		v.Reads(budget, "USD", "Budget", "BudgetLimit", "Unit")
		if v.Number(budget, "Budget", "BudgetLimit", "Amount") <= 0 {
			v.Add("%s is of nothing", budget)
		}
		v.Absent(budget, "Budget", "BudgetName")
		v.Absent(budget, "Budget", "CostFilters")
		var told []string
		for _, n := range assembly.List(budget.At("NotificationsWithSubscribers")) {
			text := ""
			for _, key := range []string{"NotificationType", "ComparisonOperator", "Threshold", "ThresholdType"} {
				text += v.Text(budget.Stack, assembly.At(n, "Notification", key)) + " "
			}
			told = append(told, text)
			subscribers := assembly.List(assembly.At(n, "Subscribers"))
			if len(subscribers) == 0 || len(subscribers) > 10 {
				v.Add("%s tells %d people of %s", budget, len(subscribers), text)
			}
			for _, s := range subscribers {
				if address, _ := assembly.At(s, "Address").(string); assembly.At(s, "SubscriptionType") != "EMAIL" || !strings.Contains(address, "@") {
					v.Add("%s tells %s", budget, assembly.Written(s))
				}
			}
		}
		v.Texts(budget.String()+" tells of", told, []string{
			"ACTUAL GREATER_THAN 80 PERCENTAGE ", "ACTUAL GREATER_THAN 100 PERCENTAGE ", "FORECASTED GREATER_THAN 100 PERCENTAGE ",
		})
	}
}
